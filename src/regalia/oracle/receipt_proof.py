# SPDX-License-Identifier: Apache-2.0
"""Proves one receipt of a report, and holds such a proof against the report that was accepted on chain."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.errors import RegaliaError
from regalia.oracle.acceptance import Acceptance
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.oracle.receipt_proof_words import FORMAT, ReceiptProof, ReceiptProofError
from regalia.oracle.receipt_tree import ReceiptTree, verify
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain

__all__ = ["NotProvedError", "ReceiptProof", "ReceiptProofError", "check_place", "check_proof", "proof_of"]


class NotProvedError(RegaliaError, ValueError):
    """A well-formed proof that proves nothing of what was accepted; the message says in what it differs."""


def proof_of(
    report: RoyaltyReport,
    domain: SigningDomain,
    tree: ReceiptTree,
    leaf: ReceiptLeaf,
    licence: str,
    reference: str | None = None,
) -> ReceiptProof:
    """The proof of one leaf of a report. Raises ``NotProvedError`` when the tree is not the report's, ``LeafMissingError`` and
    ``ReceiptProofError``.
    """
    if tree.root != report.evidence_root:
        raise NotProvedError(
            f"evidence root: the report has 0x{report.evidence_root.hex()}, its {len(tree.leaves):,} leaves give 0x{tree.root.hex()}",
            "Take the proposal as it was signed.",
        )
    return ReceiptProof.made(
        format=FORMAT,
        chain_id=domain.chain_id,
        oracle=domain.oracle,
        deal=report.deal,
        period=report.period,
        epoch=report.epoch,
        evidence_root=report.evidence_root,
        licence=licence,
        reference=reference,
        leaf=vars(leaf),
        proof=tree.proof(leaf),
    )


def check_place(document: ReceiptProof, domain: SigningDomain, deal: str) -> None:
    """The proof must be of this deal, oracle and chain. Raises ``NotProvedError``."""
    _same(
        ("chain id", document.chain_id, domain.chain_id),
        ("oracle", document.oracle, domain.oracle),
        ("deal", document.deal, deal),
        hint="Take the record of the deal the proof is of.",
    )


def check_proof(document: ReceiptProof, acceptance: Acceptance) -> None:
    """The leaf must be part of the report that was accepted. Raises ``NotProvedError`` with every difference.

    Chain and oracle are the caller's to look at (``check_place``): an acceptance doesn't tell where it was read.
    """
    report = acceptance.report
    _same(
        ("deal", document.deal, report.deal),
        ("period", document.period, report.period),
        ("epoch", document.epoch, report.epoch),
        ("evidence root", document.evidence_root, report.evidence_root),
        hint="The proof is of a report that was not accepted. Ask for one of the report that was.",
    )
    if not verify(report.evidence_root, document.leaf.leaf, document.proof):
        raise NotProvedError(
            f"leaf and proof don't hash to the evidence root 0x{report.evidence_root.hex()}",
            "The receipt, its salt or the proof was altered: it is not part of the report as it stands here.",
        )


def _same(*pairs: tuple[str, object, object], hint: str) -> None:
    found = list(_differences(pairs))
    if found:
        raise NotProvedError("\n".join(found), hint)


def _differences(pairs: tuple[tuple[str, object, object], ...]) -> Iterator[str]:
    for what, said, is_ in pairs:
        if said != is_:
            yield f"{what}: the proof says {_text(said)}, it is {_text(is_)}"


def _text(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
