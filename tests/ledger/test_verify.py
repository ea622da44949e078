# SPDX-License-Identifier: Apache-2.0
"""A whole deal checked from outside, in every state it can be in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from regalia.chain.connection import ChainUnreachableError
from regalia.chain.deal_status import STATUSES
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.events import Event
from regalia.domain.terms import NotExecutableError, load_terms
from regalia.ledger.comparison import GROUPS
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.verify import verify
from regalia.ledger.views import compare_views
from tests.ledger.life import DAY, DECEMBER_2023, USD, Life, begin
from tests.ledger.tampering import STRANGER, Change, altered, becomes, edited, found_by_replay, plus
from tests.mills import DEAL, NOTES

pytestmark = pytest.mark.devnet


@pytest.fixture
def december() -> Iterator[Devnet]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield chain


def test_verify__five_quarters__nothing_differs(life: Life) -> None:
    steps: list[str] = []
    found = verify(life.chain.web3, life.record, life.terms, steps.append)
    assert found.differences == ()
    assert found.ok
    assert found.periods == 5
    assert found.comparisons > 800
    unused = {
        "powers",
        "rights",
        "trades",
        "triggers",
        "support",
        "calls",
        "end",
    }  # nothing was done by order, and the notes have none of the rest
    assert set(found.counts) == set(GROUPS) - unused
    # 10 steps of 4 figures, funds before, funds after and the size of the record, five times
    assert found.counts["steps"] == 5 * (10 * 4 + 3)
    assert found.first_block == life.record.block_number
    assert found.last_block_hash == life.chain.web3.eth.get_block(found.last_block)["hash"].to_0x_hex()
    assert [step.split()[0] for step in steps] == ["code", "events", "replay", "answers", "roles"]


def test_verify__donation__shown_and_no_difference(life: Life) -> None:
    surplus = verify(life.chain.web3, life.record, life.terms).surplus
    assert surplus is not None
    assert (surplus.escrow, surplus.offering) == (5 * USD, 0)


def test_verify__report_waits_for_its_payment_date__nothing_differs(neighbour: Life) -> None:
    found = verify(neighbour.chain.web3, neighbour.record, neighbour.terms)
    assert found.differences == ()
    assert found.periods == 0


def test_read__deal_beside_another__only_its_own_events(life: Life, neighbour: Life) -> None:
    web3 = life.chain.web3
    own, others = read_events(web3, life.record), read_events(web3, neighbour.record)
    assert not {(e.block_number, e.log_index) for e in own} & {(e.block_number, e.log_index) for e in others}
    assert [e.name for e in others if e.address == neighbour.record.oracle.address] == [
        "StreamOpened",
        "ReportAccepted",
    ]
    assert len([e for e in own if e.name == "ReportAccepted"]) == 5


def test_read__up_to_a_block__no_event_after_it(life: Life) -> None:
    everything = read_events(life.chain.web3, life.record)
    middle = everything[len(everything) // 2].block_number
    assert read_events(life.chain.web3, life.record, middle) == [e for e in everything if e.block_number <= middle]


def test_verify__from_offer_to_refund__nothing_differs(december: Devnet) -> None:
    deal = begin(december, load_terms(NOTES))

    def differences() -> tuple[object, ...]:
        return verify(december.web3, deal.record, deal.terms).differences

    assert differences() == ()
    deal.subscribe(deal.investors[0], 0, 6_000)
    deal.subscribe(deal.investors[2], 0, 2_000)
    deal.subscribe(deal.investors[1], 1, 50)
    assert differences() == ()
    december.warp(DECEMBER_2023 + 15 * DAY)
    assert differences() == ()
    deal.send(deal.offering.functions.refund(0, 0, 0), deal.anybody)
    assert differences() == ()
    deal.send(deal.offering.functions.refund(0, 0, 6_000), deal.anybody)
    deal.send(deal.cash.functions.mint(deal.offering.address, 3 * USD), deal.anybody)
    found = verify(december.web3, deal.record, deal.terms)
    assert found.differences == ()
    assert found.surplus is not None
    assert (found.surplus.escrow, found.surplus.offering) == (0, 3 * USD)


REFUNDS: list[tuple[str, Change, str]] = [
    ("paid", plus(1), "Refunded: owed to"),
    ("investor", becomes(STRANGER), "Refunded: bidder"),
    ("tranche", becomes(0), "Refunded: tranche, level and place"),
    ("tranche", becomes(3), "Refunded: tranche, level and place"),
    ("level", becomes(1), "Refunded: tranche, level and place"),
    ("place", plus(1), "Refunded: tranche, level and place"),
]


def test_replay__refund_with_one_argument_changed__place_named(december: Devnet) -> None:
    deal = begin(december, load_terms(NOTES))
    deal.subscribe(deal.investors[1], 1, 50)
    december.warp(DECEMBER_2023 + 15 * DAY)
    deal.send(deal.offering.functions.refund(1, 0, 0), deal.investors[1])
    events = read_events(december.web3, deal.record)
    assert found_by_replay(deal, events) == []
    for argument, change, named in REFUNDS:
        found = found_by_replay(deal, altered(events, "Refunded", 0, argument, change))
        assert named in "\n".join(map(str, found))
    early = [replace(event, timestamp=DECEMBER_2023 + 14 * DAY) if event is events[-1] else event for event in events]
    assert "Refunded: offering: expected lapsed, found offered" in "\n".join(map(str, found_by_replay(deal, early)))
    twice = [*events, replace(events[-1], log_index=events[-1].log_index + 1)]
    assert "Refunded: owed to" in "\n".join(map(str, found_by_replay(deal, twice)))


def test_views__contract_that_does_not_answer__named(life: Life, events: tuple[Event, ...]) -> None:
    nothing_there = life.record.payment_token.model_copy(update={"address": STRANGER})
    run = replay(life.terms, life.record.model_copy(update={"payment_token": nothing_there}), events)
    compare_views(life.chain.web3, life.chain.web3.eth.get_block("latest"), run)
    silent = [d.where for d in run.differences if d.expected == "an answer"]
    assert silent == [f"MockPaymentToken.{view}()" for view in ("decimals", "balanceOf", "balanceOf")]


def test_verify__sold_and_never_closed__nothing_differs(december: Devnet) -> None:
    deal = begin(december, load_terms(DEAL))
    deal.subscribe(deal.investors[0], 0, 277_712)
    assert verify(december.web3, deal.record, deal.terms).differences == ()
    december.warp(DECEMBER_2023 + 31 * DAY)
    assert deal.deal.deal.functions.status().call() == STATUSES.index("sold")
    assert verify(december.web3, deal.record, deal.terms).differences == ()
    december.warp(DECEMBER_2023 + 38 * DAY)
    assert deal.deal.deal.functions.status().call() == STATUSES.index("lapsed")
    assert verify(december.web3, deal.record, deal.terms).differences == ()


def test_verify__pass_through_trust_with_a_reserve_set_by_the_trustees__nothing_differs(december: Devnet) -> None:
    """Reports 237 and 238 of the trust, with a reserve in between."""
    deal = begin(december, load_terms(DEAL))
    for investor, units in zip(deal.investors[:2], (200_000, 77_712), strict=True):
        deal.subscribe(investor, 0, units)
    deal.close()
    deal.pay(288_427)
    deal.execute(deal.report(237, 288_427, [132_887], target=10_000))
    deal.pay(248_922)
    deal.execute(deal.report(238, 248_922, [116_456]))
    deal.claim("units", deal.investors[1])
    found = verify(december.web3, deal.record, deal.terms)
    assert found.differences == ()
    assert found.ledger is not None
    paid = [date.payment.records[-1].paid for date in found.ledger.dates]
    assert paid == [(288_427 - 132_887 - 10_000) * USD, (248_922 - 116_456 + 10_000) * USD]


def test_verify__terms_no_engine_can_run__named_error(life: Life) -> None:
    retention = {"holder": "trustee", "tranche": "senior", "share": "5%"}
    sheet = edited(life.terms, lambda data: data.update(retentions=[retention]))
    with pytest.raises(NotExecutableError):
        verify(life.chain.web3, life.record, sheet)


def test_verify__node_dies__named_error(december: Devnet) -> None:
    deal = begin(december, load_terms(DEAL))
    december.process.kill()
    december.process.wait()
    with pytest.raises(ChainUnreachableError):
        verify(december.web3, deal.record, deal.terms)


def test_verify__sold_out_deal_of_ten_holders__every_holder_asked(life: Life) -> None:
    found = verify(life.chain.web3, life.record, life.terms)
    assert found.ledger is not None
    holders = {holder for book in found.ledger.books.values() for holder in book.accounts}
    assert holders == {*life.investors, life.originator}
