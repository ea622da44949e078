# SPDX-License-Identifier: Apache-2.0
"""The words in which judgements of attestors are tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.judgement import Judgement
from regalia.oracle.proposal import Proposal, report_from_leaves
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.oracle.receipt_tree import salted
from regalia.oracle.refusal import Rule
from regalia.oracle.report import RoyaltyReport
from tests.oracle.panel import Panel
from tests.oracle.papers import Folder

Papers = dict[str, Folder]


def remade(proposal: Proposal, panel: Panel, change: Callable[[list[ReceiptLeaf]], list[ReceiptLeaf]]) -> Proposal:
    """A proposal that holds together, of other leaves."""
    leaves, report = salted(change(list(proposal.leaves)), proposal.seed), proposal.report
    assert isinstance(report, RoyaltyReport)
    target = report.reserve_target if report.has_target else None
    made = report_from_leaves(leaves, panel.program, report.deal, report.period, report.epoch, target)
    return replace(proposal, report=made, leaves=leaves)


def told(judgement: Judgement, rule: Rule) -> str:
    """What a rule has against it; nothing else may have anything."""
    assert {objection.rule for objection in judgement.objections} == {rule}
    return "\n".join(objection.detail for objection in judgement.objections)


def rules(judgement: Judgement) -> set[Rule]:
    return {objection.rule for objection in judgement.objections}


def at(panel: Panel, papers: Papers, name: str, **more: object) -> DocumentAttestor:
    return panel.attestor(name, papers[name].path, **more)  # type: ignore[arg-type]
