# SPDX-License-Identifier: Apache-2.0
"""Reports that were accepted, and used."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.history import PeriodReport
from regalia.ledger.place import Place
from regalia.ledger.run import PendingReport, Run


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


def _signers(run: Run, where: str, bits: int) -> tuple[str, ...]:
    known = run.ledger.record.attestors.signers
    numbers = [i for i in range(bits.bit_length()) if bits >> i & 1]
    highest = max(numbers, default=0)
    run.tally.holds(highest < len(known), "reports", where, "signer, below", len(known), highest)
    threshold = run.ledger.terms.oracle.threshold
    run.tally.holds(len(numbers) >= threshold, "reports", where, "distinct signers, at least", threshold, len(numbers))
    return tuple(known[i] for i in numbers if i < len(known))
