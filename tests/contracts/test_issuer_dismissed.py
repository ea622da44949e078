# SPDX-License-Identifier: Apache-2.0
"""Expiry and issuer are checked where they are used: an issuer's investor from the moment the administrator dismisses that issuer.

A fund that an issuer vouched for, with a second wallet, holds 60 of the 100 units of a live deal with withholding tax; the bank, which
the registry's agents admitted, holds 40. A payment date has passed and nobody has claimed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_typing import ChecksumAddress

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from regalia.servicing.eligibility import Eligibility, RegistryDomain, sign
from tests.support.chain import Answer, refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import ELIGIBLE_UNTIL, NO_ADDRESS, Platform, plain_spec
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor, key_of
from tests.support.rules import transfer_refused

FUND, SECOND, BANK, SAVER = (actor(role) for role in ("fund", "fund's second wallet", "bank", "saver"))
ISSUER = key_of("issuer of attestations")
CN, RETAIL = 156, 1
TABLE = TaxTable((TaxRate(CN, RETAIL, 200_000), TaxRate(0, 0, 50_000)))
INCOME = 1_000
EARNED = INCOME * 60 // 100
TAX = EARNED * 200_000 // 1_000_000
"""At the rate of the fund's country and class, not at the table's last."""


def attested(platform: Platform, wallet: ChecksumAddress, investor: ChecksumAddress | None = None) -> Eligibility:
    """A retail investor of that country, on the issuer's word, with the nonce that is due."""
    whose = investor or wallet
    nonce = platform.registry.read("nonces", whose)
    return Eligibility(wallet, whose, CN, RETAIL, ELIGIBLE_UNTIL, nonce, ELIGIBLE_UNTIL)


def hand_in(platform: Platform, word: Eligibility) -> Answer:
    signature = sign(word, RegistryDomain(platform.chain.chain_id, platform.registry.address), ISSUER)
    return platform.registry.send("register", word.as_tuple(), ISSUER.address, signature, by=word.wallet)


def appoint(platform: Platform) -> Answer:
    return platform.registry.send("addIssuer", ISSUER.address, by=actor("admin"))


def dismiss(platform: Platform) -> Answer:
    return platform.registry.send("removeIssuer", ISSUER.address, by=actor("admin"))


def eligible(platform: Platform, wallet: str) -> bool:
    return bool(platform.registry.read("isVerified", wallet))


@pytest.fixture
def money(platform: Platform) -> Contract:
    """The fund and the bank are known to the registry before anything is sold."""
    appoint(platform)
    hand_in(platform, attested(platform, FUND))
    hand_in(platform, attested(platform, SECOND, FUND))
    platform.admit(BANK)
    return platform.money()


def held_deal(platform: Platform, money: Contract, rules: TransferRules) -> DealContracts:
    spec = replace(plain_spec(100), tax_table=TABLE.pack(), tax_authority="tax_authority")
    deal = platform.create(money, replace(spec, transfer_rules=(rules.pack(),)))
    deal.sell({"fund": (60,), "bank": (40,)})
    deal.close()
    deal.pay_date(INCOME)
    return deal


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """Under rules that ask for an eligible receiver only."""
    return held_deal(platform, money, TransferRules())


def test_transfer_to_him__issuer_dismissed__refused(platform: Platform, deal: DealContracts) -> None:
    token = deal.tokens[0]
    token.send("transfer", FUND, 1, by=BANK)
    dismiss(platform)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, BANK, FUND, 1):
        token.send("transfer", FUND, 1, by=BANK)
    token.send("approve", actor("broker"), 1, by=BANK)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, BANK, SECOND, 1):
        token.send("transferFrom", BANK, SECOND, 1, by=actor("broker"))
    assert token.read("detectTransferRestriction", BANK, FUND, 1) == Question.RECEIVER_ELIGIBLE
    assert token.read("canReceive", FUND) is False
    assert (deal.units(0, "fund"), deal.units(0, "bank")) == (61, 39)


@pytest.mark.parametrize("income", [0, ALL_INCOME])
def test_forced_transfer_to_him__issuer_dismissed__refused(
    platform: Platform, deal: DealContracts, income: int
) -> None:
    token = deal.tokens[0]
    order(platform, "forcedTransferByOrder", token, BANK, FUND, 1, 0)
    dismiss(platform)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, BANK, FUND, 1):
        order(platform, "forcedTransferByOrder", token, BANK, FUND, 1, income)
    assert (deal.units(0, "fund"), deal.units(0, "bank")) == (61, 39)


def test_subscription_by_him__issuer_dismissed__refused_and_nothing_paid(
    platform: Platform, money: Contract, deal: DealContracts
) -> None:
    offered = platform.create(money, replace(plain_spec(50, 10), salt=b"\1" * 32, deadline=deal.chain.now + 1_000))
    offered.subscribe(FUND, 0, 1)
    dismiss(platform)
    for wallet in (FUND, SECOND):
        with transfer_refused(Question.RECEIVER_ELIGIBLE, NO_ADDRESS, wallet, 1):
            offered.subscribe(wallet, 0, 1)
        assert money.read("balanceOf", wallet) == 10
    assert offered.offering.read("demandAt", 0, 0) == 1


