# SPDX-License-Identifier: Apache-2.0
"""What the report of a verification is made of, before it becomes text, Markdown or HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.place import Place
from regalia.ledger.verification import Verification

_SHOWN = 10
"""Of a hash beside its block; the whole hash is in the list of sources."""


@dataclass(frozen=True)
class Heads:
    """Headings of columns, and a letter for each: ``l`` for words, ``r`` for figures."""

    names: tuple[str, ...]
    align: str


@dataclass(frozen=True)
class Section:
    """A table under a title; ``heads`` None for names and values. ``empty`` is said where there is no row, ``note`` below it."""

    title: str
    heads: Heads | None
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = "None."


@dataclass(frozen=True)
class Sentences:
    """A list of sentences under a title."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """``verdict`` is the one sentence for who reads no further."""

    title: str
    verdict: str
    as_of: str
    notice: str
    parts: tuple[Section | Sentences, ...]


@dataclass
class Subject:
    """What is reported on. Sections are made with ``source`` and ``name``, so that every source is listed at the end."""

    record: DeploymentRecord
    terms: Terms
    found: Verification
    _used: dict[str, Place] = field(default_factory=dict)

    def money(self, units: int) -> str:
        return self.terms.money.format(units)

    def source(self, place: Place | None) -> str:
        """Block and the start of the transaction's hash."""
        if place is None:
            return "–"
        self._used.setdefault(place.transaction_hash, place)
        return f"{place.block_number} · {place.transaction_hash[:_SHOWN]}…"

    def sources(self) -> Section:
        """Made last, when every source was used."""
        places = sorted(self._used.values(), key=lambda place: place.position)
        rows = tuple((str(p.block_number), moment(p.timestamp), p.transaction_hash) for p in places)
        return Section("Sources on chain", Heads(("block", "time (UTC)", "transaction"), "rll"), rows)

    def name(self, address: str) -> str:
        """What somebody is in this deal, empty for who is nothing but a wallet."""
        return ", ".join(_names(self.record, self.terms).get(address, ()))


def _names(record: DeploymentRecord, terms: Terms) -> dict[str, list[str]]:
    parties = {party.id: party.name for party in terms.parties}
    found: dict[str, list[str]] = {}
    for field_, contract in record.contracts():
        found.setdefault(contract.address, []).append(field_.replace("_", " ").replace(".", " "))
    for party, address in record.payees.items():
        found.setdefault(address, []).append(parties.get(party, party))
    for what, who in (("originator", record.arguments.get("originator")), ("deployer", record.deployer)):
        if isinstance(who, str):
            found.setdefault(who, []).append(what)
    return found


def moment(seconds: int) -> str:
    """``2024-03-20 00:00:12``, UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
