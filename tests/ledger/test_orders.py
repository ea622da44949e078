# SPDX-License-Identifier: Apache-2.0
"""A deal in which everything was done by order: nothing differs, and the ledger tells who, when, on what and why."""

from __future__ import annotations

from collections import Counter

import pytest

from regalia.chain.events import Event
from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.program import SubjectKind
from regalia.ledger.comparison import GROUPS
from regalia.ledger.model import DealLedger, MoveKind
from regalia.ledger.powers_model import Power, Scope
from regalia.ledger.verify import verify
from tests.ledger.life import DAY, USD
from tests.ledger.ordered_life import EVIDENCE, OrderedLife
from tests.ledger.tampering import replayed

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(ordered: OrderedLife, ordered_events: tuple[Event, ...]) -> DealLedger:
    return replayed(ordered.life, ordered_events).ledger


def test_verify__everything_that_can_be_ordered__nothing_differs(ordered: OrderedLife) -> None:
    found = verify(ordered.life.chain.web3, ordered.life.record, ordered.life.terms)
    assert found.differences == ()
    assert set(found.counts) == set(GROUPS) - {"rights", "trades", "triggers", "support", "calls", "end"}
    assert found.periods == 4


def test_acts__in_order__each_with_its_reference_evidence_and_officer(ledger: DealLedger, ordered: OrderedLife) -> None:
    assert [(act.power, act.order.name) for act in ledger.acts[:6]] == [
        (Power.FREEZE_UNITS, "court 1/24"),
        (Power.FREEZE_WALLET, "court 2/24"),
        (Power.PAUSE, "notice 3"),
        (Power.RESUME, "notice 3 lifted"),
        (Power.RELEASE_WALLET, "court 2/24 lifted"),
        (Power.FORCE, "court 4/24"),
    ]
    assert Counter(act.power for act in ledger.acts)[Power.REDEEM] == 7 + 3
    assert {act.order.evidence for act in ledger.acts} == {"0x" + EVIDENCE.hex()}
    assert {act.order.by for act in ledger.acts} == {ordered.officer}


def test_acts__forced_transfer__units_and_income_of_the_order(ledger: DealLedger, ordered: OrderedLife) -> None:
    investors = ordered.life.investors
    first, second = (act for act in ledger.acts if act.power is Power.FORCE)
    assert (first.holder, first.other, first.units, first.income) == (investors[2], investors[4], 1_450, USD)
    assert (second.holder, second.other, second.units) == (investors[2], investors[4], 10)
    # all he had earned and not given before, with the fraction
    quarters = (1, 2)
    earned = sum(r.amount for r in ledger.income if r.holder == investors[2] and r.period in quarters)
    assert second.income == earned - USD
    whole, rest = (move for move in ledger.transfers if move.kind is MoveKind.FORCED)
    assert (whole.income_out, whole.income_in) == (USD, USD)
    assert rest.income_out == second.income
    assert rest.income_in - rest.income_out in (0, 1)


def test_freeze__units_forced_away__only_as_many_thawed_as_were_needed(
    ledger: DealLedger, ordered: OrderedLife
) -> None:
    """100 of 1,500 frozen, 1,450 taken: 50 stay frozen; 10 more taken of the 50: 40."""
    investor = ordered.life.investors[2]
    frozen = [e.args["amount"] for e in ledger.events if e.name == "Frozen" and e.args["account"] == investor]
    assert frozen[:3] == [100, 50, 40]


def test_recovery__two_tranches__units_and_income_in_both_wallets_figures(
    ledger: DealLedger, ordered: OrderedLife
) -> None:
    """900 senior units had two quarters of income, 50 mezzanine units one, less what rounds down."""
    lost, fresh = ordered.life.investors[5], ordered.fresh
    senior, mezzanine = (move for move in ledger.transfers if move.kind is MoveKind.RECOVERED)
    assert (senior.sender, senior.receiver, senior.units) == (lost, fresh, 900)
    assert (mezzanine.sender, mezzanine.receiver, mezzanine.units) == (lost, fresh, 50)
    for move in (senior, mezzanine):
        earned = sum(row.amount for row in ledger.income if (row.tranche, row.holder) == (move.tranche, lost))
        assert move.income_out == move.income_in == earned > 0
        assert lost in ledger.books[move.tranche].wallets
        assert fresh not in ledger.books[move.tranche].wallets
    assert ledger.books["senior"].frozen[fresh] == 0


