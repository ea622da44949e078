# SPDX-License-Identifier: Apache-2.0
"""What ``regalia doctor`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from regalia.chain.connection import place
from regalia.chain.record import DeploymentRecord
from regalia.servicing.health.finding import Finding, Level


def text(rpc: str, record: DeploymentRecord | None, findings: Sequence[Finding], following: str) -> str:
    """A finding a line, its remedy below it; the next command at the end."""
    blocks = [finding.block for finding in findings if finding.block is not None]
    about = f"deal {record.deal_id}, " if record else ""
    lines = [f"{about}node {place(rpc)}" + (f", as of block {max(blocks)}" if blocks else ""), ""]
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        lines.append(f"{finding.level:<5} {finding.check:<{width}}  {_plain(finding.found)}")
        if finding.remedy:
            lines.append(f"{'':<5} {'':<{width}}  → {_plain(finding.remedy)}")
    counts = Counter(finding.level for finding in findings)
    told = ", ".join(f"{counts[level]} {level}" for level in Level)
    lines += ["", f"{len(findings)} looked at: {told}"]
    if '"$RPC"' in following or '"$DB"' in following:
        lines += ["", "An address that could hold a key or a password is left out: set RPC (or DB) to it first."]
    return "\n".join([*lines, "", "type next:", f"  {following}"])


def _plain(told: str) -> str:
    """A node, or a token, can say anything: nothing that would move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in told)


def facts(
    record: DeploymentRecord | None, chain_id: int, findings: Sequence[Finding], following: str
) -> dict[str, object]:
    """The same for programs."""
    counts = Counter(finding.level for finding in findings)
    return {
        "ok": not counts[Level.FAIL],
        "deal": record.deal_id if record else None,
        "chain_id": chain_id or None,
        "counts": {str(level): counts[level] for level in Level},
        "findings": [
            {
                "check": finding.check,
                "level": str(finding.level),
                "found": finding.found,
                "block": finding.block,
                "remedy": finding.remedy or None,
            }
            for finding in findings
        ],
        "next": following,
    }
