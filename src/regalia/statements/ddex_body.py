# SPDX-License-Identifier: Apache-2.0
"""Records of a sales report in their order: known types with the right number of cells, blocks, and nothing before HEAD or after FOOT."""

from __future__ import annotations

from datetime import date

from regalia.statements.ddex_foot import check_footer
from regalia.statements.ddex_head import Header, read_header
from regalia.statements.ddex_records import AFTER, RECORDS, Kind, RecordType
from regalia.statements.ddex_royalties import Royalties
from regalia.statements.ddex_summary import LicenceOf, read_summary
from regalia.statements.problem_list import ProblemList


class Body:
    """What comes after the HEAD record it is made from."""

    def __init__(self, header: Header, licence_of: LicenceOf, reference: str, problems: ProblemList) -> None:
        self.header, self.royalties = header, Royalties(header, licence_of, reference, problems)
        self._problems, self._types = problems, RECORDS[header.version]
        self._foot = self._blocks = 0
        self._block = ""
        self._in_block: Kind | None = None
        self._sales_summary = self._bearing = ""

    def take(self, line: int, cells: list[str]) -> None:
        record = self._types.get(cells[0])
        if self._foot or record is None or len(cells) not in record.cells:
            self._refuse(line, cells, record)
        elif record.kind is Kind.LICENSOR:
            if self._enter(line, cells[1], record.kind):
                self.royalties.add(line, cells, self._sales_summary, self._bearing)
        elif record.kind is Kind.SALES:
            self._enter(line, cells[1], record.kind)
            self._sales(line, cells, record)
        elif record.kind is Kind.SUMMARY:
            if self._blocks:
                self._problems.note(
                    line, "the record", cells[0], "comes after a block; summary records stand before all blocks"
                )
            self.royalties.add_summary(read_summary(line, record, cells, self._problems))
        elif record.kind is Kind.HEAD:
            rule = "is the second one; files were joined, and each report is read by itself"
            self._problems.note(line, "the record", cells[0], rule)
        elif record.kind is Kind.FOOT:
            self._foot = line
            check_footer(line, cells, self.royalties.counted, self._blocks, self._problems)
        else:
            self._enter(line, cells[1], record.kind)

    def finish(self, lines: int, ends_with_break: bool, tolerance: int) -> None:
        """Checks of the whole; StatementError if anything was wrong."""
        if not self.royalties.counted:
            self._problems.note(0, "", "", "has no summary record; a royalty report has one or more")
        if self._foot:
            self.royalties.check(tolerance)
        else:
            place = "" if ends_with_break else " in the middle of a line"
            rule = f"ends{place} without its FOOT record: the file was cut off; have it sent again"
            self._problems.note(lines, "", "", rule)
        self._problems.refuse()

    def _refuse(self, line: int, cells: list[str], record: RecordType | None) -> None:
        self.royalties.whole = False
        if self._foot:
            rule = f"comes after FOOT in line {self._foot}, which is the last record of a report: files were joined"
        elif record is None:
            rule = (
                f"is no record type of version {self.header.version} of the profile; those are {', '.join(self._types)}"
            )
        else:
            most = " or ".join(str(count) for count in record.cells)
            rule = f"has {len(cells)} cells and must have {most}, empty ones too; spreadsheets drop those at the end"
        self._problems.note(line, "the record", cells[0], rule)

    def _sales(self, line: int, cells: list[str], record: RecordType) -> None:
        self._sales_summary = cells[record.places["SummaryRecordId"]]
        bearing = record.places.get("IsRoyaltyBearing")
        self._bearing = cells[bearing] if bearing is not None else ""
        if self._bearing not in ("", "true", "false"):
            self._problems.note(line, "IsRoyaltyBearing", self._bearing, "must be true or false")

    def _enter(self, line: int, block: str, kind: Kind) -> bool:
        """Whether a record may stand here in its block; the blocks are counted."""
        if block != self._block or not self._blocks:
            if not block:
                self._problems.note(line, "BlockId", "", "is empty; records of a block say which")
            self._block, self._in_block = block, None
            self._blocks += 1
        before, self._in_block = self._in_block, kind
        if before in AFTER[kind]:
            return True
        self.royalties.whole = False
        place = f"after a {before} record" if before else "first in its block"
        self._problems.note(line, "BlockId", block, f"a {kind} record can't stand {place}")
        return False


def start(
    line: int, cells: list[str], today: date, licence_of: LicenceOf, reference: str, problems: ProblemList
) -> Body:
    """From the first record, which must be HEAD."""
    if cells[0] != "HEAD":
        problems.stop(line, "must be HEAD: a sales report starts with it", "the first record", cells[0])
    return Body(read_header(line, cells, today, problems), licence_of, reference, problems)
