# SPDX-License-Identifier: Apache-2.0
"""The entry point: help, version, and how errors of every kind come out."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import click
import pytest
from requests.exceptions import ConnectTimeout

from regalia import __version__
from regalia.cli import main as entry
from regalia.errors import RegaliaError
from regalia.printing import table, to_json

Captured = pytest.CaptureFixture[str]


class StopError(RegaliaError, ValueError):
    pass


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make ``regalia run`` a command that raises."""

    @click.command(context_settings={"ignore_unknown_options": True})
    @click.argument("rest", nargs=-1)
    def failing(rest: tuple[str, ...]) -> None:
        raise error

    monkeypatch.setattr("regalia.cli.run.run", failing)


def test_help__any_directory__lists_every_command_without_importing_one() -> None:
    code = (
        "import sys; from regalia.cli.main import run; run(['--help']);"
        "print([m for m in sys.modules if m.startswith(('web3', 'pydantic', 'regalia.domain'))])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in printed for name in ("terms", "run", "verify", "explain-transfer", "demo"))
    assert printed.splitlines()[-1] == "[]"


def test_version__printed(capsys: Captured) -> None:
    assert entry.run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"regalia, version {__version__}"


@pytest.mark.parametrize("arguments", [["nonsense"], ["run"], ["run", "--nonsense"], ["run", "deal.yaml"]])
def test_usage__wrong__exit_2_and_nothing_on_standard_output(capsys: Captured, arguments: list[str]) -> None:
    assert entry.run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Error" in printed.err


def test_error__on_purpose__message_and_hint_and_exit_1(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(StopError("period 3 is out of order", "Run period 2 first."), monkeypatch)
    assert entry.run(["run"]) == 1
    assert capsys.readouterr().err == "error: period 3 is out of order\nRun period 2 first.\n"


def test_error__words_of_a_node__nothing_that_moves_the_cursor(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(StopError("the node refused: \x1b[2Jall is well\r", "Line two."), monkeypatch)
    assert entry.run(["run"]) == 1
    assert capsys.readouterr().err == "error: the node refused:  [2Jall is well \nLine two.\n"


def test_error__with_json__one_object(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(StopError("wrong", "Mend it."), monkeypatch)
    assert entry.run(["run", "--json"]) == 1
    assert json.loads(capsys.readouterr().err) == {
        "error": {"name": "StopError", "message": "wrong", "hint": "Mend it."}
    }


def test_error__unexpected__one_line_and_how_to_see_more(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(KeyError("senior"), monkeypatch)
    assert entry.run(["run"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("error: unexpected KeyError: 'senior'\n")
    assert "--debug" in printed
    assert "Traceback" not in printed


def test_error__unexpected_of_the_network__key_in_the_address_not_told(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(ConnectTimeout("HTTPSConnectionPool(host='node', port=443): url: /v3/secret-key"), monkeypatch)
    assert entry.run(["run"]) == 1
    assert capsys.readouterr().err.startswith("error: unexpected ConnectTimeout\n")


def test_error__unexpected_with_debug__trace(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(KeyError("senior"), monkeypatch)
    assert entry.run(["--debug", "run"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), click.Abort()])
def test_error__interrupted__exit_130(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    raising(interruption, monkeypatch)
    assert entry.run(["run"]) == 130
    assert capsys.readouterr().err.strip().endswith("interrupted")


def test_main__exit_code__that_of_the_command() -> None:
    with pytest.raises(SystemExit) as leaving:
        entry.main(["nonsense"])
    assert leaving.value.code == 2


def test_table__words_left_figures_right__no_trailing_space() -> None:
    printed = table(("name", "amount", "note"), [("a", "1.00", ""), ("longer", "10.00", "x")], "lrl", "> ")
    assert printed == "> name    amount  note\n> a         1.00\n> longer   10.00  x"


def test_to_json__decimals__exact_strings_without_exponent() -> None:
    assert json.loads(to_json({"a": Decimal("0.000001"), "b": Decimal("1E+3")})) == {"a": "0.000001", "b": "1000"}


def test_to_json__binary_set__refused() -> None:
    with pytest.raises(TypeError, match="set has no JSON form"):
        to_json({"a": {1}})
