# SPDX-License-Identifier: Apache-2.0
"""Proposals no tool would write: other targets, ether, two acts, unequal lists, calldata cut short or with bits where none belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from regalia.chain.errors import decode_revert
from tests.contracts.meeting_deal import SERVICER
from tests.contracts.meeting_world import PENDING, MeetingWorld, untouched
from tests.support.chain import Answer, refused, refused_whole
from tests.support.contract import calldata
from tests.support.roles import actor

SENIOR, ATTACKER = actor("senior_investor"), actor("attacker")


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


def propose(world: MeetingWorld, targets: Sequence[str], values: Sequence[int], acts: Sequence[bytes]) -> Answer:
    return world.meeting.send("propose", targets, values, acts, "crafted", by=SENIOR)


@pytest.mark.parametrize(
    "where", ["the deal", "the oracle", "the registry", "the agent", "the supervisor", "a stranger"]
)
def test_propose__at_a_foreign_target__refused_whole(world: MeetingWorld, where: str) -> None:
    act = world.act("declareDefault")
    platform = world.platform
    target = {
        "the deal": world.deal.deal.address,
        "the oracle": platform.oracle.address,
        "the registry": platform.registry.address,
        "the agent": platform.agent.address,
        "the supervisor": platform.supervisor.address,
    }.get(where, ATTACKER)
    with refused_whole(world.chain, "NoteholderMeeting_NotAnAct", selector=act[:4]):
        propose(world, [target], [0], [act])


def test_propose__a_call_of_the_deal__refused(world: MeetingWorld) -> None:
    data = calldata("Deal", "carryOut", b"", 0, 1 << 238)
    with refused("NoteholderMeeting_NotAnAct", selector=data[:4]):
        propose(world, [world.deal.deal.address], [0], [data])


@pytest.mark.parametrize(
    "name", ["relay", "rehearse", "open", "execute", "castVote", "haltResolution", "resumeResolution"]
)
def test_propose__a_function_of_the_meeting_that_is_no_act__refused(world: MeetingWorld, name: str) -> None:
    inner, deal = world.act("declareDefault"), world.deal.deal.address
    data = {
        "relay": calldata("NoteholderMeeting", "relay", deal, 0, inner),
        "rehearse": calldata("NoteholderMeeting", "rehearse", inner),
        "open": calldata("NoteholderMeeting", "open", b""),
        "execute": calldata("NoteholderMeeting", "execute", [], [], [], bytes(32)),
        "castVote": calldata("NoteholderMeeting", "castVote", int(deal, 16), 1),
        "haltResolution": calldata("NoteholderMeeting", "haltResolution", int(deal, 16), 1, bytes(32), bytes(32), ""),
        "resumeResolution": calldata("NoteholderMeeting", "resumeResolution", int(deal, 16), bytes(32), bytes(32)),
    }[name]
    with refused("NoteholderMeeting_NotAnAct", selector=data[:4]):
        propose(world, [world.meeting.address], [0], [data])


@pytest.mark.parametrize(
    ("targets", "values", "acts"), [(2, 2, 2), (0, 0, 0), (2, 1, 1), (1, 1, 2), (1, 2, 1), (1, 0, 1)]
)
def test_propose__not_one_act__refused(world: MeetingWorld, targets: int, values: int, acts: int) -> None:
    given = values if (targets, acts) == (1, 1) else targets
    with refused("NoteholderMeeting_OneAct", given=given):
        propose(world, [world.meeting.address] * targets, [0] * values, [world.act("declareDefault")] * acts)


@pytest.mark.parametrize("value", [1, 2**256 - 1])
def test_propose__with_ether__refused(world: MeetingWorld, value: int) -> None:
    with refused("NoteholderMeeting_OneAct", given=1):
        propose(world, [world.meeting.address], [value], [world.act("declareDefault")])


@pytest.mark.parametrize("length", [0, 3, 4, 16, 35])
def test_propose__calldata_without_a_whole_deal__refused(world: MeetingWorld, length: int) -> None:
    act = world.act("declareDefault")[:length]
    with refused("NoteholderMeeting_NotAnAct", selector=act[:4].ljust(4, b"\0")):
        propose(world, [world.meeting.address], [0], [act])


@pytest.mark.parametrize("length", [36, 68, 99])
def test_propose__calldata_without_all_arguments__refused_whole(world: MeetingWorld, length: int) -> None:
    act = world.act("replacePayee", SERVICER, ATTACKER)[:length]
    with refused_whole(world.chain, "NoReason"):
        propose(world, [world.meeting.address], [0], [act])


@pytest.mark.parametrize("place", [4, 15])
def test_propose__bits_above_the_deal_s_address__refused_whole(world: MeetingWorld, place: int) -> None:
    """The holder of the deal's units is asked first; then the act refuses what is no address."""
    act = bytearray(world.act("declareDefault"))
    act[place] = 1
    with refused_whole(world.chain, "NoReason"):
        propose(world, [world.meeting.address], [0], [bytes(act)])


