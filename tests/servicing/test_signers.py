# SPDX-License-Identifier: Apache-2.0
"""How attestors change through the servicing functions, and who holds the offices that may change them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.errors import ContractRevertedError
from regalia.feeds.errors import FeedError
from regalia.oracle.double_signing import DoubleSigning, DoubleSigningError, proof_of
from regalia.servicing import offices, signers
from regalia.servicing.officers import officers
from regalia.servicing.oracle_place import OtherPlaceError
from regalia.servicing.signer_file import load_signers
from regalia.servicing.signers import SignerSet, SignerSetError
from tests.ledger.life import DAY, USD
from tests.oracle.stage import attest
from tests.servicing.reporting import Reporting
from tests.support.roles import actor, attestors

pytestmark = pytest.mark.devnet
NEXT = [key.address for key in attestors(3, "next attestor")]
ROTATION = 3 * DAY


def next_set(threshold: int = 3, weights: tuple[int, ...] = (1, 2, 1)) -> SignerSet:
    return SignerSet.of(threshold, dict(zip(NEXT, weights, strict=True)))


def twice(closed: Reporting) -> DoubleSigning:
    """What the first attestor signed: two reports of the first period."""
    key, reports = closed.keys[0], (closed.report(), closed.report(received=USD))
    first, second = ((report, attest(report, closed.domain, key)) for report in reports)
    return proof_of(closed.domain, first, second)


def test_propose__then_enact_after_the_delay__in_force_in_the_next_epoch(closed: Reporting) -> None:
    assert signers.proposed(closed.deal) is None
    signers.propose(closed.deal, next_set(), closed["oracle-governor"])
    waits = signers.proposed(closed.deal)
    assert waits == signers.Proposed(next_set(), closed.now + ROTATION, closed["oracle-governor"])
    with pytest.raises(ContractRevertedError, match="OracleSigners_TooEarly"):
        signers.enact(closed.deal, closed["outsider"])
    closed.chain.warp(waits.ready_at)
    signers.enact(closed.deal, closed["outsider"])
    stream = closed.stream
    assert (stream.epoch, stream.threshold) == (2, 3)
    assert (stream.attestors, stream.weights) == (tuple(NEXT), (1, 2, 1))
    assert signers.proposed(closed.deal) is None


def test_propose__twice__the_later_set_waits(closed: Reporting) -> None:
    for threshold in (3, 4):
        signers.propose(closed.deal, next_set(threshold), closed["oracle-governor"])
    waits = signers.proposed(closed.deal)
    assert waits is not None and waits.signers == next_set(4)


def test_enact__seventeen_days_after_it_was_proposed__too_late_and_proposed_anew(closed: Reporting) -> None:
    signers.propose(closed.deal, next_set(), closed["oracle-governor"])
    found = signers.proposed(closed.deal)
    assert found is not None
    assert found.last_at == found.ready_at + 14 * DAY
    closed.chain.warp(found.last_at + 1)
    with pytest.raises(ContractRevertedError, match="OracleSigners_TooLate") as refusal:
        signers.enact(closed.deal, closed["outsider"])
    assert "propose the set again" in refusal.value.hint
    signers.propose(closed.deal, next_set(), closed["oracle-governor"])
    closed.chain.warp(closed.now + ROTATION)
    signers.enact(closed.deal, closed["outsider"])
    assert closed.stream.epoch == 2


def test_withdraw__by_the_supervisor__nothing_to_enact(closed: Reporting) -> None:
    signers.propose(closed.deal, next_set(), closed["oracle-governor"])
    signers.withdraw(closed.deal, closed["oracle-supervisor"])
    assert signers.proposed(closed.deal) is None
    with pytest.raises(ContractRevertedError, match="OracleSigners_NoProposal") as refusal:
        signers.enact(closed.deal, closed["outsider"])
    assert "oracle propose-signers" in refusal.value.hint


def test_propose__by_a_trustee__refused_and_office_named(closed: Reporting) -> None:
    with pytest.raises(ContractRevertedError) as refusal:
        signers.propose(closed.deal, next_set(), closed["oracle-trustee"])
    assert "oracle-governor" in refusal.value.hint


def test_void_signatures__by_the_trustee__next_epoch_and_the_same_attestors(closed: Reporting) -> None:
    before = closed.stream
    signers.void_signatures(closed.deal, closed["oracle-trustee"])
    assert closed.stream == replace(before, epoch=before.epoch + 1)


def test_show_double_signing__read_from_its_document__signer_is_gone(closed: Reporting) -> None:
    proof = DoubleSigning.from_json(twice(closed).to_json())
    signers.show_double_signing(closed.deal, proof, closed["outsider"])
    assert closed.stream.attestors == tuple(key.address for key in closed.keys[1:])


@pytest.mark.parametrize("field", ["chain", "oracle"])
def test_show_double_signing__of_another_place__refused_and_nothing_sent(closed: Reporting, field: str) -> None:
    proof, before = twice(closed), closed.chain.web3.eth.block_number
    elsewhere = {"chain": replace(proof.domain, chain_id=1), "oracle": replace(proof.domain, oracle=actor("oracle"))}
    with pytest.raises(OtherPlaceError, match=f"its {field} is"):
        signers.show_double_signing(closed.deal, replace(proof, domain=elsewhere[field]), closed["outsider"])
    assert closed.chain.web3.eth.block_number == before


def test_show_double_signing__restatements__refused_and_nothing_sent(closed: Reporting) -> None:
    key, two = closed.keys[0], (closed.restatement(), closed.restatement(received=1))
    first, second = ((given, attest(given, closed.domain, key)) for given in two)
    with pytest.raises(DoubleSigningError, match="takes reports only"):
        signers.show_double_signing(closed.deal, proof_of(closed.domain, first, second), closed["outsider"])


@pytest.mark.parametrize(
    ("threshold", "weights", "said"),
    [
        (1, {}, "attestors: 0 are named"),
        (1, {NEXT[0]: 0}, "0 is not from 1 to 255"),
        (1, {NEXT[0]: 256}, "256 is not from 1 to 255"),
        (0, {NEXT[0]: 1}, "threshold: 0 can't be needed"),
        (4, {NEXT[0]: 1, NEXT[1]: 2}, "threshold: 4 can't be needed: the attestors weigh 3 together"),
        (256, dict.fromkeys(NEXT, 200), "threshold: 256 can't be needed"),
        (1, dict.fromkeys((actor(str(i)) for i in range(33)), 1), "attestors: 33 are named"),
    ],
)
def test_signer_set__what_no_oracle_takes__refused(
    threshold: int, weights: dict[ChecksumAddress, int], said: str
) -> None:
    with pytest.raises(SignerSetError, match=said):
        SignerSet.of(threshold, weights)


@pytest.mark.parametrize(("threshold", "weights", "fewest"), [(3, (1, 2, 1), 2), (4, (1, 2, 1), 3), (2, (1, 2, 1), 1)])
def test_fewest__by_weight__how_many_can_be_enough(threshold: int, weights: tuple[int, ...], fewest: int) -> None:
    assert next_set(threshold, weights).fewest == fewest


def test_load_signers__good_file__set_and_ids(tmp_path: Path) -> None:
    file = tmp_path / "signers.yaml"
    first, second, third = NEXT
    file.write_text(
        f"threshold: 3\nsigners:\n  - {{id: auditor, address: {second.lower()}, weight: 2}}\n"
        f"  - {{id: bank, address: {third}}}\n  - {{id: servicer, address: {first}}}\n"
    )
    found, ids = load_signers(file)
    assert found == next_set()
    assert list(found.weights) == NEXT
    assert ids == {second: "auditor", third: "bank", first: "servicer"}


def test_load_signers__faulty_file__every_problem_with_its_line(tmp_path: Path) -> None:
    file, wrong = tmp_path / "signers.yaml", NEXT[0].swapcase().replace("X", "x", 1)
    file.write_text(
        f"threshold: 0\nsigners:\n  - {{id: auditor, address: 0x12}}\n  - {{id: bank, address: {wrong}, weight: none}}\n"
    )
    with pytest.raises(FeedError) as refusal:
        load_signers(file)
    assert [problem.path for problem in refusal.value.problems] == [
        "threshold", "signers[0].address", "signers[1].address", "signers[1].weight",
    ]  # fmt: skip
    assert [problem.line for problem in refusal.value.problems] == [1, 3, 4, 4]


def test_load_signers__somebody_twice__refused(tmp_path: Path) -> None:
    file = tmp_path / "signers.yaml"
    entries = "".join(f"  - {{id: {name}, address: {NEXT[0]}}}\n" for name in ("auditor", "bank"))
    file.write_text(f"threshold: 1\nsigners:\n{entries}")
    with pytest.raises(FeedError, match=r"line 4, signers\[1\]\.address: .* is given twice"):
        load_signers(file)


def test_officers__of_the_deal__who_was_appointed_and_not_dismissed(closed: Reporting) -> None:
    oracle, admin = closed.deal.oracle.address, closed.chain.accounts[0]
    offices.appoint(closed.chain.web3, "oracle-trustee", oracle, closed["outsider"], admin)
    offices.dismiss(closed.chain.web3, "oracle-governor", oracle, closed["oracle-governor"], admin)
    found = officers(closed.deal)
    assert found["oracle-trustee"].holders == (closed["oracle-trustee"], closed["outsider"])
    assert found["oracle-governor"].holders == (closed.deal.record.noteholder_meeting.address,)
    assert found["registrar"].holders == (admin,)
    assert (found["oracle-governor"].address, found["oracle-governor"].administrator) == (oracle, admin)
    assert "appraiser" not in found
    assert offices.seat(closed.deal, "oracle-supervisor") == oracle
