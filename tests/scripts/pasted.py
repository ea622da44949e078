# SPDX-License-Identifier: Apache-2.0
"""A command as it was printed, typed: one of ``regalia`` is run, one of Ape's scripts in this process, without Ape's network."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import click

from regalia.cli.main import run
from regalia.servicing.deal_contracts import DealContracts
from scripts.invest import cli as invest
from scripts.manage import cli as manage
from scripts.oracle import cli as oracle
from scripts.supervise import cli as supervise
from tests.scripts.oracle_desk import NodeDesk

SCRIPTS = {"manage": manage, "invest": invest, "oracle": oracle, "supervise": supervise}
_OF_THE_DESK = ("account", "network", "record_path", "yes", "as_json")


def paste(command: str, deal: DealContracts, account: str, node: str, record: str) -> None:
    """By the account, as if chosen when Ape asks for one."""
    program, *words = shlex.split(command)
    if program.endswith("regalia"):
        assert record in words and node in words
        assert run(words) == 0, command
        return
    assert program.endswith("ape") and words[0] == "run"
    assert words[words.index("--record") + 1] == record
    assert words[words.index("--network") + 1] == f"ethereum:local:{node}"
    found = SCRIPTS[words[1]].commands[words[2]]
    callback: Any = found.callback
    desk = NodeDesk(SimpleNamespace(address=account), True, True, deal)
    callback.__wrapped__(desk, **_values(found, words[3:]))
    assert desk.asked, f"{command} sends something, and asked nothing"


def _values(found: click.Command, words: Sequence[str]) -> dict[str, Any]:
    """Of the options that are the command's own, as click reads them."""
    context = click.Context(found, info_name=found.name)
    given, rest, _ = found.make_parser(context).parse_args(list(words))
    assert not rest
    for param in found.params:
        if param.name not in _OF_THE_DESK:
            param.handle_parse_result(context, given, [])
    return dict(context.params)
