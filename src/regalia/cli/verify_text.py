# SPDX-License-Identifier: Apache-2.0
"""What ``regalia verify`` prints: a summary for people, and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.comparison import GROUPS, Difference
from regalia.ledger.verification import Verification
from regalia.printing import table
from regalia.reports.verification_json_roles import role_facts

SHOWN = 10
"""Differences printed for people; ``--json`` has all of them."""


def summary_facts(record: DeploymentRecord, result: Verification) -> dict[str, Any]:
    """What ``--json`` prints."""
    first = result.first_difference
    return {
        "ok": result.ok,
        "deal": record.deal_id,
        "address": record.deal.address,
        "chain_id": record.chain_id,
        "blocks": {"first": result.first_block, "last": result.last_block, "last_hash": result.last_block_hash},
        "events": result.events,
        "periods": result.periods,
        "comparisons": result.comparisons,
        "compared": {group: result.counts.get(group, 0) for group in GROUPS},
        "compared_blocks": {group: result.spans.get(group) for group in GROUPS},
        "surplus": asdict(result.surplus) if result.surplus else None,
        "first_difference": asdict(first) if first else None,
        "differences": [asdict(difference) for difference in result.differences],
        "roles": role_facts(result.roles) if result.roles else None,
    }


def summary_text(record: DeploymentRecord, terms: Terms, result: Verification) -> str:
    differ = Counter(difference.group for difference in result.differences)
    rows = [(what, f"{result.counts.get(group, 0):,}", f"{differ[group]:,}") for group, what in GROUPS.items()]
    lines = [
        f"{terms.name}",
        f"deal {record.deal.address} on chain {record.chain_id}, blocks {result.first_block} to {result.last_block} "
        f"({result.last_block_hash})",
        f"{result.events} events, {result.periods} payment dates",
        "",
        table(("compared", "figures", "differ"), rows, "lrr"),
        "",
    ]
    if result.surplus and result.surplus.escrow > 0:
        surplus = f"{terms.money.format(result.surplus.escrow)} {terms.money.code}"
        lines += [f"The escrow holds {surplus} that no book owes: somebody gave it away.", ""]
    if result.roles and result.roles.notes:
        lines += ["Who holds which role, to think about:", *(f"  {note}" for note in result.roles.notes), ""]
    return "\n".join(lines + _verdict(result))


def time_text(result: Verification) -> str:
    """How long each stage took."""
    spent = result.milliseconds
    stages = ", ".join(f"{stage} {_seconds(took)}" for stage, took in spent.items())
    return f"read in {_seconds(sum(spent.values()))} s ({stages})"


def _seconds(milliseconds: int) -> str:
    tenths = (milliseconds + 50) // 100
    return f"{tenths // 10}.{tenths % 10}"


def _verdict(result: Verification) -> list[str]:
    first = result.first_difference
    if first is None:
        return [f"verified: {result.comparisons:,} comparisons, no difference"]
    found = len(result.differences)
    where = "the record and the deal file" if first.block is None else f"block {first.block}"
    lines = [f"first difference in the order of the chain, in {where}:", f"  {first}", ""]
    lines.append(f"NOT verified: {found:,} of {result.comparisons:,} comparisons differ")
    lines += [f"  {difference}" for difference in _money_first(result.differences)[:SHOWN]]
    if found > SHOWN:
        lines.append(f"  and {found - SHOWN:,} more; --json has them all")
    return lines


def _money_first(differences: tuple[Difference, ...]) -> list[Difference]:
    """The first period and step in which money went another way says more than what followed from it."""
    return sorted(differences, key=lambda difference: difference.group != "steps")
