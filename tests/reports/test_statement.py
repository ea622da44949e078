# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import StepKind
from regalia.ledger.model import DealLedger
from regalia.reports import UnreconciledError
from regalia.reports.entries import EntryKind
from regalia.reports.names import Names
from regalia.reports.statement_csv import statement_csv
from regalia.reports.summary import summarise
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import Chronicle
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import JUNIOR, MEZZANINE, NEWCOMER, SECOND_SENIOR, SENIOR, USD, notes_story
from tests.reports.test_csv import read


def paid_to_senior(ledger: DealLedger, date: int, kind: StepKind) -> int:
    payment = ledger.dates[date].payment
    pairs = zip(payment.program.steps, payment.records, strict=True)
    return sum(r.paid for s, r in pairs if s.kind is kind and s.subject == 0)


def test_statement__first_quarter__interest_and_principal_by_units(notes: DealLedger) -> None:
    first = statement_of(notes, SENIOR).positions[0].of_kind(EntryKind.INCOME)[0]
    # 800,000 at 8% for 80 days of 360 is 14,222.222222 (rounded down), of which 4,999 of 8,000 units
    assert first.interest == 14_222_222_222 * 4_999 // 8_000
    principal = paid_to_senior(notes, 0, StepKind.PRINCIPAL) * 4_999
    assert abs(first.principal * 8_000 - principal) < 8_000
    assert first.residual == 0


def test_statement__every_holder__income_is_claimed_and_unclaimed(notes: DealLedger) -> None:
    for holder in holders_of(notes):
        statement = statement_of(notes, holder)
        earned = sum(row.amount for row in notes.income if row.holder == holder)
        claimed = sum(claim.amount for claim in notes.claims if (claim.claimant, bool(claim.tranche)) == (holder, True))
        owed = sum(book.entitlement(holder) for book in notes.books.values() if holder in book.accounts)
        assert (statement.income, statement.claimed, statement.unclaimed) == (earned, claimed, owed)
        assert earned == claimed + owed


def test_statement__all_holders_together__what_the_tranche_was_paid_but_for_fractions(notes: DealLedger) -> None:
    paid = sum(done.payment.flow.tranches for done in notes.dates)
    income = sum(statement_of(notes, holder).income for holder in holders_of(notes))
    assert 0 <= paid - income < len(holders_of(notes)) * len(notes.program.tranches)


def test_statement__units_sold_on__income_follows_the_unit(notes: DealLedger) -> None:
    seller = statement_of(notes, SENIOR).positions[0]
    buyer = statement_of(notes, NEWCOMER).positions[0]
    assert [e.units_held for e in seller.of_kind(EntryKind.INCOME)] == [4_999, 4_999, 3_333, 3_333, 3_333, 3_333]
    assert [e.period for e in buyer.of_kind(EntryKind.INCOME)] == [3, 4, 5, 6]
    assert (seller.opening_units, seller.units_by(EntryKind.TRANSFER_OUT), seller.closing_units) == (
        4_999,
        -1_666,
        3_333,
    )
    assert (buyer.opening_units, buyer.units_by(EntryKind.TRANSFER_IN)) == (0, 1_666)
    assert (buyer.closing_units, buyer.cost) == (1_666, 0)
    assert buyer.of_kind(EntryKind.TRANSFER_IN)[0].counterparty == SENIOR


def test_statement__unclaimed_runs_along__zero_after_a_claim(notes: DealLedger) -> None:
    position = statement_of(notes, SENIOR).positions[0]
    assert [entry.unclaimed for entry in position.of_kind(EntryKind.CLAIM)] == [0, 0]
    assert position.entries[-1].unclaimed == position.unclaimed > 0


def test_statement__several_tranches__most_senior_first_with_its_cost(notes: DealLedger) -> None:
    statement = statement_of(notes, SENIOR)
    assert [(p.tranche, p.cost) for p in statement.positions] == [
        ("senior", 499_900_000_000),
        ("junior", 5_000_000_000),
    ]


def test_statement__pool_factor__share_still_outstanding(notes: DealLedger) -> None:
    balance = notes.deal.state.balance[0]
    position = statement_of(notes, SENIOR).positions[0]
    assert position.pool_factor == balance * 10**6 // 800_000_000_000
    assert position.outstanding_down == balance * 3_333 // 8_000


