# SPDX-License-Identifier: Apache-2.0
"""Which deals an investor asks about: those named, or all that are recorded of a chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from regalia.chain.connection import connect
from regalia.chain.record import RecordMissingError, load_record
from regalia.chain.record_folder import PLATFORM, UnknownDealError
from regalia.chain.transact import explained
from regalia.cli.index_open import Followed, followed
from regalia.cli.invest_options import Where
from regalia.files import is_folder
from regalia.nearest import did_you_mean

DEPLOYMENTS = Path("deployments")


def deals_of(where: Where) -> list[Followed]:
    """Raises as ``followed`` does, ``UnknownDealError``, ``RecordMissingError``, ``ChainUnreachableError``, and click's ``UsageError``."""
    files = _named([*where.files, *_in_folder(where)], where.names)
    return followed(tuple(files), None, where.terms)


def _in_folder(where: Where) -> list[Path]:
    if where.folder is not None:
        return _records(where.folder)
    return [] if where.files else _records(_usual_folder(where.rpc))


def _records(folder: Path) -> list[Path]:
    found = sorted(path for path in (folder.glob("*.json") if is_folder(folder) else ()) if path.stem != PLATFORM)
    if not found:
        hint = "Name the records: --record FILE, or --records FOLDER for all of a folder."
        raise RecordMissingError(
            f"records: there is no record (*.json) in {folder}", " ".join([*_others(folder), hint])
        )
    return found


def _others(folder: Path) -> Iterator[str]:
    """Of a mistaken chain: which there are."""
    there = [chain for chain in _chains() if chain != folder.name]
    if folder.parent == DEPLOYMENTS and there:
        yield f"There are records of chain {', '.join(there)}."


def _chains() -> list[str]:
    return sorted({path.parent.name for path in DEPLOYMENTS.glob("*/*.json") if path.stem != PLATFORM})


def _usual_folder(rpc: str | None) -> Path:
    """Of the node's chain; without a node of the only one there is."""
    if rpc is not None:
        web3 = connect(rpc)
        with explained("eth_chainId"):
            return DEPLOYMENTS / str(web3.eth.chain_id)
    chains = _chains()
    if len(chains) != 1:
        there = f"records of chain {', '.join(chains)}" if chains else "no records"
        raise click.UsageError(
            f"name the deals: --record FILE or --records FOLDER, or the chain by a node of it, --rpc URL; "
            f"there are {there} in {DEPLOYMENTS}"
        )
    return DEPLOYMENTS / chains[0]


def _named(files: list[Path], names: tuple[str, ...]) -> list[Path]:
    """Those of these names, all where there is none."""
    if not names:
        return files
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(load_record(path).deal_id, []).append(path)
    for name in names:
        if name not in by_name:
            raise UnknownDealError(f"deal: {name!r} is none of the records", did_you_mean(name, by_name))
    return [path for name in dict.fromkeys(names) for path in by_name[name]]
