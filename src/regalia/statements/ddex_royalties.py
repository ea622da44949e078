# SPDX-License-Identifier: Apache-2.0
"""Royalties of a sales report, licensor record by licensor record: to which summary each belongs, and to which licence."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.statements.accumulate import Accumulator, Key
from regalia.statements.ddex_head import MOST_TEXT, Header
from regalia.statements.ddex_summary import LicenceOf, Summary, find_licence, optional_decimal, read_decimal
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import fault_of

MOST_SUMMARIES = 20_000
_MOST_REMEMBERED = 20_000
# the same places in every version of LI01 that is read, as a million of them may come
_SUMMARY, _CONTROLLER, _WORK, _EARNED, _AMOUNT = 2, 3, 5, 8, 9


class Royalties:
    """Keeps sums and summaries, never a record of the body."""

    def __init__(self, header: Header, licence_of: LicenceOf, reference: str, problems: ProblemList) -> None:
        self.sums = Accumulator()
        self.summaries: dict[str, Summary] = {}
        self.counted = 0
        """Summary records, those whose id was there before as well."""
        self.negative = self.returned = 0
        self.whole = True
        """Whether every record could be read: else sums say nothing."""
        self._header, self._licence_of, self._reference, self._problems = header, licence_of, reference, problems
        self._keys: dict[tuple[str, str, str], Key | None] = {}

    def add_summary(self, summary: Summary) -> None:
        self.counted += 1
        if self.counted > MOST_SUMMARIES:
            self._problems.stop(
                summary.line, f"has more than {MOST_SUMMARIES:,} summary records; have it sent in parts"
            )
        first = self.summaries.setdefault(summary.id, summary)
        if first is not summary:
            rule = f"is that of line {first.line} too: which of them a detail belongs to can't be told"
            self._problems.note(summary.line, "SummaryRecordId", summary.id, rule)

    def add(self, line: int, cells: Sequence[str], sales_summary: str, bearing: str) -> None:
        """A licensor record; ``sales_summary`` and ``bearing`` are what the sales record before it says."""
        told = cells[_SUMMARY]
        if told and sales_summary and told != sales_summary:
            self._problems.note(line, "SummaryRecordId", told, f"but the sales record before says {sales_summary!r}")
        summary = self.summaries.get(told or sales_summary)
        if summary is None:
            self._problems.note(line, "SummaryRecordId", told or sales_summary, "no summary record has this id")
            self.whole = False
            return
        try:
            amount = read_decimal(cells[_AMOUNT])
        except ValueError as error:
            self._problems.note(line, "AllocatedAmount", cells[_AMOUNT], str(error))
            self.whole = False
            return
        earned = optional_decimal(line, "AllocatedNetRevenue", cells[_EARNED], self._problems)
        summary.paid += amount
        summary.details += 1
        summary.earned = None if earned is None or summary.earned is None else summary.earned + earned
        if amount and bearing == "false":
            rule = "but the sales record before says IsRoyaltyBearing false"
            self._problems.note(line, "AllocatedAmount", cells[_AMOUNT], rule)
        key = self._key(line, summary, cells[_WORK], cells[_CONTROLLER])
        if key is None:
            return
        if amount < 0:
            self.negative += 1
            self.returned -= amount
            self.sums.add(line, key, 0, -amount, earned if summary.one_currency else None)
        else:
            self.sums.add(line, key, amount, 0, earned if summary.one_currency else None)

    def check(self, tolerance: int) -> None:
        """Sums of the whole report."""
        if not self.whole:
            return
        for summary in self.summaries.values():
            summary.check(tolerance, self._problems)
        for problem in self.sums.problems():
            self._problems.add(problem)

    def _key(self, line: int, summary: Summary, work: str, controller: str) -> Key | None:
        """Under what a royalty is added up, None where it is not of the deal; remembered, as neighbours are mostly of one licence."""
        asked = (summary.id, work, controller)
        if asked in self._keys:
            return self._keys[asked]
        usage, key = summary.usage(self._header, work, controller), None
        licence = find_licence(self._licence_of, usage)
        if licence is None:
            place = f"service {usage.service!r}, territory {usage.territory!r}"
            rule = f'no licence is known for it ({place}); name its licence, or "" to leave it out'
            self._problems.note(
                line, *(("RightsControllerWorkId", work) if work else ("ServiceDescription", usage.service)), rule
            )
        elif fault := fault_of(licence, MOST_TEXT):
            self._problems.note(line, "licence", licence, fault)
        elif licence:
            key = (licence, self._header.period, summary.currency, self._reference_of(summary.id, licence))
        if len(self._keys) >= _MOST_REMEMBERED:
            self._keys.clear()
        self._keys[asked] = key
        return key

    def _reference_of(self, summary: str, licence: str) -> str:
        text = self._reference
        values = {
            "message": self._header.message_id,
            "summary": summary,
            "licence": licence,
            "period": self._header.period,
        }
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text
