# SPDX-License-Identifier: Apache-2.0
"""The program: the few numbers of a deal that both waterfall engines run on.

``compile_terms`` makes it from the terms, ``pack`` writes the bytes that are stored on chain. The layout is written down in
``docs/decisions/0003-the-whole-waterfall.md`` and read by ``contracts/waterfall/Program.sol``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regalia.domain.accrual import PPM
from regalia.domain.calendar import Schedule
from regalia.domain.program_parts import (
    NO_LIMIT,
    CallProgram,
    Cap,
    FacilityProgram,
    PeriodTable,
    StepProgram,
    StepUp,
    TrancheProgram,
    TriggerProgram,
    yyyymmdd,
)
from regalia.domain.program_tables import Tables
from regalia.domain.program_words import (
    FACILITY_BIT,
    POOL_VALUE,
    DueKind,
    Measure,
    PrincipalKind,
    StepFlag,
    StepKind,
    SubjectKind,
)

__all__ = [
    "MAX_ACCOUNTS",
    "MAX_CALLS",
    "MAX_FACTS",
    "MAX_FLAGS",
    "MAX_STEPS",
    "MAX_TRANCHES",
    "MAX_TRIGGERS",
    "NO_LIMIT",
    "PPM",
    "CallProgram",
    "Cap",
    "DueKind",
    "FacilityProgram",
    "PeriodTable",
    "PrincipalKind",
    "Program",
    "StepFlag",
    "StepKind",
    "StepProgram",
    "StepUp",
    "SubjectKind",
    "TrancheProgram",
    "TriggerProgram",
]

VERSION = 2
MAX_TRANCHES = 16
MAX_ACCOUNTS = 15
"""Accounts and facilities together: as many as an escrow keeps apart."""
MAX_STEPS = 40
"""Of both lists together."""
MAX_TRIGGERS = 14
MAX_FLAGS = 16
MAX_FACTS = 16
MAX_CALLS = 8


@dataclass(frozen=True)
class Program:
    """Everything a payment date needs to know that never changes.

    ``payees``, ``accounts``, ``flags`` and ``facts`` are labels, in index order; ``steps`` the normal list, ``acceleration`` the one
    after an event of default.
    """

    schedule: Schedule
    tranches: tuple[TrancheProgram, ...]
    accounts: tuple[str, ...]
    payees: tuple[str, ...]
    steps: tuple[StepProgram, ...]
    acceleration: tuple[StepProgram, ...] = ()
    facilities: tuple[FacilityProgram, ...] = ()
    triggers: tuple[TriggerProgram, ...] = ()
    flags: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    calls: tuple[CallProgram, ...] = ()
    legal_final: date | None = None

    @cached_property
    def all_steps(self) -> tuple[StepProgram, ...]:
        """Both lists, the normal one first: the indices of what is carried."""
        return self.steps + self.acceleration

    @cached_property
    def invoiced_steps(self) -> tuple[int, ...]:
        """For each invoice of a report, in its order, the first step (of both lists) that asks for it."""
        places: dict[int, int] = {}
        for i, step in enumerate(self.all_steps):
            if step.kind is StepKind.EXPENSE and step.due_kind == DueKind.AS_INVOICED:
                places.setdefault(step.number, i)
        return tuple(places[number] for number in sorted(places))

    @cached_property
    def watched(self) -> int:
        """Bits of the tranches whose arrears a trigger looks at the age of."""
        return sum({1 << t.subject for t in self.triggers if t.measure is Measure.ARREARS_AGE})

    @cached_property
    def counts_collections(self) -> bool:
        """Whether a trigger compares all that was collected with the forecast."""
        return any(trigger.to_date for trigger in self.triggers)

    @cached_property
    def pool_value(self) -> int | None:
        """Which fact the pool's value is."""
        return self.facts.index(POOL_VALUE) if POOL_VALUE in self.facts else None

    @cached_property
    def looks(self) -> int:
        """Bits of what a deal has to keep or to ask beside the plain: ages of arrears or collections to date (1), past dates (2),
        days since the last report (4), payments of a calendar year (8).
        """
        return (
            (1 if self.watched or self.counts_collections else 0)
            | (2 if any(trigger.looks_back for trigger in self.triggers) else 0)
            | (4 if any(trigger.measure is Measure.DAYS_SINCE_REPORT for trigger in self.triggers) else 0)
            | (8 if any(step.counts_year for step in self.all_steps) else 0)
        )

    def carry(self, index: int) -> int:
        """Where a step (counted through both lists) keeps what is due again."""
        own = self.all_steps[index].carry
        return index if own is None else own

    def list_of(self, accelerated: bool) -> tuple[StepProgram, ...]:
        """The steps of a payment date."""
        return self.acceleration if accelerated else self.steps

    def subjects(self, kind: SubjectKind) -> tuple[str, ...]:
        """Labels of all payees, tranches, accounts or facilities, in index order."""
        match kind:
            case SubjectKind.PAYEE:
                return self.payees
            case SubjectKind.TRANCHE:
                return tuple(tranche.label for tranche in self.tranches)
            case SubjectKind.ACCOUNT:
                return self.accounts
            case SubjectKind.FACILITY:
                return tuple(facility.label for facility in self.facilities)

    def subject_of(self, step: StepProgram) -> str:
        """Label of whom or what a step pays."""
        return self.subjects(step.subject_kind)[step.subject]

    def support_label(self, source: int) -> str:
        """Of the account or facility that a step's ``support`` means."""
        if source < FACILITY_BIT:
            return self.accounts[source - 1]
        return self.facilities[source - FACILITY_BIT].label

    def pack(self) -> bytes:
        """The bytes on chain: header, tranches, steps of both lists, facilities, triggers, facts, calls, tables."""
        tables = Tables()
        body = b"".join(self._parts(tables))
        return self._header(tables.words) + body + tables.pack()

    def _parts(self, tables: Tables) -> Iterator[bytes]:
        yield from (tranche.pack(tables) for tranche in self.tranches)
        yield from (step.pack(i, tables) for i, step in enumerate(self.all_steps))
        yield from (facility.pack() for facility in self.facilities)
        yield from (trigger.pack(tables) for trigger in self.triggers)
        yield from (fact.encode("ascii").ljust(32, b"\0") for fact in self.facts)
        yield from (call.pack() for call in self.calls)

    def _header(self, table_words: int) -> bytes:
        s = self.schedule
        sizes = [VERSION, len(self.tranches), len(self.accounts), len(self.steps), len(self.invoiced_steps)]
        header = bytes([*sizes, s.months, s.lag, s.payment_day]) + yyyymmdd(s.closing)
        header += s.first_end_month.to_bytes(4, "big") + s.opening.to_bytes(4, "big")
        header += bytes([len(self.acceleration), len(self.triggers), len(self.facilities), len(self.facts)])
        header += yyyymmdd(self.legal_final) if self.legal_final else bytes(4)
        return header + table_words.to_bytes(2, "big") + bytes([len(self.calls), self.looks])
