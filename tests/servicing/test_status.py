# SPDX-License-Identifier: Apache-2.0
"""Where a live deal stands: halts, pauses, units and reserve accounts; and what holders do on their own."""

from __future__ import annotations

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call
from regalia.domain.terms import load_terms
from regalia.servicing import market, powers, supervision
from regalia.servicing.status import OtherTermsError, status_of
from tests.mills import DEAL
from tests.servicing.notes import ORDER, TERMS, UNLOCKED, Notes

pytestmark = pytest.mark.devnet

WEEK = 7 * 24 * 3600


def test_status__nothing_halted_or_paused__none_false_and_all_units(deal: Notes) -> None:
    status = status_of(deal.deal)
    assert [status[f"{t}: units outstanding"] for t in ("senior", "mezzanine", "junior")] == ["8,000", "2,500", "1,000"]
    assert [status[f"{t}: paused"] for t in ("senior", "mezzanine", "junior")] == [False, False, False]
    assert status["halted until"] is None and status["senior: halted until"] is None


def test_status__deal_and_a_tranche_halted_another_paused__each_said_where_it_is(deal: Notes) -> None:
    # 2024-02-09 00:00:00 UTC and a week, or two
    supervision.halt_deal(deal.deal, UNLOCKED + WEEK, ORDER, "inquiry", deal["supervisor"])
    supervision.halt_tranche(deal.deal, "senior", UNLOCKED + 2 * WEEK, ORDER, "inquiry", deal["supervisor"])
    powers.pause(deal.deal, "junior", ORDER, deal["pauser"])
    status = status_of(deal.deal)
    assert status["halted until"] == "2024-02-16 00:00:00 UTC"
    assert status["senior: halted until"] == "2024-02-23 00:00:00 UTC"
    assert status["junior: halted until"] is None
    assert (status["junior: paused"], status["senior: paused"]) == (True, False)


def test_status__with_the_deal_file__accounts_by_their_names(deal: Notes) -> None:
    by_number, by_name = status_of(deal.deal), status_of(deal.deal, TERMS)
    numbers = [value for name, value in by_number.items() if name.startswith("account ")]
    assert len(numbers) == len(TERMS.accounts)
    assert [by_name[f"account {account.id}"] for account in TERMS.accounts] == numbers


def test_status__with_another_deal_file__refused(deal: Notes) -> None:
    with pytest.raises(OtherTermsError, match="not made from this file of mills,"):
        status_of(deal.deal, load_terms(DEAL))


def test_transfer__by_the_holder__units_passed_on(deal: Notes) -> None:
    sender, receiver = deal["senior_investor"], deal["second_senior_investor"]
    market.transfer(deal.deal, "senior", receiver, 1_500, sender)
    units = deal.deal.token("senior").functions
    assert (call(deal.chain.web3, units.balanceOf(sender)), call(deal.chain.web3, units.balanceOf(receiver))) == (
        2_500,
        5_500,
    )


def test_transfer__to_somebody_unknown__the_tokens_reason(deal: Notes) -> None:
    with pytest.raises(ContractRevertedError, match="the receiver is not an eligible investor"):
        market.transfer(deal.deal, "senior", deal["outsider"], 1, deal["senior_investor"])


def test_mint_test_money__our_test_token__anybody_makes_it(deal: Notes) -> None:
    balance = deal.deal.payment_token.functions.balanceOf(deal["buyer"])
    market.mint_test_money(deal.deal, deal["buyer"], 1_234_560_000, deal["outsider"])
    assert call(deal.chain.web3, balance) == 1_234_560_000
