# SPDX-License-Identifier: Apache-2.0
"""What the replay leaves behind: figures worked out on paper, and sums that must agree."""

from __future__ import annotations

import pytest

from regalia.chain.events import Event
from regalia.ledger.model import DealLedger, MoveKind
from tests.ledger.life import USD, Life
from tests.ledger.tampering import replayed

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(life: Life, events: tuple[Event, ...]) -> DealLedger:
    return replayed(life, events).ledger


def test_subscriptions__all_sold__proceeds_are_their_price(ledger: DealLedger) -> None:
    assert sum(s.paid for s in ledger.subscriptions) == ledger.proceeds
    assert ledger.proceeds == (8_000 * 100 + 2_500 * 100 + 950 * 50) * USD
    assert [s.units for s in ledger.subscriptions if s.tranche == "mezzanine"] == [1_700, 800]


def test_originator__closing__took_the_proceeds_less_the_reserve(ledger: DealLedger, life: Life) -> None:
    (claim,) = (claim for claim in ledger.claims if claim.claimant == life.originator)
    assert (claim.tranche, claim.amount) == (None, (1_097_500 - 47_000) * USD)


def test_income__first_quarter__senior_interest_and_principal_by_units(ledger: DealLedger, life: Life) -> None:
    """14,222.222222 of interest and 129,033.507779 of principal over 8,000 units; the first investor holds 1,000."""
    (income,) = (i for i in ledger.income if (i.period, i.holder, i.tranche) == (1, life.investors[0], "senior"))
    assert income.units == 1_000
    assert income.amount == (14_222_222_222 + 129_033_507_779) * 1_000 // 8_000


def test_income__every_holder__is_what_he_claimed_and_what_he_is_owed(ledger: DealLedger) -> None:
    for tranche, book in ledger.books.items():
        for holder in book.accounts:
            income = sum(i.amount for i in ledger.income if (i.tranche, i.holder) == (tranche, holder))
            claimed = sum(c.amount for c in ledger.claims if (c.tranche, c.claimant) == (tranche, holder))
            assert income == claimed + book.entitlement(holder), (tranche, holder)


def test_claims__professional_of_the_united_states__a_tenth_withheld_for_the_authority(
    ledger: DealLedger, life: Life
) -> None:
    claims = [claim for claim in ledger.claims if claim.tranche is not None]
    assert [claim.tax for claim in claims] == [claim.amount // 10 for claim in claims]
    authority = life.parties["tax-authority"]
    assert ledger.tax_authority == authority
    assert ledger.payables[str(authority)] == sum(claim.tax for claim in claims)
    assert ledger.dates[0].owed_to_authority == 0
    assert ledger.dates[1].owed_to_authority == claims[0].tax


def test_dates__late_cash__waits_for_the_next_date(ledger: DealLedger) -> None:
    """Of the second quarter's receipts 40,000 came a quarter later."""
    available = [date.payment.flow.available for date in ledger.dates]
    assert available == [amount * USD for amount in (288_427, 208_922, 552_648, 241_778, 260_759)]


def test_dates__deficit_quarter__reserve_pays_senior_interest_and_mezzanine_waits(ledger: DealLedger) -> None:
    steps = {step.label: i for i, step in enumerate(ledger.program.steps)}
    records = ledger.dates[3].payment.records
    senior, mezzanine = records[steps["senior-interest"]], records[steps["mezzanine-interest"]]
    assert (senior.paid, senior.drawn) == (senior.due, senior.due)
    assert senior.due > 0
    assert (mezzanine.paid, mezzanine.due) == (0, 7_500 * USD)


def test_dates__signers__the_first_three_attestors(ledger: DealLedger, life: Life) -> None:
    assert {date.signers for date in ledger.dates} == {tuple(life.record.attestors.signers[:3])}
    assert ledger.dates[0].evidence_root == "0x" + "01" * 32
    assert ledger.dates[0].executor == life.anybody


def test_transfers__after_closing_only(ledger: DealLedger, life: Life) -> None:
    assert {t.kind for t in ledger.transfers} == {MoveKind.TRANSFER}
    moved = [(t.tranche, t.sender, t.receiver, t.units) for t in ledger.transfers]
    first, second, last = life.investors[0], life.investors[1], life.investors[6]
    assert moved == [
        ("senior", second, last, 333),
        ("mezzanine", life.investors[7], first, 700),
        ("senior", second, first, 5),
    ]


def test_receipts__licensee_paid__words_as_hex(ledger: DealLedger, life: Life) -> None:
    assert [r.amount for r in ledger.receipts] == [n * USD for n in (288_427, 208_922, 552_648, 241_778, 260_759)]
    assert ledger.receipts[0].licence == "0x" + b"catalogue".ljust(32).hex()
    assert ledger.receipts[0].payer == life.licensee


def test_events__all_of_them_kept_in_order(ledger: DealLedger, events: tuple[Event, ...]) -> None:
    assert ledger.events == list(events)
