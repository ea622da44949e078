# SPDX-License-Identifier: Apache-2.0
"""The parts of a program, each of which packs itself into its words. Amounts in smallest currency units, rates in ppm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.domain.calendar import DayCount
from regalia.domain.program_tables import Tables
from regalia.domain.program_words import (
    EVENT_OF_DEFAULT,
    CallKind,
    Comparison,
    DueKind,
    FacilityKind,
    Measure,
    PrincipalKind,
    StepFlag,
    StepKind,
    SubjectKind,
)

NO_LIMIT = 2**128 - 1
"""Of a facility or a cap."""


@dataclass(frozen=True)
class PeriodTable:
    """Amounts of the periods from ``first`` on."""

    first: int
    amounts: tuple[int, ...]

    def exact(self, period: int) -> int:
        """The amount of that period; zero outside the table."""
        return self.amounts[period - self.first] if self.first <= period < self.first + len(self.amounts) else 0

    def latest(self, period: int) -> int | None:
        """The amount of that period, or the last one before; None before the first period."""
        return None if period < self.first else self.amounts[min(period - self.first, len(self.amounts) - 1)]


@dataclass(frozen=True)
class StepUp:
    rate: int
    since: date


@dataclass(frozen=True)
class Cap:
    """The most an expense is paid in its place, a period and a calendar year."""

    per_period: int = NO_LIMIT
    per_year: int = NO_LIMIT


@dataclass(frozen=True)
class TrancheProgram:
    """``coupon`` in ppm a year; ``original_balance`` in smallest currency units; whole ``units``.

    ``capitalises``, ``defaults``: what becomes of interest that can't be paid, else it is in arrears.
    """

    label: str
    coupon: int
    day_count: DayCount
    interest_on_arrears: bool
    units: int
    original_balance: int
    capitalises: bool = False
    defaults: bool = False
    step_up: StepUp | None = None

    @property
    def bears_interest(self) -> bool:
        return self.coupon > 0 or self.step_up is not None

    def coupon_on(self, day: date) -> int:
        """The coupon in force on a day."""
        return self.step_up.rate if self.step_up and self.step_up.since <= day else self.coupon

    def pack(self, tables: Tables) -> bytes:
        flags = self.interest_on_arrears | self.capitalises << 1 | self.defaults << 2
        table = 0
        if self.step_up:
            table = tables.add(self.step_up.rate.to_bytes(4, "big") + yyyymmdd(self.step_up.since))
        return (
            self.coupon.to_bytes(4, "big")
            + bytes([self.day_count, flags])
            + self.units.to_bytes(6, "big")
            + self.original_balance.to_bytes(16, "big")
            + table.to_bytes(2, "big")
            + bytes(2)
        )


@dataclass(frozen=True)
class StepProgram:
    """One step.

    ``support``: account + 1, or FACILITY_BIT and the facility, in the order in which they pay. ``number``: periods of interest
    (reserve), place of the invoice, or the step whose cap is meant (expense). ``guard_on``, ``guard_off``: bits of flags.
    ``carry``: where a shortfall is kept; None for the step's own place.
    """

    label: str
    kind: StepKind
    subject_kind: SubjectKind
    subject: int
    due_kind: DueKind | PrincipalKind = DueKind.FIXED
    flags: StepFlag = StepFlag.NONE
    support: tuple[int, ...] = ()
    tranche_mask: int = 0
    rate: int = 0
    number: int = 0
    day_count: DayCount = DayCount.THIRTY_E_360
    combine_min: bool = False
    amount: int = 0
    guard_on: int = 0
    guard_off: int = 0
    carry: int | None = None
    carry_rate: int = 0
    cap: Cap | None = None
    table: PeriodTable | None = None

    @property
    def carries(self) -> bool:
        """Whether a shortfall, or what is above a cap, is due again at the next date."""
        if self.kind is StepKind.PRINCIPAL:
            scheduled = (PrincipalKind.SCHEDULED_SHARE, PrincipalKind.SCHEDULED_TABLE)
            return not self.goes_on and self.due_kind in scheduled
        return self.kind is StepKind.EXPENSE and StepFlag.CARRIED in self.flags

    @property
    def counts_year(self) -> bool:
        """An expense with a cap a year."""
        return self.cap is not None and self.cap.per_year != NO_LIMIT

    @property
    def goes_on(self) -> bool:
        """A principal step of the same group as the step before."""
        return self.kind is StepKind.PRINCIPAL and StepFlag.GOES_ON in self.flags

    @property
    def group(self) -> int:
        """Bits of the tranches a principal step has to do with: its own where no others are named."""
        alone = self.kind is StepKind.PRINCIPAL and not self.tranche_mask
        return 1 << self.subject if alone else self.tranche_mask

    def runs(self, up: int) -> bool:
        """Whether the guard lets the step run while these flags are up."""
        return up & self.guard_on == self.guard_on and not up & self.guard_off

    def pack(self, index: int, tables: Tables) -> bytes:
        table = 0
        if self.cap:
            table = tables.add(self.cap.per_period.to_bytes(16, "big") + self.cap.per_year.to_bytes(16, "big"))
        elif self.table:
            table = tables.add_periods(self.table.first, self.table.amounts)
        support = (*self.support, 0, 0, 0)
        carry = index if self.carry is None else self.carry
        word = (
            bytes([self.kind, self.subject_kind, self.subject, self.due_kind, self.flags, support[0]])
            + self.group.to_bytes(2, "big")
            + self.rate.to_bytes(4, "big")
            + self.number.to_bytes(2, "big")
            + bytes([self.day_count, int(self.combine_min)])
            + self.guard_on.to_bytes(2, "big")
            + self.guard_off.to_bytes(2, "big")
            + bytes([support[1], support[2], 0, carry])
            + self.carry_rate.to_bytes(4, "big")
            + table.to_bytes(2, "big")
        )
        return word.ljust(32, b"\0") + self.amount.to_bytes(32, "big")


@dataclass(frozen=True)
class FacilityProgram:
    """``payee``: who pays and is paid back, by index. ``rate`` a year on what it paid."""

    label: str
    kind: FacilityKind
    payee: int
    rate: int = 0
    day_count: DayCount = DayCount.ACT_360
    notice_hours: int = 72
    limit: int = NO_LIMIT

    def pack(self) -> bytes:
        head = bytes([self.kind, self.payee, self.day_count, 0]) + self.rate.to_bytes(4, "big")
        return (head + self.notice_hours.to_bytes(2, "big")).ljust(16, b"\0") + self.limit.to_bytes(16, "big")


@dataclass(frozen=True)
class TriggerProgram:
    """Breached when the measured quantity compares so with ``threshold``; active at ``k`` of the last ``n`` dates.

    ``subject``: account, tranche, facility or fact, by index. ``effect``: a flag, or EVENT_OF_DEFAULT. ``forecast``: amounts to date.
    """

    label: str
    measure: Measure
    comparison: Comparison = Comparison.BELOW
    threshold: int = 0
    k: int = 1
    n: int = 1
    latched: bool = False
    after: bool = False
    effect: int = 0
    tranche_mask: int = 0
    subject: int = 0
    trailing: int = 1
    forecast: PeriodTable | None = None
    since: date | None = None

    @property
    def is_default(self) -> bool:
        return self.effect == EVENT_OF_DEFAULT

    @property
    def looks_back(self) -> bool:
        """Whether it adds up several dates."""
        return self.trailing > 1

    @property
    def to_date(self) -> bool:
        """Whether it compares all that was collected with the forecast."""
        return self.measure is Measure.COLLECTIONS_TO_FORECAST and self.trailing == 0

    def pack(self, tables: Tables) -> bytes:
        table = tables.add_periods(self.forecast.first, self.forecast.amounts) if self.forecast else 0
        flags = self.latched | self.after << 1
        return (
            bytes([self.measure, self.comparison, self.k, self.n, flags, self.effect])
            + self.tranche_mask.to_bytes(2, "big")
            + bytes([self.subject, self.trailing])
            + table.to_bytes(2, "big")
            + (yyyymmdd(self.since) if self.since else bytes(4))
            + self.threshold.to_bytes(16, "big")
        )


@dataclass(frozen=True)
class CallProgram:
    """``payee`` may repay the tranches of the mask at ``price``: from ``since`` on, or once ``remaining`` of the original is left."""

    kind: CallKind
    payee: int
    tranche_mask: int
    price: int
    since: date | None = None
    remaining: int = 0

    def pack(self) -> bytes:
        since = yyyymmdd(self.since) if self.since else bytes(4)
        word = bytes([self.kind, self.payee]) + self.tranche_mask.to_bytes(2, "big") + since
        return (word + self.remaining.to_bytes(4, "big") + self.price.to_bytes(4, "big")).ljust(32, b"\0")


def yyyymmdd(day: date) -> bytes:
    return (day.year * 10_000 + day.month * 100 + day.day).to_bytes(4, "big")
