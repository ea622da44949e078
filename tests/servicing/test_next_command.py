# SPDX-License-Identifier: Apache-2.0
"""Which command comes next, and that it can be typed as it is printed."""

from __future__ import annotations

import shlex
import string

import pytest

from regalia.servicing.health import next_command
from regalia.servicing.health.finding import Finding, Level
from regalia.servicing.health.next_command import ACTS, Typed, command, program, rpc_word

RPC = "http://127.0.0.1:8545"
TYPED = Typed(RPC, 31337, "deployments/31337/mills.json", db="sqlite:///index.db", wish="deployments/31337/wish.yaml")
GIVEN = {"number": 3, "facility": 1}


def waiting(*acts: str) -> list[Finding]:
    return [Finding("check", Level.WARN, "found", "remedy", act, GIVEN) for act in acts]


def test_next_command__several_wait__what_keeps_others_waiting_is_first() -> None:
    assert " oracle settle " in next_command.next_command(waiting("execute", "settle-dispute"), TYPED, "verify")
    assert " manage demand-support " in next_command.next_command(waiting("execute", "demand-support"), TYPED, "verify")
    assert " manage execute " in next_command.next_command(waiting("index", "execute"), TYPED, "verify")


def test_next_command__nothing_waits__what_was_said_for_that() -> None:
    well = [Finding("check", Level.OK, "found"), Finding("other", Level.WARN, "found", "know it")]
    assert " verify --record " in next_command.next_command(well, TYPED, "verify")


@pytest.mark.parametrize("act", ACTS)
def test_command__each_act__nothing_left_to_be_filled_in(act: str) -> None:
    words = shlex.split(command(act, TYPED, GIVEN))
    assert "{" not in " ".join(words) and "" not in words
    names = {name for _, name, _, _ in string.Formatter().parse(ACTS[act]) if name}
    assert ("record" in names) == (TYPED.record in words)


def test_command__names_with_spaces__quoted() -> None:
    typed = Typed(RPC, 31337, "my deals/mills 1.json", "my deals/mills.yaml")
    words = shlex.split(command("verify", typed))
    assert words[1:] == ["verify", "--record", typed.record, "--rpc", RPC, "--terms", typed.terms]


@pytest.mark.parametrize(
    ("chain_id", "network"),
    [(11155111, "ethereum:sepolia:"), (84532, "base:sepolia:"), (31337, "ethereum:local:"), (777, "")],
)
def test_command__of_a_chain__its_network_as_ape_calls_it(chain_id: int, network: str) -> None:
    words = shlex.split(command("execute", Typed(RPC, chain_id, "record.json")))
    assert words[-2:] == ["--network", f"{network}{RPC}"]


def test_rpc_word__address_with_a_key__the_variable_that_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "https://node.example/v3/KEY"
    monkeypatch.delenv("REGALIA_RPC_TEST", raising=False)
    assert rpc_word(secret) == '"$RPC"'
    monkeypatch.setenv("REGALIA_RPC_TEST", secret)
    assert rpc_word(secret) == '"$REGALIA_RPC_TEST"'
    assert "KEY" not in command("execute", Typed(secret, 11155111, "record.json"))


@pytest.mark.parametrize("db", ["postgresql://regalia:secret@host/index", "postgresql:///index?password=secret"])
def test_command__database_with_a_password__not_printed(db: str) -> None:
    typed = Typed(RPC, 31337, "record.json", db=db)
    assert command("index", typed).endswith('--db "$DB"')
    assert command("index", Typed(RPC, 31337, "record.json", db="sqlite:///i.db")).endswith("--db sqlite:///i.db")


def test_program__not_on_the_path__where_this_python_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert program("regalia").endswith("/regalia") and program("no-such-program") == "no-such-program"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert program("regalia") == "regalia"
