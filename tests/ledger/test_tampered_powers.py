# SPDX-License-Identifier: Apache-2.0
"""What was done by order with one thing wrong: the verifier says so, and says where."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from regalia.chain.events import Event
from regalia.ledger.halt_events import LONGEST
from regalia.ledger.run import NOBODY
from tests.ledger.life import USD, Life
from tests.ledger.ordered_life import OrderedLife
from tests.ledger.tampering import (
    STRANGER,
    Change,
    altered,
    becomes,
    found_by_all,
    found_by_replay,
    places,
    plus,
)

pytestmark = pytest.mark.devnet
NOTHING = bytes(32)

CASES: list[tuple[str, int, str, Change, str]] = [
    ("Frozen", 0, "amount", plus(1), "Frozen: amount: expected 100, found 101"),
    ("Frozen", 0, "account", becomes(STRANGER), "Frozen: account"),
    ("Frozen", 1, "amount", plus(-1), "Frozen: amount: expected 50, found 49"),
    ("UnitsFrozen", 0, "units", plus(1), "Frozen: amount: expected 101, found 100"),
    ("UnitsFrozen", 0, "holder", becomes(STRANGER), "Frozen: account"),
    ("UnitsFrozen", 1, "units", becomes(2**60), "Frozen: amount: expected 1152921504606846976, found 281474976710655"),
    ("UnitsFrozen", 0, "token", becomes(STRANGER), "UnitsFrozen: token: expected one of the deal's tranches"),
    ("UnitsFrozen", 0, "ref", becomes(NOTHING), "UnitsFrozen: order: expected a word that is not zero"),
    ("UnitsFrozen", 0, "evidence", becomes(NOTHING), "UnitsFrozen: evidence: expected a word that is not zero"),
    ("AddressFrozen", 0, "frozen", becomes(False), "AddressFrozen: frozen"),
    ("AddressFrozen", 0, "account", becomes(STRANGER), "AddressFrozen: account"),
    ("AddressFrozen", 0, "by", becomes(STRANGER), "AddressFrozen: by"),
    ("WalletFrozen", 0, "frozen", becomes(False), "AddressFrozen: frozen: expected False, found True"),
    ("WalletFrozen", 1, "frozen", becomes(True), "IncomeClaimed: wallet of"),
    ("WalletFrozen", 0, "evidence", becomes(NOTHING), "WalletFrozen: evidence"),
    ("ForcedTransfer", 0, "amount", plus(1), "Transfer: value: expected 1451, found 1450"),
    ("ForcedTransfer", 0, "amount", becomes(1_501), "Ordered: units of senior held, at least"),
    ("ForcedTransfer", 0, "to", becomes(STRANGER), "Transfer: to"),
    ("ForcedTransfer", 0, "from", becomes(STRANGER), "Ordered: units of senior held, at least"),
    ("ForcedTransfer", 1, "amount", plus(1), "ForcedTransfer: amount: expected 10, found 11"),
    ("ForcedTransfer", 1, "to", becomes(STRANGER), "ForcedTransfer: to"),
    ("IncomeCarried", 0, "amount", plus(1), "UnitsForced: income carried, at most"),
    ("IncomeCarried", 0, "amount", becomes(USD * 10**6), "Ordered: income carried, at most"),
    ("IncomeCarried", 0, "from", becomes(STRANGER), "IncomeCarried: from"),
    ("IncomeCarried", 1, "to", becomes(STRANGER), "IncomeCarried: to"),
    ("Ordered", 0, "ref", becomes(NOTHING), "Ordered: order: expected a word that is not zero"),
    ("Ordered", 0, "evidence", becomes(NOTHING), "Ordered: evidence: expected a word that is not zero"),
    ("UnitsForced", 0, "units", plus(1), "Transfer: value: expected 11, found 10"),
    ("UnitsForced", 0, "income", plus(1), "IncomeCarried: amount: expected"),
    ("UnitsForced", 0, "income", becomes(USD * 10**6), "UnitsForced: income carried, at most"),
    ("UnitsForced", 0, "units", becomes(51), "UnitsForced: units of senior held, at least"),
    ("UnitsForced", 0, "from", becomes(STRANGER), "UnitsForced: units of senior held, at least"),
    ("UnitsForced", 0, "ref", becomes(NOTHING), "UnitsForced: order"),
    ("RecoverySuccess", 0, "newWallet", becomes(STRANGER), "RecoverySuccess: newWallet"),
    ("RecoverySuccess", 1, "lostWallet", becomes(STRANGER), "RecoverySuccess: lostWallet"),
    ("RecoverySuccess", 0, "investor", becomes(STRANGER), "InvestorRegistry.passportOf(): investor of"),
    ("WalletRecovered", 0, "fresh", becomes(STRANGER), "WalletRecovered: said by the token"),
    ("WalletRecovered", 0, "lost", becomes(STRANGER), "WalletRecovered: " + STRANGER + " in senior: expected something"),
    ("WalletRecovered", 0, "evidence", becomes(NOTHING), "WalletRecovered: evidence"),
    ("Paused", 0, "account", becomes(STRANGER), "Paused: account"),
    ("TradingPaused", 0, "ref", becomes(NOTHING), "TradingPaused: order"),
    ("Unpaused", 0, "account", becomes(STRANGER), "Unpaused: account"),
    ("TradingResumed", 0, "token", becomes(STRANGER), "TradingResumed: token"),
    ("UnitsRedeemed", 0, "units", plus(-1), "Transfer: value"),
    ("UnitsRedeemed", 0, "holder", becomes(STRANGER), "UnitsRedeemed: units of senior held, at least"),
    ("UnitsRedeemed", 0, "ref", becomes(NOTHING), "UnitsRedeemed: order"),
    ("DealHalted", 0, "until", becomes(1), "DealHalted: end, not before"),
    ("DealHalted", 0, "until", plus(LONGEST), "DealHalted: end, not after"),
    ("DealHalted", 0, "until", plus(20 * 86_400), "the supervisor has halted trading"),
    ("DealHalted", 0, "until", plus(LONGEST + 2 * 86_400), "period 2 (2024Q1): supervisor's halt of the deal"),
    ("DealHalted", 0, "reason", becomes(""), "DealHalted: reason"),
    ("DealHalted", 0, "orderReference", becomes(NOTHING), "DealHalted: order"),
    ("TrancheHalted", 0, "token", becomes(STRANGER), "TrancheHalted: token"),
    ("TrancheHalted", 0, "evidence", becomes(NOTHING), "TrancheHalted: evidence"),
    ("TrancheResumed", 0, "evidence", becomes(NOTHING), "TrancheResumed: evidence"),
    ("HolderHalted", 0, "until", plus(-20 * 86_400), "HolderHalted: end, not before"),
    ("HolderHalted", 0, "reason", becomes(""), "HolderHalted: reason"),
    ("InvestorAdmitted", 2, "class", becomes(2), "IncomeClaimed: tax of"),
    ("InvestorAdmitted", 2, "country", becomes(840), "InvestorRegistry.passportOf(): country of"),
    ("IncomeClaimed", 0, "tax", becomes(0), "InvestorRegistry.passportOf(): tax of"),
    ("IncomeClaimed", 1, "tax", plus(1), "IncomeClaimed: tax of"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    CASES,
    ids=[f"{name}-{argument}-{i}" for i, (name, _, argument, _, _) in enumerate(CASES)],
)
def test_verify__one_argument_of_a_power_changed__place_named(
    ordered: OrderedLife,
    ordered_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    change: Change,
    named: str,
) -> None:
    found = found_by_all(ordered.life, altered(ordered_events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


POWERS = (
    "Frozen", "AddressFrozen", "ForcedTransfer", "IncomeCarried", "RecoverySuccess", "Paused", "Unpaused",
    "UnitsFrozen", "WalletFrozen", "Ordered", "UnitsForced", "WalletRecovered", "TradingPaused", "TradingResumed", "UnitsRedeemed",
)  # fmt: skip


@pytest.mark.parametrize("name", POWERS)
def test_replay__a_power_dropped__found_in_the_act_it_belongs_to(
    ordered: OrderedLife, ordered_events: tuple[Event, ...], name: str
) -> None:
    dropped = next(event for event in ordered_events if event.name == name)
    found = found_by_replay(ordered.life, [event for event in ordered_events if event is not dropped])
    assert {d.group for d in found} & {"powers", "offering"}
    assert any(d.where.startswith(f"block {dropped.block_number},") for d in found)


@pytest.mark.parametrize(
    "name", ["Ordered", "UnitsForced", "UnitsFrozen", "WalletRecovered", "TradingPaused", "WalletFrozen"]
)
def test_replay__power_without_an_order__said_so(
    ordered: OrderedLife, ordered_events: tuple[Event, ...], name: str
) -> None:
    dropped = next(event for event in ordered_events if event.name == name)
    found = found_by_replay(ordered.life, [event for event in ordered_events if event is not dropped])
    assert "order: expected the order it rests on, found nothing" in "\n".join(map(str, found))


def test_verify__any_one_event_of_the_orders_dropped__found(
    ordered: OrderedLife, ordered_events: tuple[Event, ...]
) -> None:
    """A halt that is over, a lifting of it, or what the registry still answers leaves nothing else behind."""
    record = ordered.life.record
    untold = {"InvestorAdmitted", "WalletAdded", "DealHalted", "TrancheHalted", "TrancheResumed"}
    shared = (record.transfer_agent.address, record.supervisor.address, record.investor_registry.address)
    unnoticed = [
        (dropped.name, dropped.block_number)
        for dropped in ordered_events
        if dropped.address in shared
        and dropped.name not in untold
        and not found_by_all(ordered.life, [event for event in ordered_events if event is not dropped])
    ]
    over = next(event for event in ordered_events if event.name == "HolderHalted")
    assert unnoticed == [("HolderHalted", over.block_number)]


def test_replay__burn_after_closing_without_an_order__refused(
    ordered: OrderedLife, ordered_events: tuple[Event, ...]
) -> None:
    plain = [event for event in ordered_events if event.name == "Transfer" and event.args["value"] == 333]
    forged = altered(ordered_events, "Transfer", _index(ordered_events, plain[0]), "to", becomes(NOBODY))
    assert "Transfer: order: expected the order it rests on" in "\n".join(
        map(str, found_by_replay(ordered.life, forged))
    )


def test_replay__transfer_before_the_lock_up_ends__refused(life: Life, events: tuple[Event, ...]) -> None:
    """Units move from 2024-02-09 00:00 UTC on: second 1,707,436,800."""
    moved = next(event for event in events if event.name == "Transfer" and event.args["value"] == 333)
    for timestamp, refused in ((1_707_436_799, True), (1_707_436_800, False)):
        early = [replace(event, timestamp=timestamp) if event is moved else event for event in events]
        found = "\n".join(map(str, found_by_replay(life, early)))
        assert ("the tranche is locked up" in found) is refused


@pytest.mark.parametrize(
    ("mover", "units", "reason"),
    [
        ("frozen", 1, "the sender's wallet is frozen"),
        ("halted", 1, "the supervisor has halted the sender"),
        ("partly frozen", 1_401, "the units are frozen"),
    ],
)
def test_replay__transfer_the_rules_forbid__reason_named(
    ordered: OrderedLife, ordered_events: tuple[Event, ...], mover: str, units: int, reason: str
) -> None:
    """Told in the block of the third quarter's first order, when each of them was stopped."""
    investors = ordered.life.investors
    sender = {"frozen": investors[3], "halted": investors[4], "partly frozen": investors[2]}[mover]
    at = next(i for i, event in enumerate(ordered_events) if event.name == "DealHalted")
    before = ordered_events[at - 1]
    args = {"from": sender, "to": investors[0], "value": units}
    forged = replace(
        before,
        name="Transfer",
        address=ordered.life.token("senior").address,
        args=args,
        log_index=before.log_index + 1,
    )
    found = found_by_replay(ordered.life, [*ordered_events[:at], forged, *ordered_events[at:]])
    assert reason in "\n".join(map(str, found))


def test_replay__any_two_neighbours_swapped__order_named(
    ordered: OrderedLife, ordered_events: tuple[Event, ...]
) -> None:
    for i, (earlier, later) in enumerate(pairwise(ordered_events)):
        found = found_by_replay(ordered.life, [*ordered_events[:i], later, earlier, *ordered_events[i + 2 :]])
        assert (f"block {earlier.block_number}, {earlier.name}", "block and log, above") in places(found)


def _index(events: tuple[Event, ...], chosen: Event) -> int:
    return [event for event in events if event.name == chosen.name].index(chosen)