def test_tax__by_country_and_class__at_the_rate_of_the_moment(ledger: DealLedger, ordered: OrderedLife) -> None:
    """Professional 10%, institution 0%, private investor of China 20%; the ninth became an institution in between."""
    investors = ordered.life.investors
    rates = {
        investors[0]: (100_000, 100_000),
        investors[1]: (0, 0),
        investors[6]: (200_000, 200_000),
        investors[8]: (100_000, 0),
    }
    for investor, expected in rates.items():
        claims = [claim for claim in ledger.claims if claim.claimant == investor]
        assert len(claims) == 2
        for claim, ppm in zip(claims, expected, strict=True):
            assert (claim.tax, claim.net) == (claim.amount * ppm // 10**6, claim.amount - claim.amount * ppm // 10**6)


def test_authority__withdrew__what_was_withheld_until_then(ledger: DealLedger, ordered: OrderedLife) -> None:
    authority = ordered.life.parties["tax-authority"]
    (withdrawal,) = (claim for claim in ledger.claims if claim.claimant == authority)
    before = [c.tax for c in ledger.claims if c.place.position < withdrawal.place.position]
    after = [c.tax for c in ledger.claims if c.place.position > withdrawal.place.position]
    assert withdrawal.amount == sum(before) > 0
    assert ledger.payables[str(authority)] == sum(after) > 0
    cash = ordered.life.cash.functions
    assert cash.balanceOf(authority).call() == sum(before)


def test_redeemed__all_units_burnt__every_smallest_unit_paid_or_owed(ledger: DealLedger) -> None:
    for tranche, index in (("senior", 0), ("mezzanine", 1)):
        book = ledger.books[tranche]
        assert (book.supply, book.remainder, book.dust) == (0, 0, 0)
        paid = sum(done.payment.paid(SubjectKind.TRANCHE)[index] for done in ledger.dates)
        claimed = sum(claim.amount for claim in ledger.claims if claim.tranche == tranche)
        assert book.scaled_total() == (paid - claimed) << SCALE_BITS


def test_halts__of_deal_tranche_and_holder__until_reason_and_lifting(ledger: DealLedger, ordered: OrderedLife) -> None:
    told = [(halt.scope, halt.order.name, halt.reason, halt.until is None) for halt in ledger.halted]
    assert told == [
        (Scope.HOLDER, "authority 7", "source of funds", False),
        (Scope.TRANCHE, "authority 8", "rumour", False),
        (Scope.TRANCHE, "authority 8 lifted", "", True),
        (Scope.DEAL, "authority 9", "report disputed", False),
        (Scope.HOLDER, "authority 11", "inquiry", False),
    ]
    assert {halt.order.by for halt in ledger.halted} == {ordered.supervisor}
    now, last = ordered.now(), ordered.life.investors[9]
    assert ledger.halts.deal_until(now) == 0
    assert now < ledger.halts.holder_until(last, now) <= now + 30 * DAY
    assert ledger.halts.holder_until(last, ledger.halts.holders[last] + 1) == 0


def test_events__of_the_shared_contracts__only_about_this_deal(ledger: DealLedger, ordered: OrderedLife) -> None:
    """The investors admitted before the deal was made are in no event of it; grants of roles are nobody's business."""
    record = ordered.life.record
    told = [e.name for e in ledger.events if e.address == record.investor_registry.address]
    assert told == ["InvestorAdmitted"] * 3 + ["WalletAdded", "WalletClosed", "InvestorAdmitted"]
    assert not [e for e in ledger.events if e.name == "RoleGranted"]
