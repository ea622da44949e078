# SPDX-License-Identifier: Apache-2.0
"""A deal just made, and what people may ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from regalia.chain.deployer import Platform, deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.issuance import DealAddresses, PartyAddressError, PaymentTokenError, issue
from regalia.chain.transact import send
from regalia.domain.terms import load_terms
from regalia.servicing import market, offering, payments
from regalia.servicing.deal_contracts import DealContracts, UnknownTrancheError
from regalia.servicing.reports import NoReportError, next_report
from regalia.servicing.status import status_of
from tests.conftest import START
from tests.mills import NOTES

pytestmark = pytest.mark.devnet

TERMS = load_terms(NOTES)
LOT = 100
"""Of senior notes, which are bid for in lots."""


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=15) as started:
        yield started


@pytest.fixture(scope="module")
def platform(chain: Devnet) -> Platform:
    return deploy_platform(chain.web3, chain.accounts[0])


@pytest.fixture(scope="module")
def addresses(chain: Devnet) -> DealAddresses:
    token = deploy_contract(chain.web3, "MockPaymentToken", chain.accounts[0])
    parties = {party.id: chain.accounts[i] for i, party in enumerate(TERMS.parties, 1)}
    return DealAddresses(token, chain.accounts[9], parties)


@pytest.fixture(scope="module")
def deal(chain: Devnet, platform: Platform, addresses: DealAddresses) -> DealContracts:
    return DealContracts(chain.web3, issue(chain.web3, platform, TERMS, addresses, chain.accounts[0]))


def test_issue__attestor_without_address__refused_and_nothing_sent(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    block = chain.web3.eth.block_number
    parties = {party: address for party, address in addresses.parties.items() if party != "auditor"}
    with pytest.raises(PartyAddressError, match=r"parties\.auditor: no address, and this party attests receipts"):
        issue(chain.web3, platform, TERMS, replace(addresses, parties=parties), chain.accounts[0])
    assert chain.web3.eth.block_number == block


def test_issue__address_of_a_party_the_terms_do_not_have__refused(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    parties = {**addresses.parties, "auditer": chain.accounts[13]}
    with pytest.raises(PartyAddressError, match=r"parties\.auditer: the terms have no such party"):
        issue(chain.web3, platform, TERMS, replace(addresses, parties=parties), chain.accounts[0])


def test_issue__two_attestors_share_an_address__refused(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    parties = {**addresses.parties, "auditor": addresses.parties["servicer"]}
    with pytest.raises(PartyAddressError, match="two of them share an address"):
        issue(chain.web3, platform, TERMS, replace(addresses, parties=parties), chain.accounts[0])


def test_issue__payment_token_without_code__refused(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    nobody = replace(addresses, payment_token=chain.accounts[14])
    with pytest.raises(PaymentTokenError, match="does not answer decimals"):
        issue(chain.web3, platform, TERMS, nobody, chain.accounts[0])


def test_issue__payment_token_of_other_decimals__refused(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    cents = TERMS.model_copy(update={"currency": TERMS.currency.model_copy(update={"decimals": 2})})
    with pytest.raises(PaymentTokenError, match="has 6 decimals, the terms say 2"):
        issue(chain.web3, platform, cents, addresses, chain.accounts[0])


def test_issue__same_terms_by_the_same_sender_twice__refused(
    chain: Devnet, platform: Platform, addresses: DealAddresses, deal: DealContracts
) -> None:
    with pytest.raises(ContractRevertedError, match="FailedDeployment"):
        issue(chain.web3, platform, TERMS, addresses, chain.accounts[0])


def test_admit__unknown_class__refused_before_anything_is_sent(chain: Devnet, deal: DealContracts) -> None:
    with pytest.raises(market.UnknownClassError, match="'wealthy' is not one of retail, professional"):
        market.admit(
            chain.web3,
            deal.registry.address,
            chain.accounts[10],
            chain.accounts[0],
            country=840,
            investor_class="wealthy",
            valid_until=START * 2,
        )


def test_pay_royalty__nothing__refused(chain: Devnet, deal: DealContracts) -> None:
    with pytest.raises(ContractRevertedError, match="RoyaltyEscrow_ZeroAmount"):
        payments.pay_royalty(deal, bytes(32), 0, bytes(32), chain.accounts[8])


def test_pay_royalty__before_closing__refused_and_no_allowance_left(chain: Devnet, deal: DealContracts) -> None:
    licensee = chain.accounts[8]
    send(chain.web3, deal.payment_token.functions.mint(licensee, 100), licensee)
    with pytest.raises(ContractRevertedError, match="RoyaltyEscrow_NotOpen") as refusal:
        payments.pay_royalty(deal, bytes(32), 100, bytes(32), licensee)
    assert refusal.value.hint == "Royalties are taken once the offering has closed: look at the deal's status."
    assert deal.payment_token.functions.allowance(licensee, deal.escrow.address).call() == 0
    assert deal.payment_token.functions.balanceOf(licensee).call() == 100


def test_claim__unknown_tranche__known_ones_named(chain: Devnet, deal: DealContracts) -> None:
    with pytest.raises(UnknownTrancheError, match="'super' is not one of junior, mezzanine, senior"):
        payments.claim(deal, "super", chain.accounts[10])


def test_subscribe__not_admitted__refused_by_name_and_no_allowance_left(chain: Devnet, deal: DealContracts) -> None:
    outsider = chain.accounts[10]
    with pytest.raises(
        ContractRevertedError, match=r"TrancheToken_TransferRefused.*the receiver is not an eligible investor"
    ):
        offering.subscribe(deal, "senior", LOT, outsider)
    assert deal.payment_token.functions.allowance(outsider, deal.offering.address).call() == 0


def test_next_report__none_accepted__refused(deal: DealContracts) -> None:
    with pytest.raises(NoReportError, match="period 1: no report was accepted"):
        next_report(deal)


def test_status__offered__balances_in_order_of_seniority(deal: DealContracts) -> None:
    status = status_of(deal)
    assert (status["deal"], status["status"], status["next period"]) == ("mills-notes", "offered", 1)
    assert [key for key in status if key.endswith("balance")] == [
        "senior: balance",
        "mezzanine: balance",
        "junior: balance",
    ]


def test_subscribe__token_keeps_a_fee__refused_and_no_allowance_left(
    chain: Devnet, platform: Platform, addresses: DealAddresses
) -> None:
    admin, investor = chain.accounts[0], chain.accounts[11]
    greedy = replace(addresses, payment_token=deploy_contract(chain.web3, "MockFeeToken", admin))
    deal = DealContracts(chain.web3, issue(chain.web3, platform, TERMS, greedy, admin, b"f" * 32))
    market.appoint_agent(chain.web3, platform.registry, admin, admin)
    market.admit(
        chain.web3,
        platform.registry,
        investor,
        admin,
        country=840,
        investor_class="professional",
        valid_until=START * 2,
    )
    with pytest.raises(market.NotTestMoneyError, match="is not the test token of this release"):
        market.mint_test_money(deal, investor, 1, admin)
    price = LOT * 100 * 10**TERMS.currency.decimals
    send(chain.web3, deal.payment_token.functions.mint(investor, price), admin)
    with pytest.raises(
        ContractRevertedError, match=rf"Offering_AmountReceived\(expected={price}, received={price * 99 // 100}\)"
    ):
        offering.subscribe(deal, "senior", LOT, investor)
    assert deal.payment_token.functions.allowance(investor, deal.offering.address).call() == 0
    assert deal.payment_token.functions.balanceOf(investor).call() == price
    assert deal.offering.functions.demandAt(0, 0).call() == 0
