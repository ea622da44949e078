# SPDX-License-Identifier: Apache-2.0
"""Fields of a bank's statement: only children at their own place, each once, as amounts, dates and signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regalia.statements.amounts import parse_amount
from regalia.statements.camt_xml import Element
from regalia.statements.problem_list import ProblemList

_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{0,5})?|\.[0-9]{1,5}", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True)
class Fields:
    """Looks things up in elements of ``namespace``. What is wrong is noted with its line."""

    namespace: str
    problems: ProblemList

    def note(self, element: Element, field: str, value: str, rule: str) -> None:
        self.problems.note(element.sourceline or 0, field, value, rule)

    def all(self, element: Element, path: str) -> Sequence[Element]:
        """Every element at that path of children, such as ``"Refs/EndToEndId"``."""
        found = [element]
        for name in path.split("/"):
            found = [child for parent in found for child in parent.findall(f"{{{self.namespace}}}{name}")]
        return found

    def one(self, element: Element, path: str) -> Element | None:
        found = self.all(element, path)
        if len(found) > 1:
            self.note(
                found[1], path, "", f"stands {len(found)} times where it can stand once; which is meant can't be told"
            )
        return found[0] if found else None

    def text(self, element: Element, path: str) -> str:
        found = self.one(element, path)
        return words(found)

    def money(self, element: Element, path: str, currency: str) -> int | None:
        """In 10^-12, without its sign. ``currency`` it must be in; "" where any will do."""
        found = self.one(element, path)
        if found is None:
            self.note(element, path, "", "is missing")
            return None
        code = found.get("Ccy", "")
        if currency and code != currency:
            self.note(found, f"{path}, Ccy", code, f"must be {currency}, the account's currency")
            return None
        if not _CODE.fullmatch(code):
            self.note(found, f"{path}, Ccy", code, "must be a currency code of three letters, such as EUR")
            return None
        return self.amount(found, path)

    def amount(self, element: Element, field: str) -> int | None:
        text = words(element)
        if _AMOUNT.fullmatch(text):
            return parse_amount(text.rstrip(".") if text.endswith(".") else text)
        rule = "must be digits with at most 5 decimals after a point"
        if text[:1] in ("-", "+"):
            rule += ", without a sign: CdtDbtInd says credit or debit"
        self.note(element, field, text, rule)
        return None

    def sign(self, element: Element) -> int | None:
        """1 for a credit, -1 for a debit."""
        return self.sign_of(element, self.one(element, "CdtDbtInd"))

    def sign_of(self, element: Element, indicator: Element | None) -> int | None:
        sign = {"CRDT": 1, "DBIT": -1}.get(words(indicator))
        if sign is None:
            place = element if indicator is None else indicator
            self.note(place, "CdtDbtInd", words(indicator), "must be CRDT or DBIT")
        return sign

    def signed(self, element: Element, path: str, currency: str) -> int | None:
        amount, sign = self.money(element, path, currency), self.sign(element)
        return None if amount is None or sign is None else amount * sign

    def day(self, element: Element, field: str, text: str) -> date | None:
        """The day that is written, whatever its time zone."""
        match = _DAY.fullmatch(text) or _MOMENT.fullmatch(text)
        try:
            if match is not None:
                return date.fromisoformat(match[1])
        except ValueError:
            pass
        self.note(element, field, text, "must be a date such as 2024-09-30" if text else "has no date")
        return None


def words(element: Element | None) -> str:
    return " ".join((element.text or "").split()) if element is not None else ""
