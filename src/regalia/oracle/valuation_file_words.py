# SPDX-License-Identifier: Apache-2.0
"""The words of the files of valuation reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator

from regalia.domain.rights.valuations import AMOUNT_LIMIT
from regalia.domain.rights.words import Method
from regalia.oracle.right_file_scalars import (
    Address,
    ChainId,
    Day,
    Deadline,
    Hash,
    Number,
    Right,
    Words,
    member,
    member_text,
)
from regalia.oracle.valuation_report import SignedValuation, ValuationReport

FORMAT: Literal["regalia-valuation-report-1"] = "regalia-valuation-report-1"


class ValuationWords(Words):
    """``amount`` is in the smallest unit of ``token``."""

    right: Right
    number: Number
    token: Address
    amount: Annotated[int, Field(ge=0, lt=AMOUNT_LIMIT)]
    method: Annotated[Method, PlainValidator(member(Method)), PlainSerializer(member_text)]
    day: Day
    until: Day
    document: Hash

    @classmethod
    def of(cls, v: SignedValuation) -> ValuationWords:
        return cls(
            right=v.right,
            number=v.number,
            token=v.token,
            amount=v.amount,
            method=v.method,
            day=v.day,
            until=v.until,
            document=v.document,
        )

    def valuation(self) -> SignedValuation:
        return SignedValuation(
            self.right, self.number, self.token, self.amount, self.method, self.day, self.until, self.document
        )


class ValuationReportWords(Words):
    """A report, and the oracle at which it counts."""

    format: Literal["regalia-valuation-report-1"] = FORMAT
    chain_id: ChainId
    oracle: Address
    deadline: Deadline
    valuations: Annotated[tuple[ValuationWords, ...], Field(min_length=1)]

    @classmethod
    def of(cls, report: ValuationReport, chain_id: int, oracle: str) -> ValuationReportWords:
        valuations = tuple(map(ValuationWords.of, report.valuations))
        return cls(chain_id=chain_id, oracle=oracle, deadline=report.deadline, valuations=valuations)

    def report(self) -> ValuationReport:
        return ValuationReport(tuple(words.valuation() for words in self.valuations), self.deadline)
