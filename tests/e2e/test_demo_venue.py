# SPDX-License-Identifier: Apache-2.0
"""Where the demo plays: named, found or its own; asked first, refused in time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result
from web3 import Web3

from regalia.chain.connection import ChainUnreachableError
from regalia.chain.devnet import Devnet, DevnetMissingError, devnet, find_anvil
from regalia.chain.found_node import FoundNode, look_at
from regalia.cli.demo import demo
from regalia.demo import places, venue
from regalia.demo.issuing import Stage
from regalia.demo.run import hold
from regalia.demo.venue import TooLateError, anvil_command, begins_at, find_venue, opened

NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGALIA_DEVNET", raising=False)
    monkeypatch.delenv("REGALIA_ANVIL", raising=False)


@pytest.fixture
def no_anvil(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise DevnetMissingError("no anvil found")

    monkeypatch.setattr(venue, "find_anvil", missing)


@pytest.fixture(scope="module")
def running() -> Iterator[Devnet]:
    with devnet(timestamp=begins_at(), accounts=2, chain_id=4242) as chain:
        yield chain


@pytest.mark.devnet
def test_find__named_twice__the_option_first(running: Devnet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGALIA_DEVNET", NOBODY)
    found = find_venue(running.url)
    assert found is not None and found.url == running.url


@pytest.mark.devnet
def test_find__named_by_the_environment__before_an_anvil_of_its_own(
    running: Devnet, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_venue() is None
    monkeypatch.setenv("REGALIA_DEVNET", running.url)
    found = find_venue()
    assert found is not None and found.url == running.url


@pytest.mark.devnet
def test_find__no_anvil__the_usual_address(running: Devnet, no_anvil: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(venue, "USUAL", running.url)
    found = find_venue()
    assert found is not None and found.chain_id == 4242


def test_find__named_but_nobody_there__refused_though_there_is_an_anvil() -> None:
    with pytest.raises(ChainUnreachableError, match="no node answers"):
        find_venue(NOBODY)


def test_find__no_anvil_and_nobody_at_the_usual_address__says_both_and_what_to_do(
    no_anvil: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venue, "USUAL", NOBODY)
    with pytest.raises(DevnetMissingError, match="no anvil found, and no node answers at") as refusal:
        find_venue()
    assert all(word in refusal.value.hint for word in ("REGALIA_ANVIL", "REGALIA_DEVNET", "--rpc", "--timestamp"))


def test_find__anvil_named_that_is_not_there__not_something_else_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGALIA_ANVIL", "/nowhere/anvil")
    with pytest.raises(DevnetMissingError, match="REGALIA_ANVIL: /nowhere/anvil"):
        find_venue()


@pytest.mark.devnet
def test_find__chain_of_today__refused_with_a_command_that_helps() -> None:
    with devnet(chain_id=4242) as today, pytest.raises(TooLateError, match=r"chain time: anvil/.* is at 20") as refusal:
        find_venue(today.url)
    (command,) = re.findall(r"`anvil (--port \d+ --timestamp \d+ --accounts 100 --chain-id 4242)`", refusal.value.hint)
    asked = re.sub(r"--port \d+", "--port 0", command).split()
    with subprocess.Popen([str(find_anvil()), *asked], stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            url = next(line.split()[-1] for line in started.stdout if line.startswith("Listening on"))
            node = find_venue(f"http://{url}")
        finally:
            started.kill()
    assert node is not None and (len(node.unlocked), node.chain_id) == (100, 4242)


@pytest.mark.parametrize(
    ("client", "told", "untold"),
    [
        ("anvil/v1.7.1", "anvil --port 1234", "hardhat"),
        ("HardhatNetwork/2.29.1/edr", 'initialDate: "2023-11-30T00:00:00Z"', "anvil"),
        ("Other/1", "hardhat.config.js", "geth"),
    ],
)
def test_too_late__told_for_the_node_that_it_is(client: str, told: str, untold: str) -> None:
    class Late(FoundNode):
        def next_time(self) -> int:
            return begins_at() + 365 * 86_400

    late = Late("http://127.0.0.1:1234", Web3(), 1337, client, (), True, True)
    with pytest.raises(TooLateError) as refusal:
        venue._in_time(late)
    assert told in refusal.value.hint and untold not in refusal.value.hint


@pytest.mark.parametrize(("seconds", "refused"), [(0, False), (1, True)])
def test_in_time__last_second__the_next_is_too_late(seconds: int, refused: bool) -> None:
    class At(FoundNode):
        def next_time(self) -> int:
            return begins_at() + venue.HALF_A_DAY - 600 + seconds

    node = At("http://127.0.0.1:1234", Web3(), 1337, "anvil", (), True, True)
    if refused:
        with pytest.raises(TooLateError):
            venue._in_time(node)
    else:
        assert venue._in_time(node) is node


@pytest.mark.devnet
def test_opened__chain_of_long_ago__moved_to_the_eve_of_the_first_deal() -> None:
    with devnet(timestamp=946_684_800, accounts=2) as old, opened(look_at(old.url)) as chain:
        assert chain.now() == begins_at()
        assert len(chain.accounts) == 100


def test_command__address_and_id__in_it() -> None:
    assert anvil_command("https://h.example:99/key", 5) == (
        f"anvil --port 99 --timestamp {begins_at()} --accounts 100 --chain-id 5"
    )


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A devnet of another machine is found; what the demo would have been run with."""
    node = FoundNode("https://devnet.example/v1/secret", Web3(), 4242, "anvil/v1", (), True, True)
    runs: list[Any] = []

    def run_demo(*arguments: Any) -> dict[str, Any]:
        runs.append(arguments)
        return {"deals": []}

    monkeypatch.setattr("regalia.demo.venue.find_venue", lambda rpc: node)
    monkeypatch.setattr("regalia.demo.run.run_demo", run_demo)
    return runs


def test_keep__chain_of_somebody_else__told_where_it_is_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    chain = SimpleNamespace(url="http://127.0.0.1:1")
    stage = SimpleNamespace(chain=chain, cast=SimpleNamespace(wallets={"freezer": "0xF1"}))
    hold(cast(Stage, stage), [], wait=False)
    printed = capsys.readouterr().err
    assert "  0xF1  freezer\n" in printed and "press Enter" not in printed


def asked(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(demo, list(arguments), input=answer, standalone_mode=False)


@pytest.mark.parametrize("answer", ["\n", "n\n"])
def test_demo__node_of_another_machine_and_the_person_says_no__nothing_sent(far_away: list[Any], answer: str) -> None:
    done = asked("--rpc", "https://devnet.example/v1/secret", answer=answer)
    assert (done.return_value, far_away) == (1, [])
    assert "anvil/v1 at https://devnet.example, chain 4242, is not on this machine" in done.output
    assert "secret" not in done.output


@pytest.mark.parametrize(("arguments", "answer"), [((), "y\n"), (("--yes",), ""), (("--yes", "--json"), "")])
def test_demo__node_of_another_machine_and_agreed__played_there(
    far_away: list[Any], arguments: tuple[str, ...], answer: str
) -> None:
    assert asked(*arguments, answer=answer).return_value == 0
    assert far_away[0][3].chain_id == 4242


def test_demo__node_of_another_machine_and_a_program_listens__wrong_usage(far_away: list[Any]) -> None:
    done = asked("--json")
    assert "--json goes with --yes" in str(done.exception)
    assert far_away == []


def test_places__nowhere__refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(places, "_CHECKOUT", tmp_path)
    with pytest.raises(places.DemoFilesMissingError, match=r"no file deals/mills\.yaml"):
        places.find("deals", "mills.yaml")
