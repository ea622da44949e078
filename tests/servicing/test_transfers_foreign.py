# SPDX-License-Identifier: Apache-2.0
"""Explaining transfers of a deal over a real ERC-3643 registry: what is said of a wallet is true there, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.deployer import deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.transact import call, send
from regalia.domain.transfer_policy import Question
from regalia.servicing import offering
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.transfer_text import transfer_text, why
from regalia.servicing.transfers import Explanation, explain_transfer
from tests.chain.trex import TRex
from tests.chain.trex_market import FRANCE, PROFESSIONAL
from tests.domain.term_sheets import terms
from tests.support.devnet import undone
from tests.support.sample import START

pytestmark = pytest.mark.devnet

SIDES = [Question.SENDER_ELIGIBLE, Question.RECEIVER_ELIGIBLE]
NOT_VERIFIED = "the registry does not verify the wallet: it knows it, but its claims do not suffice now"


@dataclass(frozen=True)
class Notes:
    """Live, and all of the fund; senders have to be eligible, too. The outsider is registered without any claim."""

    chain: Devnet
    trex: TRex
    deal: DealContracts
    fund: ChecksumAddress
    fund_claim: bytes
    outsider: ChecksumAddress
    stranger: ChecksumAddress

    def explain(self, to: ChecksumAddress) -> Explanation:
        return explain_transfer(self.deal, "senior", self.fund, to, 1)


def open_notes(chain: Devnet) -> Notes:
    web3, (admin, fund, outsider, stranger, *others) = chain.web3, chain.accounts
    trex = TRex(web3, admin)
    claim = trex.vouch(fund, trex.enter(fund, FRANCE))
    trex.enter(outsider, FRANCE)
    registry = deploy_contract(web3, "Erc3643Registry", admin, trex.registry.address, PROFESSIONAL)
    sheet = terms(transfer={"eligible_sender": True})
    money = deploy_contract(web3, "MockPaymentToken", admin)
    parties = {party.id: wallet for party, wallet in zip(sheet.parties, others, strict=False)}
    platform = deploy_platform(web3, admin, registry)
    deal = DealContracts(web3, issue(web3, platform, sheet, DealAddresses(money, parties["label"], parties), admin))
    for tranche in sheet.tranches:
        send(
            web3,
            deal.payment_token.functions.mint(fund, tranche.units * sheet.money.to_units(tranche.offer_price)),
            fund,
        )
        offering.subscribe(deal, tranche.id, tranche.units, fund)
    chain.warp(call(web3, deal.offering.functions.window())[1] + 1)
    offering.close(deal, stranger)
    offering.collect_all(deal, stranger)
    return Notes(chain, trex, deal, fund, claim, outsider, stranger)


@pytest.fixture(scope="module")
def opened() -> Iterator[Notes]:
    with devnet(timestamp=START) as chain:
        yield open_notes(chain)


@pytest.fixture
def notes(opened: Notes) -> Iterator[Notes]:
    """Live as it was closed; what a test does is undone."""
    with undone(opened.chain):
        yield opened


def noes(found: Explanation) -> list[Question]:
    return [question for question in Question if not found.yes[question - 1]]


def test_explain_transfer__registered_without_a_claim__not_verified_and_code_and_reason_of_the_chain(
    notes: Notes,
) -> None:
    found = notes.explain(notes.outsider)
    assert noes(found) == [Question.RECEIVER_ELIGIBLE]
    assert why(found, Question.RECEIVER_ELIGIBLE) == NOT_VERIFIED
    assert (found.code, found.reason) == (11, "the receiver is not an eligible investor")
    assert f"no: {NOT_VERIFIED}" in transfer_text(found)


def test_explain_transfer__one_claim_revoked_and_one_never_given__the_same_words_for_both_sides(notes: Notes) -> None:
    notes.trex.revoke(notes.fund_claim)
    found = notes.explain(notes.outsider)
    assert noes(found) == SIDES
    assert [why(found, side) for side in SIDES] == [NOT_VERIFIED] * 2


def test_explain_transfer__one_deleted_and_one_never_registered__not_known(notes: Notes) -> None:
    notes.trex.delete(notes.fund)
    found = notes.explain(notes.stranger)
    assert noes(found) == [*SIDES, Question.CLASS]
    assert [why(found, side) for side in SIDES] == ["the registry does not know the wallet"] * 2
