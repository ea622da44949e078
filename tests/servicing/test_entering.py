# SPDX-License-Identifier: Apache-2.0
"""A portfolio entered in the registry, stopped and gone on with; legal events drafted from feeds; pledges found by what the chain knows."""

from __future__ import annotations

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.chain.issuance import PaymentTokenError
from regalia.chain.right_reports import LEGAL, VALUATION, ReportKind
from regalia.chain.transact import call
from regalia.domain.compile_pool import compile_pool
from regalia.domain.money import Currency
from regalia.domain.rights.acts import Licence, LicenceGrant, RightEntry
from regalia.domain.rights.words import Status
from regalia.domain.terms import load_terms
from regalia.feeds.legal_status import read_legal_status
from regalia.servicing import legal_drafts, offices, pledging, rights
from regalia.servicing.entering import EnteringStoppedError, carry_out, check_token, plan
from regalia.servicing.right_attesting import NotAnAttestorError, ReportRefusedError, require_attestor, try_out
from tests.deals import DEALS
from tests.mills import NOTES
from tests.scripts.rights_stage import START
from tests.servicing.notes import Notes
from tests.servicing.rights_desk import ATTESTORS, FIRST, SECOND, TODAY, VALUERS, Desk

pytestmark = pytest.mark.devnet


def test_carry_out__refused_in_between__said_how_far_it_came_and_goes_on_from_there(desk: Desk) -> None:
    acts = desk.acts
    first = plan(desk.rights, acts, desk["registrar"])
    rights.enter(
        desk.rights, next(act for act in acts if isinstance(act, RightEntry) and act.right == SECOND), desk["registrar"]
    )
    said: list[str] = []
    with pytest.raises(EnteringStoppedError) as refusal:
        carry_out(desk.rights, acts, first, desk["registrar"], said.append)
    assert refusal.value.message.startswith("entry of CN 10 2019 010990202: enter: IPRegistry_AlreadyEntered")
    assert "1 of 4 acts were entered" in refusal.value.hint and said == ["entry of CN 10 2018 010990101"]
    again = plan(desk.rights, acts, desk["registrar"])
    assert (len(again.known), len(again.mine), again.others) == (2, 2, {desk["valuer"]: 2})
    assert carry_out(desk.rights, acts, again, desk["registrar"]) == 2
    assert plan(desk.rights, acts, desk["registrar"]).mine == ()


def test_carry_out__somebody_entered_a_licence_before__the_one_under_another_names_it_by_the_chains_number(
    desk: Desk,
) -> None:
    entries = [act for act in desk.acts if isinstance(act, RightEntry)]
    for entry in entries:
        rights.enter(desk.rights, entry, desk["registrar"])
    other = Licence(desk["owner"], desk["outsider"], desk["outsider"], 0, "US", False, 0, 20240101, 20300101, 0)
    rights.grant_licence(desk.rights, LicenceGrant(SECOND, other, b"\x09" * 32), desk["registrar"])
    carry_out(desk.rights, desk.acts, plan(desk.rights, desk.acts, desk["registrar"]), desk["registrar"])
    registry = desk.rights.registry.functions
    assert call(desk.chain.web3, registry.licenceAt(SECOND, 3))[0][3] == 2


def test_check_token__other_decimals__refused(desk: Desk) -> None:
    token = desk.deal.payment_token.address
    check_token(desk.chain.web3, Currency("USD", 6), token)
    with pytest.raises(PaymentTokenError, match="has 6 decimals, the file says CNY has 2"):
        check_token(desk.chain.web3, Currency("CNY", 2), token)


def test_draft__right_nobody_entered__named_with_its_proposals(desk: Desk) -> None:
    with pytest.raises(legal_drafts.RightsNotEnteredError, match=r"CN 10 2018 010990101 \(proposal 1, 2\); CN 10 2019"):
        legal_drafts.draft(desk.rights, read_legal_status(desk.files["feed"]))
    assert legal_drafts.draft(desk.rights, read_legal_status(desk.files["feed"]), (1, 2, 3, 4)).events == ()


def test_draft__told_already__passed_over(desk: Desk) -> None:
    desk.enter_all()
    desk.in_force()
    found = legal_drafts.draft(desk.rights, read_legal_status(desk.files["feed"]))
    assert (found.events, [place for place, _ in found.told]) == ((), [1, 2, 3, 4])


def test_known_rights__of_one_that_is_entered_and_one_that_is_not__the_former(desk: Desk) -> None:
    entry = next(act for act in desk.acts if isinstance(act, RightEntry))
    rights.enter(desk.rights, entry, desk["registrar"])
    found = legal_drafts.known_rights(desk.rights, (FIRST, SECOND))
    assert {right: (fact.status, fact.jurisdiction) for right, fact in found.items()} == {FIRST: (Status.ENTERED, "CN")}


