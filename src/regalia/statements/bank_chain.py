# SPDX-License-Identifier: Apache-2.0
"""Statements of an account one after the other: each opens with what the one before closed with; none is missing, none there twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from regalia.statements.camt053 import CamtStatement
from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import BankStatement
from regalia.statements.printed import printed

MOST_QUIET_DAYS = 5
"""Days without a statement that pass as a long weekend, where statements aren't numbered and no movement shows that one is missing."""


def check_chain(statements: Iterable[BankStatement]) -> None:
    """StatementError lists every break, whatever the order they are given in. Accounts and currencies stand for themselves."""
    chains = dict[tuple[str, str], list[BankStatement]]()
    for statement in statements:
        chains.setdefault((statement.account, statement.currency), []).append(statement)
    problems = list[Problem]()
    for (account, _), chain in chains.items():
        chain.sort(key=lambda statement: (statement.opened_on, statement.closed_on, _number(statement) or 0))
        for before, after in pairwise(chain):
            if rule := _break_between(before, after):
                problems.append(Problem(0, f"account {account}", after.source.name, rule))
        problems += _ids_twice(account, chain)
    if problems:
        raise StatementError("bank statements", problems)


def _ids_twice(account: str, chain: list[BankStatement]) -> Iterable[Problem]:
    """The bank's id twice, but not one after the other (that is told as a break)."""
    seen = dict[str, CamtStatement]()
    for place, statement in enumerate(chain):
        if isinstance(statement, CamtStatement) and statement.id:
            first = seen.setdefault(statement.id, statement)
            if first is not statement and chain[place - 1] is not first:
                rule = f"has the id {statement.id} of the statement in {first.source.name} too; keep one of the two"
                yield Problem(0, f"account {account}", statement.source.name, rule)


def _break_between(before: BankStatement, after: BankStatement) -> str:
    """What is wrong with ``after`` coming next, or ""."""
    span = f"{before.opened_on} to {before.closed_on} ({before.source.name})"
    if _same(before, after):
        return f"is the statement of {span} again; keep one of the two"
    if after.opened_on < before.closed_on:
        return f"opens on {after.opened_on}, inside the statement of {span}: entries would count twice"
    if after.opening != before.closing:
        told = f"{printed(after.opening)}, and the one of {span} closes with {printed(before.closing)}"
        return f"opens with {told}: a statement between them is missing, or one was changed"
    number, next_number = _number(before), _number(after)
    if number is not None and next_number is not None:
        new_year = next_number == 1 and after.closed_on.year > before.opened_on.year
        if next_number != number + 1 and not new_year:
            return f"is number {next_number}, and the one of {span} number {number}: they don't follow each other"
    elif (after.opened_on - before.closed_on).days > MOST_QUIET_DAYS:
        return f"opens on {after.opened_on}, and the one of {span} ends days before: one between them is missing"
    return ""


def _same(before: BankStatement, after: BankStatement) -> bool:
    if isinstance(before, CamtStatement) and isinstance(after, CamtStatement) and before.id and before.id == after.id:
        return True
    spans = [(each.opened_on, each.closed_on, each.opening, each.closing) for each in (before, after)]
    return spans[0] == spans[1]


def _number(statement: BankStatement) -> int | None:
    return statement.number if isinstance(statement, CamtStatement) else None
