# SPDX-License-Identifier: Apache-2.0
"""Royalties, reports and payment dates."""

from __future__ import annotations

from datetime import UTC, datetime, time

from regalia.chain.events import Event
from regalia.domain.history import AmountRangeError, PaymentDate, PeriodReport
from regalia.domain.program import SubjectKind
from regalia.domain.waterfall import StepRecord, paid_to
from regalia.errors import RegaliaError
from regalia.ledger.model import ExecutedDate, HolderIncome, Place, RoyaltyReceipt
from regalia.ledger.run import PendingReport, Run, at

_HOUR = 3600
_AMOUNT = 16  # bytes
_FIELDS = ("due", "paid", "drawn", "released")


def royalty_paid(run: Run, event: Event) -> None:
    args = event.args
    try:
        run.ledger.deal.collect(args["amount"])
    except AmountRangeError as error:
        run.tally.holds(False, "receipts", at(event), "amount", "a possible amount", error.message)
        return
    run.tally.holds(args["amount"] > 0, "receipts", at(event), "amount, above", 0, args["amount"])
    licence, reference = ("0x" + args[name].hex() for name in ("licence", "paymentReference"))
    run.ledger.receipts.append(RoyaltyReceipt(args["payer"], licence, reference, args["amount"], Place.of(event)))


def report_accepted(run: Run, event: Event) -> None:
    deal, args, tally = run.ledger.deal, event.args, run.tally
    period, expected = args["period"], deal.next_period
    where = run.period(expected)
    waits = run.pending and run.period(run.pending.report.period)
    tally.holds(waits is None, "reports", where, "report that still waits for its payment date", "none", waits)
    tally.same("reports", where, f"period of the report in block {event.block_number}", expected, period)
    if period < expected or (run.pending and period <= run.pending.report.period):
        return
    deal.next_period = period
    where = run.period(period)
    tally.same("reports", where, "invoices", len(run.ledger.program.invoiced_steps), len(args["invoices"]))
    stray = not args["hasTarget"] and args["reserveTarget"]
    tally.holds(not stray, "reports", where, "reserve target", "none", args["reserveTarget"])
    run.pending = PendingReport(
        PeriodReport(
            period=period,
            received=args["received"],
            other_income=args["otherIncome"],
            target=args["reserveTarget"] if args["hasTarget"] else None,
            invoices=tuple(args["invoices"]),
        ),
        "0x" + args["evidenceRoot"].hex(),
        _signers(run, where, args["signerSet"]),
        Place.of(event),
    )


def report_consumed(run: Run, event: Event) -> None:
    waiting = run.pending and run.pending.report.period
    where = run.period(run.ledger.deal.next_period)
    run.tally.same("reports", where, "report consumed", waiting, event.args["period"])
    run.consumed = event


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
    pending, run.pending = run.pending, None
    payment = _execute(run, where, pending) if _may_execute(run, where, pending, event) else None
    if payment is None or pending is None:
        ledger.deal.next_period = period + 1
        return
    _compare(run, where, payment, event)
    _credit(run, where, payment)
    executed = Place.of(event)
    ledger.dates.append(
        ExecutedDate(payment, pending.evidence_root, pending.signers, event.args["executor"], pending.place, executed)
    )


def _signers(run: Run, where: str, bits: int) -> tuple[str, ...]:
    known = run.ledger.record.attestors.signers
    numbers = [i for i in range(bits.bit_length()) if bits >> i & 1]
    highest = max(numbers, default=0)
    run.tally.holds(highest < len(known), "reports", where, "signer, below", len(known), highest)
    threshold = run.ledger.terms.oracle.threshold
    run.tally.holds(len(numbers) >= threshold, "reports", where, "distinct signers, at least", threshold, len(numbers))
    return tuple(known[i] for i in numbers if i < len(known))


