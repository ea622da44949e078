# SPDX-License-Identifier: Apache-2.0
"""A servicer's folder with a proposal in it, for the tests of ``regalia receipts``."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from regalia.cli import main as entry
from regalia.domain.compile import compile_terms
from regalia.domain.terms import load_terms
from regalia.oracle.documents import proposal_to_json
from regalia.oracle.proposal import Proposal, report_from_leaves
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted
from regalia.oracle.typed_data import SigningDomain
from tests.mills import DEAL
from tests.oracle.leaves import ONE, SEED, leaf

Captured = pytest.CaptureFixture[str]
PERIOD = 237
"""2023Q4 of the Mills Music Trust."""
INVOICE = leaf(
    kind=LeafKind.INVOICE,
    licence="expenses",
    period=PERIOD,
    amount=5 * 10**6,
    reference="INV-9",
    gross=5 * ONE,
    net=5 * ONE,
    deductions=0,
)
RECEIPTS = (
    leaf(period=PERIOD),
    leaf(licence="sony", period=PERIOD, reference="SME-1", amount=1),
    leaf(licence="sony", period=PERIOD - 1, reference="SME-0", amount=2),
    INVOICE,
)


def proposal(domain: SigningDomain, deal: str, receipts: tuple[ReceiptLeaf, ...] = RECEIPTS) -> Proposal:
    leaves = salted((replace(one, net=one.gross - one.deductions) for one in receipts), SEED)
    report = report_from_leaves(leaves, compile_terms(load_terms(DEAL)), deal, PERIOD, epoch=1)
    return Proposal(report, SEED, leaves, domain)


@dataclass(frozen=True)
class Desk:
    """A folder of the servicer's with the proposal in it."""

    folder: Path

    def put(self, proposed: Proposal) -> Desk:
        (self.folder / "proposal.json").write_text(proposal_to_json(proposed), encoding="utf-8")
        return self

    def prove(self, *options: str) -> int:
        proposed, out = self.folder / "proposal.json", self.folder / "proof.json"
        return entry.run(["receipts", "prove", str(proposed), "--out", str(out), *options])

    @property
    def proof(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "proof.json").read_text(encoding="utf-8"))
        return found


def error_of(capsys: Captured) -> str:
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err and "unexpected" not in printed.err
    return printed.err
