# SPDX-License-Identifier: Apache-2.0
"""An appraiser's report made one that attestors sign: numbered by the chain, tried out, and signed by nobody who gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import deploy_contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.issuance import PaymentTokenError
from regalia.chain.right_reports import VALUATION
from regalia.chain.transact import call, send
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.acts import RightValuation
from regalia.domain.terms import load_terms
from regalia.feeds.valuations import load_valuations
from regalia.oracle.right_report import ReportQuorumError, hand_in, sign
from regalia.oracle.valuation_report import ValuationReport
from regalia.servicing import rights
from regalia.servicing.right_attesting import (
    InterestedAttestorError,
    ReportRefusedError,
    require_disinterested,
    try_out,
)
from regalia.servicing.rights import NoRightsError
from regalia.servicing.token_text import token_money
from regalia.servicing.valuation_drafts import draft
from tests.deals import DEALS
from tests.scripts.rights_stage import START
from tests.servicing.rights_desk import FIRST, SECOND, TODAY, VALUERS, Desk

pytestmark = pytest.mark.devnet
DEADLINE = START + 10**6


def acts(desk: Desk) -> Sequence[RightValuation]:
    """Of the file: one valuation, of the first patent."""
    report = load_valuations(desk.files["report"], TODAY)
    return report.acts(desk.rights.valuation_oracle.address, desk.deal.payment_token.address)


def drafted(desk: Desk) -> ValuationReport:
    return draft(desk.rights, acts(desk)).report(DEADLINE)


def test_draft__of_a_file__numbered_after_what_the_chain_has_and_taken(desk: Desk) -> None:
    desk.enter_all()
    report = drafted(desk)
    assert [(v.right, v.number, v.amount) for v in report.valuations] == [(FIRST, 2, 4_100_000 * 10**6)]
    try_out(desk.rights, report)
    desk.report(report)
    found = call(desk.chain.web3, desk.rights.registry.functions.valuationOf(FIRST))
    assert (found[1], found[2]) == (4_100_000 * 10**6, desk.rights.valuation_oracle.address)


def test_draft__told_already_or_left_out__passed_over(desk: Desk) -> None:
    desk.enter_all()
    assert draft(desk.rights, acts(desk), (1,)).valuations == ()
    desk.report(drafted(desk))
    found = draft(desk.rights, acts(desk))
    assert (found.valuations, [place for place, _ in found.told]) == ((), [1])


def test_draft__right_nobody_entered__refused_with_the_registrys_reason(desk: Desk) -> None:
    with pytest.raises(ReportRefusedError, match=r"valuation of CN 10 2018 010990101: .*IPRegistry_UnknownRight"):
        drafted(desk)


def test_draft__oracle_that_is_no_appraiser__refused_with_whom_to_appoint(desk: Desk) -> None:
    desk.enter_all()
    registry, oracle = desk.rights.registry.functions, desk.rights.valuation_oracle.address
    send(desk.chain.web3, registry.revokeRole(keccak(text="APPRAISER_ROLE"), oracle), desk["admin"])
    with pytest.raises(ReportRefusedError, match="AccessControlUnauthorizedAccount") as refusal:
        drafted(desk)
    assert "the role of appraiser" in refusal.value.hint


def test_draft__no_valuation_oracle_known__said(desk: Desk) -> None:
    with pytest.raises(NoRightsError, match="the deal's record names none"):
        draft(replace(desk.rights, valuation_oracle_address=None), acts(desk))


def test_try_out__valued_meanwhile__number_named_and_two_of_one_right_follow_each_other(desk: Desk) -> None:
    desk.enter_all()
    report = drafted(desk)
    (first,) = report.valuations
    following = replace(first, number=3, document=b"\x0b" * 32)
    try_out(desk.rights, ValuationReport((first, following), DEADLINE))
    desk.report(report)
    with pytest.raises(ReportRefusedError, match="number: 2: the registry would give it 3"):
        try_out(desk.rights, ValuationReport((replace(following, number=2),), DEADLINE))


def test_require_disinterested__owner_or_originator_of_the_deal__refused_and_others_not(desk: Desk) -> None:
    desk.enter_all()
    desk.in_force()
    (first,) = drafted(desk).valuations
    of_both = ValuationReport((first, replace(first, right=SECOND)), DEADLINE)
    require_disinterested(desk.rights, ValuationReport((replace(first, right=SECOND),), DEADLINE), desk["originator"])
    deal = desk.deal.deal.address
    rights.open_pool(desk.rights, deal, compile_pool(load_terms(DEALS / "patents.yaml")), desk["originator"])
    rights.pledge(desk.rights, deal, [(SECOND, 1)], desk["originator"])
    for who, why in (
        ("owner", "owns 1000000 millionths of CN 10 2019 010990202"),
        ("originator", "owns 1000000 millionths of CN 10 2018 010990101"),
    ):
        with pytest.raises(InterestedAttestorError, match=why):
            require_disinterested(desk.rights, of_both, desk[who])
    with pytest.raises(InterestedAttestorError, match="the originator of the deal CN 10 2019 010990202 backs"):
        require_disinterested(
            desk.rights, ValuationReport((replace(first, right=SECOND),), DEADLINE), desk["originator"]
        )
    require_disinterested(desk.rights, of_both, VALUERS[0].address)


def test_hand_in__too_few_signed__refused_before_anything_is_sent(desk: Desk) -> None:
    desk.enter_all()
    report, oracle = drafted(desk), desk.rights.valuation_oracle.address
    signed = [sign(report, desk.chain.chain_id, oracle, VALUERS[0])]
    with pytest.raises(ReportQuorumError, match="1 attestors signed, the oracle asks for 2") as refusal:
        hand_in(desk.chain.web3, oracle, report, signed, desk["outsider"])
    assert "look the valuations up" in refusal.value.hint
    with pytest.raises(ReportQuorumError, match="signed twice"):
        hand_in(desk.chain.web3, oracle, report, [*signed * 2, sign(report, 1, oracle, VALUERS[1])], desk["outsider"])


def test_hand_in__signed_for_another_chain__refused_with_what_to_do(desk: Desk) -> None:
    desk.enter_all()
    report, oracle = drafted(desk), desk.rights.valuation_oracle.address
    signed = [sign(report, 1, oracle, key) for key in VALUERS]
    with pytest.raises(ContractRevertedError, match="AttestorQuorum_BadSignature") as refusal:
        hand_in(desk.chain.web3, oracle, report, signed, desk["outsider"])
    assert "one report, oracle and chain" in refusal.value.hint


def test_seat__of_the_kind__the_valuation_oracle(desk: Desk) -> None:
    assert desk.rights.oracle_of(VALUATION).address == desk.rights.valuation_oracle_address


def test_token_money__token_and_what_is_none__whole_currency_or_refused(desk: Desk) -> None:
    money = token_money(desk.chain.web3)
    assert money(desk.deal.payment_token.address, 1_234_567_890_000) == "1,234,567.89 tUSD"
    gates = deploy_contract(desk.chain.web3, "PoolGates", desk["admin"])
    for none in (desk["attacker"], gates):
        with pytest.raises(PaymentTokenError, match=f"token: {none} does not answer"):
            money(none, 1)
