# SPDX-License-Identifier: Apache-2.0
"""What attestors leave in an exchange: proposals without receipts, and signatures beside them."""

from __future__ import annotations

from eth_account.signers.local import LocalAccount

from regalia.oracle.attestation import Attestation
from regalia.oracle.exchange import Exchange
from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_tree import NO_RECEIPTS
from regalia.oracle.typed_data import SigningDomain
from tests.oracle.stage import ATTESTORS, attest
from tests.relay.stage import THRESHOLD, Stage

NOTHING = {"received": 0, "other_income": 0, "invoices": (0, 0), "evidence_root": NO_RECEIPTS}


def proposal(
    stage: Stage, period: int = 1, deal: str | None = None, domain: SigningDomain | None = None, epoch: int = 1
) -> Proposal:
    """Of a quarter in which nothing came in."""
    report = stage.report(period, deal, epoch=epoch, **NOTHING)
    return Proposal(report, bytes(32), (), domain or stage.domain)


def restating(stage: Stage, number: int = 1, deal: str | None = None, epoch: int = 1) -> Proposal:
    """That nothing came in after all in the first quarter."""
    report = stage.restatement(number, deal, epoch=epoch, evidence_root=NO_RECEIPTS)
    return Proposal(report, bytes(32), (), stage.domain)


def sign(exchange: Exchange, stage: Stage, given: Proposal, *signers: LocalAccount) -> None:
    """By default the first three attestors."""
    for signer in signers or ATTESTORS[:THRESHOLD]:
        signed = attest(given.report, given.domain, signer)
        exchange.attest(given.digest, Attestation(signed.signer, signed.signature))


def leave(exchange: Exchange, stage: Stage, given: Proposal, *signers: LocalAccount) -> None:
    exchange.publish(given)
    sign(exchange, stage, given, *signers)
