# SPDX-License-Identifier: Apache-2.0
"""One period's receipts, as read."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from regalia.domain.history import PeriodReport, PoolFacts
from regalia.domain.program import Program, SubjectKind
from regalia.domain.waterfall import AMOUNT_LIMIT

Amount = Annotated[int, Field(ge=0, lt=AMOUNT_LIMIT)]


class ReceiptsRow(BaseModel):
    """Amounts in the smallest unit of ``currency``; ``invoices`` by as-invoiced step, in order; ``row`` is its line.

    ``facts`` by label, in the order of the program, shares in ppm; ``report_age`` in days; ``unpaid``: facilities that let a deadline
    pass. These are no receipts: no report attests them.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    row: int
    payment_date: date
    attributed_to: str
    period: Annotated[int, Field(ge=1)]
    currency: str
    received: Amount
    other_income: Amount
    reserve_target: Amount | None
    invoices: tuple[tuple[str, Amount], ...]
    facts: tuple[tuple[str, Amount], ...] = ()
    report_age: Annotated[int, Field(ge=0)] = 0
    unpaid: tuple[str, ...] = ()

    @property
    def collected(self) -> int:
        """The cash this period brings."""
        return self.received + self.other_income

    @property
    def report(self) -> PeriodReport:
        invoices = tuple(amount for _, amount in self.invoices)
        return PeriodReport(self.period, self.received, self.other_income, self.reserve_target, invoices)

    def pool_facts(self, program: Program) -> PoolFacts:
        """What else is in force on the payment date."""
        labels = program.subjects(SubjectKind.FACILITY)
        bits = sum(1 << labels.index(name) for name in set(self.unpaid))
        return PoolFacts(tuple(amount for _, amount in self.facts), self.report_age, bits)

    @property
    def evidence(self) -> bytes:
        """SHA-256 (32 bytes) of the content as JSON: sorted keys, no spaces, amounts as integers, the line left out."""
        content = self.model_dump(mode="json", exclude={"row", "facts", "report_age", "unpaid"})
        content["invoices"] = dict(self.invoices)
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).digest()
