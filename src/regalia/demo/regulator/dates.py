# SPDX-License-Identifier: Apache-2.0
"""Payment dates of deals whose receipts are signed as they stand: each is held against Python's own books, record by record."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.chain.state_words import state_of
from regalia.chain.step_records import unpack_date
from regalia.chain.transact import call
from regalia.demo.books import cash_position
from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import claim
from regalia.demo.regulator.attested import hand_in, pay_in
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.world import World
from regalia.demo.reporting import REPORTED_BEFORE
from regalia.demo.running import RunningDeal
from regalia.demo.selling import give
from regalia.domain.history import PaymentDate
from regalia.domain.state import State, StepRecord
from regalia.oracle.report import RoyaltyReport
from regalia.receipts import ReceiptsRow
from regalia.servicing import disputes, payments, support


@dataclass(frozen=True)
class Executed:
    """A payment date as the chain's log tells it."""

    period: int
    available: int
    left: int
    records: tuple[StepRecord, ...]
    accelerated: bool


def last_date(deal: RunningDeal) -> Executed:
    """Read from the event, not from what was sent."""
    *_, event = deal.contracts.deal.events.PaymentDateExecuted().get_logs(from_block=deal.record.block_number)
    args, told = event["args"], unpack_date(event["args"]["records"])
    return Executed(args["period"], args["available"], args["left"], told.records, told.accelerated)


def state(deal: RunningDeal) -> State:
    """What the deal remembers now, from the chain."""
    return state_of(call(deal.web3, deal.contracts.deal.functions.state()), len(deal.terms.tranches))


def next_row(world: World, deal: RunningDeal) -> ReceiptsRow:
    """The receipts of the next payment date."""
    return deal.rows[world.paid(deal.terms.id)]


def report_next(world: World, deal: RunningDeal) -> RoyaltyReport:
    """Receipts are paid in, attested and final, before the next payment date."""
    row = next_row(world, deal)
    wait_until(world.stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    if row.collected:
        pay_in(deal, row.collected, row.attributed_to)
    report = RoyaltyReport.from_row(row, deal.program, deal.contracts.deal.address, 1)
    hand_in(world, deal, report)
    final = disputes.final_from(deal.contracts)
    assert final is not None  # nobody disputes it
    wait_until(world.stage.chain, final)
    return report


def ask_guarantor(world: World, deal: RunningDeal, report: RoyaltyReport) -> int:
    """Anybody demands what the date needs of the deal's facility; what is outstanding now."""
    (needed,) = support.support_needed(deal.contracts, report.as_tuple())
    if needed:
        support.demand_support(deal.contracts, 0, report.as_tuple(), world.stage.cast.wallet("passer-by"))
        same("outstanding", support.facility_state(deal.contracts, 0).outstanding, needed)
    return needed


def guarantor_pays(deal: RunningDeal, amount: int) -> None:
    """The provider pays what is outstanding."""
    provider = deal.cast.party(deal.terms, deal.terms.facilities[0].provider)
    give(deal, provider if isinstance(provider, str) else provider.address, amount)
    support.pay_support(deal.contracts, 0, amount, provider)
    deal.cash_in += amount


def execute(world: World, deal: RunningDeal, report: RoyaltyReport, claims: bool = True) -> PaymentDate:
    """Anybody executes, and whoever is owed something takes it; chain and Python must agree about every record and about what is
    remembered. Raises ``NotAsExpectedError``.
    """
    row, books = next_row(world, deal), world.books[deal.terms.id]
    wait_until(world.stage.chain, noon(row.payment_date))
    foreseen = payments.preview(deal.contracts, report.as_tuple())
    payments.execute(deal.contracts, report.as_tuple(), world.stage.cast.wallet("passer-by"))
    deal.figures["periods"].append({"period": row.period})
    books.collect(row.collected)
    done, _ = books.execute_supported(row.report, row.pool_facts(deal.program))
    found, where = last_date(deal), f"{deal.terms.id}, {row.attributed_to}"
    same(f"{where}: records foreseen", foreseen.records, found.records)
    same(f"{where}: records", found.records, done.records)
    same(f"{where}: after a default", found.accelerated, done.accelerated)
    now = state(deal)
    same(f"{where}: balances", now.balance, done.state.balance)
    same(f"{where}: arrears", now.arrears, done.state.arrears)
    if claims:
        _claim(deal)
    same(f"{where}: cash that came in", deal.cash_in, deal.cash_out + cash_position(deal).balance)
    return done


def _claim(deal: RunningDeal) -> None:
    """Whoever is owed something takes it."""
    for role, wallet in deal.holders().items():
        for tranche in deal.terms.tranches:
            if payments.entitlement(deal.contracts, tranche.id, wallet):
                claim(deal, tranche.id, role)
    for party, address in deal.payees().items():
        if owed := payments.payable(deal.contracts, address):
            payments.withdraw(deal.contracts, address if party == "originator" else deal.cast.party(deal.terms, party))
            deal.cash_out += owed


def pay_dates(world: World, deal: RunningDeal, dates: int) -> None:
    """Quietly, until so many are over; a guarantor who is asked pays, and nobody claims."""
    while world.paid(deal.terms.id) < dates:
        report = report_next(world, deal)
        if deal.terms.facilities and (needed := ask_guarantor(world, deal, report)):
            guarantor_pays(deal, needed)
        execute(world, deal, report, claims=False)
