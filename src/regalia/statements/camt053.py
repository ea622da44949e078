# SPDX-License-Identifier: Apache-2.0
"""Bank statements as ISO 20022 camt.053 messages (versions 02, 04 and 08), by pycamt, and what it doesn't check.

A file may have statements of several accounts; each stands for itself. Only booked entries count. Read are: a whole message (no
page of one), balances that its entries lead from one to the other, in one currency. Opening is OPBD, or PRCD of the day before.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from regalia.statements.camt_balances import check_sum, check_summary, read_balances
from regalia.statements.camt_entries import Entries, Entry
from regalia.statements.camt_fields import Fields
from regalia.statements.camt_header import MOST_ID, account_of, check_day, check_header, check_page
from regalia.statements.camt_xml import Document, Element, read_document
from regalia.statements.iban import plain_account
from regalia.statements.model import BankStatement
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import fault_of

Note = Callable[[str], None]
"""Takes a sentence about something that is no problem, but that a servicer should know."""
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True)
class CamtStatement(BankStatement):
    """``id`` is the bank's for the statement, ``number`` counts its statements of the account, None where it doesn't tell."""

    id: str = ""
    number: int | None = None


def read_camt053(
    path: Path, *, account: str | None = None, today: date | None = None, note: Note | None = None
) -> tuple[CamtStatement, ...]:
    """Its statements in file order; only those of ``account`` where one is named. StatementError lists all that is wrong."""
    problems = ProblemList(path.name)
    document = read_document(path, problems)
    fields = Fields(document.namespace, problems)
    today = today or datetime.now(UTC).date()
    check_header(fields, document, today)
    wanted, found, others = None if account is None else plain_account(account), list[CamtStatement](), list[str]()
    for element in fields.all(document.message, "Stmt"):
        of = account_of(fields, element)
        if wanted is not None and of != wanted:
            others.append(of)
            continue
        statement = _statement(fields, document, element, of, today, note)
        if statement is not None:
            found.append(statement)
    if not found and not problems:
        told = (
            f"has no statement of {wanted}; it is of {', '.join(sorted(set(others)))}" if others else "has no statement"
        )
        problems.note(0, "Stmt", "", told)
    problems.refuse()
    return tuple(found)


def _statement(
    fields: Fields, document: Document, element: Element, account: str, today: date, note: Note | None
) -> CamtStatement | None:
    """None where it can't be read; what is wrong is noted."""
    name = fields.text(element, "Id")
    if fault := fault_of(name, MOST_ID) or ("" if name else "is missing; the bank gives each statement one"):
        fields.note(element, "Stmt, Id", name, fault)
    if fields.one(element, "CreDtTm") is not None:
        check_day(fields, element, today)
    check_page(fields, element, "StmtPgntn")
    balances = read_balances(fields, element)
    if balances is None:
        return None
    closed_on = balances.closing.day
    if closed_on > today:
        fields.note(balances.closing.element, "Bal CLBD, Dt", str(closed_on), f"is after today, {today}")
    entries = Entries(fields, account, balances.currency, balances.opened_on, closed_on, document.source)
    left, booked = deque(fields.all(element, "Ntry")), list[Entry]()
    number_of = len(left)
    while left:  # each element is let go once it is read
        entry = entries.read(left.popleft(), document.version)
        booked += [] if entry is None else [entry]
    if len(booked) + entries.pending == number_of:  # else an entry is wrong, and so are the sums
        amounts = [entry.amount for entry in booked]
        check_sum(fields, balances, amounts)
        check_summary(fields, element, amounts, entries.pending > 0)
    _tell(document.source.name, entries, name, note)
    number = fields.text(element, "ElctrncSeqNb") or fields.text(element, "LglSeqNb")
    if number and not _NUMBER.fullmatch(number):
        fields.note(element, "ElctrncSeqNb", number, "must be a whole number")
    return CamtStatement(
        source=document.source,
        account=account,
        currency=balances.currency,
        opened_on=balances.opened_on,
        closed_on=closed_on,
        opening=balances.opening,
        closing=balances.closing.amount,
        lines=tuple(line for entry in booked for line in entry.lines),
        id=name,
        number=int(number) if _NUMBER.fullmatch(number) else None,
    )


def _tell(file: str, entries: Entries, statement: str, note: Note | None) -> None:
    if note and entries.pending:
        note(f"{file}: statement {statement} has entries that are not booked yet; left out: {entries.pending:,}")
    if note and entries.unsplit:
        rule = f"has batches that don't tell their payments' amounts, each is one line: {entries.unsplit:,}"
        note(f"{file}: statement {statement} {rule}")
