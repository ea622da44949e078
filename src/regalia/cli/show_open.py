# SPDX-License-Identifier: Apache-2.0
"""The deals that ``regalia show`` speaks of, brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from regalia.chain.connection import connect
from regalia.cli.index_open import default_database, followed
from regalia.cli.show_text import as_text
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.printing import to_json
from regalia.views.following import Followed, Subject
from regalia.views.labels import load_labels
from regalia.views.plain import to_plain
from regalia.views.seen import DealNow

PATH = click.Path(path_type=Path)
TIMEOUT = 30
"""Seconds for a question, as for ``regalia index``."""
_OPTIONS = (
    click.option("--record", "files", type=PATH, multiple=True, metavar="FILE", help="Deployment record; repeatable."),
    click.option("--records", "folder", type=PATH, metavar="FOLDER", help="All records of a folder."),
    click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deals' network."),
    click.option("--terms", type=PATH, metavar="FILE", help="Deal file; else beside the record, or in deals/."),
    click.option("--db", metavar="URL", help="Where the ledger is kept; .regalia/CHAIN-ID.db when not given."),
    click.option("--board", type=PATH, metavar="FOLDER", help="Signed orders, to look at."),
    click.option("--names", type=PATH, metavar="FILE", help="Names for addresses: a YAML or JSON mapping."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys that pages have."),
)


@dataclass(frozen=True)
class Where:
    """What was typed of where to look."""

    files: tuple[Path, ...]
    folder: Path | None
    rpc: str
    terms: Path | None
    db: str | None
    board: Path | None
    names: Path | None
    as_json: bool

    @contextmanager
    def site(self) -> Iterator[Followed]:
        """Raises as ``followed``, ``load_labels``, ``connect``, ``open_database`` and ``Followed.once`` do."""
        deals = followed(self.files, self.folder, self.terms)
        chain = (deals[0].record.chain_id, deals[0].record.genesis_hash)
        labels = load_labels(self.names) if self.names else {}
        web3 = connect(self.rpc, *chain, timeout=TIMEOUT)
        with closing(open_database(self.db or default_database(chain[0]), *chain)) as database:
            site = Followed(database, web3, [Subject(one.record, one.terms) for one in deals], labels)
            site.once()
            yield site

    @contextmanager
    def deal(self) -> Iterator[DealNow]:
        """The only one. Raises ``click.UsageError`` where there are several."""
        with self.site() as site:
            if len(site.ids) > 1:
                raise click.UsageError(
                    f"This is about one deal, and there are {len(site.ids)}: name one, with --record FILE."
                )
            with site.now(site.ids[0]) as now:
                yield now

    @contextmanager
    def deals(self) -> Iterator[tuple[DealNow, ...]]:
        with self.site() as site, site.all_now() as all_now:
            yield all_now

    @property
    def orders(self) -> FolderBoard | None:
        return FolderBoard(self.board, make=False) if self.board else None

    def say(self, view: Any) -> None:
        click.echo(to_json(to_plain(view)) if self.as_json else as_text(to_plain(view)))


def where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every ``show``; the command gets a ``Where`` first."""

    @wraps(command)
    def gathered(*arguments: Any, **typed: Any) -> Any:
        where = Where(**{name: typed.pop(name) for name in Where.__dataclass_fields__})
        return command(where, *arguments, **typed)

    found: Callable[..., Any] = gathered
    for option in reversed(_OPTIONS):
        found = option(found)
    return found
