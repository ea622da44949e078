# SPDX-License-Identifier: Apache-2.0
"""The first record of a sales report: who reports, when, and on which period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from regalia.domain.calendar import CollectionPeriod
from regalia.statements.ddex_records import HEAD, PROFILE, RECORDS
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import fault_of

MOST_TEXT = 200
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_INTEGER = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class Header:
    """``period`` as in deal files; ``sender_id`` is the DDEX party id; ``version`` that of the profile."""

    version: str
    message_id: str
    created_on: date
    period: str
    sender: str
    sender_id: str
    service: str


def named(places: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    return {name: cells[place] for name, place in places.items()}


def integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def read_header(line: int, cells: Sequence[str], today: date, problems: ProblemList) -> Header:
    """What it says; what is wrong is noted. Stops where nothing after it could be read."""
    if len(cells) not in HEAD.cells:
        problems.stop(line, f"has {len(cells)} cells; a HEAD record has {HEAD.cells[0]}, separated by tabs", "HEAD")
    head = named(HEAD.places, cells)
    if head["Profile"] != PROFILE:
        problems.stop(
            line, f"only {PROFILE} is read: ask the sender for royalties, not for sales", "Profile", head["Profile"]
        )
    if head["ProfileVersion"] not in RECORDS:
        rule = f"is not a version whose records are known here; those are {' and '.join(RECORDS)}"
        problems.stop(line, rule, "ProfileVersion", head["ProfileVersion"])
    if not head["MessageVersion"].startswith("dsrf/"):
        problems.note(line, "MessageVersion", head["MessageVersion"], "must start with dsrf/")
    for name in ("MessageId", "SenderPartyId", "SenderName"):
        if not head[name].strip():
            problems.note(line, name, "", "is empty; a sales report says it")
        elif fault := fault_of(head[name], MOST_TEXT):
            problems.note(line, name, head[name], fault)
    _check_files(line, head, problems)
    created = _created(line, head["MessageCreatedDateTime"], today, problems)
    return Header(
        version=head["ProfileVersion"],
        message_id=head["MessageId"],
        created_on=created,
        period=_period(line, head, created, problems),
        sender=head["SenderName"],
        sender_id=head["SenderPartyId"],
        service=head["ServiceDescription"],
    )


def _check_files(line: int, head: Mapping[str, str], problems: ProblemList) -> None:
    number, of = integer(head["FileNumber"]), integer(head["NumberOfFiles"])
    if number is None or of is None or not 1 <= number <= of:
        shown = f"{head['FileNumber']} of {head['NumberOfFiles']}"
        problems.note(line, "FileNumber", shown, "must be two whole numbers from 1, the first at most the second")
    elif of > 1:
        rule = f"the message comes in {of} files, and its sums can be checked only over all: ask for one (compressed, if it is large)"
        problems.note(line, "NumberOfFiles", head["NumberOfFiles"], rule)


def _created(line: int, text: str, today: date, problems: ProblemList) -> date:
    try:
        created = datetime.fromisoformat(text).astimezone(UTC).date() if _MOMENT.fullmatch(text) else None
    except (ValueError, OverflowError):
        created = None
    if created is None:
        problems.note(
            line, "MessageCreatedDateTime", text, "must be a moment such as 2024-10-05T08:30:00Z, with its time zone"
        )
        return today
    if created > today:
        problems.note(
            line, "MessageCreatedDateTime", text, f"is after today, {today}: check the sender's clock and your own"
        )
    return created


def _period(line: int, head: Mapping[str, str], created: date, problems: ProblemList) -> str:
    """The collection period from the first to the last day of usage, "" where that is none."""
    start, end = (_day(head[name], last) for name, last in (("UsageStartDate", False), ("UsageEndDate", True)))
    shown = f"{head['UsageStartDate']} to {head['UsageEndDate']}"
    if start is None or end is None or end < start:
        problems.note(
            line, "UsageStartDate", shown, "must be two dates such as 2024-07-01, the first not after the second"
        )
        return ""
    if end > created:
        problems.note(line, "UsageEndDate", head["UsageEndDate"], f"is after the message was made, on {created}")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    try:
        if whole:
            return str(CollectionPeriod.from_end_month(end.year * 12 + end.month - 1, months))
    except ValueError:
        pass
    problems.note(
        line, "UsageStartDate", shown, "is no collection period: a whole month, quarter, half or year of the calendar"
    )
    return ""


def _day(text: str, last: bool) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    try:
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError:
        return None
