# SPDX-License-Identifier: Apache-2.0
"""Royalties paid in, and payment dates."""

from __future__ import annotations

from datetime import UTC, datetime, time

from regalia.chain.events import Event
from regalia.domain.history import AmountRangeError, PaymentDate, PeriodReport, PoolFacts
from regalia.domain.program import SubjectKind
from regalia.domain.restating import Collections
from regalia.errors import RegaliaError
from regalia.ledger.date_comparison import compare_date
from regalia.ledger.model import ExecutedDate, HolderIncome, RoyaltyReceipt
from regalia.ledger.place import Place
from regalia.ledger.run import Run, at
from regalia.ledger.stream_book import finality
from regalia.ledger.stream_model import PendingReport

Amounts = tuple[int, ...]


def royalty_paid(run: Run, event: Event) -> None:
    args = event.args
    run.tally.holds(run.ledger.concluded is None, "receipts", at(event), "deal", "not concluded", "concluded")
    try:
        run.ledger.deal.collect(args["amount"])
    except AmountRangeError as error:
        run.tally.holds(False, "receipts", at(event), "amount", "a possible amount", error.message)
        return
    run.tally.holds(args["amount"] > 0, "receipts", at(event), "amount, above", 0, args["amount"])
    licence, reference = ("0x" + args[name].hex() for name in ("licence", "paymentReference"))
    run.ledger.receipts.append(RoyaltyReceipt(args["payer"], licence, reference, args["amount"], Place.of(event)))


def payment_date_executed(run: Run, event: Event) -> None:
    ledger, tally, period = run.ledger, run.tally, event.args["period"]
    where = run.period(ledger.deal.next_period)
    in_order = tally.same("reports", where, "period executed", ledger.deal.next_period, period)
    if not in_order and period < ledger.deal.next_period:
        return
    ledger.deal.next_period, where = period, run.period(period)
    consumed, run.consumed = run.consumed, None
    consumed_by = consumed and consumed.transaction_hash
    tally.same("reports", where, "report consumed by", event.transaction_hash, consumed_by)
    pending, run.stream.pending = run.pending, None
    flow, run.stream.collections = run.stream.collections, None
    facts, facts_why = _facts(run, where, event), run.facts_why
    may = pending is not None and _may_execute(run, where, pending, event)
    payment = _execute(run, where, pending, facts, flow) if pending and may else None
    if pending is None:
        tally.same("reports", where, "accepted report", period, None)
    if pending is not None:
        if facts is not None:
            age = run.report_age(pending, event.timestamp)
            tally.same("reports", where, "days since the report before", age, facts.report_age)
        if not pending.missing:
            run.last_final = pending.final_at
    if payment is None or pending is None:
        ledger.deal.next_period = period + 1
        return
    compare_date(run, where, payment, event)
    credit_payees(run, payment.paid(SubjectKind.PAYEE), payment.paid(SubjectKind.FACILITY))
    credit(run, event, where, period, payment.paid(SubjectKind.TRANCHE))
    ledger.dates.append(
        ExecutedDate(
            payment,
            pending.evidence_root,
            pending.signers,
            event.args["executor"],
            pending.place,
            Place.of(event),
            tuple(ledger.books[tranche.label].supply for tranche in ledger.program.tranches),
            ledger.payables.get(ledger.tax_authority, 0) if ledger.tax_authority else 0,
            facts_why,
            pending.missing,
            pending.weight,
            pending.needed,
        )
    )


def _may_execute(run: Run, where: str, pending: PendingReport, event: Event) -> bool:
    tally, now, period = run.tally, event.timestamp, event.args["period"]
    live = run.live("reports", event, where)
    if not tally.same("reports", where, "accepted report", period, pending.report.period) or not live:
        return False
    scheduled = run.scheduled(period)
    if scheduled is None:
        return tally.holds(False, "reports", where, "period", "one of the calendar", period)
    from_ = int(datetime.combine(scheduled, time(), UTC).timestamp())
    tally.holds(now >= from_, "reports", where, "executed, not before", scheduled, datetime.fromtimestamp(now, UTC))
    final = pending.final_at
    tally.holds(now >= final, "reports", where, "executed, not before the report is final at", finality(final), now)
    return True


def _facts(run: Run, where: str, event: Event) -> PoolFacts | None:
    """What the date looked at beside its report: told in its own transaction, and only where the deal looks at any of it."""
    facts, told_in, run.facts, run.facts_in = run.facts, run.facts_in, None, None
    run.tally.same("reports", where, "facts taken", run.takes_facts, facts is not None)
    if facts is not None:
        run.tally.same("reports", where, "facts taken in", event.transaction_hash, told_in)
    return facts


def _execute(
    run: Run, where: str, pending: PendingReport, facts: PoolFacts | None, flow: Collections | None
) -> PaymentDate | None:
    given, wanted = pending.report, len(run.ledger.program.invoiced_steps)
    report = PeriodReport(
        given.period,
        given.received,
        given.other_income,
        given.target,
        # another number of them was a difference already; the engine goes on with what there is
        (given.invoices + (0,) * wanted)[:wanted],
    )
    try:
        known = facts or PoolFacts((0,) * len(run.ledger.program.facts))
        if any(run.ledger.deal.demands(report, known, flow)):
            run.tally.holds(False, "support", where, "providers who could still be asked", "none", "some")
        return run.ledger.deal.execute(report, known, flow)
    except (RegaliaError, ValueError) as error:
        run.tally.holds(False, "steps", where, "report", "one the engine can run", str(error))
        return None


def credit_payees(run: Run, payees: Amounts, facilities: Amounts, returned: Amounts = ()) -> None:
    """What payees may withdraw: providers of facilities also what those are repaid, and get back undrawn at the end."""
    ledger, program = run.ledger, run.ledger.program
    owed = list(payees)
    for facility, repaid in zip(program.facilities, facilities, strict=True):
        owed[facility.payee] += repaid
    for facility, amount in zip(program.facilities, returned, strict=False):
        owed[facility.payee] += amount
    for address, amount in zip(run.payees, owed, strict=True):
        if address is not None and amount:
            ledger.payables[address] = ledger.payables.get(address, 0) + amount


def credit(run: Run, event: Event, where: str, period: int, incomes: Amounts) -> None:
    """Book what tranches received: to each holder his growth of income."""
    ledger = run.ledger
    for tranche, income in zip(ledger.program.tranches, incomes, strict=True):
        book = ledger.books[tranche.label]
        if not income or not run.tally.holds(
            book.supply > 0, "credits", where, f"units of {tranche.label}, above", 0, book.supply
        ):
            continue
        before = {holder: book.entitlement(holder) for holder in book.accounts}
        book.credit(income)
        ledger.income += [
            HolderIncome(period, tranche.label, holder, book.account(holder).units, growth, Place.of(event))
            for holder, owed in before.items()
            if (growth := book.entitlement(holder) - owed)
        ]
