# SPDX-License-Identifier: Apache-2.0
"""Events that can't have come after those before them: named with their block, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.events import Event
from regalia.ledger.index import schema
from regalia.ledger.index.errors import IndexFoldError
from regalia.ledger.model import DeliveryKind
from tests.chain.records import address
from tests.index.folding import Indexed, index, whole
from tests.index.teller import OFFICER, PRICE, Teller

INVESTOR, ATTACKER = address(701), address(666)


@pytest.fixture
def teller() -> Teller:
    """Ten senior units in one hand, and a date that paid them."""
    teller = Teller()
    teller.open({"senior": 10, "mezzanine": 1, "junior": 1})
    teller.issue("senior", INVESTOR, 10)
    teller.pay({"senior": 1_000})
    return teller


@pytest.fixture
def empty(teller: Teller) -> Iterator[Indexed]:
    with index(teller.terms, teller.record) as found:
        yield found


def _issue(teller: Teller) -> None:
    args = {"from": "0x" + "0" * 40, "to": INVESTOR, "value": 1}
    teller.tell("Transfer", teller.record.tokens["senior"].address, **args)


def _transfer(teller: Teller) -> None:
    args = {"from": ATTACKER, "to": INVESTOR, "value": 1}
    teller.tell("Transfer", teller.record.tokens["senior"].address, **args)


def _claim(teller: Teller) -> None:
    args = {"token": teller.record.tokens["senior"].address, "holder": INVESTOR, "gross": 1_001, "tax": 0}
    teller.tell("IncomeClaimed", teller.record.escrow.address, **args)


def _other_token(teller: Teller) -> None:
    args = {"token": ATTACKER, "holder": INVESTOR, "gross": 1_000, "tax": 0}
    teller.tell("IncomeClaimed", teller.record.escrow.address, **args)


def _payment(teller: Teller) -> None:
    words = {"period": 1, "executor": OFFICER, "available": 0, "left": 0}
    teller.tell("PaymentDateExecuted", teller.record.deal.address, **words, records=b"\1" * 63)


def _steps(teller: Teller) -> None:
    words = {"period": 1, "executor": OFFICER, "available": 0, "left": 0}
    teller.tell("PaymentDateExecuted", teller.record.deal.address, **words, records=bytes(64))


def _wiring(teller: Teller) -> None:
    teller.tell("DealWired", teller.record.deal.address, termsHash=bytes(32), wiring=bytes(31))


def _order(teller: Teller) -> None:
    """Of a forced transfer that the token never told."""
    args = {"ref": b"\1" * 32, "evidence": b"\1" * 32, "by": OFFICER}
    teller.tell("Ordered", teller.record.tokens["senior"].address, **args)


def _income(teller: Teller) -> None:
    words = {"token": teller.record.tokens["senior"].address, "from": INVESTOR, "to": ATTACKER, "units": 1}
    order = {"ref": b"\1" * 32, "evidence": b"\1" * 32, "by": OFFICER}
    teller.tell("UnitsForced", teller.record.transfer_agent.address, **words, income=1_001, **order)


CASES: dict[str, tuple[Callable[[Teller], None], str]] = {
    "more units than placed": (_issue, "Transfer: 0 units are still to be issued, fewer than 1"),
    "units nobody holds": (_transfer, f"Transfer: {ATTACKER} holds 0 units, fewer than 1"),
    "more than is owed": (_claim, f"IncomeClaimed: gross 1001: by the events before it {INVESTOR} is owed 1000"),
    "token of others": (_other_token, f"IncomeClaimed: KeyError: '{ATTACKER}'"),
    "half a record": (_payment, "PaymentDateExecuted: ValueError: 63 bytes of step records"),
    "too few steps": (_steps, "PaymentDateExecuted: ValueError"),
    "no wiring": (_wiring, "DealWired: wiring: 31 bytes hold no program"),
    "order of nothing": (_order, "Ordered: KeyError: 'ForcedTransfer'"),
    "more income than owed": (_income, "UnitsForced: .* is owed 1000, less than the 1001 to be carried"),
}


@pytest.mark.parametrize("case", CASES)
def test_take__impossible_event__named_and_nothing_written(teller: Teller, empty: Indexed, case: str) -> None:
    tell, named = CASES[case]
    empty.fold(whole(teller.events))
    before = empty.all_rows(tuple(schema.metadata.sorted_tables))
    teller.next_block()
    tell(teller)
    with pytest.raises(IndexFoldError, match=f"block 21, log 0, {named}") as caught:
        empty.load().take(teller.events[-1:])
    assert "--rebuild" in caught.value.hint
    assert empty.all_rows(tuple(schema.metadata.sorted_tables)) == before


def test_flush__units_that_no_contract_allows__refused(teller: Teller, empty: Indexed) -> None:
    words = {"tranche": 0, "investor": ATTACKER, "level": 0, "place": 0, "units": 2**63, "paid": 1}
    teller.tell("Subscribed", teller.record.offering.address, **words)
    with pytest.raises(IndexFoldError, match="entry: units or a second beyond"):
        empty.fold(whole(teller.events))


def test_take__argument_missing__named(teller: Teller, empty: Indexed) -> None:
    with pytest.raises(IndexFoldError, match="Transfer: KeyError: 'value'"):
        empty.load().take([without(event, "value") for event in teller.events])


def test_take__events_nobody_needs__kept_as_they_are(teller: Teller, empty: Indexed) -> None:
    words: dict[str, Any] = {"text": "é", "number": 2**200, "data": b"\x01", "list": (1, (True, {"a": -1}))}
    teller.tell("SomethingNew", ATTACKER, **words)
    empty.fold(whole(teller.events))
    (kept,) = empty.reader().events("SomethingNew")
    assert kept.args == {"text": "é", "number": str(2**200), "data": "0x01", "list": ["1", [True, {"a": "-1"}]]}


def test_take__acts_for_units_of_another_deal__kept_and_nothing_else(teller: Teller, empty: Indexed) -> None:
    agent, order = teller.record.transfer_agent.address, {"ref": b"\1" * 32, "evidence": b"\1" * 32, "by": OFFICER}
    sides = {"token": ATTACKER, "from": INVESTOR, "to": ATTACKER, "units": 1, "income": 0}
    teller.tell("UnitsForced", agent, **sides, **order)
    teller.tell("WalletRecovered", agent, token=ATTACKER, lost=INVESTOR, fresh=ATTACKER, **order)
    teller.tell("UnitsRedeemed", agent, token=ATTACKER, holder=INVESTOR, units=1, **order)
    halted = {"deal": ATTACKER, "holder": INVESTOR, "until": 2**40}
    teller.tell("HolderHalted", teller.record.supervisor.address, **halted)
    empty.fold(whole(teller.events))
    assert len(empty.rows(schema.entry)) == 1
    assert empty.rows(schema.mark) == []
    assert empty.reader().halted_until(INVESTOR) == 0


def test_take__units_announced_and_never_issued__those_after_them_are_known_for_what_they_are(
    teller: Teller, empty: Indexed
) -> None:
    words = {"tranche": 0, "investor": ATTACKER, "level": 0, "place": 0, "units": 10}
    teller.tell("Collected", teller.record.offering.address, **words)
    teller.next_block()
    teller.issue("mezzanine", INVESTOR, 1)
    empty.fold(whole(teller.events))
    found = empty.reader().holding("mezzanine", INVESTOR)
    assert found is not None
    assert [(given.kind, given.cost) for given in found.deliveries] == [(DeliveryKind.ALLOTTED, PRICE)]


def test_take__forced_to_oneself__nothing(teller: Teller, empty: Indexed) -> None:
    """The contracts refuse it; a row of each side would be one row twice."""
    words = {"token": teller.record.tokens["senior"].address, "from": INVESTOR, "to": INVESTOR, "units": 1}
    order = {"ref": b"\1" * 32, "evidence": b"\1" * 32, "by": OFFICER}
    teller.tell("UnitsForced", teller.record.transfer_agent.address, **words, income=0, **order)
    empty.fold(whole(teller.events))
    assert len(empty.rows(schema.entry)) == 1


def without(event: Event, argument: str) -> Event:
    return replace(event, args={name: value for name, value in event.args.items() if name != argument})
