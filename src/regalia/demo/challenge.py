# SPDX-License-Identifier: Apache-2.0
"""A true report is disputed: it waits, the trustee decides, and the bond of who was wrong is forfeited."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.demo.clock import wait_until
from regalia.demo.issuing import Stage
from regalia.demo.running import RunningDeal
from regalia.demo.selling import give
from regalia.demo.story import Story
from regalia.domain.disputes import APPEAL_DAYS
from regalia.oracle.stream import read_latest, read_stream
from regalia.servicing import disputes

DAY = 24 * 3600
REPORT = 0
"""What is disputed: the report that waits, and no restatement."""


def challenge(stage: Stage, deal: RunningDeal, story: Story) -> None:
    """An outsider disputes the report that waits; it stands."""
    web3, oracle, address = deal.web3, deal.contracts.oracle.address, deal.contracts.deal.address
    outsider, trustee = stage.cast.wallet("outsider"), stage.cast.wallet("oracle-trustee")
    bond = read_stream(web3, oracle, address).dispute_bond
    give(deal, outsider, bond)
    disputes.dispute(deal.contracts, REPORT, keccak(text="a blog says otherwise"), outsider)
    assert read_latest(web3, oracle, address).disputed
    disputes.decide(deal.contracts, REPORT, False, keccak(text="statement, bank and payment agree"), trustee)
    wait_until(stage.chain, web3.eth.get_block("latest")["timestamp"] + APPEAL_DAYS * DAY + 1)
    disputes.settle(deal.contracts, REPORT, stage.cast.wallet("passer-by"))
    disputes.pay_forfeited(deal.contracts, stage.cast.wallet("passer-by"))
    deal.cash_in += bond
    deal.bonds += bond
    story.say(
        f"{deal.terms.name}: an outsider disputes the report, with the deal's bond of {deal.amount(bond)}. No payment date can use it "
        f"now. The trustee compares the documents and decides that it stands; within {APPEAL_DAYS} days nobody appeals, so it is "
        "final and can't be disputed again. The bond is forfeited and goes into the deal's collection account, where it waits "
        "until somebody attests it."
    )
