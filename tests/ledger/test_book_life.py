# SPDX-License-Identifier: Apache-2.0
"""A deal sold through a book of bids, found again from its events and the deal file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace as changed
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.ledger.model import DealLedger, DeliveryKind
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.verify import verify
from regalia.reports.entries import EntryKind
from regalia.reports.summary import summarise
from regalia.reports.write import write_all
from regalia.servicing import offering as sale
from tests.ledger import book_life as book
from tests.ledger.book_life import BookLife
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.ledger.tampering import STRANGER, Change, altered, becomes, flipped, found_by_all, found_by_replay, plus
from tests.reports.replayed import holders_of, statement_of

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def world() -> Iterator[BookLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        found = book.offered(chain)
        assert differences(found) == ()
        book.placed(found)
        assert differences(found) == ()
        book.collected(found)
        yield found


@pytest.fixture(scope="module")
def events(world: BookLife) -> tuple[Event, ...]:
    return tuple(read_events(world.life.chain.web3, world.life.record))


@pytest.fixture(scope="module")
def ledger(world: BookLife) -> DealLedger:
    found = verify(world.life.chain.web3, world.life.record, world.life.terms)
    assert found.differences == ()
    assert found.ledger is not None
    return found.ledger


def differences(found: BookLife) -> Sequence[object]:
    return verify(found.life.chain.web3, found.life.record, found.life.terms).differences


def test_ledger__cleared_tranches__level_price_and_the_program_that_comes_of_it(ledger: DealLedger) -> None:
    cleared = [(c.tranche, c.level, c.placed, c.available, c.demand, c.price) for c in ledger.clearings]
    assert cleared == [
        ("senior", 2, 8_000, 3_000, 5_000, 100 * USD),
        ("mezzanine", 5, 2_200, 500, 500, 95 * USD),
        ("junior", 0, 950, 950, 1_450, 50 * USD),
    ]
    senior, mezzanine, junior = ledger.program.tranches
    assert (senior.coupon, senior.units, senior.original_balance) == (85_000, 8_000, 800_000 * USD)
    assert (mezzanine.units, mezzanine.original_balance) == (2_200, 220_000 * USD)
    assert junior.units == 1_000
    assert ledger.proceeds == (8_000 * 100 + 2_200 * 95 + 950 * 50) * USD
    # 80 days of 360 at 8.5%
    step = next(i for i, step in enumerate(ledger.program.steps) if step.label == "senior-interest")
    assert ledger.dates[0].payment.records[step].due == 800_000 * USD * 85 * 80 // (1_000 * 360)


def test_ledger__deliveries__each_bid_once_and_the_retained_units(ledger: DealLedger, world: BookLife) -> None:
    found = {(given.tranche, given.investor): given for given in ledger.deliveries}
    assert len(found) == len(ledger.deliveries)
    assert found["senior", world.investor(2)].units == book.ALLOTTED[2]
    assert found["junior", world.investor(9)].units == 950 * 950 // 1_450
    taken = found["senior", world.investor(book.NOTHING)]
    assert (taken.units, taken.kind) == (book.ALLOTTED[book.REMOVED], DeliveryKind.TAKEN_UP)
    retained = found["junior", str(world.life.originator)]
    assert (retained.units, retained.kind, retained.income) == (50, DeliveryKind.RETAINED, 0)
    assert ("mezzanine", world.investor(book.NEVER)) not in found
    assert ledger.books["mezzanine"].awaited == 500


def test_ledger__late_collector__earned_what_a_prompt_one_did(ledger: DealLedger, world: BookLife) -> None:
    """900 units, and 600 taken up, against 1,500 that were collected at once."""
    late = next(given for given in ledger.deliveries if given.investor == world.investor(book.LATE))
    prompt = [row for row in ledger.income if row.holder == world.investor(2)]
    assert [row.period for row in prompt] == [1, 2]
    assert late.income == prompt[0].amount * 900 // 1_500
    claim = next(claim for claim in ledger.claims if claim.claimant == world.investor(book.LATE))
    assert claim.amount == late.income


def test_offering__at_the_end__holds_what_is_still_owed_to_bidders(ledger: DealLedger, world: BookLife) -> None:
    """The change of the one who never came: a unit cost 95 at his level and at the clearing one, so nothing; and no unit is unpaid."""
    held = world.life.cash.functions.balanceOf(world.life.offering.address).call()
    owed = [sale.state_of(world.life.deal, bid).owed for bid in world.bids]
    assert held == sum(owed) == 0
    paid, back = (sum(entry.paid for entry in entries) for entries in (ledger.subscriptions, ledger.refunds))
    taken = sum(given.cost for given in ledger.deliveries if given.kind is DeliveryKind.TAKEN_UP)
    assert paid + taken == back + (ledger.proceeds or 0)


def test_statements__every_bidder__units_income_and_cost(ledger: DealLedger, world: BookLife, tmp_path: Path) -> None:
    late = statement_of(ledger, world.investor(book.LATE)).positions[0]
    kinds = [entry.kind for entry in late.entries]
    assert kinds[:2] == [EntryKind.SUBSCRIPTION, EntryKind.ISSUED]
    assert late.of_kind(EntryKind.ISSUED)[0].income > 0
    assert late.cost == 900 * 100 * USD
    taker = statement_of(ledger, world.investor(book.NOTHING)).positions[0]
    earned = taker.accrued
    assert (taker.cost, taker.opening_units, earned > 0) == (600 * 100 * USD, 600, True)
    # who could not hold them got his price back, and what they had earned beside it
    removed = statement_of(ledger, world.investor(book.REMOVED)).positions[0]
    assert (removed.cost, removed.accrued, removed.closing_units, removed.income) == (0, -earned, 0, 0)
    assert {bid.investor for bid in world.bids} < set(holders_of(ledger))
    summary = summarise(ledger)
    assert summary.awaited > 0
    assert write_all(ledger, tmp_path)


CASES: list[tuple[str, int, str, Change, str]] = [
    ("Subscribed", 3, "level", becomes(3), "Subscribed: place at level 3 of senior"),
    ("Subscribed", 4, "place", plus(-100), "Subscribed: place at level 2 of senior"),
    ("Subscribed", 7, "paid", plus(1), "Subscribed: price of 700 units of mezzanine"),
    ("TrancheCleared", 0, "level", becomes(3), "TrancheCleared: level of senior"),
    ("TrancheCleared", 0, "available", plus(100), "TrancheCleared: available of senior"),
    ("TrancheCleared", 1, "price", plus(1), "TrancheCleared: price of a unit of mezzanine"),
    ("TrancheCleared", 1, "placed", plus(50), "TrancheCleared: placed of mezzanine"),
    ("TrancheCleared", 2, "demand", plus(1), "TrancheCleared: demand of junior"),
    ("DealWired", 1, "termsHash", lambda h: flipped(h, 0), "terms: hash in DealWired"),
    ("DealClosed", 0, "proceeds", plus(1), "DealClosed: proceeds"),
    ("BooksOpened", 0, "units", lambda u: (u[0], 2_500, u[2]), "BooksOpened: units of mezzanine"),
    ("Collected", -1, "units", plus(100), "Collected: units of senior allotted"),
    ("TakenUp", 0, "tranche", becomes(1), "TakenUp: tranche, level and place"),
    ("TakenUp", 0, "investor", becomes(STRANGER), "TakenUp: bidder"),
    ("TakenUp", 0, "by", becomes(STRANGER), "Transfer: units of senior issued to"),
    ("TakenUp", 0, "level", plus(1), "TakenUp: tranche, level and place"),
    ("TakenUp", 0, "place", becomes(0), "TakenUp: collected before"),
    ("TakenUp", 0, "units", plus(100), "TakenUp: units of senior allotted"),
    ("TakenUp", 0, "paid", plus(-1), "TakenUp: price and income of 600 units of senior"),
    ("Refunded", -1, "paid", plus(1), "Refunded: owed to"),
    ("Refunded", 0, "investor", becomes(STRANGER), "Refunded: bidder"),
]


@pytest.mark.parametrize(("name", "which", "argument", "change", "named"), CASES)
def test_replay__one_argument_changed__place_named(
    world: BookLife, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_replay(world.life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


def test_replay__bids_of_one_investor_s_wallets_together_above_the_largest_holding__refused(
    world: BookLife, events: tuple[Event, ...]
) -> None:
    """3,000, 2,000 and 2,500 of 8,000 units, of which nobody may hold more than 6,000."""
    life = world.life
    whose: dict[str, str] = {world.investor(number): "one investor" for number in range(3)}
    found = replay(life.terms, life.record, events, identities=whose).differences
    named = "\n".join(map(str, found))
    assert "bid for senior: expected one the offer takes, found bid, units: 2500: must be at most 1000" in named


def test_replay__any_bit_of_the_tranches_in_the_wiring_of_the_closing__named(
    world: BookLife, events: tuple[Event, ...]
) -> None:
    wiring: bytes = [event for event in events if event.name == "DealWired"][1].args["wiring"]
    for tranche, label in enumerate(("senior", "mezzanine", "junior")):
        for at in range(32 + 32 * tranche, 64 + 32 * tranche):
            forged = altered(events, "DealWired", 1, "wiring", becomes(flipped(wiring, at)))
            assert f"program: tranche {label}" in "\n".join(map(str, found_by_replay(world.life, forged)))


def test_verify__any_one_event_of_the_sale_dropped__found(world: BookLife, events: tuple[Event, ...]) -> None:
    of_the_sale = ("Subscribed", "TrancheCleared", "DealWired", "DealClosed", "BooksOpened", "Collected", "TakenUp")
    unnoticed = [
        dropped.name
        for dropped in events
        if dropped.name in (*of_the_sale, "Refunded", "Transfer")
        and not found_by_replay(world.life, others := [event for event in events if event is not dropped])
        and not found_by_all(world.life, others)
    ]
    assert unnoticed == []


def test_replay__taken_up_too_early_or_from_who_may_hold__refused(world: BookLife, events: tuple[Event, ...]) -> None:
    closed = next(event for event in events if event.name == "DealClosed")
    taken = next(event for event in events if event.name == "TakenUp")
    early = closed.timestamp + 10 * DAY - 1
    moved = [changed(event, timestamp=early) if event is taken else event for event in events]
    assert "TakenUp: not before" in "\n".join(map(str, found_by_replay(world.life, moved)))
    stays = [event for event in events if event.name != "InvestorRemoved"]
    assert "may hold them: expected no, found yes" in "\n".join(map(str, found_by_replay(world.life, stays)))


def test_verify__book_that_lapses__everybody_paid_back_and_a_bid_of_a_lost_wallet_moved(world: BookLife) -> None:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        lapsed = book.offered(chain)
        life, registry = lapsed.life, lapsed.registry.functions
        lost, fresh = lapsed.bids[1], chain.accounts[24]
        life.send(registry.addWallet(fresh, lost.investor), chain.accounts[0])
        life.send(registry.closeWallet(lost.investor), chain.accounts[0])
        life.send(life.offering.functions.moveBid(*lost.key), fresh)
        assert [bid.key for bid in sale.bids_of(life.deal, fresh)] == [lost.key]
        book.late(lapsed)
        assert differences(lapsed) == ()
        for bid in lapsed.bids:
            sale.refund(lapsed.life.deal, bid, lapsed.life.anybody)
        found = verify(chain.web3, lapsed.life.record, lapsed.life.terms)
        assert found.differences == ()
        assert found.ledger is not None
        assert sum(back.paid for back in found.ledger.refunds) == sum(bid.paid for bid in lapsed.bids)
