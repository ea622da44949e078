# SPDX-License-Identifier: Apache-2.0
"""What an event would do to the cash: facts, triggers and the next payment date with it and without. On copies: nothing happens.

The report of the next period is not known, so it is assumed; its cash is taken to come in in full, and providers of support to pay.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from regalia.domain.history import PaymentDate, PeriodReport, PoolFacts
from regalia.domain.program import SubjectKind
from regalia.domain.rights.acts import RightAct
from regalia.domain.rights.labels import LABELS
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.what_if import Change, what_if
from regalia.errors import RegaliaError
from regalia.ledger.model import DealLedger
from regalia.ledger.rights_book import RightsBook
from regalia.reports.rights.portfolio import holdings_of, is_running, next_day
from regalia.reports.trigger_lines import flags_up


class NothingToAssumeError(RegaliaError, LookupError):
    """No payment date was executed yet, so no report can be taken for the next one."""


@dataclass(frozen=True)
class Case:
    """Something that could happen: in ``words``, the acts it comes to, and the day (yyyymmdd) on which they are entered."""

    words: str
    acts: tuple[RightAct, ...]
    day: int


@dataclass(frozen=True)
class NextDate:
    """What the next payment date would do. Amounts in smallest units; ``kept`` is what traps put in, by account, ``given_back`` what
    accounts give back; ``breached`` are triggers, ``up`` the flags under which the steps run.
    """

    period: int
    tranches: dict[str, int]
    kept: dict[str, int]
    given_back: int
    breached: tuple[str, ...]
    up: tuple[str, ...]
    accelerated: bool


@dataclass(frozen=True)
class Consequence:
    """``before`` and ``after`` are None for a deal that has no payment date to come; ``refused`` says why a case can't happen."""

    case: Case
    changes: tuple[Change, ...] = ()
    before: NextDate | None = None
    after: NextDate | None = None
    refused: str = ""

    def moves(self, asked: tuple[str, ...]) -> bool:
        """Whether a fact the deal asks for changes, or what is paid."""
        changed = {change.label for change in self.changes if change.before != change.after}
        return bool(changed.intersection(asked)) or self.before != self.after


class WhatIf:
    """The next payment date of one deal under events of its rights."""

    def __init__(self, ledger: DealLedger, book: RightsBook, today: int, received: int | None = None) -> None:
        """``received``: assumed of the next report, in smallest units; else as the last one. Raises ``NothingToAssumeError``."""
        self.ledger, self.book, self.today = ledger, book, today
        self.holdings = holdings_of(ledger, book)
        self.on = next_day(ledger, today)
        self.report = self._assumed(received) if is_running(ledger) else None

    def of(self, case: Case) -> Consequence:
        """What the case would do; acts that the registry would refuse do nothing."""
        try:
            found = what_if(self.book.pool, self.holdings.deal, case.acts, case.day, max(self.on, case.day), LABELS)
        except RightsRefusedError as error:
            return Consequence(case, refused=error.message)
        before = {change.label: change.before for change in found.changes}
        after = {change.label: change.after for change in found.changes}
        return Consequence(case, found.changes, self._next(before), self._next(after))

    def _assumed(self, received: int | None) -> PeriodReport:
        ledger = self.ledger
        period, wanted = ledger.deal.next_period, len(ledger.program.invoiced_steps)
        last = ledger.dates[-1].payment.report if ledger.dates else None
        if last is not None:
            return replace(
                last, period=period, received=last.received if received is None else received, other_income=0
            )
        if received is None:
            raise NothingToAssumeError(
                f"{ledger.terms.id}: no payment date was executed yet, so there is no report to take for the next one",
                "Say what it will report: --received AMOUNT.",
            )
        return PeriodReport(period, received, invoices=(0,) * wanted)

    def _next(self, facts: dict[str, int]) -> NextDate | None:
        if self.report is None:
            return None
        books = copy(self.ledger.deal)
        books.collect(self.report.received)
        known = self.ledger.dates[-1].payment.facts if self.ledger.dates else PoolFacts()
        taken = tuple(facts.get(label, 0) for label in self.ledger.program.facts)
        done, _ = books.execute_supported(self.report, PoolFacts(taken, report_age=known.report_age))
        return self._outcome(done)

    def _outcome(self, done: PaymentDate) -> NextDate:
        program, traps = done.program, {a.id for a in self.ledger.terms.accounts if a.kind == "trap"}
        into = dict(zip(program.accounts, done.paid(SubjectKind.ACCOUNT), strict=True))
        breached = zip(program.triggers, done.state.history, strict=True)
        return NextDate(
            period=done.report.period,
            tranches=dict(zip(program.subjects(SubjectKind.TRANCHE), done.paid(SubjectKind.TRANCHE), strict=True)),
            kept={account: amount for account, amount in into.items() if account in traps},
            given_back=sum(record.released for record in done.records),
            breached=tuple(trigger.label for trigger, history in breached if history & 1),
            up=flags_up(done),
            accelerated=done.accelerated,
        )
