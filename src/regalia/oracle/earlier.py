# SPDX-License-Identifier: Apache-2.0
"""Leaves of other reports, so that no money is reported twice. The evidence root on chain shows which proposal a report was made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.oracle.receipt_tree import NO_RECEIPTS
from regalia.oracle.standing import NOTHING, Standing


@dataclass(frozen=True)
class Earlier:
    """``unknown`` are periods whose report stands, but whose proposal is nowhere to be found: of these only the sums are known.
    ``texts`` are those behind the hashes of ``leaves``.
    """

    leaves: tuple[ReceiptLeaf, ...] = ()
    unknown: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def first_known(self) -> int:
        """What belongs to earlier periods may have been taken by a report that is not known leaf by leaf."""
        return max(self.unknown, default=0) + 1


def earlier_leaves(standing: Iterable[Standing], known: Iterable[Proposal], but: int) -> Earlier:
    """Of all reports that stand but that of period ``but``. ``known`` have been checked (``Proposal.checked``), from wherever they come."""
    by_root = {proposal.report.evidence_root: proposal for proposal in known}
    leaves: list[ReceiptLeaf] = []
    unknown, texts = [], set[str]()
    for report in standing:
        if report.period == but or report.root in (NO_RECEIPTS, NOTHING):
            continue
        if (proposal := by_root.get(report.root)) is None:
            unknown.append(report.period)
        else:
            leaves += proposal.leaves
            texts.update(proposal.texts)
    return Earlier(tuple(leaves), tuple(unknown), tuple(sorted(texts)))
