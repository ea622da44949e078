# SPDX-License-Identifier: Apache-2.0
"""What a claim will come to, said before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call, send
from regalia.servicing import claims, payments
from tests.servicing.notes import Notes

pytestmark = pytest.mark.devnet

UNITS = 8_000
HOLDERS = ("senior_investor", "second_senior_investor")
"""Half of the senior units each; the second one is taxed, at 10%."""
ROYALTY = bytes(32)


def earn(deal: Notes, amount: int) -> None:
    """So much income for the senior units, spread by the deal itself, in place of a payment date."""
    money, payer = deal.deal.payment_token.functions, deal["outsider"]
    send(deal.chain.web3, money.mint(payer, amount), payer)
    payments.pay_royalty(deal.deal, ROYALTY, amount, ROYALTY, payer)
    collection, accounts = call(deal.chain.web3, deal.deal.escrow.functions.cash())
    spread: tuple[Any, ...] = (collection - amount, accounts, [], [], [deal.deal.token("senior").address], [amount])
    send(deal.chain.web3, deal.deal.escrow.functions.distribute(*spread), acting(deal, deal.deal.deal.address))


def burn_all(deal: Notes) -> None:
    """By the token itself, in place of an order to redeem what was repaid."""
    token, nobody = acting(deal, deal.deal.token("senior").address), "0x" + "00" * 20
    for role in HOLDERS:
        send(deal.chain.web3, deal.deal.escrow.functions.rebook(deal[role], nobody, UNITS // 2), token)


def acting(deal: Notes, contract: ChecksumAddress) -> ChecksumAddress:
    """Transactions of a contract are taken from now on."""
    request = deal.chain.web3.provider.make_request
    request("anvil_impersonateAccount", [contract])  # type: ignore[arg-type]
    request("anvil_setBalance", [contract, hex(10**18)])  # type: ignore[arg-type]
    return contract


def claimed(deal: Notes, role: str) -> tuple[claims.ClaimFigures, claims.ClaimFigures]:
    """What was foreseen, and what the receipt says."""
    said = claims.foreseen(deal.deal, "senior", deal[role])
    return said, claims.claim_of(deal.deal, payments.claim(deal.deal, "senior", deal[role]))


def test_foreseen__before_any_income__nothing_and_the_authority_known(deal: Notes) -> None:
    said = claims.foreseen(deal.deal, "senior", deal["senior_investor"])
    assert (said.gross, said.tax, said.net) == (0, 0, 0)
    assert claims.tax_authority(deal.deal) == deal["tax-authority"]


def test_foreseen__who_stays__as_the_receipt_says(deal: Notes) -> None:
    earn(deal, 8_019)
    for role, tax in zip(HOLDERS, (0, 400), strict=True):
        said, done = claimed(deal, role)
        assert said == done == claims.ClaimFigures(4_009, tax)


def test_foreseen__units_moved_after_they_earned__owed_to_who_held_them(deal: Notes) -> None:
    earn(deal, 8_000)
    deal.transfer("senior", "second_senior_investor", "senior_investor", 400)
    earn(deal, 16_000)
    for role, gross in zip(HOLDERS, (12_800, 11_200), strict=True):
        said, done = claimed(deal, role)
        assert said == done and done.gross == gross


def test_foreseen__last_to_leave__paid_and_taxed_on_the_fractions_of_all(deal: Notes) -> None:
    earn(deal, 8_019)
    burn_all(deal)
    first, last = (claimed(deal, role) for role in HOLDERS)
    assert first[0] == first[1] == claims.ClaimFigures(4_009, 0)
    # a half of each, and with the unit it makes a unit more of tax
    assert last[0] == last[1] == claims.ClaimFigures(4_010, 401)


def test_foreseen__after_a_claim__nothing_and_the_contract_refuses(deal: Notes) -> None:
    earn(deal, 8_019)
    claimed(deal, "senior_investor")
    assert claims.foreseen(deal.deal, "senior", deal["senior_investor"]).gross == 0
    with pytest.raises(ContractRevertedError, match="NothingOwed"):
        payments.claim(deal.deal, "senior", deal["senior_investor"])
