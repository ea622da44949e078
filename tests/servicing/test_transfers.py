# SPDX-License-Identifier: Apache-2.0
"""Explaining transfers: what the chain answers is what is said, question by question, with the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.chain.passport import Passport
from regalia.domain.transfer_policy import Question
from regalia.servicing import powers, registration, supervision
from regalia.servicing.deal_contracts import UnknownTrancheError
from regalia.servicing.transfer_text import answer, lack_of_units, transfer_text, verdict, why
from regalia.servicing.transfers import (
    Explanation,
    ReasonDiffersError,
    TransferUnitsError,
    check_against_ladder,
    explain_transfer,
)
from tests.servicing.notes import ELIGIBLE_UNTIL, ORDER, UNLOCKED, Notes

pytestmark = pytest.mark.devnet

NOBODY = "0x" + "00" * 20
DAY = 24 * 3600


def explain(deal: Notes, tranche: str, sender: str, receiver: str, units: int) -> Explanation:
    return explain_transfer(deal.deal, tranche, deal[sender], deal[receiver], units)


def noes(found: Explanation) -> list[Question]:
    return [question for question in Question if not found.yes[question - 1]]


def test_explain_transfer__everything_in_order__allowed_and_the_transfer_goes_through(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 2_000)
    assert (found.allowed, found.code, found.reason, noes(found)) == (True, 0, "the transfer is allowed", [])
    assert lack_of_units(found) is None
    deal.transfer("senior", "senior_investor", "second_senior_investor", 2_000)


def test_explain_transfer__as_of_the_latest_block__its_number_and_time(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 1)
    assert (found.block, found.facts.now) == (deal.chain.web3.eth.block_number, deal.now)
    assert deal.now == UNLOCKED


def test_explain_transfer__nothing_sent(deal: Notes) -> None:
    before = deal.chain.web3.eth.block_number
    explain(deal, "senior", "senior_investor", "outsider", 1)
    assert deal.chain.web3.eth.block_number == before


def test_explain_transfer__country_not_admitted__named_and_the_transfer_is_refused_for_it(deal: Notes) -> None:
    deal.admit("buyer", "BR")
    found = explain(deal, "senior", "senior_investor", "buyer", 1)
    assert noes(found) == [Question.JURISDICTION]
    assert answer(found, Question.JURISDICTION) == "no: BR is not admitted"
    assert verdict(found) == "refused, code 12: the receiver's country is not admitted to this tranche"
    with pytest.raises(ContractRevertedError) as refusal:
        deal.transfer("senior", "senior_investor", "buyer", 1)
    assert (refusal.value.arguments["code"], refusal.value.arguments["reason"]) == (found.code, found.reason)


def test_explain_transfer__receiver_unknown__eligibility_country_and_class(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "outsider", 1)
    assert noes(found) == [Question.RECEIVER_ELIGIBLE, Question.JURISDICTION, Question.CLASS]
    assert why(found, Question.RECEIVER_ELIGIBLE) == "the registry does not know the wallet"
    assert why(found, Question.JURISDICTION) == "an unknown country is not admitted"
    assert "not in the registry, holds 0" in transfer_text(found)


def test_explain_transfer__class_not_admitted__says_which_are(deal: Notes) -> None:
    deal.admit("buyer", "US", "retail")
    found = explain(deal, "mezzanine", "mezzanine_investor", "buyer", 50)
    assert noes(found) == [Question.CLASS]
    assert why(found, Question.CLASS) == "retail is not admitted, only professional, institutional, originator"


def test_explain_transfer__below_the_denomination__what_moves_and_what_stays(deal: Notes) -> None:
    deal.admit("buyer")
    found = explain(deal, "mezzanine", "mezzanine_investor", "buyer", 2_451)
    assert noes(found) == [Question.DENOMINATION]
    assert why(found, Question.DENOMINATION) == "2,451 would move and 49 stay; the denomination is 50"
    assert explain(deal, "mezzanine", "mezzanine_investor", "buyer", 2_450).allowed


def test_explain_transfer__originator_below_its_retention_and_locked_up__both(deal: Notes) -> None:
    found = explain(deal, "junior", "originator", "junior_investor", 1)
    assert noes(found) == [Question.UNLOCKED, Question.RETENTION]
    assert why(found, Question.UNLOCKED) == "locked until 2024-12-31 00:00:00 UTC"
    assert why(found, Question.RETENTION) == "49 would stay; 50 must be retained"
    assert found.code == Question.UNLOCKED


def test_explain_transfer__share_too_large__what_it_would_be(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 2_001)
    assert noes(found) == [Question.LARGEST_SHARE]
    assert why(found, Question.LARGEST_SHARE) == "the receiver would hold 6,001 units; the most is 6,000"


def test_explain_transfer__share_over_two_wallets__both_count(deal: Notes) -> None:
    registration.add_wallet(
        deal.chain.web3, deal.platform.registry, deal["new_wallet"], deal["second_senior_investor"], deal["registrar"]
    )
    found = explain(deal, "senior", "senior_investor", "new_wallet", 2_001)
    assert found.facts.receiver.investor_units == 4_000
    assert noes(found) == [Question.LARGEST_SHARE]
    assert explain(deal, "senior", "second_senior_investor", "new_wallet", 4_000).allowed


def test_explain_transfer__more_than_is_held__lack_of_units_comes_first(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "outsider", 4_001)
    assert (found.code, found.reason) == (19, "the sender does not hold so many units")
    assert lack_of_units(found) == {"code": 19, "held": 4_000, "missing": 1}
    assert Question.RECEIVER_ELIGIBLE in noes(found)
    assert "The sender holds 4,000 units, 1 too few." in transfer_text(found)


def test_explain_transfer__units_frozen__how_many_can_move(deal: Notes) -> None:
    powers.freeze(deal.deal, "senior", deal["senior_investor"], 3_500, ORDER, deal["freezer"])
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 501)
    assert noes(found) == [Question.UNITS_NOT_FROZEN]
    assert why(found, Question.UNITS_NOT_FROZEN) == "3,500 units are frozen of 4,000 held: 500 can move"
    assert explain(deal, "senior", "senior_investor", "second_senior_investor", 500).allowed


def test_explain_transfer__wallets_frozen_and_paused__each_named(deal: Notes) -> None:
    powers.freeze_wallet(deal.deal, "senior", deal["senior_investor"], ORDER, deal["freezer"])
    powers.freeze_wallet(deal.deal, "senior", deal["second_senior_investor"], ORDER, deal["freezer"])
    powers.pause(deal.deal, "senior", ORDER, deal["pauser"])
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 1)
    assert noes(found) == [Question.NOT_PAUSED, Question.SENDER_NOT_FROZEN, Question.RECEIVER_NOT_FROZEN]
    assert why(found, Question.SENDER_NOT_FROZEN) == f"{deal['senior_investor']} is frozen"
    assert why(found, Question.RECEIVER_NOT_FROZEN) == f"{deal['second_senior_investor']} is frozen"
    assert why(found, Question.NOT_PAUSED) == "the transfer agent has paused the tranche"


def test_explain_transfer__halts_of_every_kind__each_with_its_end(deal: Notes) -> None:
    end, officer = UNLOCKED + DAY - 1, deal["supervisor"]
    supervision.halt_deal(deal.deal, end, ORDER, "inquiry", officer)
    supervision.halt_tranche(deal.deal, "senior", end + DAY, ORDER, "inquiry", officer)
    supervision.halt_holder(deal.deal, deal["senior_investor"], end, ORDER, "inquiry", officer)
    supervision.halt_holder(deal.deal, deal["second_senior_investor"], end + DAY, ORDER, "inquiry", officer)
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 1)
    assert noes(found) == [Question.NOT_HALTED, Question.SENDER_NOT_HALTED, Question.RECEIVER_NOT_HALTED]
    assert why(found, Question.NOT_HALTED) == (
        "the deal is halted until 2024-02-09 23:59:59 UTC and the tranche is halted until 2024-02-10 23:59:59 UTC"
    )
    assert why(found, Question.SENDER_NOT_HALTED).endswith("is halted until 2024-02-09 23:59:59 UTC")
    deal.chain.warp(end + 1)
    later = explain(deal, "senior", "senior_investor", "second_senior_investor", 1)
    assert noes(later) == [Question.NOT_HALTED, Question.RECEIVER_NOT_HALTED]
    assert why(later, Question.NOT_HALTED) == "the tranche is halted until 2024-02-10 23:59:59 UTC"


def test_explain_transfer__eligibility_withdrawn_ended_or_wallet_closed__which(deal: Notes) -> None:
    web3, registry, registrar = deal.chain.web3, deal.platform.registry, deal["registrar"]
    registration.remove(web3, registry, deal["senior_investor"], registrar)
    registration.close_wallet(web3, registry, deal["second_senior_investor"], registrar)
    found = explain(deal, "senior", "senior_investor", "second_senior_investor", 1)
    assert noes(found) == [Question.SENDER_ELIGIBLE, Question.RECEIVER_ELIGIBLE]
    assert why(found, Question.SENDER_ELIGIBLE) == "eligibility was withdrawn"
    assert why(found, Question.RECEIVER_ELIGIBLE) == "the wallet is closed"
    deal.chain.warp(ELIGIBLE_UNTIL + 1)
    lapsed = explain(deal, "mezzanine", "mezzanine_investor", "mezzanine_investor", 50)
    assert why(lapsed, Question.SENDER_ELIGIBLE) == "eligibility ended at 2033-05-18 03:33:20 UTC"


def test_explain_transfer__to_itself__two_parties(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "senior_investor", 1)
    assert noes(found) == [Question.TWO_PARTIES]
    assert why(found, Question.TWO_PARTIES) == "both are the same wallet"


def test_explain_transfer__to_nobody__two_parties_first(deal: Notes) -> None:
    found = explain_transfer(deal.deal, "senior", deal["senior_investor"], NOBODY, 1)  # type: ignore[arg-type]
    assert found.code == Question.TWO_PARTIES
    assert why(found, Question.TWO_PARTIES) == "the zero address is nobody"


def test_explain_transfer__nothing_moves__quantities_are_not_asked(deal: Notes) -> None:
    assert noes(explain(deal, "junior", "originator", "junior_investor", 0)) == [Question.UNLOCKED]


def test_explain_transfer__unknown_tranche__known_ones_named(deal: Notes) -> None:
    with pytest.raises(UnknownTrancheError, match="'super' is not one of"):
        explain(deal, "super", "senior_investor", "buyer", 1)


@pytest.mark.parametrize("units", [-1, 2**256])
def test_explain_transfer__units_no_word_holds__refused(deal: Notes, units: int) -> None:
    with pytest.raises(TransferUnitsError, match=f"units: {units} is not from 0"):
        explain(deal, "senior", "senior_investor", "buyer", units)


def test_check_against_ladder__token_answers_otherwise__question_named(deal: Notes) -> None:
    found = explain(deal, "senior", "senior_investor", "outsider", 1)
    wrong = replace(found, yes=(*found.yes[:11], True, *found.yes[12:]))
    with pytest.raises(ReasonDiffersError, match="answer differently: 12 jurisdiction") as refusal:
        check_against_ladder(wrong)
    assert "regalia verify" in refusal.value.hint


@pytest.mark.parametrize(("code", "reason"), [(12, "the receiver is not an eligible investor"), (11, "because")])
def test_check_against_ladder__other_code_or_other_words__refused(deal: Notes, code: int, reason: str) -> None:
    found = explain(deal, "senior", "senior_investor", "outsider", 1)
    with pytest.raises(ReasonDiffersError, match=f"the token gives code {code}"):
        check_against_ladder(replace(found, code=code, reason=reason))


def test_passport__every_field__from_its_bits() -> None:
    investor = 0xF39FD6E51AAD88F6F4CE6AB8827279CFFFB92266
    word = investor | 7 << 160 | 840 << 208 | 3 << 224 | 9 << 232 | 2 << 240 | 1 << 249
    expected = Passport("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", 7, 840, 3, 9, 2, closed=False, eligible=True)  # type: ignore[arg-type]
    assert Passport.unpack(word) == expected
    assert Passport.unpack(word | 1 << 248).closed
    assert Passport.unpack(0).unknown and not expected.unknown
