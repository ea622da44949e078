# SPDX-License-Identifier: Apache-2.0
"""A restatement against what stands of its period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regalia.oracle.leaf_text import LeafText
from regalia.oracle.proposal import Proposal
from regalia.oracle.proposal_faults import total
from regalia.oracle.receipt_leaf import LeafKind
from regalia.oracle.refusal import Objection, Rule
from regalia.oracle.restatement import Restatement
from regalia.oracle.standing import Standing


def correction_objections(
    proposal: Proposal, report: Restatement, standing: Sequence[Standing], text: LeafText
) -> Iterator[Objection]:
    """The deltas lead from what stands to what the leaves give, and what stands is what it says it corrects."""
    before = next((s for s in standing if s.period == report.period), None)
    if before is None:
        yield Objection(Rule.CORRECTION, f"period {report.period}: there is no report of it that could be corrected")
        return
    if report.corrects != before.root:
        told = f"corrects 0x{report.corrects.hex()}, what stands is 0x{before.root.hex()}"
        yield Objection(Rule.CORRECTION, f"period {report.period}: {told}")
    sums = (
        ("royalties", LeafKind.ROYALTY, before.received, report.received),
        ("other income", LeafKind.OTHER_INCOME, before.other_income, report.other_income),
    )
    for what, kind, stands, delta in sums:
        now = total(proposal.leaves, kind)
        if now - stands != delta:
            told = f"the leaves give {text.money(now)}, {text.money(stands)} stands"
            yield Objection(Rule.CORRECTION, f"{what}: {told}, the change said is {text.money(delta)}")
