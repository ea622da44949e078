# SPDX-License-Identifier: Apache-2.0
"""The report of a verification for programs. ``docs/verifying.md`` says what each key is; the version changes when one does."""

from __future__ import annotations

from typing import Any

from regalia import __version__
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, terms_hash
from regalia.ledger.comparison import GROUPS, Difference
from regalia.ledger.verification import Verification
from regalia.printing import to_json
from regalia.reports.verification_json_figures import (
    Amount,
    claim_facts,
    date_facts,
    holder_facts,
    payee_facts,
    tranche_facts,
)
from regalia.reports.verification_json_roles import role_facts

SCHEMA = "regalia-verification"
SCHEMA_VERSION = 1


def verification_json(record: DeploymentRecord, terms: Terms, found: Verification) -> str:
    """The text of the file: the same for the same chain, block, record and deal file."""
    return to_json(verification_facts(record, terms, found)) + "\n"


def verification_facts(record: DeploymentRecord, terms: Terms, found: Verification) -> dict[str, Any]:
    """As plain values. An amount is ``decimal``, in whole currency with all its decimals, and ``units``, in its smallest: both as text."""

    def amount(units: int) -> dict[str, str]:
        return {"decimal": f"{terms.money.to_decimal(units):f}", "units": str(units)}

    first = found.first_difference
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "release": __version__,
        "verified": found.ok,
        "deal": _deal(record, terms),
        "blocks": {
            "first": found.first_block,
            "last": found.last_block,
            "last_hash": found.last_block_hash,
            "last_time": found.last_timestamp,
        },
        "events": found.events,
        "comparisons": found.comparisons,
        "groups": _groups(found),
        "first_difference": None if first is None else _difference(first),
        "differences": [_difference(difference) for difference in found.differences],
        "payment_dates": [date_facts(done, amount) for done in found.payment_dates],
        "tranches": tranche_facts(found, amount),
        "holders": [holder_facts(holder, amount) for holder in found.holders],
        "claims": claim_facts(found, amount),
        "payees": payee_facts(record, found, amount),
        "surplus": _surplus(found, amount),
        "roles": None if found.roles is None else role_facts(found.roles),
    }


def _deal(record: DeploymentRecord, terms: Terms) -> dict[str, Any]:
    return {
        "id": record.deal_id,
        "name": terms.name,
        "address": record.deal.address,
        "chain_id": record.chain_id,
        "genesis_hash": record.genesis_hash,
        "terms_hash": "0x" + terms_hash(terms).hex(),
        "made": {"block": record.block_number, "transaction": record.transaction_hash},
        "currency": {"code": terms.money.code, "decimals": terms.money.decimals},
    }


def _groups(found: Verification) -> list[dict[str, Any]]:
    differ = [difference.group for difference in found.differences]
    groups = []
    for group, what in GROUPS.items():
        first, last = found.spans.get(group, (None, None))
        groups.append(
            {
                "group": group,
                "what": what,
                "comparisons": found.counts.get(group, 0),
                "differences": differ.count(group),
                "first_block": first,
                "last_block": last,
            }
        )
    return groups


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "group": difference.group,
        "where": difference.where,
        "what": difference.what,
        "expected": difference.expected,
        "found": difference.found,
        "block": difference.block,
        "transaction": difference.transaction,
    }


def _surplus(found: Verification, amount: Amount) -> dict[str, Any] | None:
    surplus = found.surplus
    return None if surplus is None else {"escrow": amount(surplus.escrow), "offering": amount(surplus.offering)}
