# SPDX-License-Identifier: Apache-2.0
"""What the oracle's offices do to reports and signatures."""

from __future__ import annotations

from collections.abc import Sequence

from eth_account.signers.local import LocalAccount

from regalia.chain.transact import call, send
from tests.relay.stage import THRESHOLD, Stage

DAY = 86_400
APPEAL_TIME = ROTATION_DELAY = 3 * DAY
EVIDENCE = REASON = bytes(32)


def void(stage: Stage, deal: str | None = None) -> str:
    """The governor makes all signatures void; the transaction."""
    receipt = send(stage.web3, stage.functions.voidSignatures(deal or stage.deal), stage.governor)
    return receipt["transactionHash"].to_0x_hex()


def change_signers(stage: Stage, signers: Sequence[LocalAccount], deal: str | None = None) -> None:
    """Proposed, and enacted when three days are over; each weighs one."""
    weights = [1] * len(signers)
    proposal = (deal or stage.deal, THRESHOLD, [signer.address for signer in signers], weights)
    send(stage.web3, stage.functions.proposeSigners(*proposal), stage.governor)
    pass_time(stage, ROTATION_DELAY)
    send(stage.web3, stage.functions.enactSigners(deal or stage.deal), stage.market.outsider)


def strike(stage: Stage, number: int = 0) -> str:
    """In the stream with a window: disputed by the supervisor, struck by the trustee, not appealed; the transaction that ends it."""
    deal = stage.disputable
    send(stage.web3, stage.functions.dispute(deal, number, EVIDENCE), stage.supervisor)
    send(stage.web3, stage.functions.decide(deal, number, True, REASON), stage.trustee)
    pass_time(stage, APPEAL_TIME + 1)
    receipt = send(stage.web3, stage.functions.settle(deal, number), stage.market.outsider)
    return receipt["transactionHash"].to_0x_hex()


def pass_time(stage: Stage, seconds: int) -> None:
    stage.chain.warp(stage.web3.eth.get_block("latest")["timestamp"] + seconds)


def epoch(stage: Stage, deal: str | None = None) -> int:
    return int(call(stage.web3, stage.functions.signersOf(deal or stage.deal))[0])
