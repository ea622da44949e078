# SPDX-License-Identifier: Apache-2.0
"""Rows O1 and O2: a signature counts on one chain, for one deployment, for these fields, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.failures import signed_words as words
from tests.failures.oracle_stage import digest_of, hand_in, stranger, undone_court, whole_fork
from tests.oracle.court import SIGNERS, THRESHOLD, Court, Delta, signed
from tests.oracle.stage import ATTESTORS, REPORT, Stage, deploy_oracle
from tests.support.chain import CHAIN_ID, RefusedError, refused, refused_whole
from tests.support.contract import Contract, functions
from tests.support.deal import Report
from tests.support.platform import Platform
from tests.support.roles import actor

HASHED = pytest.mark.parametrize(("name", "function"), words.HASHED, ids="-".join)


@pytest.fixture
def court() -> Iterator[Court]:
    yield from undone_court()


def test_o1__same_signatures__on_the_next_chain_id__refused(court: Court) -> None:
    given = court.report()
    signatures = signed(digest_of(court.oracle, given), SIGNERS[:THRESHOLD])
    fork = whole_fork(court.chain)
    there = Contract(fork, "RoyaltyOracle", court.oracle.address)
    with refused_whole(fork, "RoyaltyOracle_UnknownSigner", signer=stranger(digest_of(there, given), signatures)):
        hand_in(there, given, signatures)
    hand_in(court.oracle, given, signatures)
    hand_in(there, given, signed(digest_of(there, given), SIGNERS[:THRESHOLD]))


def test_o1__same_signatures__at_a_second_deployment__refused() -> None:
    stage = Stage()
    signatures, first = stage.sign(REPORT), stage.oracle
    stage.oracle = deploy_oracle(stage.chain)
    stage.open([key.address for key in ATTESTORS])
    with refused("RoyaltyOracle_UnknownSigner", signer=stranger(stage.digest_of(REPORT), signatures)):
        stage.submit(REPORT, signatures)
    stage.oracle = first
    stage.submit(REPORT, signatures)


def test_o1__every_contract_with_a_signing_domain__follows_the_chain_id_and_its_own_address() -> None:
    with_domain = [name for name in words.deployed_names() if "eip712Domain" in functions(name)]
    assert set(with_domain) == {name for name, _ in words.HASHED} | {"NoteholderMeeting", "TrancheToken"}
    platform = Platform()
    parts = {name: words.named(name, platform) for name in with_domain if name != "TrancheToken"}
    parts["TrancheToken"] = platform.create(platform.money()).tokens[0]
    fork = platform.chain.fork(CHAIN_ID + 1)
    for name, part in parts.items():
        told, there = part.read("eip712Domain"), Contract(fork, name, part.address).read("eip712Domain")
        assert told[3:5] == (CHAIN_ID, part.address)
        assert there == (*told[:3], CHAIN_ID + 1, *told[4:])


@HASHED
def test_o1__digest_of_anything_signed__another_on_the_next_chain_id_and_at_another_address(
    name: str, function: str
) -> None:
    platform = Platform()
    values = [words.sample_of(part) for part in words.parts_of(name, function)]
    part = words.named(name, platform)
    there = Contract(platform.chain.fork(CHAIN_ID + 1), name, part.address)
    elsewhere = words.named(name, other := Platform())
    other.chain.place(actor("elsewhere"), other.chain.code(elsewhere.address))
    moved = Contract(other.chain, name, actor("elsewhere"))
    assert len({bytes(each.read(function, *values)) for each in (part, there, moved)}) == 3


REPORT_CHANGES: dict[str, Any] = {
    "deal": actor("another deal"),
    "period": 2,
    "epoch": 2,
    "received": 1,
    "other_income": 1,
    "has_target": True,
    "target": 1,
    "invoices": (0,),
    "evidence": keccak(text="other evidence"),
}
DELTA_CHANGES: dict[str, Any] = {
    "deal": actor("another deal"),
    "number": 2,
    "epoch": 2,
    "period": 2,
    "received": -1,
    "other_income": -1,
    "corrects": keccak(text="other evidence"),
    "evidence": keccak(text="other evidence"),
}


@pytest.mark.parametrize("field", REPORT_CHANGES)
def test_o2__any_field_of_a_report__changed_after_signing__the_signatures_count_no_more(
    court: Court, field: str
) -> None:
    """Both ways round, as a changed deal, period or epoch is refused before anybody looks at a signature."""
    assert list(REPORT_CHANGES) == [each.name for each in fields(Report)]
    _assert_bound(court, court.report(), REPORT_CHANGES[field], field)


@pytest.mark.parametrize("field", DELTA_CHANGES)
def test_o2__any_field_of_a_restatement__changed_after_signing__the_signatures_count_no_more(
    court: Court, field: str
) -> None:
    assert list(DELTA_CHANGES) == [each.name for each in fields(Delta)]
    court.pay_date()
    _assert_bound(court, court.delta(1_000), DELTA_CHANGES[field], field)


@HASHED
def test_o2__any_field_of_anything_signed__changed__another_digest(name: str, function: str) -> None:
    contract, parts = words.named(name, Platform()), words.parts_of(name, function)
    values = tuple(words.sample_of(part) for part in parts)
    others = list(words.changed_fields(parts, values))
    digests = {bytes(contract.read(function, *each)) for each in (values, *others)}
    assert len(digests) == 1 + len(others) > len(parts)


def test_o2__report_of_a_period__handed_in_again_at_any_time__counted_once(court: Court) -> None:
    given = court.accept()
    signatures = signed(digest_of(court.oracle, given), SIGNERS[:THRESHOLD])
    with court.refuses("RoyaltyOracle_PreviousNotExecuted", pending=given.period):
        hand_in(court.oracle, given, signatures)
    court.chain.now += court.oracle.read("signersOf", court.address)[3]
    court.execute(given)
    for _ in range(3):
        following = court.deal.deal.read("nextPeriod")
        assert following > given.period
        with court.refuses("RoyaltyOracle_PeriodOutOfOrder", expected=following, given=given.period):
            hand_in(court.oracle, given, signatures)
        court.pay_date(0)
    accepted = [event.args["period"] for event in court.chain.log if event.name == "ReportAccepted"]
    assert accepted == [1, 2, 3, 4]


def _assert_bound(court: Court, given: Report | Delta, value: Any, field: str) -> None:
    other = replace(given, **{field: value})
    for signed_one, handed_in in ((other, given), (given, other)):
        signatures = signed(digest_of(court.oracle, signed_one), SIGNERS[:THRESHOLD])
        before = court.known()
        if handed_in is given:
            outsider = stranger(digest_of(court.oracle, given), signatures)
            assert outsider not in [key.address for key in SIGNERS]
            with court.refuses("RoyaltyOracle_UnknownSigner", signer=outsider):
                hand_in(court.oracle, given, signatures)
        else:
            with pytest.raises(RefusedError, match=r"RoyaltyOracle_|OracleRestatements_"):
                hand_in(court.oracle, other, signatures)
        assert court.known() == before
    hand_in(court.oracle, given, signed(digest_of(court.oracle, given), SIGNERS[:THRESHOLD]))
