# SPDX-License-Identifier: Apache-2.0
"""A real ERC-3643 identity registry in place of ours, under a deal: what it says decides who may hold units, at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.deployer import Platform, contract, create_deal, deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call, send
from tests.chain.trex import TRex
from tests.contracts.registry_desk import NOTHING, Passport
from tests.support.platform import plain_spec
from tests.support.sample import START

pytestmark = pytest.mark.devnet

FRANCE, GERMANY, PROFESSIONAL, UNITS = 250, 276, 2, 100
FOREVER = 2**48 - 1
RECEIVER_ELIGIBLE = 11
"""The question of the transfer policy that the registry answers."""


class Market:
    """A deal of one tranche over the real registry; ``pension_fund`` and ``bank`` are vouched for, ``outsider`` is registered only."""

    def __init__(self, chain: Devnet) -> None:
        self.web3 = chain.web3
        admin, self.pension_fund, self.bank, self.outsider, self.stranger = chain.accounts[:5]
        self.trex = TRex(chain.web3, admin)
        self.identities = {
            wallet: self.trex.enter(wallet, country)
            for wallet, country in ((self.pension_fund, FRANCE), (self.bank, GERMANY), (self.outsider, FRANCE))
        }
        self.claims = {w: self.trex.vouch(w, self.identities[w]) for w in (self.pension_fund, self.bank)}
        registry = deploy_contract(chain.web3, "Erc3643Registry", admin, self.trex.registry.address, PROFESSIONAL)
        self.registry = contract(chain.web3, "Erc3643Registry", registry)
        self.platform: Platform = deploy_platform(chain.web3, admin, registry)
        money = deploy_contract(chain.web3, "MockPaymentToken", admin)
        made = create_deal(chain.web3, self.platform, plain_spec(UNITS).request(money), admin)
        self.offering = contract(chain.web3, "Offering", made.offering)
        self.token = contract(chain.web3, "TrancheToken", made.tokens[0])

    def passport(self, wallet: ChecksumAddress) -> Passport:
        return Passport.read(call(self.web3, self.registry.functions.passportOf(wallet)))

    def subscribe(self, wallet: ChecksumAddress, units: int) -> Any:
        return send(self.web3, self.offering.functions.subscribe(0, units), wallet)

    def transfer(self, sender: ChecksumAddress, to: ChecksumAddress, units: int) -> Any:
        return send(self.web3, self.token.functions.transfer(to, units), sender)

    def held(self, wallet: ChecksumAddress) -> int:
        return int(call(self.web3, self.token.functions.balanceOf(wallet)))

    def trade(self) -> Market:
        """All units sold to the pension fund, and the deal closed."""
        self.subscribe(self.pension_fund, UNITS)
        send(self.web3, self.offering.functions.close(), self.stranger)
        return self

    def refuses(self, to: ChecksumAddress) -> bool:
        """Whether the pension fund can't send there because of the registry, for which everything stays as it was."""
        before = self.held(to)
        with pytest.raises(ContractRevertedError) as refusal:
            self.transfer(self.pension_fund, to, 1)
        return refusal.value.arguments["code"] == RECEIVER_ELIGIBLE and self.held(to) == before


@pytest.fixture(scope="module")
def deployed() -> Iterator[tuple[Devnet, Market]]:
    with devnet(timestamp=START) as chain:
        yield chain, Market(chain)


@pytest.fixture
def market(deployed: tuple[Devnet, Market]) -> Iterator[Market]:
    """Everything deployed, nothing sold; undone after each test."""
    chain, made = deployed
    snapshot = chain.web3.provider.make_request("evm_snapshot", [])["result"]  # type: ignore[arg-type]
    yield made
    chain.web3.provider.make_request("evm_revert", [snapshot])  # type: ignore[arg-type]


def test_passports__of_a_real_registry__what_it_says(market: Market) -> None:
    fund = market.identities[market.pension_fund].address
    known = Passport(fund, FOREVER, FRANCE, PROFESSIONAL, 0, 1, closed=False, eligible=True)
    assert market.passport(market.pension_fund) == known
    outsider = market.identities[market.outsider].address
    unverified = Passport(outsider, 0, FRANCE, PROFESSIONAL, 0, 1, closed=False, eligible=False)
    assert market.passport(market.outsider) == unverified
    assert market.passport(market.stranger) == NOTHING
    assert market.token.functions.identityRegistry().call() == market.registry.address


def test_subscribe__verified__holds_units(market: Market) -> None:
    market.subscribe(market.pension_fund, 60)
    market.subscribe(market.bank, 40)
    assert (market.held(market.pension_fund), market.held(market.bank)) == (60, 40)


def test_subscribe__registered_without_a_claim_or_unknown__refused(market: Market) -> None:
    for wallet in (market.outsider, market.stranger):
        with pytest.raises(ContractRevertedError) as refusal:
            market.subscribe(wallet, 1)
        assert refusal.value.arguments["code"] == RECEIVER_ELIGIBLE
        assert market.held(wallet) == 0


def test_transfer__to_a_verified_investor__received(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    assert (market.held(market.pension_fund), market.held(market.bank)) == (70, 30)


def test_transfer__to_registered_without_a_claim_or_unknown__refused(market: Market) -> None:
    market.trade()
    assert market.refuses(market.outsider)
    assert market.refuses(market.stranger)


def test_transfer__claim_given_afterwards__received(market: Market) -> None:
    market.trade()
    assert market.refuses(market.outsider)
    market.trex.vouch(market.outsider, market.identities[market.outsider])
    market.transfer(market.pension_fund, market.outsider, 5)
    assert market.held(market.outsider) == 5


def test_transfer__receiver_s_claim_revoked__refused_at_once_and_only_there(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    market.trex.revoke(market.claims[market.bank])
    assert market.refuses(market.bank)
    assert not market.passport(market.bank).eligible
    assert market.passport(market.pension_fund).eligible
    assert market.held(market.bank) == 30


def test_transfer__trusted_issuer_removed__refused_at_once(market: Market) -> None:
    market.trade()
    market.trex.distrust()
    assert market.refuses(market.bank)
    assert market.held(market.pension_fund) == UNITS


def test_transfer__receiver_s_identity_deleted__refused_at_once(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    market.trex.delete(market.bank)
    assert market.passport(market.bank) == NOTHING
    assert market.refuses(market.bank)
    assert market.held(market.bank) == 30