def test_statement__each_figure__has_the_place_it_comes_from(notes: DealLedger) -> None:
    position = statement_of(notes, MEZZANINE).positions[0]
    assert [e.place for e in position.of_kind(EntryKind.INCOME)] == [done.executed for done in notes.dates]
    assert position.of_kind(EntryKind.CLAIM)[0].place == notes.claims[-1].place
    assert position.of_kind(EntryKind.SUBSCRIPTION)[0].place == notes.subscriptions[2].place


def test_statement__quarter_that_paid_nothing__still_a_line(trust: DealLedger) -> None:
    lines = statement_of(trust, JUNIOR).positions[0].of_kind(EntryKind.INCOME)
    assert [entry.income > 0 for entry in lines] == [
        report["distributed"] > 0 for number, report in mills.REPORTS.items() if number >= 237
    ]


def test_statement__asked_about_a_stranger__empty_and_the_books_unchanged(notes: DealLedger) -> None:
    stranger = address(999)
    assert statement_of(notes, stranger).positions == ()
    assert all(stranger not in book.accounts for book in notes.books.values())


def test_statement__income_lost__refused() -> None:
    ledger = notes_story()
    row = next(row for row in ledger.income if row.holder == SECOND_SENIOR)
    ledger.income[ledger.income.index(row)] = replace(row, amount=row.amount - 1)
    with pytest.raises(UnreconciledError, match=r"income = claimed \+ unclaimed, senior of 0x.*a difference of -1"):
        statement_of(ledger, SECOND_SENIOR)


def test_statement__transfer_lost__refused() -> None:
    ledger = notes_story()
    ledger.transfers.clear()
    with pytest.raises(UnreconciledError, match="units bought and moved"):
        statement_of(ledger, SENIOR)


def test_statement__offering_failed__paid_back() -> None:
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 10)
    deal.refund("senior", SENIOR, 1_000 * USD)
    position = statement_of(deal.ledger, SENIOR).positions[0]
    assert (position.opening_units, position.closing_units) == (0, 0)
    assert [entry.cost for entry in position.entries] == [1_000 * USD, -1_000 * USD]
    assert position.cost == 0
    assert position.pool_factor is None


def test_holders__order__as_they_came_each_once(notes: DealLedger) -> None:
    assert holders_of(notes) == (SENIOR, SECOND_SENIOR, MEZZANINE, JUNIOR, NEWCOMER)


def test_holders__transfer_of_nothing__makes_no_holder() -> None:
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 10)
    deal.close()
    deal.transfer("senior", SENIOR, NEWCOMER, 0)
    assert holders_of(deal.ledger) == (SENIOR,)


def test_statement__units_collected_late__income_since_closing_split_as_the_tranche_s_own() -> None:
    """His 4,000 of 8,000 notes earned what the prompt one's did; the entry that issues them brings it."""
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 4_000)
    deal.subscribe("senior", SECOND_SENIOR, 4_000)
    deal.subscribe("mezzanine", MEZZANINE, 2_500)
    deal.subscribe("junior", JUNIOR, 1_000)
    deal.close(SENIOR)
    first, second, *_ = deal.rows(mills.SIX_QUARTERS_NOTES)
    deal.quarter(first)
    waiting = summarise(deal.ledger)
    deal.collect(deal.ledger.subscriptions[0])
    deal.quarter(second)
    late, prompt = (statement_of(deal.ledger, holder).positions[0] for holder in (SENIOR, SECOND_SENIOR))
    (issued,) = late.of_kind(EntryKind.ISSUED)
    before = prompt.of_kind(EntryKind.INCOME)[0]
    assert (issued.interest, issued.principal) == (before.interest, before.principal)
    assert waiting.awaited == issued.income > 0
    assert (late.income, late.cost, late.opening_units) == (prompt.income, prompt.cost, prompt.opening_units)
    assert [line.income for line in late.periods] == [0, late.income]
    rows = read(statement_csv(statement_of(deal.ledger, SENIOR), deal.ledger.terms, Names(deal.ledger)))
    assert [row["entry"] for row in rows][:2] == ["subscription", "issued"]
    assert rows[1]["income"] == rows[1]["unclaimed"] != ""
