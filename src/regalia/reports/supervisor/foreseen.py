# SPDX-License-Identifier: Apache-2.0
"""The payment date to come as the Python engine foresees it, from the report that waits. On copies: nothing happens.

Nothing is assumed to come in: it is the cash of the block. Providers of support are taken to pay what they would be asked, and a report
under dispute to stand.
"""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import replace

from regalia.domain.history import PoolFacts
from regalia.domain.rights.day import from_date
from regalia.domain.rights.facts import facts_of
from regalia.ledger.model import DealLedger, ExecutedDate
from regalia.ledger.place import Place
from regalia.ledger.run import midnight
from regalia.reports.distribution import DistributionReport, distribution_report
from regalia.reports.supervisor.subject import Subject
from regalia.reports.supervisor.timing import Timing

_AFTER_EVERYTHING = 2**63


def report_of(subject: Subject, timing: Timing) -> DistributionReport | None:
    """What was paid, or what is foreseen; None while no report waits."""
    if timing.done is not None:
        return distribution_report(subject.ledger, timing.done)
    foreseen = _foreseen(subject, timing)
    return None if foreseen is None else distribution_report(foreseen, len(foreseen.dates) - 1)


def _foreseen(subject: Subject, timing: Timing) -> DealLedger | None:
    ledger, pending = subject.ledger, subject.ledger.stream.pending
    if pending is None:
        return None
    at = max(midnight(timing.payment_date), subject.as_of.timestamp)
    books, waiting = copy(ledger.deal), deepcopy(ledger.stream.restatements)
    given = pending.report
    flow = waiting.take(at, given.received, given.other_income)
    facts = _facts(subject, timing, at)
    for facility, amount in enumerate(books.demands(given, facts, flow)):
        books.put_in(facility, amount)
    payment = books.execute(given, facts, flow)
    executed = Place(_AFTER_EVERYTHING, "", 0, at)
    done = ExecutedDate(
        payment=payment,
        evidence_root=pending.evidence_root,
        signers=pending.signers,
        executor="",
        reported=pending.place,
        executed=executed,
        supply=tuple(ledger.books[tranche.label].supply for tranche in ledger.program.tranches),
        missing=pending.missing,
        weight=pending.weight,
        needed=pending.needed,
    )
    return replace(ledger, dates=[*ledger.dates, done])


def _facts(subject: Subject, timing: Timing, at: int) -> PoolFacts:
    """Of the rights as they are now, on the day of the payment date; of a contract of others as they were last."""
    ledger, pending = subject.ledger, subject.ledger.stream.pending
    assert pending is not None
    last = ledger.dates[-1].payment.facts if ledger.dates else PoolFacts((0,) * len(ledger.program.facts))
    age = subject.run.report_age(pending, at)
    holdings = subject.holdings
    if holdings is None:
        return replace(last, report_age=age, unpaid=0)
    on = max(from_date(timing.payment_date), subject.today)
    return PoolFacts(tuple(facts_of(holdings, ledger.program.facts, on)), report_age=age)
