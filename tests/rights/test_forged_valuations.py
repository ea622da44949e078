# SPDX-License-Identifier: Apache-2.0
"""Reports of valuations that are not what attestors signed: another field, deadline, oracle or chain; late, or once more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rights.valuing import ADMIN, ATTESTOR_ROLE, FIRST, SECOND, THIRD, Valuers, rising
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.rights import USD, RightsDesk
from tests.support.rights_acts import PATENT_1, PATENT_2, TODAY
from tests.support.roles import actor, key_of

SIGNERS = [FIRST.address, SECOND.address]
MUTATED: dict[int, Any] = {
    0: PATENT_2,
    1: 2,
    2: actor("another token"),
    3: 101 * USD,
    4: 2,
    5: TODAY - 1,
    6: 20260121,
    7: b"\7" * 32,
}
"""By the place of the field."""


@pytest.fixture
def valuers(entered: RightsDesk) -> Valuers:
    return Valuers.of(entered)


@pytest.mark.parametrize("field", list(MUTATED))
def test_report__a_field_other_than_signed__refused(valuers: Valuers, field: int) -> None:
    valuers.desk.enter(PATENT_2)
    signed, deadline = valuers.valuation(PATENT_1), valuers.desk.chain.now
    signatures = valuers.signed([signed], deadline, FIRST, SECOND)
    other = list(signed)
    other[field] = MUTATED[field]
    digest = valuers.oracle.read("digestOf", [tuple(other)], deadline)
    with refused_whole(valuers.desk.chain, "AttestorQuorum_BadSignature", signer=FIRST.address, digest=digest):
        valuers.hand_in([tuple(other)], deadline, SIGNERS, signatures)
    valuers.hand_in([signed], deadline, SIGNERS, signatures)


def test_report__later_deadline_or_valuations_left_out_or_swapped__refused(valuers: Valuers) -> None:
    first, second = valuers.valuation(PATENT_1), valuers.valuation(PATENT_1, number=2)
    deadline = valuers.desk.chain.now
    signatures = valuers.signed([first, second], deadline, FIRST, SECOND)
    for valuations, until in (([first, second], deadline + 1), ([first], deadline), ([second, first], deadline)):
        with refused_whole(valuers.desk.chain, "AttestorQuorum_BadSignature"):
            valuers.hand_in(valuations, until, SIGNERS, signatures)
    valuers.hand_in([first, second], deadline, SIGNERS, signatures)


@pytest.mark.parametrize("late", [0, 1])
def test_report__at_its_deadline__taken_and_refused_a_second_later(valuers: Valuers, late: int) -> None:
    given, deadline = [valuers.valuation(PATENT_1)], valuers.desk.chain.now + 3_600
    signatures = valuers.signed(given, deadline, FIRST, SECOND)
    valuers.desk.chain.now = deadline + late
    if late:
        expired = {"deadline": deadline, "timestamp": deadline + 1}
        with refused_whole(valuers.desk.chain, "AttestorQuorum_ReportExpired", **expired):
            valuers.hand_in(given, deadline, SIGNERS, signatures)
    else:
        assert valuers.hand_in(given, deadline, SIGNERS, signatures).only("RightValued")["number"] == 1


def test_report__signed_by_a_stranger_twice_by_one_or_by_one_too_few__refused(valuers: Valuers) -> None:
    given, stranger = valuers.valuation(PATENT_1), key_of("attacker")
    for keys, name in (
        ([FIRST], "AttestorQuorum_TooFewSigners"),
        ([FIRST, FIRST], "AttestorQuorum_SignersNotRising"),
        ([SECOND, FIRST], "AttestorQuorum_SignersNotRising"),
        (rising(FIRST, stranger), "AttestorQuorum_NotAnAttestor"),
    ):
        with refused_whole(valuers.desk.chain, name):
            valuers.report(given, keys=keys)
    deadline = valuers.desk.chain.now
    with refused_whole(valuers.desk.chain, "AttestorQuorum_WrongLength", expected=2, given=1):
        valuers.hand_in([given], deadline, SIGNERS, valuers.signed([given], deadline, FIRST))


def test_attestor__dismissed_since_he_signed__is_none(valuers: Valuers) -> None:
    given, deadline = [valuers.valuation(PATENT_1)], valuers.desk.chain.now
    signatures = valuers.signed(given, deadline, FIRST, SECOND)
    valuers.oracle.send("revokeRole", ATTESTOR_ROLE, SECOND.address, by=ADMIN)
    with refused_whole(valuers.desk.chain, "AttestorQuorum_NotAnAttestor", signer=SECOND.address):
        valuers.hand_in(given, deadline, SIGNERS, signatures)
    valuers.report(*given, keys=(FIRST, THIRD))


def test_report__handed_in_twice__refused_by_its_document_and_with_another_by_its_number(valuers: Valuers) -> None:
    given = valuers.valuation(PATENT_1)
    valuers.report(given)
    with refused_whole(valuers.desk.chain, "IPRegistry_DocumentMeans"):
        valuers.report(given)
    with refused_whole(valuers.desk.chain, "ValuationOracle_OutOfOrder", right=PATENT_1, expected=2, given=1):
        valuers.report((*given[:-1], valuers.desk.document()))


def test_report__to_another_oracle_of_the_same_attestors__refused(valuers: Valuers) -> None:
    other = Valuers.of(valuers.desk)
    given, deadline = [valuers.valuation(PATENT_1)], valuers.desk.chain.now
    signatures = valuers.signed(given, deadline, FIRST, SECOND)
    digest = other.oracle.read("digestOf", given, deadline)
    with refused_whole(valuers.desk.chain, "AttestorQuorum_BadSignature", signer=FIRST.address, digest=digest):
        other.hand_in(given, deadline, SIGNERS, signatures)


def test_report__on_a_fork_with_another_chain_id__refused(valuers: Valuers) -> None:
    given, deadline = [valuers.valuation(PATENT_1)], valuers.desk.chain.now
    signatures = valuers.signed(given, deadline, FIRST, SECOND)
    fork = valuers.desk.chain.fork(1)
    there = Valuers(valuers.desk, Contract(fork, "ValuationOracle", valuers.oracle.address))
    digest = there.oracle.read("digestOf", given, deadline)
    with refused_whole(fork, "AttestorQuorum_BadSignature", signer=FIRST.address, digest=digest):
        there.hand_in(given, deadline, SIGNERS, signatures)


def test_report__signed_for_the_legal_oracle__is_no_valuation(valuers: Valuers) -> None:
    """The same attestors may sit in both quorums: what they sign for one is nothing to the other."""
    desk, deadline = valuers.desk, valuers.desk.chain.now
    legal = desk.oracle.read("digestOf", [desk.event(PATENT_1, 1)], deadline)
    signatures = [bytes(key.unsafe_sign_hash(legal).signature) for key in (FIRST, SECOND)]
    with refused_whole(desk.chain, "AttestorQuorum_BadSignature"):
        valuers.hand_in([valuers.valuation(PATENT_1)], deadline, SIGNERS, signatures)
