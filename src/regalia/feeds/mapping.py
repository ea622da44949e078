# SPDX-License-Identifier: Apache-2.0
"""The mapping tables: what a code means here, read from the files in ``tables/`` and from nowhere else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from regalia.domain.rights.words import Act
from regalia.feeds.errors import MappingTableError
from regalia.feeds.proposals import Matter

Outcome = Act | Matter
TRUSTS = ("seen", "recalled", "assumed")
_ACTS = {act.name.lower().replace("_", "-"): act for act in Act if act is not Act.NONE}
_MATTERS = {matter.value: matter for matter in Matter}


@dataclass(frozen=True)
class Row:
    """``outcomes``: each with its alternative, where a right and an application differ. ``of_state``: about one contracting state."""

    key: str
    code: str
    title: str
    trust: str
    outcomes: tuple[tuple[Outcome, ...], ...]
    category: str = ""
    of_state: bool = False


Table = Mapping[str, Row]


@cache
def st27_events() -> Table:
    """By key event or detailed event."""
    return _table("st27.csv", ("event",))


@cache
def reasons() -> Table:
    """By ST.96's ReasonNotInForceCategory."""
    return _table("reasons.csv", ("reason",))


@cache
def inpadoc_codes() -> Table:
    """By office and code, such as ``EP 27W``."""
    return _table("inpadoc.csv", ("office", "code"))


@cache
def cnipa_words() -> Table:
    """By status word, brackets and blanks left out."""
    return _table("cnipa.csv", ("word",))


@cache
def categories() -> Mapping[str, frozenset[str]]:
    """Which outcomes a category of ST.27 has, beside ``noted`` and ``decision``, by its letter."""
    return MappingProxyType(
        {line["category"]: frozenset(line["outcomes"].split()) for line in _lines("categories.csv")}
    )


def _table(name: str, keys: tuple[str, ...]) -> Table:
    rows: dict[str, Row] = {}
    for line in _lines(name):
        key = " ".join(line[part] for part in keys)
        if key in rows:
            raise MappingTableError(f"{name}: {key} is given twice", "Keep one of the rows.")
        if line["basis"] not in TRUSTS:
            raise MappingTableError(f"{name}: {key}: basis {line['basis']!r}: is one of {', '.join(TRUSTS)}")
        outcomes = tuple(
            tuple(_outcome(name, key, word) for word in part.split("/")) for part in line["outcome"].split("+")
        )
        code, of_state = line.get("code", ""), line.get("scope") == "state"
        rows[key] = Row(key, code, line["title"], line["basis"], outcomes, line.get("category", key[:1]), of_state)
    return MappingProxyType(rows)


def _outcome(name: str, key: str, word: str) -> Outcome:
    found: Outcome | None = _ACTS.get(word) or _MATTERS.get(word)
    if found is None:
        raise MappingTableError(f"{name}: {key}: outcome {word!r} is no act and no matter", "See tables/README.md.")
    return found


def _lines(name: str) -> list[dict[str, str]]:
    text = files("regalia.feeds").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
