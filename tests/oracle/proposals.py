# SPDX-License-Identifier: Apache-2.0
"""Proposals that hold together, without a chain."""

from __future__ import annotations

from typing import Any

from eth_account.signers.local import LocalAccount

from regalia.oracle.attestation import Attestation
from regalia.oracle.proposal import OpenPayment, Proposal, report_from_leaves
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted
from regalia.oracle.typed_data import Signable, SigningDomain, signable
from tests.domain.small_deals import PASS_THROUGH
from tests.oracle.leaves import ONE, SEED, leaf
from tests.oracle.stage import ATTACKER, DEAL
from tests.support.roles import key_of

DOMAIN = SigningDomain(31337, ATTACKER)
ROYALTY = leaf(licence="emi", reference="EMI-1")
LEAVES = (
    ROYALTY,
    leaf(
        kind=LeafKind.OTHER_INCOME,
        licence="interest",
        reference="INT-1",
        gross=7 * ONE,
        deductions=0,
        net=7 * ONE,
        amount=7 * 10**6,
    ),
    leaf(
        kind=LeafKind.INVOICE,
        licence="expenses",
        reference="INV-1",
        gross=10 * ONE,
        deductions=0,
        net=10 * ONE,
        amount=10**7,
    ),
)
TEXTS = ("emi", "EMI-1", "interest", "INT-1", "expenses", "INV-1")


def proposal(leaves: tuple[ReceiptLeaf, ...] = LEAVES, seed: bytes = SEED, epoch: int = 1, **more: Any) -> Proposal:
    """Of period 1 of the pass-through deal."""
    made = salted(leaves, seed)
    report = report_from_leaves(made, PASS_THROUGH, DEAL, 1, epoch, 20 * 10**6)
    more.setdefault("texts", TEXTS)
    return Proposal(report, seed, made, DOMAIN, **more)


OPEN = OpenPayment(bytes([1]) * 32, bytes(32), 5, "no-statement")


def sign(report: Signable, domain: SigningDomain, signer: LocalAccount) -> Attestation:
    """A report or a restatement, by whom checks nothing."""
    return Attestation(signer.address, bytes(signer.sign_message(signable(report, domain)).signature))


def signed_by(role: str, given: Proposal) -> Attestation:
    return sign(given.report, given.domain, key_of(role))
