# SPDX-License-Identifier: Apache-2.0
"""A story with what a report on a payment date tells of holders: what they claimed, the tax withheld, and what its authority is owed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, func, select

from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.schema import event
from regalia.ledger.model import Claim, DealLedger
from regalia.ledger.place import Place
from regalia.ledger.story.typed import events_of

MOST = 20_000
"""Claims that are told: of more than these a page makes no report."""
_CLAIMED, _WITHDRAWN = "IncomeClaimed", "PayableClaimed"


def can_be_told(connection: Connection, deal: IndexedDeal, ledger: DealLedger) -> bool:
    """A deal without withholding tells no claims. An authority that is paid for something else, too, is left to the replay."""
    if ledger.tax_authority is None:
        return True
    if ledger.tax_authority in ledger.record.payees.values():
        return False
    query = select(func.count()).where(event.c.deal == deal.id, event.c.name.in_((_CLAIMED, _WITHDRAWN)))
    return (connection.scalar(query) or 0) <= MOST


def with_claims(connection: Connection, deal: IndexedDeal, until: int, ledger: DealLedger) -> DealLedger:
    """Another ledger, the same but for claims and for what the authority was owed on each date."""
    authority = ledger.tax_authority
    if authority is None:
        return ledger
    tranches = {token.address: tranche for tranche, token in deal.record.tokens.items()}
    claims, balances, owed = [], list[tuple[Place, int]](), 0
    for told in events_of(connection, deal.id, until, (_CLAIMED, _WITHDRAWN)):
        args, place = told.args, Place.of(told)
        if told.name == _CLAIMED:
            tranche = tranches.get(args["token"])
            claims.append(Claim(args["holder"], tranche, args["gross"], place, tax=args["tax"]))
            owed += args["tax"]
        elif args["payee"] == authority:
            owed -= args["amount"]
        balances.append((place, owed))
    dates = []
    for done in ledger.dates:
        before = [balance for place, balance in balances if place.position < done.executed.position]
        dates.append(replace(done, owed_to_authority=before[-1] if before else 0))
    return replace(ledger, claims=claims, dates=dates)
