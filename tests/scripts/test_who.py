# SPDX-License-Identifier: Apache-2.0
"""Who acts on which network is said before a script asks; and which commands went to another script."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from scripts import _ape, _who
from scripts._moved import MOVED
from scripts.invest import cli as invest
from scripts.manage import cli as manage
from scripts.supervise import cli as supervise

ACCOUNT = SimpleNamespace(address="0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", alias="freezer")


def asking(monkeypatch: pytest.MonkeyPatch, *arguments: str, account: Any = ACCOUNT, answer: str = "y\n") -> Result:
    """A command of two questions, as an officer."""
    monkeypatch.setattr(_who, "_line", lambda account, parts: f"acting as {account.alias} ({', '.join(parts)})")

    @click.command()
    @click.option("--account", default=account, type=click.UNPROCESSED)
    @click.option("--yes", is_flag=True)
    @click.option("--json", "as_json", is_flag=True)
    def command(account: Any, yes: bool, as_json: bool) -> None:
        for question in ("Settle first?", "Freeze it?"):
            _ape.ask(question, yes, lambda who: ["enforcer"])

    return CliRunner(mix_stderr=False).invoke(command, arguments, input=answer * 2)


def test_ask__two_questions__who_acts_said_once_before_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done = asking(monkeypatch)
    assert done.output.startswith("acting as freezer (enforcer)\nSettle first? [y/N]:")
    assert done.output.count("acting as") == 1 and "Freeze it?" in done.output


def test_ask__answered_no__was_said_and_nothing_more_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    done = asking(monkeypatch, answer="n\n")
    assert done.exit_code == 1 and "acting as" in done.output and "Freeze it?" not in done.output


def test_ask__told_not_to__said_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking(monkeypatch, "--yes").output == "acting as freezer (enforcer)\n"


def test_ask__with_json_or_by_a_keystore__nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking(monkeypatch, "--yes", "--json").output == ""
    assert asking(monkeypatch, "--yes", account=None).output == ""


def test_ask__outside_a_command__nobody_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _ape.ask("Send it?", True, lambda who: pytest.fail("nobody acts"))


@pytest.mark.parametrize("name", [str(command.name) for command in MOVED])
def test_moved__typed_under_manage__told_where_it_is_and_hidden(name: str) -> None:
    group = "invest" if name in invest.commands else "supervise"
    said = f"`manage {name}` has moved: type `ape run {group} {name}`"
    done = CliRunner(mix_stderr=False).invoke(manage, [name, "--units", "1", "--help"])
    assert (done.exit_code, done.stdout) == (2, "") and done.stderr == f"Error: {said}\n"
    told = CliRunner(mix_stderr=False).invoke(manage, [name, "--record", "x", "--json"])
    assert json.loads(told.stderr)["error"]["message"] == said
    assert manage.commands[name].hidden


def test_scripts__every_command__in_one_of_them_only() -> None:
    shown = [
        {name for name, command in cli.commands.items() if not command.hidden} for cli in (manage, invest, supervise)
    ]
    assert not (shown[0] & shown[1] | shown[0] & shown[2] | shown[1] & shown[2])
    assert {str(command.name) for command in MOVED} == shown[1] | shown[2]