def _may_execute(run: Run, where: str, pending: PendingReport | None, event: Event) -> bool:
    ledger, tally, now, period = run.ledger, run.tally, event.timestamp, event.args["period"]
    live = tally.holds(ledger.proceeds is not None, "reports", where, "deal", "closed", "not closed")
    found = pending and pending.report.period
    if not tally.same("reports", where, "accepted report", period, found) or pending is None or not live:
        return False
    scheduled = ledger.program.schedule.payment_date(period)
    from_ = int(datetime.combine(scheduled, time(), UTC).timestamp())
    tally.holds(now >= from_, "reports", where, "executed, not before", scheduled, datetime.fromtimestamp(now, UTC))
    final = pending.place.timestamp + ledger.terms.oracle.dispute_window_hours * _HOUR
    tally.holds(now >= final, "reports", where, "executed, not before the report is final at", final, now)
    return True


def _execute(run: Run, where: str, pending: PendingReport) -> PaymentDate | None:
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
        return run.ledger.deal.execute(report)
    except (RegaliaError, ValueError) as error:
        run.tally.holds(False, "steps", where, "report", "one the engine can run", str(error))
        return None


def _compare(run: Run, where: str, payment: PaymentDate, event: Event) -> None:
    tally, program, args = run.tally, run.ledger.program, event.args
    tally.money("steps", where, "available funds", payment.flow.available, args["available"])
    found = _records(args["records"])
    tally.same("steps", where, "steps", len(payment.records), len(args["records"]) / (4 * _AMOUNT))
    for step, expected, record in zip(program.steps, payment.records, found, strict=False):
        for field in _FIELDS:
            tally.money(
                "steps", f"{where}, step {step.label}", field, getattr(expected, field), getattr(record, field)
            )
    tally.money("steps", where, "left in collection", payment.flow.left, args["left"])
    if len(found) == len(program.steps):
        _compare_credits(run, where, payment, found, event)


def _compare_credits(
    run: Run, where: str, payment: PaymentDate, found: tuple[StepRecord, ...], event: Event
) -> None:
    program, tally = run.ledger.program, run.tally
    labels = {
        SubjectKind.PAYEE: program.payees,
        SubjectKind.TRANCHE: tuple(tranche.label for tranche in program.tranches),
        SubjectKind.ACCOUNT: program.accounts,
    }
    for kind, names in labels.items():
        for name, expected, paid in zip(names, payment.paid(kind), paid_to(program, found, kind), strict=True):
            tally.money("credits", where, f"credited to {kind.name.lower()} {name}", expected, paid)
    money_in = event.args["available"] + sum(record.drawn + record.released for record in found)
    money_out = event.args["left"] + sum(record.paid for record in found)
    tally.money("credits", where, "available, drawn and released = paid and left", money_in, money_out)


def _credit(run: Run, where: str, payment: PaymentDate) -> None:
    """Book what the engine found: to payees what they may withdraw, to each holder his growth of income."""
    ledger = run.ledger
    for payee, owed in zip(ledger.program.payees, payment.paid(SubjectKind.PAYEE), strict=True):
        address = ledger.record.payees.get(payee)
        if address is not None and owed:
            ledger.payables[address] = ledger.payables.get(address, 0) + owed
    for tranche, income in zip(ledger.program.tranches, payment.paid(SubjectKind.TRANCHE), strict=True):
        book = ledger.books[tranche.label]
        if not income or not run.tally.holds(
            book.supply > 0, "credits", where, f"units of {tranche.label}, above", 0, book.supply
        ):
            continue
        before = {holder: book.entitlement(holder) for holder in book.accounts}
        book.credit(income)
        ledger.income += [
            HolderIncome(payment.report.period, tranche.label, holder, book.account(holder).units, growth)
            for holder, owed in before.items()
            if (growth := book.entitlement(holder) - owed)
        ]


def _records(packed: bytes) -> tuple[StepRecord, ...]:
    """Four big-endian u128 a step: due, paid, drawn, released. Trailing bytes are no step."""
    amounts = [int.from_bytes(packed[i : i + _AMOUNT], "big") for i in range(0, len(packed), _AMOUNT)]
    return tuple(StepRecord(*amounts[i : i + 4]) for i in range(0, len(packed) // _AMOUNT // 4 * 4, 4))
