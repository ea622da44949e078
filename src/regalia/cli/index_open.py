# SPDX-License-Identifier: Apache-2.0
"""Which deals ``regalia index`` follows, and where it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from regalia.chain.record import DeploymentRecord, RecordMissingError, load_record
from regalia.cli.verify import usual_place
from regalia.domain.terms import Terms, load_terms
from regalia.errors import RegaliaError
from regalia.files import is_folder
from regalia.ledger.index.follow_errors import IndexDatabaseError

FOLDER = Path(".regalia")
_PLATFORM = "platform.json"
"""The other file of a folder of deployments: it is no deal's record."""


class RecordsError(RegaliaError, ValueError):
    """The records that were named can't be followed together."""


@dataclass(frozen=True)
class Followed:
    """A deal to follow."""

    record: DeploymentRecord
    terms: Terms


def followed(files: tuple[Path, ...], folder: Path | None, terms: Path | None) -> list[Followed]:
    """Raises ``RecordsError``, as ``load_record`` and ``load_terms`` do, and ``DealFileMissingError``."""
    places = [*files, *(_in_folder(folder) if folder else ())]
    if not places:
        raise click.UsageError("Name what to index: --record FILE (as often as there are deals), or --records FOLDER.")
    if terms and len(places) > 1:
        raise click.UsageError(
            f"--terms is of one deal, and there are {len(places)} records: put the deal files in deals/."
        )
    found: dict[str, Followed] = {}
    for place in places:
        record = load_record(place)
        found.setdefault(record.deal.address, Followed(record, load_terms(terms or usual_place(record, place))))
    chains = {(one.record.chain_id, one.record.genesis_hash) for one in found.values()}
    if len(chains) > 1:
        told = ", ".join(str(chain_id) for chain_id, _ in sorted(chains))
        raise RecordsError(f"records: they are of several chains ({told})", "Index each chain by itself.")
    return list(found.values())


def default_database(chain_id: int) -> str:
    """``.regalia/<chain id>.db`` in the current folder, which is made. Raises ``IndexDatabaseError``."""
    try:
        FOLDER.mkdir(exist_ok=True)
    except OSError as error:
        raise IndexDatabaseError(
            f"db: the folder {FOLDER} can't be made here: {error.strerror}", "Name a database: --db sqlite:///FILE."
        ) from error
    return f"sqlite:///{FOLDER}/{chain_id}.db"


def _in_folder(folder: Path) -> list[Path]:
    found = sorted(path for path in (folder.glob("*.json") if is_folder(folder) else ()) if path.name != _PLATFORM)
    if not found:
        raise RecordMissingError(
            f"records: there is no record (*.json) in {folder}", "A folder of them is deployments/CHAIN-ID."
        )
    return found
