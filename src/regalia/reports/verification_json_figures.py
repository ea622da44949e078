# SPDX-License-Identifier: Apache-2.0
"""Figures in the file of a verification for programs, each with where on the chain it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regalia.chain.record import DeploymentRecord
from regalia.ledger.place import Place
from regalia.ledger.recomputed import DateFound, HolderFound
from regalia.ledger.verification import Verification

Amount = Callable[[int], dict[str, str]]
"""Both forms of an amount."""


def date_facts(done: DateFound, amount: Amount) -> dict[str, Any]:
    def each(amounts: Mapping[str, int]) -> dict[str, dict[str, str]]:
        return {name: amount(units) for name, units in amounts.items()}

    return {
        "period": done.period,
        "collected": done.collected,
        "scheduled": done.scheduled.isoformat(),
        "received": amount(done.received),
        "restated": amount(done.restated),
        "available": amount(done.available),
        "to_tranches": each(done.tranches),
        "to_payees": each(done.payees),
        "into_accounts": each(done.accounts),
        "to_facilities": each(done.facilities),
        "left": amount(done.left),
        "outstanding": each(done.balances),
        "list_after_default": done.accelerated,
        "report": {
            "missing": done.missing,
            "evidence_root": done.evidence_root,
            "signers": list(done.signers),
            **place_facts(done.reported),
        },
        "executed": place_facts(done.executed),
    }


def tranche_facts(found: Verification, amount: Amount) -> list[dict[str, Any]]:
    ledger = found.ledger
    if ledger is None:
        return []
    tranches = []
    for i, (tranche, book) in enumerate(ledger.books.items()):
        token = ledger.record.tokens.get(tranche)
        holdings = [holder for holder in found.holders if holder.tranche == tranche]
        tranches.append(
            {
                "tranche": tranche,
                "token": token.address if token else None,
                "units": str(book.supply),
                "holders": sum(1 for holder in holdings if holder.units),
                "outstanding": amount(ledger.deal.state.balance[i]),
                "owed": amount(sum(holder.owed for holder in holdings)),
                "block": found.last_block,
            }
        )
    return tranches


def holder_facts(holder: HolderFound, amount: Amount) -> dict[str, Any]:
    return {
        "tranche": holder.tranche,
        "holder": holder.holder,
        "units": str(holder.units),
        "frozen": str(holder.frozen),
        "income": amount(holder.income),
        "by_order": amount(holder.carried),
        "claimed": amount(holder.claimed),
        "tax": amount(holder.tax),
        "owed": amount(holder.owed),
        "events": {
            "bids": holder.bids,
            "deliveries": holder.deliveries,
            "moves": holder.moves,
            "payments": holder.payments,
            "claims": holder.claims,
        },
        "last": None if holder.last is None else place_facts(holder.last),
    }


def claim_facts(found: Verification, amount: Amount) -> list[dict[str, Any]]:
    return [
        {
            "claimant": claim.claimant,
            "tranche": claim.tranche,
            "amount": amount(claim.amount),
            "tax": amount(claim.tax),
            "net": amount(claim.net),
            **place_facts(claim.place),
        }
        for claim in (found.ledger.claims if found.ledger else ())
    ]


def payee_facts(record: DeploymentRecord, found: Verification, amount: Amount) -> list[dict[str, Any]]:
    if found.ledger is None:
        return []
    parties = {address: party for party, address in record.payees.items()}
    addresses = dict.fromkeys((*record.payees.values(), *found.ledger.payables))
    return [
        {
            "party": parties.get(who),
            "address": who,
            "owed": amount(found.ledger.payables.get(who, 0)),
            "block": found.last_block,
        }
        for who in addresses
    ]


def place_facts(place: Place) -> dict[str, Any]:
    """Where on the chain; ``time`` in seconds since 1970."""
    return {
        "block": place.block_number,
        "transaction": place.transaction_hash,
        "log_index": place.log_index,
        "time": place.timestamp,
    }
