# SPDX-License-Identifier: Apache-2.0
"""What an attestor has not looked at: said before it signs, and only where its evidence file leaves it to the others."""

from __future__ import annotations

from regalia.domain.program import Program, StepFlag
from regalia.oracle.evidence_file import EvidenceFile, LeftTo
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import Signable

_WORDS: dict[LeftTo, str] = {
    "statements": "statements of all licences",
    "bank": "bank statements",
    "invoices": "invoices",
    "reserve-target": "what the trustee set the reserve to",
}


def not_held(file: EvidenceFile, report: Signable, program: Program) -> tuple[LeftTo, ...]:
    """Parts of the report that its own documents say nothing of."""
    parts: list[LeftTo] = []
    if file.covered != {licence.id for licence in file.licences}:
        parts.append("statements")
    if not file.bank:
        parts.append("bank")
    if file.invoices is None and program.invoiced_steps:
        parts.append("invoices")
    if file.reserve_targets is None and _sets_target(report, program):
        parts.append("reserve-target")
    return tuple(parts)


def in_words(part: LeftTo) -> str:
    return _WORDS[part]


def _sets_target(report: Signable, program: Program) -> bool:
    if not isinstance(report, RoyaltyReport):
        return False
    return report.has_target or any(StepFlag.SET_BY_REPORT in step.flags for step in program.all_steps)
