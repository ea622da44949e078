# SPDX-License-Identifier: Apache-2.0
"""Status event codes of WIPO ST.27, and what a record with one comes to.

``A-4-6-H10-H13-oth-PC1903``: state, stage before, stage after, key event, detailed event, three characters in reserve, the office's own
code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from regalia.domain.rights.number import RightNumber
from regalia.feeds.mapping import Row, reasons, st27_events
from regalia.feeds.proposals import Matter
from regalia.feeds.records import Fields, Record

FORM = "state-stage-stage-key event-detailed event-reserve-national code, such as A-4-6-H10-H13-oth-PC1903"
_CODE = re.compile(r"[AEN]-[0-9]-[0-9]-([A-Z][0-9]{2})-([A-Z][0-9]{2})-[A-Za-z0-9]{3}-([!-~]+)")
_ABSENT = "is in no table: add it with its source to feeds/tables/"


class StatusEventCode(NamedTuple):
    """The parts that say what happened."""

    key: str
    detailed: str
    national: str

    @classmethod
    def parse(cls, text: str) -> StatusEventCode:
        """ValueError when the text has another form."""
        match = _CODE.fullmatch(text)
        if match is None or match[1][0] != match[2][0]:
            raise ValueError(f"must be {FORM}, its events of one category")
        return cls(match[1], match[2], match[3])


@dataclass(frozen=True)
class Event:
    """A status event as a file has it, by the names of ST.96; empty where it has none."""

    code: str
    values: Mapping[str, str]

    def value(self, *names: str) -> str:
        """The first of the names that is there."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


DAYS = ("EffectiveDate", "EventDate", "StatusEventDate")
PARTS = ("KeyEventCode", "DetailedEventCode", "NationalEventCode")
NEXT_DUE = "RenewalDueDate"
REASON = "ReasonNotInForceCategory"
NOT_IN_FORCE = "NotInForceDate"
KNOWN_NAMES = (*DAYS, *PARTS, NEXT_DUE, REASON, NOT_IN_FORCE)
"""What is read of an event beside its StatusEventCode."""


def record_of(event: Event, number: str, right: RightNumber, content: bytes, fields: Fields) -> Record | None:
    """The record of an event; None when ``fields`` has a problem with it."""
    row = _row(event, fields)
    code = fields.ascii_code("StatusEventCode", event.code)
    ceased = fields.day(NOT_IN_FORCE, event.value(NOT_IN_FORCE))
    days = {name: fields.day(name, event.value(name)) for name in DAYS}
    due = fields.day(NEXT_DUE, event.value(NEXT_DUE))
    day = ceased or next((days[name] for name in DAYS if days[name]), 0)
    if not fields.problems and not day:
        fields.refuse("", "", f"has no day; one of {', '.join((*DAYS, NOT_IN_FORCE))} is needed")
    if fields.problems or row is None:
        return None
    return Record(fields.place, fields.line, right, number, code, row, day, content, due)


def _row(event: Event, fields: Fields) -> Row | None:
    try:
        code = StatusEventCode.parse(event.code)
    except ValueError as error:
        fields.refuse("StatusEventCode", event.code, str(error))
        return None
    for name, part in zip(PARTS, code, strict=True):
        if (given := event.value(name)) and given != part:
            fields.refuse(name, given, f"the StatusEventCode says {part}")
    row = st27_events().get(code.detailed) or st27_events().get(code.key)
    if row is None:
        fields.refuse("StatusEventCode", event.code, f"neither {code.detailed} nor {code.key} {_ABSENT}st27.csv")
        return None
    return _with_reason(row, event.value(REASON), fields)


def _with_reason(row: Row, reason: str, fields: Fields) -> Row | None:
    """The reason of a cessation goes before a detailed event that leaves it open, and must not contradict one that doesn't."""
    if not reason or row.category != "H":
        return row
    why = reasons().get(reason)
    if why is None:
        fields.refuse(REASON, reason, f"{_ABSENT}reasons.csv")
        return None
    told, found = row.outcomes[0][0], why.outcomes[0][0]
    if told is Matter.DECISION:
        return replace(row, outcomes=why.outcomes, title=why.title, trust=why.trust)
    if told is not found and found is not Matter.DECISION:
        fields.refuse(REASON, reason, f"the event {row.key} is: {row.title}; correct the one or the other")
    return row
