# SPDX-License-Identifier: Apache-2.0
"""What a database is of: one chain, in the form of one release. It is asked before anything is read or written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, inspect, select

from regalia.ledger.index import schema
from regalia.ledger.index.deals import forget_deals
from regalia.ledger.index.follow_errors import REBUILD, NoIndexError, WrongDatabaseError

_KEYS = {"schema_version", "chain_id", "genesis_hash"}
_OTHER = "Give another database, or none: each chain has its own by default."


@dataclass(frozen=True)
class Binding:
    chain_id: int
    genesis_hash: str

    def rows(self) -> dict[str, str]:
        version = str(schema.VERSION)
        return {"schema_version": version, "chain_id": str(self.chain_id), "genesis_hash": self.genesis_hash}


def bind(connection: Connection, binding: Binding, place: str, rebuild: Collection[str]) -> None:
    """Make the tables where there are none, else check whose they are. The deals at the addresses in ``rebuild`` are forgotten, and those
    beside them kept; tables of another release are made again, for nobody can read them. Raises ``WrongDatabaseError``.
    """
    kept = _kept(connection, place)
    if kept is not None:
        _check_chain(kept, binding, place)
        if not rebuild or kept["schema_version"] == str(schema.VERSION):
            _check_version(kept, place)
            if rebuild:
                schema.metadata.create_all(connection)  # one may have been lost
                forget_deals(connection, rebuild)
            return
        schema.metadata.drop_all(connection)
    schema.metadata.create_all(connection)
    connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in binding.rows().items()])


def check(connection: Connection, binding: Binding, place: str) -> None:
    """Whose it is; nothing is made. Raises ``NoIndexError`` where it is empty, and ``WrongDatabaseError``."""
    kept = _kept(connection, place)
    if kept is None:
        raise NoIndexError(f"db {place}: there is no index in it", "Make it: regalia index.")
    _check_chain(kept, binding, place)
    _check_version(kept, place)


def _kept(connection: Connection, place: str) -> Mapping[str, str] | None:
    """What it says it is of, None when it is empty."""
    there = set(inspect(connection).get_table_names())
    ours = there & set(schema.metadata.tables)
    alone = connection.dialect.name == "sqlite"  # a file has one purpose, a PostgreSQL database may have several
    if not (there if alone else ours):
        return None
    if schema.meta.name in ours:
        columns = {column["name"] for column in inspect(connection).get_columns(schema.meta.name)}
        if columns == {"key", "value"}:
            kept = {row.key: row.value for row in connection.execute(select(schema.meta))}
            if kept.keys() >= _KEYS:
                return kept
    rule = f"db {place}: it has tables of something else ({', '.join(sorted(there)[:3])})"
    raise WrongDatabaseError(rule, "Give another database: nothing was changed in this one.")


def _check_chain(kept: Mapping[str, str], binding: Binding, place: str) -> None:
    if kept["chain_id"] != str(binding.chain_id):
        rule = f"db {place}: it is of chain {kept['chain_id']}, the deal is on chain {binding.chain_id}"
        raise WrongDatabaseError(rule, _OTHER)
    if kept["genesis_hash"] != binding.genesis_hash:
        rule = f"db {place}: it is of a chain {kept['chain_id']} whose block 0 is {kept['genesis_hash']}"
        again = "A local chain that was started again is another chain: delete the file, or give another one."
        raise WrongDatabaseError(f"{rule}, the deal's is {binding.genesis_hash}", again)


def _check_version(kept: Mapping[str, str], place: str) -> None:
    found = kept["schema_version"]
    if found == str(schema.VERSION):
        return
    if found.isdecimal() and int(found) > schema.VERSION:
        rule = f"db {place}: its tables are of version {found}, this release has {schema.VERSION}"
        raise WrongDatabaseError(rule, "Use the release that made it, or a newer one.")
    rule = f"db {place}: its tables are of version {found}, of an older release; this one has {schema.VERSION}"
    raise WrongDatabaseError(rule, f"Build it anew from the chain: {REBUILD}, with the records of all its deals.")
