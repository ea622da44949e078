# SPDX-License-Identifier: Apache-2.0
"""Statements of a deal with freezes, forced transfers, a recovery, tax and a redemption foot to what the chain answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.events import Event
from regalia.ledger.model import DealLedger
from regalia.reports import Statement, reports_of, write_all
from regalia.reports.distribution import distribution_report
from regalia.reports.entries import EntryKind
from regalia.reports.statement import Position
from tests.ledger.ordered_life import OrderedLife
from tests.ledger.tampering import replayed
from tests.reports.replayed import holders_of, statement_of

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(ordered: OrderedLife, ordered_events: tuple[Event, ...]) -> DealLedger:
    return replayed(ordered.life, ordered_events).ledger


@pytest.fixture(scope="module")
def statements(ledger: DealLedger) -> dict[str, Statement]:
    return {holder: statement_of(ledger, holder) for holder in holders_of(ledger)}


def positions(statements: dict[str, Statement]) -> list[tuple[str, Position]]:
    return [(holder, position) for holder, statement in statements.items() for position in statement.positions]


def test_holders__everybody_who_ever_held_units__has_a_statement(
    statements: dict[str, Statement], ordered: OrderedLife
) -> None:
    assert set(statements) == set(ordered.holders)


def test_units__of_every_position__are_the_balance(statements: dict[str, Statement], ordered: OrderedLife) -> None:
    for holder, position in positions(statements):
        balance = ordered.life.token(position.tranche).functions.balanceOf(holder).call()
        assert position.closing_units == position.periods[-1].closing_units == balance


def test_unclaimed__of_every_position__is_the_entitlement(
    statements: dict[str, Statement], ordered: OrderedLife
) -> None:
    for holder, position in positions(statements):
        owed = ordered.life.token(position.tranche).functions.entitlementOf(holder).call()
        assert position.unclaimed == position.periods[-1].closing_unclaimed == owed


def test_net__of_every_holder__is_what_his_wallet_was_paid(
    statements: dict[str, Statement], ordered: OrderedLife
) -> None:
    """Investors spent all they had on units, so their wallets hold what they were paid; so does the originator's."""
    for holder, statement in statements.items():
        assert statement.net == ordered.life.cash.functions.balanceOf(holder).call()


def test_claims__of_every_holder__gross_and_tax_of_his_events(
    statements: dict[str, Statement], ordered_events: tuple[Event, ...]
) -> None:
    for holder, statement in statements.items():
        told = [e.args for e in ordered_events if e.name == "IncomeClaimed" and e.args["holder"] == holder]
        assert statement.claimed == sum(args["gross"] for args in told)
        assert statement.tax == sum(args["tax"] for args in told)


def test_periods__of_every_position__add_up_to_its_figures(statements: dict[str, Statement]) -> None:
    for _, position in positions(statements):
        lines = position.periods
        assert sum(line.income for line in lines) == position.income
        assert sum(line.carried for line in lines) == position.carried
        assert sum(line.claimed for line in lines) == position.claimed
        assert sum(line.tax for line in lines) == position.tax
        assert position.income + position.carried == position.claimed + position.unclaimed


def test_redeemed_tranche__all_holders_together__every_smallest_unit_the_tranche_was_paid(
    statements: dict[str, Statement], ledger: DealLedger
) -> None:
    """Nothing is left in the books of a tranche whose units are all burnt: no fraction is lost on the way."""
    for index, tranche in enumerate(("senior", "mezzanine")):
        own = [position for _, position in positions(statements) if position.tranche == tranche]
        reports = [distribution_report(ledger, date) for date in range(len(ledger.dates))]
        paid = sum(report.tranches[index].paid for report in reports)
        assert sum(position.income + position.carried for position in own) == paid
        assert {position.closing_units for position in own} == {0}
        redeemed = sum(position.units_by(EntryKind.REDEEMED) for position in own)
        assert redeemed == -ledger.program.tranches[index].units


def test_per_unit__of_every_period__times_the_units_is_the_income_but_for_rounding(
    statements: dict[str, Statement], ledger: DealLedger
) -> None:
    money = ledger.terms.money
    for _, position in positions(statements):
        for line in position.periods:
            if line.per_unit is not None and line.income:
                exact = sum(line.per_unit.parts) * line.closing_units
                assert abs(money.to_decimal(line.income) - exact) <= money.to_decimal(2)


def test_frozen_over_a_payment_date__earned_all_the_same(
    statements: dict[str, Statement], ordered: OrderedLife
) -> None:
    """1,499 frozen units against 1,000 free ones and 333 bought: income by units, and claimed when released."""
    frozen = statements[ordered.life.investors[3]].positions[0]
    second = frozen.periods[1]
    assert second.per_unit is not None
    assert second.income > 0
    assert second.claimed == 0
    assert frozen.periods[2].claimed == frozen.periods[0].income + second.income


def test_lost_wallet__after_the_recovery__empty_and_what_it_had_is_in_the_new_one(
    statements: dict[str, Statement], ordered: OrderedLife
) -> None:
    lost, fresh = statements[ordered.life.investors[5]], statements[ordered.fresh]
    for before, after in zip(lost.positions, fresh.positions, strict=True):
        assert (before.closing_units, before.unclaimed, before.wallet_frozen) == (0, 0, True)
        gone = before.of_kind(EntryKind.RECOVERED_OUT)[0]
        came = after.of_kind(EntryKind.RECOVERED_IN)[0]
        assert (gone.units, gone.carried) == (-came.units, -came.carried)
        assert gone.order == came.order
        assert came.order is not None
        assert came.order.name == "request 9"


def test_authority__on_the_reports__what_it_is_owed_on_chain(ledger: DealLedger, ordered: OrderedLife) -> None:
    authority = ordered.life.parties["tax-authority"]
    withdrawn = sum(claim.amount for claim in ledger.claims if claim.claimant == authority)
    withheld = sum(claim.tax for claim in ledger.claims)
    payable = ordered.life.escrow.functions.payableTo(authority).call()
    assert withheld == withdrawn + payable
    # before its first withdrawal every report showed all that was withheld
    for index in range(len(ledger.dates)):
        report = distribution_report(ledger, index)
        assert report.owed_to_authority == report.withheld


def test_reports__of_such_a_deal__written_whole(ledger: DealLedger, tmp_path: Path) -> None:
    written = {str(path.relative_to(tmp_path)) for path in write_all(ledger, tmp_path)}
    assert written == set(reports_of(ledger))
    assert len([name for name in written if name.startswith("periods/")]) == len(holders_of(ledger))
