# SPDX-License-Identifier: Apache-2.0
"""Reading a valuation report: one appraiser, one day, one method, many rights.

The document of a right's valuation is its part of the report: the SHA-256 of the report's hash and the right's number as the file has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from regalia.domain.money import MoneyError
from regalia.domain.rights.acts import RightValuation, Valuation
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.domain.rights.valuations import AMOUNT_LIMIT
from regalia.domain.terms.parties import PaymentCurrency
from regalia.domain.terms.scalars import Amount, Id, Part, Text
from regalia.feeds.documents import DocumentRef, part_of
from regalia.feeds.errors import Problem, shown
from regalia.feeds.records import right_of
from regalia.feeds.scalars import DayNumber, MethodWord
from regalia.feeds.yaml_file import YamlFile


class ValuedRight(Part):
    right: Text
    amount: Amount


class ReportTerms(Part):
    """``seller`` is whoever gains from the value: the owner, or the originator of the deal."""

    format: Literal["regalia-valuation-1"]
    notice: Text
    appraiser: Id
    seller: Id
    method: MethodWord
    date: DayNumber
    valid_until: DayNumber
    currency: PaymentCurrency
    report: DocumentRef
    rights: tuple[ValuedRight, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Valued:
    """A right and what it was found to be worth, in the smallest unit of the report's currency."""

    right: bytes
    amount: int
    document: bytes


@dataclass(frozen=True)
class ValuationReport:
    terms: ReportTerms
    report: bytes
    rights: tuple[Valued, ...]

    def acts(self, appraiser: str, token: str) -> tuple[RightValuation, ...]:
        """What the appraiser enters, by its address and that of the payment token."""
        terms = self.terms
        return tuple(
            RightValuation(
                valued.right,
                Valuation(token, valued.amount, appraiser, terms.date, terms.valid_until, terms.method),
                valued.document,
            )
            for valued in self.rights
        )


def load_valuations(path: Path | str, today: int, sellers: Collection[str] = ()) -> ValuationReport:
    """The valuation report in a file. FeedError lists every problem with its line.

    ``sellers`` are further ids that may not value: owners of record, the originator of the deal.
    """
    file = YamlFile(Path(path), ReportTerms)
    terms, problems = file.content, list[Problem]()
    try:
        report = terms.report.digest(file.path.parent)
    except ValueError as error:
        report = b""
        problems.append(Problem("report.file", shown(terms.report.file), str(error)))
    problems += _of_the_whole(terms, today, {terms.seller, *sellers})
    valued = tuple(_valued(terms, report, problems))
    file.refuse(problems)
    return ValuationReport(terms, report, valued)


def _of_the_whole(terms: ReportTerms, today: int, sellers: Collection[str]) -> Iterator[Problem]:
    if terms.appraiser in sellers:
        rule = "values its own right or deal; the registry takes no valuation by the seller"
        yield Problem("appraiser", shown(terms.appraiser), rule)
    if terms.date > today:
        yield Problem("date", shown(terms.date), f"is after today, {today}")
    if terms.valid_until < terms.date:
        yield Problem("valid_until", shown(terms.valid_until), f"is before the date of the valuation, {terms.date}")


def _valued(terms: ReportTerms, report: bytes, problems: list[Problem]) -> Iterator[Valued]:
    first: dict[bytes, str] = {}
    currency = terms.currency.currency()
    for index, line in enumerate(terms.rights):
        path = f"rights[{index}]"
        try:
            right, amount = right_of(line.right), currency.to_units(line.amount)
        except RightNumberError as error:
            problems.append(Problem(f"{path}.right", shown(line.right), error.rule))
            continue
        except MoneyError as error:
            problems.append(Problem(f"{path}.amount", shown(line.amount), error.message))
            continue
        if right in first:
            problems.append(Problem(f"{path}.right", shown(line.right), f"is valued already by {first[right]}"))
        if amount >= AMOUNT_LIMIT:
            problems.append(Problem(f"{path}.amount", shown(line.amount), "must be below 2^84 of the smallest unit"))
        first.setdefault(right, path)
        yield Valued(right, amount, part_of(report, line.right))
