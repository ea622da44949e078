# SPDX-License-Identifier: Apache-2.0
"""Who may not attest what a right is worth: its owners, and the originator of the deal it backs. Everybody else may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from eth_typing import ChecksumAddress

from tests.rights.valuing import FIRST, SECOND, THIRD, Valuers, rising
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.rights import MILLION, USD, RightsDesk
from tests.support.rights_acts import BUYER, PATENT_1, PATENT_2, held_under_licence, let_go, on, terminate, transfer
from tests.support.roles import actor, key_of

INTERESTED = key_of("interested attestor")
BOTH = rising(FIRST, INTERESTED)
OFFICER = key_of("officer of the firm")


@dataclass(frozen=True)
class Firm:
    """An attestor that is a contract, for which its officer signs."""

    address: ChecksumAddress

    def unsafe_sign_hash(self, digest: Any) -> Any:
        return OFFICER.unsafe_sign_hash(digest)


ORIGINATOR = Firm(actor("interested originator"))
WITH_ORIGINATOR = rising(FIRST, ORIGINATOR)


@pytest.fixture
def valuers(desk: RightsDesk) -> Valuers:
    """Whoever is interested is an attestor as well."""
    valuers = Valuers.of(desk)
    valuers.appoint(INTERESTED)
    return valuers


@pytest.fixture
def of_the_deal(valuers: Valuers) -> Valuers:
    """An attestor is the originator of a deal, which rests on its licence under somebody else's right."""
    desk, by = valuers.desk, ORIGINATOR.address
    held_under_licence(desk, PATENT_1, 100 * USD, licensee=by)
    deal = desk.deal(originator="interested originator")
    desk.open(deal, by=by)
    desk.pledge(deal, PATENT_1, licence=1, by=by)
    firm = Contract.deploy(desk.chain, "MockContractSigner", OFFICER.address, by=BUYER)
    desk.chain.place(by, desk.chain.code(firm.address))
    valuers.appoint(ORIGINATOR)
    return valuers


def test_report__attested_by_an_owner__refused_until_he_has_sold(valuers: Valuers) -> None:
    desk = valuers.desk
    desk.enter(PATENT_1, owners=(INTERESTED.address,))
    given = valuers.valuation(PATENT_1)
    for share, sold in ((MILLION, MILLION - 1), (1, 1)):
        told = {"right": PATENT_1, "signer": INTERESTED.address, "share": share}
        with refused_whole(desk.chain, "ValuationOracle_AttestorOwns", **told):
            valuers.report(given, keys=BOTH)
        transfer(desk, PATENT_1, INTERESTED.address, BUYER, sold)
    valuers.report(given, keys=BOTH)


def test_report__owner_beside_as_many_as_are_needed__refused_and_taken_without_him(valuers: Valuers) -> None:
    valuers.desk.enter(PATENT_1, owners=(INTERESTED.address, BUYER), shares=(1, MILLION - 1))
    given = valuers.valuation(PATENT_1)
    with refused_whole(valuers.desk.chain, "ValuationOracle_AttestorOwns"):
        valuers.report(given, keys=rising(FIRST, SECOND, INTERESTED))
    valuers.report(given)


def test_report__on_two_rights_one_of_them_an_attestors__refused_whole(valuers: Valuers) -> None:
    valuers.desk.enter(PATENT_1)
    valuers.desk.enter(PATENT_2, owners=(INTERESTED.address,))
    given = [valuers.valuation(right) for right in (PATENT_1, PATENT_2)]
    told = {"right": PATENT_2, "signer": INTERESTED.address, "share": MILLION}
    with refused_whole(valuers.desk.chain, "ValuationOracle_AttestorOwns", **told):
        valuers.report(*given, keys=BOTH)
    valuers.report(given[0], keys=BOTH)


def test_report__attested_by_the_originator_of_its_deal__refused_though_he_owns_nothing(of_the_deal: Valuers) -> None:
    given = of_the_deal.valuation(PATENT_1, amount=200 * USD, number=2)
    told = {"right": PATENT_1, "signer": ORIGINATOR.address}
    with refused_whole(of_the_deal.desk.chain, "ValuationOracle_AttestorIsOriginator", **told):
        of_the_deal.report(given, keys=WITH_ORIGINATOR)
    of_the_deal.report(given)


def test_report__attested_by_the_originator_of_another_deal__taken(of_the_deal: Valuers) -> None:
    of_the_deal.desk.enter(PATENT_2)
    of_the_deal.report(of_the_deal.valuation(PATENT_2), keys=WITH_ORIGINATOR)


def test_report__once_the_deal_has_let_go_of_the_right__its_originator_may(of_the_deal: Valuers) -> None:
    terminate(of_the_deal.desk, PATENT_1)
    let_go(of_the_deal.desk, PATENT_1)
    of_the_deal.report(of_the_deal.valuation(PATENT_1, number=2), keys=WITH_ORIGINATOR)


@pytest.mark.parametrize(("mood", "taken"), [(0, True), (1, False), (2, False), (3, False), (4, False)])
def test_report__attestor_that_is_a_contract__believed_when_it_says_yes(
    valuers: Valuers, mood: int, taken: bool
) -> None:
    """By ERC-1271; others report without one that misbehaves."""
    desk = valuers.desk
    desk.enter(PATENT_1)
    contract = Contract.deploy(desk.chain, "MockContractSigner", OFFICER.address, by=BUYER)
    contract.send("setMood", mood, by=BUYER)
    firm, given = Firm(contract.address), valuers.valuation(PATENT_1)
    valuers.appoint(firm)
    if taken:
        assert firm.address in valuers.report(given, keys=rising(firm, THIRD)).only("ValuationReportTaken")["signers"]
        return
    with refused_whole(desk.chain, "AttestorQuorum_BadSignature"):
        valuers.report(given, keys=rising(firm, THIRD))
    valuers.report(given)


def test_report__right_sold_after_it_was_signed__asked_when_it_is_handed_in(valuers: Valuers) -> None:
    desk = valuers.desk
    desk.enter(PATENT_1)
    given, deadline = [valuers.valuation(PATENT_1)], desk.chain.now + 86_400
    signatures, signers = valuers.signed(given, deadline, *BOTH), [key.address for key in BOTH]
    on(desk, 20240121)
    transfer(desk, PATENT_1, desk.registry.read("ownersOf", PATENT_1)[0][0], INTERESTED.address)
    with refused_whole(desk.chain, "ValuationOracle_AttestorOwns"):
        valuers.hand_in(given, deadline, signers, signatures)
