# SPDX-License-Identifier: Apache-2.0
"""The words of the files of legal reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_file_scalars import (
    Address,
    ChainId,
    Day,
    Deadline,
    Hash,
    Later,
    Number,
    Right,
    Words,
    member,
    member_text,
)

FORMAT: Literal["regalia-legal-report-1"] = "regalia-legal-report-1"
_CODE = 32


def _code(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise ValueError("must be printable ASCII")
    return value


class EventWords(Words):
    """``date`` is the new day of a renewal or an extension."""

    right: Right
    number: Number
    act: Annotated[Act, PlainValidator(member(Act)), PlainSerializer(member_text)]
    effective: Day
    date: Later = 0
    code: Annotated[str, Field(max_length=_CODE), AfterValidator(_code)]
    document: Hash

    @classmethod
    def of(cls, event: LegalEvent) -> EventWords:
        return cls(
            right=event.right,
            number=event.number,
            act=event.act,
            effective=event.effective,
            date=event.date,
            code=event.code.rstrip(b"\0").decode("ascii"),
            document=event.document,
        )

    def event(self) -> LegalEvent:
        code = self.code.encode("ascii").ljust(_CODE, b"\0")
        return LegalEvent(self.right, self.number, self.act, self.effective, self.date, code, self.document)


class LegalReportWords(Words):
    """A report, and the oracle at which it counts."""

    format: Literal["regalia-legal-report-1"] = FORMAT
    chain_id: ChainId
    oracle: Address
    deadline: Deadline
    events: Annotated[tuple[EventWords, ...], Field(min_length=1)]

    @classmethod
    def of(cls, report: LegalReport, chain_id: int, oracle: str) -> LegalReportWords:
        events = tuple(map(EventWords.of, report.events))
        return cls(chain_id=chain_id, oracle=oracle, deadline=report.deadline, events=events)

    def report(self) -> LegalReport:
        return LegalReport(tuple(words.event() for words in self.events), self.deadline)
