# SPDX-License-Identifier: Apache-2.0
"""Status events in XML with the names of WIPO ST.96: each ``pat:StatusEventData`` in the file, about the ``com:ST13ApplicationNumber`` in
the nearest element around it. Elements that say nothing of the registry are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from regalia.feeds.errors import FeedError, Problem
from regalia.feeds.records import Fields, Record
from regalia.feeds.st27 import KNOWN_NAMES, Event, record_of
from regalia.feeds.xml_tree import Element, parse_xml

PATENT = "http://www.wipo.int/standards/XMLSchema/ST96/Patent"
COMMON = "http://www.wipo.int/standards/XMLSchema/ST96/Common"
EVENT = "StatusEventData"
CODE = "StatusEventCode"
NUMBER = "ST13ApplicationNumber"


def read_st96(content: bytes, source: str) -> list[Record]:
    """The records of a file, in its order. FeedError lists everything that is wrong."""
    root, records, problems = parse_xml(content, source), list[Record](), list[Problem]()
    found = list(_events(root, ""))
    if not found:
        raise FeedError([Problem("", "", f"has no {EVENT} in the namespace {PATENT}")], source)
    for place, (element, number) in enumerate(found):
        fields = Fields(f"{EVENT}[{place}]", element.line)
        record = _record(element, number, content, fields)
        problems += fields.problems
        if record is not None:
            records.append(record)
    if problems:
        raise FeedError(problems, source)
    return records


def _events(element: Element, number: str) -> Iterator[tuple[Element, str]]:
    numbers = [c.text.strip() for c in element.children if c.name == NUMBER and c.namespace == COMMON]
    # two numbers in one element are no number: joined, they are refused as such
    number = " ".join(numbers) or number
    for child in element.children:
        if child.name == EVENT and child.namespace == PATENT:
            yield child, number
        else:
            yield from _events(child, number)


def _record(element: Element, number: str, content: bytes, fields: Fields) -> Record | None:
    values: dict[str, str] = {}
    for part in element.all():
        if part.name not in (*KNOWN_NAMES, CODE) or part.namespace not in (PATENT, COMMON):
            continue
        if part.name in values:
            fields.refuse(part.name, part.text.strip(), "is given twice in one event")
        values[part.name] = part.text.strip()
    if not number:
        fields.refuse(NUMBER, "", "no number of a right stands around this event")
        return None
    right = fields.right(NUMBER, number)
    if not values.get(CODE):
        fields.refuse(CODE, "", "is missing")
        return None
    return record_of(Event(values[CODE], values), number, right, content[element.start : element.end], fields)
