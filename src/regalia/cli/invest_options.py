# SPDX-License-Identifier: Apache-2.0
"""What the commands of ``regalia invest`` ask alike, each group of options gathered into one object."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import click

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@dataclass(frozen=True)
class Where:
    """Which deals, on which chain, and where what is known of them is kept."""

    files: tuple[Path, ...]
    folder: Path | None
    names: tuple[str, ...]
    terms: Path | None
    rpc: str | None
    db: str | None


@dataclass(frozen=True)
class Whose:
    """Whose units are looked at, and whether a node is asked."""

    address: str | None
    keystore: Path | None
    password_file: Path | None
    offline: bool


_WHERE = (
    click.option(
        "--record", "files", type=PATH, multiple=True, metavar="FILE", help="Deployment record of a deal; repeatable."
    ),
    click.option(
        "--records",
        "folder",
        type=PATH,
        metavar="FOLDER",
        help="All records of a folder; deployments/CHAIN-ID when neither is given.",
    ),
    click.option("--deal", "names", multiple=True, metavar="NAME", help="Only this one of them; repeatable."),
    click.option("--terms", type=PATH, metavar="FILE", help="Deal file; else beside the record, or in deals/."),
    click.option(
        "--rpc", metavar="URL", help="A node of the chain; else the network's variable, such as REGALIA_RPC_SEPOLIA."
    ),
    click.option("--db", metavar="URL", help="Database of the index; .regalia/CHAIN-ID.db when not given."),
)
_WHOSE = (
    click.option("--address", metavar="ADDRESS", help="The wallet."),
    click.option("--keystore", type=PATH, metavar="FILE", help="Or the wallet of this encrypted key."),
    click.option("--password-file", type=PATH, metavar="FILE", help="Its password, where the file names no address."),
    click.option("--offline", is_flag=True, help="Ask no node: as of when the index was last brought up to date."),
)


def where_options(command: Command) -> Command:
    """As the parameter ``where``."""
    return _gathered("where", Where, _WHERE, command)


def whose_options(command: Command) -> Command:
    """As the parameter ``whose``."""
    return _gathered("whose", Whose, _WHOSE, command)


def _gathered(
    name: str, make: type[Where] | type[Whose], options: Sequence[Callable[[Any], Any]], command: Command
) -> Command:
    fields = [*make.__dataclass_fields__]

    @functools.wraps(command)
    def run(**given: Any) -> Any:
        values = {field: given.pop(field) for field in fields}
        return command(**{name: make(**values)}, **given)

    decorated: Any = run
    for decorate in reversed(options):
        decorated = decorate(decorated)
    return cast(Command, decorated)
