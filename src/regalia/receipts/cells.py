# SPDX-License-Identifier: Apache-2.0
"""Reading the cells of one row; every problem found is noted, none stops the reading."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.money import Currency, MoneyError, plain_decimal
from regalia.domain.program import PPM, Program, SubjectKind
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.rights.labels import LIMITS_BROKEN
from regalia.domain.rights.pool_terms import MOST_LIMITS
from regalia.domain.waterfall import AMOUNT_LIMIT
from regalia.receipts.columns import REPORT_AGE, UNPAID, Columns
from regalia.receipts.problems import Problem, ProblemKind
from regalia.receipts.row import ReceiptsRow

_AMOUNT = re.compile(r"(?P<sign>-?)[0-9]{1,30}(?:\.[0-9]{1,28})?")
_SHARE = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,4})?)%")
_COUNT = re.compile(r"[0-9]{1,5}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RowReader:
    """Cells of one row. ``place`` is known after ``read`` when period and payment date could be read. ``limits``: of the deal's pool."""

    def __init__(
        self,
        row: int,
        cells: list[str],
        columns: Columns,
        program: Program,
        currency: Currency,
        limits: int = MOST_LIMITS,
    ) -> None:
        self.row = row
        self.cells = cells
        self.columns = columns
        self.program = program
        self.currency = currency
        self.limits = limits
        self.problems: list[Problem] = []
        self.place: tuple[int, int, date] | None = None

    def read(self) -> ReceiptsRow | None:
        """The row, or None when it has problems."""
        period, paid_on = self.period(), self.payment_date()
        if period is not None and paid_on is not None:
            self.place = (self.row, period, paid_on)
            scheduled = self.program.schedule.payment_date(period)
            if paid_on < scheduled:
                self.note(ProblemKind.DATE_TOO_EARLY, "payment_date", f"the scheduled date is {scheduled}")
        received, other_income = self.amount("received", required=True), self.amount("other_income")
        target = self.amount("reserve_target") if self.text("reserve_target") else None
        invoices = tuple(self.invoice(slot) for slot in range(len(self.columns.invoices)))
        facts = tuple((label, self.fact(label)) for label in self.program.facts)
        age, unpaid = self.days(REPORT_AGE), self.unpaid()
        self.check(received + other_income)
        if self.problems or period is None or paid_on is None:
            return None
        return ReceiptsRow(
            row=self.row,
            payment_date=paid_on,
            attributed_to=str(self.program.schedule.collection_period(period)),
            period=period,
            currency=self.currency.code,
            received=received,
            other_income=other_income,
            reserve_target=target,
            invoices=invoices,
            facts=facts,
            report_age=age,
            unpaid=unpaid,
        )

    def text(self, column: str) -> str:
        return self.columns.cell(self.cells, column)

    def note(self, kind: ProblemKind, column: str, rule: str) -> None:
        self.problems.append(Problem(kind, self.row, column, self.text(column), rule))

    def period(self) -> int | None:
        text = self.text("attributed_to")
        if not text:
            self.note(ProblemKind.MISSING_VALUE, "attributed_to", "a row names its collection period")
            return None
        try:
            collected = CollectionPeriod.parse(text)
        except ValueError as error:
            self.note(ProblemKind.UNREADABLE_PERIOD, "attributed_to", str(error))
            return None
        try:
            period = self.program.schedule.period_of(collected)
        except ValueError as error:
            self.note(ProblemKind.WRONG_PERIOD_LENGTH, "attributed_to", str(error))
            return None
        if period < 1:
            first = self.program.schedule.collection_period(1)
            self.note(ProblemKind.WRONG_START, "attributed_to", f"the first period of the deal is {first}")
            return None
        try:
            self.program.schedule.payment_date(period)
        except ValueError:
            self.note(ProblemKind.UNREADABLE_PERIOD, "attributed_to", "its payment date lies beyond the calendar")
            return None
        return period

    def payment_date(self) -> date | None:
        text = self.text("payment_date")
        if not text:
            self.note(ProblemKind.MISSING_VALUE, "payment_date", "a row names its payment date")
            return None
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            self.note(ProblemKind.UNREADABLE_DATE, "payment_date", "write a date of the calendar as 2024-12-31")
            return None

    def amount(self, column: str, required: bool = False) -> int:
        """The amount in smallest units; zero when the cell is empty, or can't be read, which is noted."""
        text = self.text(column)
        if not text:
            if required:
                self.note(ProblemKind.MISSING_VALUE, column, "write 0 where nothing was received")
            return 0
        match = _AMOUNT.fullmatch(text)
        if match is None:
            rule = "write digits and a decimal point, without signs of thousands or currency"
            self.note(ProblemKind.UNREADABLE_AMOUNT, column, rule)
            return 0
        if match["sign"]:
            self.note(ProblemKind.NEGATIVE_AMOUNT, column, "amounts are zero or more")
            return 0
        try:
            units = self.currency.to_units(text)
        except MoneyError as error:
            self.note(ProblemKind.TOO_MANY_DECIMALS, column, error.message)
            return 0
        if units >= AMOUNT_LIMIT:
            self.note(ProblemKind.AMOUNT_TOO_LARGE, column, "an amount is below 2^96 smallest units")
            return 0
        return units

    def invoice(self, slot: int) -> tuple[str, int]:
        label = self.program.all_steps[self.program.invoiced_steps[slot]].label
        column = self.columns.invoices[slot]
        return label, self.amount(column) if column else 0

    def fact(self, label: str) -> int:
        """A fact of the pool: an amount in smallest units, a share in ppm, or a million for each broken limit; zero when it can't be read,
        which is noted.
        """
        if label == POOL_VALUE:
            return self.amount(label, required=True)
        if label == LIMITS_BROKEN:
            return self.broken(label) * PPM
        text = self.text(label)
        match = _SHARE.fullmatch(text)
        if match is None:
            kind = ProblemKind.UNREADABLE_AMOUNT if text else ProblemKind.MISSING_VALUE
            self.note(kind, label, "write a share with its per cent sign, 0% to 100%, as 12.5%")
            return 0
        share = Decimal(match["number"]) * 10_000
        if share > PPM or share != int(share):
            self.note(ProblemKind.UNREADABLE_AMOUNT, label, "a share is at most 100% and not finer than 0.0001%")
            return 0
        return int(share)

    def broken(self, column: str) -> int:
        """How many limits of the pool are broken."""
        text = self.text(column)
        if not _COUNT.fullmatch(text):
            kind = ProblemKind.UNREADABLE_AMOUNT if text else ProblemKind.MISSING_VALUE
            self.note(kind, column, f"write how many limits are broken, a whole number from 0 to {self.limits}")
            return 0
        if int(text) > self.limits:
            rule = f"the pool has at most {self.limits} limits, and no more can be broken"
            self.note(ProblemKind.AMOUNT_TOO_LARGE, column, rule)
            return 0
        return int(text)

    def days(self, column: str) -> int:
        text = self.text(column)
        if text and not (text.isascii() and text.isdigit() and len(text) < 6):
            self.note(ProblemKind.UNREADABLE_AMOUNT, column, "write a whole number of days")
            return 0
        return int(text or 0)

    def unpaid(self) -> tuple[str, ...]:
        """Facilities that let a deadline pass."""
        names, known = tuple(self.text(UNPAID).split()), self.program.subjects(SubjectKind.FACILITY)
        for name in names:
            if name not in known:
                self.note(
                    ProblemKind.CONTRADICTION, UNPAID, f"{name!r} is no facility of the deal; known: {', '.join(known)}"
                )
        return tuple(name for name in names if name in known)

    def check(self, collected: int) -> None:
        """Compare the check columns, where the file has them."""
        if "currency" in self.columns.at and self.text("currency") != self.currency.code:
            self.note(ProblemKind.WRONG_CURRENCY, "currency", f"the deal is in {self.currency.code}")
        if collected >= AMOUNT_LIMIT:
            rule = "received and other_income together are below 2^96 smallest units"
            self.note(ProblemKind.AMOUNT_TOO_LARGE, "received", rule)
        amounts_read = not any(p.column in ("received", "other_income") for p in self.problems)
        if self.text("total") and amounts_read:
            before = len(self.problems)
            total = self.amount("total")
            if len(self.problems) == before and total != collected:
                given = plain_decimal(self.currency.to_decimal(collected))
                self.note(ProblemKind.WRONG_TOTAL, "total", f"received + other_income is {given}")