@pytest.mark.parametrize("place", [68, 79])
def test_propose__bits_above_a_successor__refused(world: MeetingWorld, place: int) -> None:
    act = bytearray(world.act("replacePayee", SERVICER, ATTACKER))
    act[place] = 1
    with refused("NoReason"):
        propose(world, [world.meeting.address], [0], [bytes(act)])


def test_propose__bytes_behind_the_act__only_another_name_for_it(world: MeetingWorld) -> None:
    act = world.act("replacePayee", SERVICER, actor("new servicer")) + b"\xff" * 40
    made = propose(world, [world.meeting.address], [0], [act])
    told = made.only("Convened")
    assert told["deal"] == world.deal.deal.address
    assert world.meeting.read("state", told["resolution"]) == PENDING


@pytest.mark.parametrize("deal", ["0x" + "00" * 20, "nobody", "the meeting", "the oracle", "a token"])
def test_propose__about_what_is_no_deal__refused(world: MeetingWorld, deal: str) -> None:
    named = {
        "nobody": actor("nobody"),
        "the meeting": world.meeting.address,
        "the oracle": world.platform.oracle.address,
        "a token": world.deal.tokens[0].address,
    }.get(deal, deal)
    with refused("NoteholderMeeting_NoMeeting", deal=named):
        propose(world, [world.meeting.address], [0], [world.act("declareDefault", about=named)])


def test_replace_signers__lists_that_point_outside__refused(world: MeetingWorld) -> None:
    act = bytearray(world.act("replaceSigners", 1, [ATTACKER], [1]))
    act[4 + 64 : 4 + 96] = (2**64).to_bytes(32, "big")
    with refused("NoReason"):
        propose(world, [world.meeting.address], [0], [bytes(act)])


@pytest.mark.parametrize("how", ["alone", "carrying out", "an act", "proposing"])
def test_ether__sent_to_the_meeting_or_with_a_call__refused_and_none_kept(world: MeetingWorld, how: str) -> None:
    """Nothing it does could ever send it on."""
    passed = world.passed("declareDefault")
    world.reach(passed)
    proposal = ([world.meeting.address], [0], [world.act("openCall", 0)], "with ether")
    data, error = {
        "alone": (b"", "NoteholderMeeting_NoEther"),
        "carrying out": (calldata("NoteholderMeeting", "execute", *passed.arguments), "NoteholderMeeting_NoEther"),
        "an act": (world.act("declareDefault"), "NoReason"),
        "proposing": (calldata("NoteholderMeeting", "propose", *proposal), "NoReason"),
    }[how]
    evm = world.chain._evm  # no helper sends ether
    evm.set_balance(SENIOR, 10)
    with pytest.raises(RuntimeError) as refusal:
        evm.message_call(SENIOR, world.meeting.address, data, value=1)
    output = re.search(r"output: 0x([0-9a-f]*)", str(refusal.value))
    assert output and decode_revert(bytes.fromhex(output[1])).name == error
    assert evm.get_balance(world.meeting.address) == 0
