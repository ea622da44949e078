# SPDX-License-Identifier: Apache-2.0
"""Entries of a bank's statement into lines: a booked entry is one, a batch that tells its payments' amounts one of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regalia.statements.camt_fields import Fields, words
from regalia.statements.camt_texts import Row, texts_of
from regalia.statements.camt_xml import Element
from regalia.statements.model import BankLine, Source
from regalia.statements.printed import printed

MOST_REFERENCE = 1_000
_PENDING = ("PDNG", "INFO", "FUTR")
_FLAGS = {"true": True, "1": True, "false": False, "0": False, "": False}
_NOT_TOLD = ("NOTPROVIDED", "NONREF", "NOT PROVIDED")


@dataclass(frozen=True)
class Entry:
    """An entry as booked, whole: ``lines`` come to ``amount``."""

    amount: int
    lines: tuple[BankLine, ...]


class Entries:
    """Reads the entries of one statement; what is pending, and what can't be split, is counted."""

    def __init__(
        self, fields: Fields, account: str, currency: str, opened_on: date, closed_on: date, source: Source
    ) -> None:
        self.pending = self.unsplit = 0
        self._fields, self._account, self._currency, self._source = fields, account, currency, source
        self._opened_on, self._closed_on = opened_on, closed_on

    def read(self, element: Element, version: str) -> Entry | None:
        """None where it isn't booked, or can't be read. The element is taken out of its statement."""
        rows = texts_of(element, self._fields.namespace, version)
        return self._entry(element, self._fields.all(element, "NtryDtls/TxDtls"), rows)

    def _entry(self, element: Element, details: Sequence[Element], rows: Sequence[Row]) -> Entry | None:
        fields, row = self._fields, rows[0]
        amount = fields.signed(element, "Amt", self._currency)
        status = (row["Status"] or "").strip()
        if status in _PENDING:
            self.pending += 1
            return None
        if status != "BOOK":
            fields.note(element, "Sts", status, f"must be BOOK, or {', '.join(_PENDING)} of what is not booked")
        reversal = _FLAGS.get((row["ReversalIndicator"] or "").strip())
        if reversal is None:
            fields.note(element, "RvslInd", row["ReversalIndicator"] or "", "must be true or false")
        booked_on = fields.day(element, "BookgDt", (row["BookingDate"] or "").strip())
        value_on = fields.day(element, "ValDt", (row["ValueDate"] or "").strip())
        if booked_on and not self._opened_on <= booked_on <= self._closed_on:
            rule = f"must be from {self._opened_on} to {self._closed_on}, the days of the statement"
            fields.note(element, "BookgDt", str(booked_on), rule)
        parts = self._split(element, amount, details)
        if amount is None or booked_on is None or value_on is None or parts is None:
            return None
        lines = [
            BankLine(
                account=self._account,
                booked_on=booked_on,
                value_on=value_on,
                currency=self._currency,
                amount=part,
                references=self._references(element, detail, row, len(parts) == 1),
                bank_id=self._bank_id(element, detail),
                source=self._source,
                reversal=bool(reversal),
            )
            for (part, detail), row in zip(parts, rows, strict=False)
        ]
        return Entry(amount, tuple(lines))

    def _split(
        self, element: Element, amount: int | None, details: Sequence[Element]
    ) -> list[tuple[int, Element | None]] | None:
        """Amount and transaction of each line of an entry; one without transaction where its transactions tell no amounts."""
        if amount is None or not details:
            return None if amount is None else [(amount, None)]
        found = [self._amount_of(detail, amount >= 0) for detail in details]
        told = [part for part in found if part is not None]
        if len(details) == 1:
            if told and told[0] != amount:
                self._contradiction(element, amount, told)
            return [(amount, details[0])]
        if not told:
            self.unsplit += 1
            return [(amount, None)]
        if len(told) < len(details):
            rule = (
                f"tells the amounts of {len(told)} of its {len(details)} transactions; ask the bank for all or for none"
            )
            self._fields.note(element, "NtryDtls", "", rule)
            return None
        if sum(told) != amount:
            self._contradiction(element, amount, told)
        return list(zip(told, details, strict=True))

    def _contradiction(self, element: Element, amount: int, told: Sequence[int]) -> None:
        rule = f"but its transactions ({len(told)}) come to {printed(sum(told))}"
        self._fields.note(element, "Amt", printed(amount), rule)

    def _amount_of(self, detail: Element, credit: bool) -> int | None:
        """Of a transaction, in the account's currency, where it tells it: what is instructed in another one is not what is booked."""
        found = self._fields.one(detail, "Amt")
        if found is None:
            found = self._fields.one(detail, "AmtDtls/TxAmt/Amt")
        if found is None or found.get("Ccy") != self._currency:
            return None
        indicator = self._fields.one(detail, "CdtDbtInd")
        sign = (1 if credit else -1) if indicator is None else self._fields.sign_of(detail, indicator)
        amount = self._fields.amount(found, "Amt")
        return None if amount is None or sign is None else sign * amount

    def _references(self, element: Element, detail: Element | None, row: Row, whole: bool) -> tuple[str, ...]:
        """All that payer and bank wrote, each once, in the order of how well it names the payment."""
        found = [row.get("EndToEndId") or ""] if detail is not None else []
        if detail is not None:
            for path in ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Ustrd", "AddtlTxInf"):
                found += [words(text) for text in self._fields.all(detail, path)]
            # a reference may be broken over two lines, at a blank or within a word
            found += [row.get("RemittanceInformationFull") or "", self._unbroken(detail)]
        if whole:
            found.append(row.get("AdditionalEntryInformation") or "")
        texts = dict.fromkeys(" ".join(text.split())[:MOST_REFERENCE] for text in found)
        return tuple(text for text in texts if text and text.upper() not in _NOT_TOLD)

    def _unbroken(self, detail: Element) -> str:
        return "".join(words(text) for text in self._fields.all(detail, "RmtInf/Ustrd"))

    def _bank_id(self, element: Element, detail: Element | None) -> str:
        of_detail = "" if detail is None else self._fields.text(detail, "Refs/AcctSvcrRef")
        return of_detail or self._fields.text(element, "AcctSvcrRef") or self._fields.text(element, "NtryRef")
