# SPDX-License-Identifier: Apache-2.0
"""Signers change with delay, each change begins an epoch, and what was signed in an earlier one is void."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount

from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, NOON, REPORT, WINDOW, Stage, refused, report
from tests.support.chain import Answer, Emitted
from tests.support.roles import actor, attestors, key_of

DELAY = 3 * 24 * 3_600
READY = NOON + DELAY
LAST = READY + 14 * 24 * 3_600
NEXT = attestors(2, "next attestor")
NAMES = tuple(key.address for key in NEXT)
NEW_WEIGHTS = (2, 1)
THREE: list[str] = [key.address for key in ATTESTORS[:3]]
GOVERNOR, TRUSTEE, SUPERVISOR = actor("governor"), actor("trustee"), actor("supervisor")
NOWHERE = key_of("a deal without a stream").address


def propose(
    stage: Stage,
    signers: Sequence[str] = NAMES,
    weights: Sequence[int] = NEW_WEIGHTS,
    threshold: int = 3,
    by: str = GOVERNOR,
    deal: str = DEAL,
) -> Answer:
    return stage.oracle.send("proposeSigners", deal, threshold, list(signers), list(weights), by=by)


def enact(stage: Stage, by: str = ATTACKER) -> Answer:
    return stage.oracle.send("enactSigners", DEAL, by=by)


def ready_at(stage: Stage) -> int:
    return int(stage.oracle.read("proposalReadyAt", DEAL))


def by_next(stage: Stage, **changes: Any) -> tuple[Any, bytes]:
    """The report of the second epoch, signed by its signers."""
    given = report(epoch=2, **changes)
    return given, stage.sign(given, *NEXT)


@pytest.fixture
def proposed(stage: Stage) -> Stage:
    propose(stage)
    return stage


@pytest.fixture
def enacted(proposed: Stage) -> Stage:
    proposed.chain.now = READY
    enact(proposed)
    return proposed


def test_propose__good_set__told_with_the_moment_it_can_be_enacted_and_nothing_in_force(stage: Stage) -> None:
    before = stage.state()
    told = {"deal": DEAL, "readyAt": READY, "threshold": 3, "signers": NAMES, "weights": NEW_WEIGHTS, "by": GOVERNOR}
    assert propose(stage).events == (Emitted(stage.oracle.address, "SignersProposed", told),)
    assert ready_at(stage) == READY
    assert stage.state() == before


@pytest.mark.parametrize("time", [NOON, READY - 1])
def test_enact__before_the_delay_is_over__refused(proposed: Stage, time: int) -> None:
    proposed.chain.now = time
    with refused(proposed, "OracleSigners_TooEarly", readyAt=READY, now_=time):
        enact(proposed)


@pytest.mark.parametrize("time", [READY, READY + 1, LAST - 1, LAST])
def test_enact__from_that_second_on_by_anybody__told_and_in_force(proposed: Stage, time: int) -> None:
    proposed.chain.now = time
    told = {"deal": DEAL, "epoch": 2, "threshold": 3, "signers": NAMES, "weights": NEW_WEIGHTS}
    assert enact(proposed).events == (Emitted(proposed.oracle.address, "SignersChanged", told),)
    assert proposed.oracle.read("signersOf", DEAL) == (2, 3, 2, WINDOW, NAMES, NEW_WEIGHTS, 0, 0)
    assert ready_at(proposed) == 0


@pytest.mark.parametrize("time", [LAST + 1, READY + 10 * DELAY, READY + 3_650 * DELAY])
def test_enact__proposal_that_was_forgotten__too_late_and_signatures_count(proposed: Stage, time: int) -> None:
    proposed.chain.now = time
    with refused(proposed, "OracleSigners_TooLate", last=LAST, now_=time):
        enact(proposed)
    proposed.accept(REPORT)


@pytest.mark.parametrize("act", ["withdraw", "propose again"])
def test_proposal__too_late_to_be_enacted__withdrawn_or_replaced_as_ever(proposed: Stage, act: str) -> None:
    proposed.chain.now = LAST + 1
    if act == "withdraw":
        proposed.oracle.send("withdrawProposal", DEAL, by=SUPERVISOR)
        assert ready_at(proposed) == 0
        return
    propose(proposed, THREE, (1, 1, 1), 2)
    proposed.chain.now += DELAY
    assert enact(proposed).only("SignersChanged")["signers"] == tuple(THREE)


def test_enact__twice__nothing_is_proposed_any_more(enacted: Stage) -> None:
    with refused(enacted, "OracleSigners_NoProposal", deal=DEAL):
        enact(enacted)


def test_enact__bond_and_days_of_the_deal__stay_as_they_are(stage: Stage) -> None:
    own = key_of("a deal with a bond").address
    stage.open(THREE, deal=own, bond=2**96 - 1, missing=30)
    propose(stage, deal=own)
    stage.chain.now += DELAY
    stage.oracle.send("enactSigners", own, by=ATTACKER)
    assert stage.oracle.read("signersOf", own) == (2, 3, 2, WINDOW, NAMES, NEW_WEIGHTS, 2**96 - 1, 30)


def test_submit__signed_before_the_rotation__refused_after_it(enacted: Stage) -> None:
    with refused(enacted, "RoyaltyOracle_WrongEpoch", expected=2, given=1):
        enacted.accept(REPORT)


def test_submit__new_epoch_signed_by_the_old_signers__unknown(enacted: Stage) -> None:
    given = report(epoch=2)
    with refused(enacted, "RoyaltyOracle_UnknownSigner", signer=ATTESTORS[0].address):
        enacted.submit(given, enacted.sign(given))


def test_submit__signed_by_the_new_signers__accepted_and_told_by_their_places(enacted: Stage) -> None:
    assert enacted.submit(*by_next(enacted)).only("ReportAccepted")["signerSet"] == 0b11


def test_consume__report_that_was_pending_at_the_rotation__still_used(stage: Stage) -> None:
    stage.accept(REPORT)
    propose(stage)
    stage.chain.now = READY
    enact(stage)
    stage.consume(REPORT)
    assert stage.latest()[:2] == (1, False)


def test_enact__same_signers_again__a_new_epoch_all_the_same(stage: Stage) -> None:
    propose(stage, [a.address for a in ATTESTORS], (1,) * 5)
    stage.chain.now = READY
    enact(stage)
    with refused(stage, "RoyaltyOracle_WrongEpoch", expected=2, given=1):
        stage.accept(REPORT)
    stage.accept(report(epoch=2))


def test_propose__again__takes_the_place_of_the_first_and_the_delay_begins_anew(proposed: Stage) -> None:
    proposed.chain.now = READY - 1
    propose(proposed, THREE, (1, 1, 1), 2)
    proposed.chain.now = READY
    with refused(proposed, "OracleSigners_TooEarly", readyAt=READY - 1 + DELAY, now_=READY):
        enact(proposed)
    proposed.chain.now = READY - 1 + DELAY
    assert enact(proposed).only("SignersChanged")["signers"] == tuple(THREE)


@pytest.mark.parametrize("officer", ["governor", "supervisor"])
def test_withdraw__by_governor_or_supervisor__gone(proposed: Stage, officer: str) -> None:
    withdrawn = proposed.oracle.send("withdrawProposal", DEAL, by=actor(officer))
    told = {"deal": DEAL, "by": actor(officer)}
    assert withdrawn.events == (Emitted(proposed.oracle.address, "ProposalWithdrawn", told),)
    assert ready_at(proposed) == 0
    proposed.chain.now = READY
    with refused(proposed, "OracleSigners_NoProposal", deal=DEAL):
        enact(proposed)


def test_withdraw__nothing_proposed__refused(stage: Stage) -> None:
    with refused(stage, "OracleSigners_NoProposal", deal=DEAL):
        stage.oracle.send("withdrawProposal", DEAL, by=GOVERNOR)


def test_withdraw__after_the_delay_but_before_anybody_enacted__still_possible(proposed: Stage) -> None:
    proposed.chain.now = READY + 1
    proposed.oracle.send("withdrawProposal", DEAL, by=SUPERVISOR)
    with refused(proposed, "OracleSigners_NoProposal", deal=DEAL):
        enact(proposed)


@pytest.mark.parametrize("officer", ["governor", "trustee"])
def test_void__by_governor_or_trustee__epoch_rises_and_signers_stay(stage: Stage, officer: str) -> None:
    before = stage.oracle.read("signersOf", DEAL)
    told = {"deal": DEAL, "epoch": 2, "by": actor(officer)}
    voided = stage.oracle.send("voidSignatures", DEAL, by=actor(officer))
    assert voided.events == (Emitted(stage.oracle.address, "SignaturesVoided", told),)
    assert stage.oracle.read("signersOf", DEAL) == (2, *before[1:])
    with refused(stage, "RoyaltyOracle_WrongEpoch", expected=2, given=1):
        stage.accept(REPORT)
    stage.accept(report(epoch=2))


def test_void__while_a_set_is_proposed__enacted_as_the_epoch_after(proposed: Stage) -> None:
    proposed.oracle.send("voidSignatures", DEAL, by=GOVERNOR)
    proposed.chain.now = READY
    assert enact(proposed).only("SignersChanged")["epoch"] == 3


def test_void__report_is_pending__stays_executable(stage: Stage) -> None:
    stage.accept(REPORT)
    stage.oracle.send("voidSignatures", DEAL, by=TRUSTEE)
    stage.chain.now += WINDOW
    stage.consume(REPORT)
    stage.accept(report(period=2, epoch=2))


BAD_SETS: dict[str, tuple[list[str], list[int], int, str, dict[str, Any]]] = {
    "no threshold": (THREE, [1, 1, 1], 0, "RoyaltyOracle_BadThreshold", {"threshold": 0, "weight": 3}),
    "too high": (THREE, [1, 1, 2], 5, "RoyaltyOracle_BadThreshold", {"threshold": 5, "weight": 4}),
    "nobody": ([], [], 1, "RoyaltyOracle_BadThreshold", {"threshold": 1, "weight": 0}),
    "twice": ([THREE[0]] * 2, [1, 1], 1, "RoyaltyOracle_SignersNotRising", {"previous": THREE[0], "next": THREE[0]}),
    "falling": (THREE[1::-1], [1, 1], 1, "RoyaltyOracle_SignersNotRising", {"previous": THREE[1], "next": THREE[0]}),
    "weightless": (THREE, [1, 0, 1], 1, "RoyaltyOracle_NoWeight", {"signer": THREE[1]}),
    "33 signers": (
        [key.address for key in attestors(33, "one of many")], [1] * 33, 1,
        "RoyaltyOracle_TooManySigners", {"limit": 32, "given": 33},
    ),
    "a weight short": (THREE, [1, 1], 1, "OracleTerms_WrongLength", {"attestors": 3, "weights": 2}),
    "a weight more": (THREE[:2], [1, 1, 1], 1, "OracleTerms_WrongLength", {"attestors": 2, "weights": 3}),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_SETS)
def test_propose__set_that_could_not_report__refused_and_an_earlier_proposal_kept(proposed: Stage, case: str) -> None:
    signers, weights, threshold, error, arguments = BAD_SETS[case]
    with refused(proposed, error, **arguments):
        propose(proposed, signers, weights, threshold)
    assert ready_at(proposed) == READY


def test_propose__32_signers_of_most_weight__can_be_enacted(stage: Stage) -> None:
    keys: Sequence[LocalAccount] = attestors(32, "one of many")
    propose(stage, [key.address for key in keys], [255] * 32, 255)
    stage.chain.now = READY
    enact(stage)
    given = report(epoch=2)
    stage.submit(given, stage.sign(given, keys[31]))


@pytest.mark.parametrize(
    ("function", "arguments", "by"),
    [
        ("proposeSigners", (3, list(NAMES), [2, 1]), "governor"),
        ("voidSignatures", (), "governor"),
    ],
)
def test_officer__of_a_deal_without_a_stream__refused(
    stage: Stage, function: str, arguments: tuple[Any, ...], by: str
) -> None:
    with refused(stage, "RoyaltyOracle_NoStream", deal=NOWHERE):
        stage.oracle.send(function, NOWHERE, *arguments, by=actor(by))
