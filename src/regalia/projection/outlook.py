# SPDX-License-Identifier: Apache-2.0
"""What is taken to come in, scenario by scenario and period by period: what both engines are fed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from regalia.domain.program import Program
from regalia.projection.errors import ProjectionError
from regalia.projection.whole import Mask, Whole


@dataclass(frozen=True)
class Outlook:
    """Amounts in smallest units. Arrays end in one entry a scenario; ``periods`` are those from ``first`` on.

    ``received``: (periods, scenarios). ``invoices``: (periods, invoices of a report, scenarios). ``facts``: (periods, facts, scenarios).
    ``other``, ``targets``, ``report_age``: a period each, the same in every scenario; other income, the reserve target that a
    report sets, days since the report before. ``pays``: (facilities, scenarios), whether its provider pays when asked.
    ``ends``: the deal is wound up after the last period, unless its legal final date has come.
    """

    first: int
    received: Whole
    invoices: Whole
    facts: Whole
    other: tuple[int, ...]
    targets: tuple[int | None, ...]
    report_age: tuple[int, ...]
    pays: Mask
    ends: bool = True

    @property
    def periods(self) -> range:
        return range(self.first, self.first + len(self.received))

    @property
    def scenarios(self) -> int:
        return int(self.received.shape[-1])

    def only(self, chosen: Whole | list[int] | slice) -> Outlook:
        """Of some scenarios, by index."""
        return replace(
            self,
            received=self.received[:, chosen],
            invoices=self.invoices[:, :, chosen],
            facts=self.facts[:, :, chosen],
            pays=self.pays[:, chosen],
        )

    def check(self, program: Program) -> None:
        """ProjectionError unless it has the shape that the program needs."""
        periods, scenarios = len(self.received), self.scenarios
        wanted = {
            "invoices": (self.invoices.shape, (periods, len(program.invoiced_steps), scenarios)),
            "facts": (self.facts.shape, (periods, len(program.facts), scenarios)),
            "pays": (self.pays.shape, (len(program.facilities), scenarios)),
            "other": ((len(self.other),), (periods,)),
            "targets": ((len(self.targets),), (periods,)),
            "report_age": ((len(self.report_age),), (periods,)),
        }
        for field, (given, shape) in wanted.items():
            if given != shape:
                raise ProjectionError(f"{field} has the shape {given}; this deal and these receipts need {shape}")
        if not periods or not scenarios:
            raise ProjectionError("received has no period or no scenario; give at least one of each")


def outlook_of(program: Program, received: Whole, first: int | None = None) -> Outlook:
    """The plainest: receipts alone; no invoice, facts of zero, every facility pays, a report once a period."""
    periods, scenarios = received.shape
    return Outlook(
        first=program.schedule.opening if first is None else first,
        received=received,
        invoices=np.zeros((periods, len(program.invoiced_steps), scenarios), np.int64),
        facts=np.zeros((periods, len(program.facts), scenarios), np.int64),
        other=(0,) * periods,
        targets=(None,) * periods,
        report_age=(0,) * periods,
        pays=np.ones((len(program.facilities), scenarios), np.bool_),
    )
