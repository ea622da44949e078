# SPDX-License-Identifier: Apache-2.0
"""From assumptions to outlooks: what each scenario feeds the engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from regalia.domain.accrual import PPM
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.projection.assumptions import Assumptions, Change, Fact, Scenario
from regalia.projection.base import base_receipts, continued
from regalia.projection.bootstrap import paths_down
from regalia.projection.changes import changed_down, reduced_down
from regalia.projection.errors import ProjectionError
from regalia.projection.history_file import read_history
from regalia.projection.outlook import Outlook
from regalia.projection.references import check_references
from regalia.projection.whole import Whole, exact_array

BASE = Scenario(id="base")
"""What is projected when a file names no scenario."""


class OutlookBuilder:
    """Builds the outlooks of one deal under one set of assumptions. ProjectionError when they don't fit together."""

    def __init__(self, terms: Terms, program: Program, given: Assumptions, folder: Path) -> None:
        self.terms = terms
        self.program = program
        self.given = given
        self.folder = folder
        check_references(terms, program, given)
        self.base = base_receipts(terms, program, given, folder)
        self.periods = len(self.base.received)
        self.scenarios = given.scenarios or (BASE,)

    def scenario(self, name: str | None) -> Scenario:
        """By id; the first when none is named."""
        if name is None:
            return self.scenarios[0]
        for scenario in self.scenarios:
            if scenario.id == name:
                return scenario
        known = ", ".join(scenario.id for scenario in self.scenarios)
        raise ProjectionError(f"scenario {name!r} is not in the file; known are {known}")

    def named(self) -> Outlook:
        """All named scenarios side by side, in their order."""
        parts = [self._outlook([self._changed(s.changes)], s) for s in self.scenarios]
        return replace(
            parts[0],
            received=np.concatenate([p.received for p in parts], axis=-1),
            invoices=np.concatenate([p.invoices for p in parts], axis=-1),
            facts=np.concatenate([p.facts for p in parts], axis=-1),
            pays=np.concatenate([p.pays for p in parts], axis=-1),
        )

    def reduced(self, scenario: Scenario, reductions: list[int]) -> Outlook:
        """One scenario with a share (ppm) of all its receipts missing, once for each of ``reductions``."""
        received = self._changed(scenario.changes)
        return self._outlook([reduced_down(received, share) for share in reductions], scenario)

    def random(self, paths: int, seed: int) -> Outlook:
        """The paths of the bootstrap."""
        how = self.given.bootstrap
        if how is None:
            raise ProjectionError("bootstrap is missing: there is no history to draw paths from")
        history = read_history(self.folder / how.history, self.terms.money)
        months = self.program.schedule.months
        received = paths_down(self._changed(how.changes), months, history, how, paths, seed)
        return self._outlook(received.T, Scenario(id="bootstrap", fails=how.fails))

    def _changed(self, changes: tuple[Change, ...]) -> list[int]:
        return changed_down(self.base.received, self.base.first, self.program.schedule, changes)

    def _outlook(self, paths: Whole | list[list[int]], scenario: Scenario) -> Outlook:
        received = exact_array(paths).T
        rows, rest = self.base.rows, self.periods - len(self.base.rows)
        labels = [facility.label for facility in self.program.facilities]
        pays = [label not in scenario.fails for label in labels]
        return Outlook(
            first=self.base.first,
            received=received,
            invoices=self._invoices(received),
            facts=self._facts(received, scenario.facts),
            other=tuple(row.other_income for row in rows) + (0,) * rest,
            targets=tuple(row.reserve_target for row in rows) + (None,) * rest,
            report_age=self._report_ages(),
            pays=np.repeat(np.array(pays, np.bool_)[:, None], received.shape[1], axis=1),
        )

    def _invoices(self, received: Whole) -> Whole:
        """Of the scenario file; else of the receipts file, which then goes on as receipts do."""
        steps = [self.program.all_steps[i].label for i in self.program.invoiced_steps]
        found = exact_array(np.zeros((self.periods, len(steps), received.shape[1]), np.int64))
        assumed = {invoice.step: invoice for invoice in self.given.invoices}
        for place, step in enumerate(steps):
            if step not in assumed:
                known = [row.invoices[place][1] for row in self.base.rows]
                year = 12 // self.program.schedule.months
                found[:, place] = exact_array(continued(known, self.periods, self.given.after, year))[:, None]
            elif (amount := assumed[step].amount) is not None:
                found[:, place] = self.terms.money.to_units(amount)
            else:
                found[:, place] = received * (assumed[step].share_of_receipts or 0) // PPM
        return found

    def _facts(self, received: Whole, first: tuple[Fact, ...]) -> Whole:
        """Of the receipts file, then of the scenario file, then of the scenario, each over the one before."""
        labels = self.program.facts
        found = exact_array(np.zeros((self.periods, len(labels), received.shape[1]), np.int64))
        for place, label in enumerate(labels):
            if rows := self.base.rows:
                known = [dict(row.facts)[label] for row in rows]
                found[:, place] = exact_array(continued(known, self.periods, "last", 1))[:, None]
            for fact in (*self.given.facts, *first):
                if fact.fact == label:
                    begins = 0 if fact.since is None else self._place(fact)
                    found[begins:, place] = self._fact(fact, received)[begins:]
        return found

    def _fact(self, fact: Fact, received: Whole) -> Whole:
        if fact.amount is not None:
            return exact_array(np.full(received.shape, self.terms.money.to_units(fact.amount)))
        if fact.share is not None:
            return exact_array(np.full(received.shape, fact.share))
        if fact.count is not None:
            return exact_array(np.full(received.shape, fact.count * PPM))  # as the pool counts
        year, ratio = 12 // self.program.schedule.months, fact.years_of_receipts or 0
        total = np.cumsum(received, axis=0)
        total[year:] = total[year:] - total[:-year]
        known = exact_array([min(i + 1, year) for i in range(self.periods)])[:, None]
        return total * year * ratio // (known * PPM)

    def _place(self, fact: Fact) -> int:
        assert fact.since is not None
        try:
            return max(0, self.program.schedule.period_of(fact.since) - self.base.first)
        except ValueError as error:
            raise ProjectionError(f"since of the fact {fact.fact}: {error}") from None

    def _report_ages(self) -> tuple[int, ...]:
        """Of the receipts file; else a report comes for every payment date, so that its age is the days between two of them."""
        ages, day = [row.report_age for row in self.base.rows], self.program.schedule.payment_date
        later = range(self.base.first + len(ages), self.base.first + self.periods)
        return tuple(ages) + tuple((day(period) - day(period - 1)).days for period in later)
