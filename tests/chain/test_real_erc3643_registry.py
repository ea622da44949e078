# SPDX-License-Identifier: Apache-2.0
"""A real ERC-3643 identity registry in place of ours, under a deal: what it says decides who may hold units and what tax a claim
bears, at once."""

from __future__ import annotations

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.errors import ContractRevertedError
from tests.chain.trex_market import FRANCE, GERMANY, PROFESSIONAL, RECEIVER_ELIGIBLE, SPAIN, TAX, UNITS, Market
from tests.contracts.registry_desk import NOTHING, Passport

pytestmark = pytest.mark.devnet

FOREVER = 2**48 - 1


def refuses(market: Market, to: ChecksumAddress) -> bool:
    """Whether the pension fund can't send there because of the registry, for which everything stays as it was."""
    before = market.held(to)
    with pytest.raises(ContractRevertedError) as refusal:
        market.transfer(market.pension_fund, to, 1)
    return refusal.value.arguments["code"] == RECEIVER_ELIGIBLE and market.held(to) == before


def test_passports__of_a_real_registry__what_it_says(market: Market) -> None:
    fund = market.identities[market.pension_fund].address
    known = Passport(fund, FOREVER, FRANCE, PROFESSIONAL, 0, 1, closed=False, eligible=True)
    assert market.passport(market.pension_fund) == known
    outsider = market.identities[market.outsider].address
    unverified = Passport(outsider, 0, FRANCE, PROFESSIONAL, 0, 1, closed=False, eligible=False)
    assert market.passport(market.outsider) == unverified
    assert market.passport(market.stranger) == NOTHING
    assert market.token.functions.identityRegistry().call() == market.registry.address


def test_subscribe__verified__holds_units_once_they_are_collected(market: Market) -> None:
    places = market.subscribe(market.pension_fund, 60), market.subscribe(market.bank, 40)
    market.close()
    assert (market.held(market.pension_fund), market.held(market.bank)) == (0, 0)
    for place in places:
        market.collect(place)
    assert (market.held(market.pension_fund), market.held(market.bank)) == (60, 40)


def test_collect__claim_revoked_since_the_bid__refused_and_nothing_moved(market: Market) -> None:
    place = market.subscribe(market.pension_fund, UNITS)
    market.close()
    market.trex.revoke(market.claims[market.pension_fund])
    with pytest.raises(ContractRevertedError) as refusal:
        market.collect(place)
    assert refusal.value.arguments["code"] == RECEIVER_ELIGIBLE
    assert market.held(market.pension_fund) == 0


def test_subscribe__registered_without_a_claim_or_unknown__refused(market: Market) -> None:
    for wallet in (market.outsider, market.stranger):
        with pytest.raises(ContractRevertedError) as refusal:
            market.subscribe(wallet, 1)
        assert refusal.value.arguments["code"] == RECEIVER_ELIGIBLE
    assert market.offering.functions.demandAt(0, 0).call() == 0


def test_transfer__to_a_verified_investor__received(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    assert (market.held(market.pension_fund), market.held(market.bank)) == (70, 30)


def test_transfer__to_registered_without_a_claim_or_unknown__refused(market: Market) -> None:
    market.trade()
    assert refuses(market, market.outsider)
    assert refuses(market, market.stranger)


def test_transfer__claim_given_afterwards__received(market: Market) -> None:
    market.trade()
    assert refuses(market, market.outsider)
    market.trex.vouch(market.outsider, market.identities[market.outsider])
    market.transfer(market.pension_fund, market.outsider, 5)
    assert market.held(market.outsider) == 5


def test_transfer__receiver_s_claim_revoked__refused_at_once_and_only_there(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    market.trex.revoke(market.claims[market.bank])
    assert refuses(market, market.bank)
    assert not market.passport(market.bank).eligible
    assert market.passport(market.pension_fund).eligible
    assert market.held(market.bank) == 30


def test_transfer__trusted_issuer_removed__refused_at_once(market: Market) -> None:
    market.trade()
    market.trex.distrust()
    assert refuses(market, market.bank)
    assert market.held(market.pension_fund) == UNITS


def test_transfer__receiver_s_identity_deleted__refused_at_once(market: Market) -> None:
    market.trade().transfer(market.pension_fund, market.bank, 30)
    market.trex.delete(market.bank)
    assert market.passport(market.bank) == NOTHING
    assert refuses(market, market.bank)
    assert market.held(market.bank) == 30


def test_claim__tax__by_the_country_the_registry_tells(market: Market) -> None:
    market.trade(bank=39).earn(1_000_100)  # 10,001 a unit
    assert market.claim(market.pension_fund) == (610_061, 61_006)  # 10%, from 61,006.1
    assert market.claim(market.bank) == (390_039, 97_509)  # 25%, from 97,509.75
    assert market.income(market.pension_fund) == market.income(market.bank) == 0


@pytest.mark.parametrize(("country", "tax"), [(FRANCE, 100_000), (GERMANY, 250_000), (SPAIN, 400_000)])
def test_claim__country_changed_between_payment_date_and_claim__the_rate_of_the_new_one(
    market: Market, country: int, tax: int
) -> None:
    market.trade().earn(1_000_000)
    market.trex.move(market.pension_fund, country)
    assert market.claim(market.pension_fund) == (1_000_000, tax)
    assert TAX.tax_down(1_000_000, country, PROFESSIONAL) == tax


def test_claim__holder_not_verified_any_more__paid_at_the_rate_of_his_country(market: Market) -> None:
    market.trade().earn(1_000_000)
    market.trex.revoke(market.claims[market.pension_fund])
    assert market.claim(market.pension_fund) == (1_000_000, 100_000)


def test_claim__holder_s_identity_deleted__paid_at_the_last_rate_of_the_table(market: Market) -> None:
    market.trade().earn(1_000_000)
    market.trex.delete(market.pension_fund)
    assert market.claim(market.pension_fund) == (1_000_000, 400_000)
