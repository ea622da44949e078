# SPDX-License-Identifier: Apache-2.0
"""Everything ``--json`` says equals the chain: every command that has the option, one after the other on one chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from regalia.chain.devnet import devnet
from regalia.cli.main import cli
from tests.cli.json_checks import CHECKS, SCRIPTS, SILENT, Check
from tests.cli.json_stages import bring_to
from tests.cli.json_world import Asked, World
from tests.ledger.life import DECEMBER_2023
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
IN_ORDER = sorted(
    ((path, check) for path, checks in (CHECKS | SCRIPTS).items() for check in checks),
    key=lambda one: (one[1].stage, one[0], one[1].name),
)
NAMES = [f"{path}: {check.name}" for path, check in IN_ORDER]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield World(chain, tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize(("path", "check"), IN_ORDER, ids=NAMES)
def test_json__of_every_command__equals_the_chain(
    world: World, path: str, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """``path`` is what is typed, for whoever reads of a failure."""
    monkeypatch.chdir(tmp_path)
    bring_to(world, check.stage)
    with undone(world.chain):
        check.compare(Asked(world, tmp_path, capsys))


def test_json__every_command_that_has_it__is_compared_or_speaks_of_no_chain() -> None:
    found = set(commands_with_json(cli, click.Context(cli)))
    assert not CHECKS.keys() & SILENT.keys()
    assert found == CHECKS.keys() | SILENT.keys()


def commands_with_json(group: click.Group, context: click.Context, path: str = "") -> Iterator[str]:
    for name in group.list_commands(context):
        command, typed = group.get_command(context, name), f"{path} {name}".strip()
        assert command is not None, typed
        if isinstance(command, click.Group):
            yield from commands_with_json(command, context, typed)
        elif any("--json" in option.opts for option in command.params):
            yield typed
