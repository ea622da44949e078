# SPDX-License-Identifier: Apache-2.0
"""Of whom and when a bank's message and its statements are, and that they are whole."""

from __future__ import annotations

from datetime import date

from regalia.statements.camt_fields import Fields, words
from regalia.statements.camt_xml import Document, Element
from regalia.statements.iban import iban_fault, plain_account
from regalia.statements.reencoded import fault_of

MOST_ID = 100


def check_header(fields: Fields, document: Document, today: date) -> None:
    header = fields.one(document.message, "GrpHdr")
    if header is None or not fields.text(header, "MsgId"):
        fields.note(document.message, "GrpHdr, MsgId", "", "is missing; a message has an id")
        return
    check_day(fields, header, today)
    check_page(fields, header, "MsgPgntn")


def check_day(fields: Fields, element: Element, today: date) -> None:
    created = fields.day(element, "CreDtTm", fields.text(element, "CreDtTm"))
    if created and created > today:
        fields.note(element, "CreDtTm", str(created), f"is after today, {today}")


def check_page(fields: Fields, element: Element, name: str) -> None:
    page = fields.one(element, name)
    if page is not None and (fields.text(page, "PgNb").lstrip("0"), fields.text(page, "LastPgInd")) not in (
        ("1", "true"),
        ("1", "1"),
    ):
        rule = "is a page of a longer statement, and balances hold only over all; ask the bank for it in one piece"
        fields.note(page, name, fields.text(page, "PgNb"), rule)


def account_of(fields: Fields, statement: Element) -> str:
    """IBAN, or the bank's own number, as machines write it."""
    iban, other = fields.one(statement, "Acct/Id/IBAN"), fields.text(statement, "Acct/Id/Othr/Id")
    if iban is not None:
        if fault := iban_fault(words(iban)):
            fields.note(iban, "IBAN", words(iban), fault)
    elif fault := fault_of(other, MOST_ID) or ("" if other else "is missing; a statement is of an account"):
        fields.note(statement, "Acct, Id", other, fault)
    return plain_account(other if iban is None else words(iban))