def test_try_out__granted_and_never_filed__refused_with_what_to_do(desk: Desk) -> None:
    desk.enter_all()
    report = legal_drafts.draft(desk.rights, read_legal_status(desk.files["feed"]), (1, 3)).report(START + 10**6)
    with pytest.raises(
        ReportRefusedError, match="events: the registry would refuse them: happen: IPRegistry_NotAllowed"
    ):
        try_out(desk.rights, report)


@pytest.mark.parametrize("kind", [LEGAL, VALUATION], ids=lambda kind: kind.name)
def test_require_attestor__of_the_other_kind_or_of_none__refused_with_the_office(desk: Desk, kind: ReportKind) -> None:
    own, other = (ATTESTORS, VALUERS) if kind is LEGAL else (VALUERS, ATTESTORS)
    require_attestor(desk.rights, kind, own[0].address)
    for stranger in (other[0].address, desk["attacker"]):
        with pytest.raises(NotAnAttestorError, match=stranger) as refusal:
            require_attestor(desk.rights, kind, stranger)
        assert f"--role {'legal' if kind is LEGAL else 'valuation'}-attestor" in refusal.value.hint


def test_basis__whole_by_licence_or_not_at_all__zero_its_number_or_refused(desk: Desk) -> None:
    desk.enter_all()
    originator = pledging.originator_of(desk.deal)
    assert originator == desk["originator"]
    assert [pledging.basis(desk.rights, right, originator) for right in (FIRST, SECOND)] == [0, 1]
    with pytest.raises(pledging.NoBasisError, match="neither owns it whole nor has an exclusive licence"):
        pledging.basis(desk.rights, FIRST, desk["attacker"])


def test_pledged_to__two_rights__in_order_and_due_once_a_valuation_ran_out(desk: Desk) -> None:
    desk.enter_all()
    desk.in_force()
    deal = desk.deal.deal.address
    rights.open_pool(desk.rights, deal, compile_pool(load_terms(DEALS / "patents.yaml")), desk["originator"])
    rights.pledge(desk.rights, deal, [(SECOND, 1), (FIRST, 0)], desk["originator"])
    assert list(pledging.pledged_to(desk.rights, deal)) == [SECOND, FIRST]
    assert pledging.due_since(desk.rights, deal) is None
    desk.chain.warp(START + 61 * 24 * 3600)
    assert pledging.due_since(desk.rights, deal) == 20250301
    assert pledging.settle_all(desk.rights, deal, desk["outsider"]) == 1
    assert pledging.due_since(desk.rights, deal) is None
    assert pledging.settle_all(desk.rights, deal, desk["outsider"]) == 0


def test_let_go__licence_terminated__free_and_before_that_refused(desk: Desk) -> None:
    desk.enter_all()
    desk.in_force()
    deal = desk.deal.deal.address
    rights.open_pool(desk.rights, deal, compile_pool(load_terms(DEALS / "patents.yaml")), desk["originator"])
    rights.pledge(desk.rights, deal, [(SECOND, 1)], desk["originator"])
    with pytest.raises(ContractRevertedError, match="RightsPool_StillHeld"):
        pledging.let_go(desk.rights, SECOND, desk["owner"])
    rights.terminate_licence(desk.rights, SECOND, 1, TODAY, b"\x08" * 32, desk["registrar"])
    pledging.let_go(desk.rights, SECOND, desk["owner"])
    assert not pledging.is_pledged(desk.rights, SECOND, deal)
    assert list(pledging.pledged_to(desk.rights, deal)) == []


def test_seat__office_of_rights__by_the_record(desk: Desk) -> None:
    found = desk.rights
    seats = {name: offices.seat(desk.deal, name) for name in offices.OFFICES_OF_RIGHTS}
    assert seats == {
        "rights-registrar": found.registry_address,
        "appraiser": found.registry_address,
        "legal-attestor": found.oracle_address,
        "valuation-attestor": found.valuation_oracle_address,
        "rights-trustee": found.pool_address,
    }
    assert offices.seat(desk.deal, "pauser") == desk.deal.record.transfer_agent.address


def test_seat__deal_on_no_rights__said(deal: Notes) -> None:
    with pytest.raises(rights.NoRightsError, match=f"{NOTES.stem}: the deal rests on no pool of rights"):
        offices.seat(deal.deal, "appraiser")
    assert offices.seat(deal.deal, "registrar") == deal.platform.registry


def test_office__nobody_knows__all_named() -> None:
    with pytest.raises(offices.UnknownOfficeError, match=r"chief-supervisor, .*rights-registrar, appraiser"):
        offices.office("treasurer")
