# SPDX-License-Identifier: Apache-2.0
"""Statements of a ledger as it is right now."""

from __future__ import annotations

from regalia.ledger.model import DealLedger
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.reports import Statement, statement_for


def statement_of(ledger: DealLedger, holder: str) -> Statement:
    return statement_for(ReplayedBooks(ledger), holder)


def holders_of(ledger: DealLedger) -> tuple[str, ...]:
    return ReplayedBooks(ledger).wallets()
