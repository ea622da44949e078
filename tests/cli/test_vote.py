# SPDX-License-Identifier: Apache-2.0
"""``regalia vote``: a meeting of noteholders from the command line, from convening to carrying out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from regalia.chain.devnet import devnet
from tests.cli.market_desk import Captured, MarketDesk, printed, refusal, sell, set_up
from tests.ledger.life import DAY, DECEMBER_2023
from tests.support.devnet import undone
from tests.support.roles import actor, key_of

pytestmark = pytest.mark.devnet
NOTICE, VOTING, DELAY = 3 * DAY, 7 * DAY, 3 * DAY
AMEND = ("--amend", "servicer-fee.rate=1.2%")


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarketDesk]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        desk = set_up(chain, tmp_path_factory.mktemp("vote"))
        sell(desk)
        yield desk


@pytest.fixture
def hall(sold: MarketDesk) -> Iterator[MarketDesk]:
    with undone(sold.life.chain):
        yield sold


def convene(hall: MarketDesk, *act: str) -> int:
    words = [*(act or AMEND), "--description", "The fee of the servicer"]
    return hall.run("vote", "convene", *words, *hall.by("senior_investor"), "--yes")


def voting(hall: MarketDesk, capsys: Captured) -> None:
    """Convened, in the second after the record date."""
    assert convene(hall) == 0
    hall.warp(hall.now + NOTICE + 1)
    capsys.readouterr()


def test_vote__from_convening_to_carrying_out__the_fee_is_another(hall: MarketDesk, capsys: Captured) -> None:
    assert convene(hall) == 0
    out = capsys.readouterr().out
    assert "servicer-fee.rate becomes 1.2% from the next payment date on" in out and "resolution: " in out
    assert hall.run("vote", "show", "--json") == 0
    (found,) = printed(capsys)["resolutions"]
    assert (found["stage"], found["act"], found["classes"]) == (
        "pending",
        {"kind": "Amend", "field": 0, "value": 12_000},
        [],
    )
    assert hall.run("vote", "cast", "1", "--for", *hall.by("senior_investor"), "--yes") == 1
    assert "GovernorUnexpectedProposalState" in refusal(capsys)
    hall.warp(hall.now + NOTICE + 1)
    assert hall.run("vote", "cast", "1", "--for", *hall.by("senior_investor"), "--yes") == 0
    assert "votes FOR with 800 of senior" in capsys.readouterr().out
    assert hall.run("vote", "cast", found["resolution"], "--against", *hall.by("buyer"), "--yes", "--json") == 0
    assert printed(capsys)["ballot"] == "against"
    assert hall.run("vote", "show", "1", "--voter", key_of("buyer").address) == 0
    out = capsys.readouterr().out
    assert ["senior", "800", "200", "0", "1,000", "50%", "75%", "carries"] in [
        line.split() for line in out.splitlines()
    ]
    assert "as things stand it passes" in out and "has voted; units that count: 200 of senior" in out
    assert hall.run("vote", "carry-out", "1", *hall.by("outsider"), "--yes") == 1
    assert "GovernorUnexpectedProposalState" in refusal(capsys)
    hall.warp(hall.now + VOTING + DELAY)
    assert hall.run("vote", "carry-out", "1", *hall.by("outsider"), "--dry-run") == 0
    assert "passed; carried out from" in capsys.readouterr().out
    assert hall.run("vote", "carry-out", "1", *hall.by("outsider"), "--yes") == 0
    capsys.readouterr()
    assert hall.run("vote", "show", "1") == 0
    assert "executed" in capsys.readouterr().out


def test_sign__handed_in_by_another__counts_once(hall: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    voting(hall, capsys)
    out = tmp_path / "ballot.json"
    before = hall.sent
    assert hall.run("vote", "sign", "1", "--abstain", "--out", str(out), *hall.by("buyer"), "--yes") == 0
    assert hall.sent == before and "file: " in capsys.readouterr().out
    assert hall.run("vote", "sign", "1", "--for", "--out", str(out), *hall.by("buyer"), "--yes") == 1
    assert "File exists" in refusal(capsys)
    assert hall.run("vote", "hand-in", str(out), *hall.by("outsider"), "--yes", "--json") == 0
    found = printed(capsys)
    assert (found["voter"], found["ballot"]) == (key_of("buyer").address, "abstain")
    assert hall.run("vote", "hand-in", str(out), *hall.by("outsider"), "--yes") == 1
    assert "GovernorInvalidSignature" in refusal(capsys)


def test_hand_in__what_is_no_ballot_of_this_meeting__named(hall: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    voting(hall, capsys)
    file = tmp_path / "ballot.json"
    assert hall.run("vote", "sign", "1", "--for", "--out", str(file), *hall.by("buyer"), "--yes") == 0
    capsys.readouterr()
    ballot = json.loads(file.read_text(encoding="utf-8"))
    for changes, told in (
        ({"ballot": "maybe"}, "ballot: 'maybe'"),
        ({"resolution": "x"}, "resolution: 'x'"),
        ({"meeting": actor("another_meeting")}, "it is for meeting"),
        ({"signature": "0x" + "11" * 65}, "GovernorInvalidSignature"),
    ):
        file.write_text(json.dumps(ballot | changes), encoding="utf-8")
        assert hall.run("vote", "hand-in", str(file), *hall.by("outsider"), "--yes") == 1
        assert told in refusal(capsys)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (("--amend", "servicer-fee.rate=2.5%"), "25000 is outside 5000 to 20000"),
        (("--amend", "trustee-fee.amount=5"), "no such amendable field; known: servicer-fee.rate"),
        (("--waive", "coverage"), "known: interest"),
        (("--waive", "interest"), "NoteholderMeeting_NothingToWaive"),
        (("--declare-default",), "NoteholderMeeting_NoAcceleration"),
        (("--open-call", "0"), "known: none"),
        (("--replace-payee", f"trustee={actor('new_trustee')}"), "NoteholderMeeting_NotReplaceable"),
    ],
)
def test_convene__on_what_could_never_be_carried_out__named_and_nothing_sent(
    hall: MarketDesk, capsys: Captured, act: tuple[str, ...], told: str
) -> None:
    before = hall.sent
    assert convene(hall, *act) == 1
    assert told in refusal(capsys) and hall.sent == before


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ((), "say one thing to resolve on"),
        (("--declare-default", *AMEND), "say one thing to resolve on"),
        (("--amend", "servicer-fee.rate=many"), "is not written as servicer-fee.rate is: 1%"),
        (("--amend", "servicer-fee.rate"), "must be written NAME.FIELD=LEVEL"),
        (("--replace-payee", "servicer=0x12"), "is not an address"),
        (("--replace-signers", "1"), "--signer goes with --replace-signers"),
    ],
)
def test_convene__wrongly_asked__usage_error(
    hall: MarketDesk, capsys: Captured, act: tuple[str, ...], told: str
) -> None:
    assert hall.run("vote", "convene", *act, *hall.by("senior_investor"), "--yes") == 2
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error


def test_convene__payee_or_attestors__read_again_from_the_chain(hall: MarketDesk, capsys: Captured) -> None:
    signers = ["--signer", f"{actor('new_attestor')}=2", "--signer", actor("second_attestor")]
    assert convene(hall, "--replace-payee", f"servicer={actor('new_servicer')}") == 0
    assert convene(hall, "--replace-signers", "3", *signers) == 0
    capsys.readouterr()
    assert hall.run("vote", "show") == 0
    out = capsys.readouterr().out
    assert f"Servicer is paid no more; {actor('new_servicer')} is, in its place" in out
    assert "threshold 3: " in out and f"{actor('new_attestor')} (weight 2)" in out


def test_convene__holds_too_little__named_in_a_dry_run(hall: MarketDesk, capsys: Captured) -> None:
    assert hall.run("vote", "convene", *AMEND, "--from", key_of("outsider").address, "--dry-run") == 1
    assert "NoteholderMeeting_HoldsTooLittle(needed=500, held=0)" in refusal(capsys)


def test_cast__without_units_twice_or_without_an_answer__refused(hall: MarketDesk, capsys: Captured) -> None:
    voting(hall, capsys)
    assert hall.run("vote", "cast", "1", *hall.by("buyer"), "--yes") == 1
    assert "say one of --for, --against, --abstain" in refusal(capsys)
    assert hall.run("vote", "cast", "1", "--for", *hall.by("outsider"), "--yes") == 1
    assert "NoteholderMeeting_NoVotes" in refusal(capsys)
    assert hall.run("vote", "cast", "1", "--for", *hall.by("buyer"), "--yes") == 0
    assert hall.run("vote", "cast", "1", "--for", *hall.by("buyer"), "--yes") == 1
    assert "GovernorAlreadyCastVote" in capsys.readouterr().err
    assert hall.run("vote", "cast", "2", "--for", *hall.by("buyer"), "--yes") == 1
    assert "resolution: 2: the deal has 1" in refusal(capsys)


def test_cast__person_says_no__nothing_sent(
    hall: MarketDesk, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    voting(hall, capsys)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    before = hall.sent
    assert hall.run("vote", "cast", "1", "--for", *hall.by("buyer")) == 1
    assert "nothing was sent" in capsys.readouterr().out and hall.sent == before


def test_excuse__who_can_vote_and_who_is_frozen__refused_and_excused(hall: MarketDesk, capsys: Captured) -> None:
    voting(hall, capsys)
    holder = key_of("buyer").address
    assert hall.run("vote", "excuse", "1", holder, *hall.by("outsider"), "--yes") == 1
    assert "NoteholderMeeting_NothingToExcuse" in refusal(capsys)
    supervisor, admin = (
        hall.life.contract("Supervisor", hall.life.record.supervisor.address),
        hall.life.chain.accounts[0],
    )
    hall.life.send(supervisor.functions.grantRole(hall.life.chain.web3.keccak(text="HALTER_ROLE"), admin), admin)
    order = b"order 7".ljust(32, b"\0"), b"\1" * 32, "an inquiry"
    hall.life.send(
        supervisor.functions.haltHolder(hall.life.record.deal.address, holder, hall.now + 30 * DAY, *order), admin
    )
    assert hall.run("vote", "excuse", "1", holder, *hall.by("outsider"), "--yes") == 0
    capsys.readouterr()
    assert hall.run("vote", "show", "1", "--json") == 0
    (found,) = printed(capsys)["resolutions"]
    assert found["classes"][0]["could_vote"] == 800