def test_recovery_to_his_second_wallet__issuer_dismissed__refused_and_income_stays(
    platform: Platform, deal: DealContracts
) -> None:
    dismiss(platform)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, FUND, SECOND, 0):
        order(platform, "recoverWallet", deal.tokens[0], FUND, SECOND, FUND)
    assert (deal.units(0, "fund"), deal.entitlement(0, "fund")) == (60, EARNED)
    assert deal.tokens[0].read("isFrozen", FUND) is False


def test_recovery_to_his_second_wallet__issuer_in_office__done(platform: Platform, deal: DealContracts) -> None:
    """What the refusal above is for want of."""
    order(platform, "recoverWallet", deal.tokens[0], FUND, SECOND, FUND)
    assert deal.units(0, "fund's second wallet") == 60


def test_transfer_from_him__issuer_dismissed__done_where_the_rules_ask_for_a_receiver_only(
    platform: Platform, deal: DealContracts
) -> None:
    dismiss(platform)
    deal.tokens[0].send("transfer", BANK, 25, by=FUND)
    order(platform, "forcedTransferByOrder", deal.tokens[0], FUND, BANK, 5, 0)
    assert (deal.units(0, "fund"), deal.units(0, "bank")) == (30, 70)


def test_transfer_from_him__issuer_dismissed__refused_where_the_rules_ask_for_an_eligible_sender(
    platform: Platform, money: Contract
) -> None:
    deal = held_deal(platform, money, TransferRules(RuleFlag.ELIGIBLE_SENDER))
    deal.tokens[0].send("transfer", BANK, 10, by=FUND)
    dismiss(platform)
    with transfer_refused(Question.SENDER_ELIGIBLE, FUND, BANK, 25):
        deal.tokens[0].send("transfer", BANK, 25, by=FUND)
    order(platform, "forcedTransferByOrder", deal.tokens[0], FUND, BANK, 5, 0)
    assert (deal.units(0, "fund"), deal.units(0, "bank")) == (45, 55)


def test_claim__issuer_dismissed__paid_at_the_tax_of_the_last_facts(
    platform: Platform, money: Contract, deal: DealContracts
) -> None:
    dismiss(platform)
    assert not eligible(platform, FUND)
    deal.pay_date(INCOME)  # he goes on earning
    done = deal.claim(0, "fund")
    claimed = {"token": deal.tokens[0].address, "holder": FUND, "gross": 2 * EARNED, "tax": 2 * TAX}
    assert done.only("IncomeClaimed") == claimed
    assert money.read("balanceOf", FUND) == 2 * (EARNED - TAX)
    assert deal.payable("tax_authority") == 2 * TAX


def test_investors_of_others__issuer_dismissed__not_touched(platform: Platform, deal: DealContracts) -> None:
    platform.admit(SAVER)
    dismiss(platform)
    deal.tokens[0].send("transfer", SAVER, 7, by=BANK)
    assert deal.units(0, "saver") == 7


def test_issuer_appointed_again__what_it_said_before__stays_dead_until_the_agents_admit_him(
    platform: Platform, deal: DealContracts
) -> None:
    """It comes back under another number: the old passport names the old one, and the new one is no issuer of his."""
    token = deal.tokens[0]
    dismiss(platform)
    assert appoint(platform).only("IssuerAdded")["index"] == 2
    assert not eligible(platform, FUND)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, BANK, FUND, 1):
        token.send("transfer", FUND, 1, by=BANK)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, FUND, SECOND, 0):
        order(platform, "recoverWallet", token, FUND, SECOND, FUND)
    with refused("InvestorRegistry_ForeignInvestor", itsIssuer=1, given=2):
        hand_in(platform, attested(platform, FUND))
    deal.claim(0, "fund")
    assert deal.payable("tax_authority") == TAX
    platform.admit(FUND)
    token.send("transfer", FUND, 1, by=BANK)
    order(platform, "recoverWallet", token, FUND, SECOND, FUND)
    assert deal.units(0, "fund's second wallet") == 61


def test_issuer_appointed_again__word_signed_before_and_not_handed_in__counts_again(
    platform: Platform, deal: DealContracts
) -> None:
    """Known issue 21: it dies with its deadline only."""
    word = attested(platform, SAVER)
    dismiss(platform)
    with refused("InvestorRegistry_NotAnIssuer", issuer=ISSUER.address):
        hand_in(platform, word)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, BANK, SAVER, 1):
        deal.tokens[0].send("transfer", SAVER, 1, by=BANK)
    appoint(platform)
    hand_in(platform, word)
    deal.tokens[0].send("transfer", SAVER, 1, by=BANK)
    assert deal.units(0, "saver") == 1
