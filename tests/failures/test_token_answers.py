# SPDX-License-Identifier: Apache-2.0
"""Row T3: tokens that answer nothing, false or something odd, that want their allowance at zero first, or are no contract."""

from __future__ import annotations

import re

import pytest

from tests.failures.test_payment_tokens import balance, paid
from tests.mills import ROOT
from tests.oracle.court import BOND, Court
from tests.support.answering import answering
from tests.support.chain import refused
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

MODELS = {"MockPaymentToken": None, "MockSilentToken": None, "MockFalseToken": "SafeERC20FailedOperation"}
"""A token that answers true, one that answers nothing, and one that answers false: what a payment is refused with."""


@pytest.mark.parametrize("kind", MODELS)
def test_t3__three_models_of_answers__paid_and_claimed_or_refused_whole(kind: str) -> None:
    platform = Platform()
    deal = platform.create(platform.money(kind), plain_spec(10))
    deal.sell({"senior_investor": (10,)})
    deal.close()
    error = MODELS[kind]
    if error is None:
        deal.pay_date(1_000)
        deal.claim(0, "senior_investor")
        assert (balance(deal, "senior_investor"), deal.held()) == (1_000, 0)
    else:
        deal.money.send("mint", actor("licensee"), 1_000, by=actor("licensee"))
        with refused(error, token=deal.money.address):
            deal.pay_royalty(1_000)
        assert (deal.held(), deal.cash()) == (0, (0, ()))


@pytest.mark.parametrize("answer", [(0,), (2,), ()], ids=["false", "no bool", "nothing and no code"])
def test_t3__token_says_false_to_a_payout__refused_and_still_owed(answer: tuple[int, ...]) -> None:
    deal = paid(Platform(), "MockPaymentToken")
    owed, code = deal.entitlement(0, "senior_investor"), deal.chain.code(deal.money.address)
    said = answering({"transfer(address,uint256)": answer}) if answer else b""
    deal.chain.place(deal.money.address, said)
    with refused("SafeERC20FailedOperation", token=deal.money.address):
        deal.claim(0, "senior_investor")
    deal.chain.place(deal.money.address, code)
    assert deal.entitlement(0, "senior_investor") == owed
    deal.claim(0, "senior_investor")
    assert balance(deal, "senior_investor") == owed


@pytest.mark.parametrize("where", ["a wallet", "nobody", "a precompile"])
def test_t3__payment_token_without_code__no_deal_is_made(where: str) -> None:
    address = {"a wallet": actor("wallet"), "nobody": "0x" + "00" * 20, "a precompile": "0x" + "00" * 19 + "01"}[where]
    with refused("RoyaltyEscrow_NoCode", paymentToken=address):
        Platform().factory.send("createDeal", plain_spec(10).request(address).as_tuple(), by=actor("issuer"))


def test_t3__every_call_of_a_payment_token_in_the_sources__by_the_safe_way() -> None:
    """No bare transfer, transferFrom or approve of an ERC-20; allowances are forced, which also serves tokens that want zero first."""
    bare = re.compile(r"\.(transfer|transferFrom|approve|safeApprove|safeIncreaseAllowance)\(")
    found = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "contracts").rglob("*.sol")
        if path.parent.name not in ("mocks", "interfaces")
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line) and not line.strip().startswith(("//", "///", "*"))
    ]
    assert found == []


def test_t3__allowances_given_by_contracts__used_up_at_once_so_that_the_next_starts_from_zero() -> None:
    court = Court()
    assert court.money.read("allowance", court.deal.offering.address, court.deal.escrow.address) == 0
    for received in (1, 2):
        given = court.accept(received)
        court.dispute("servicer")
        court.decide(False)
        court.chain.now = court.stage()[1] + 1
        court.settle()
        court.oracle.send("payForfeited", court.address, by=actor("outsider"))
        assert court.money.read("allowance", court.oracle.address, court.deal.escrow.address) == 0
        court.deal.reach(given.period)
        court.execute(given)
    assert sum(event.args["amount"] for event in court.chain.log if event.name == "RoyaltyPaid") == 2 * BOND
