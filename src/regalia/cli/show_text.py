# SPDX-License-Identifier: Apache-2.0
"""Any view as text: its facts, and a table for each list. What others wrote moves no terminal's cursor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from regalia.printing import table

INDENT = "  "
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOMENTS = {
    "time",
    "until",
    "halted_until",
    "since",
    "executed",
    "accepted",
    "opens",
    "deadline",
    "expires",
    "final_at",
    "told",
    "lifted",
}
"""Names of figures that are seconds since 1970, where they are large enough."""
_WORD = re.compile(r"0x[0-9a-fA-F]{40,}")


def as_text(plain: Mapping[str, Any]) -> str:
    """Of what ``to_plain`` made. Hashes and addresses in tables are shortened: --json has them whole."""
    return "\n".join(_facts(plain, "")).strip("\n")


def _facts(plain: Mapping[str, Any], indent: str) -> Iterator[str]:
    """What is one value first, then what has parts, each under its name."""
    single = {name: value for name, value in plain.items() if not _has_parts(value)}
    width = max((len(_title(name)) for name in single), default=0)
    for name, value in single.items():
        yield f"{indent}{_title(name).ljust(width)}  {_shown(_moment(name, value))}".rstrip()
    for name, value in plain.items():
        if not _has_parts(value):
            continue
        yield ""
        yield f"{indent}{_title(name)}"
        if isinstance(value, Mapping):
            yield from _facts(value, indent + INDENT)
        else:
            yield _rows(value, indent + INDENT)


def _rows(entries: Sequence[Mapping[str, Any]], indent: str) -> str:
    """Columns of what any entry says; what an entry has in parts is told in its cell."""
    columns = list(dict.fromkeys(name for entry in entries for name in entry))
    columns = [name for name in columns if any(entry.get(name) not in (None, "", []) for entry in entries)]
    rows = [[_cell(_moment(name, entry.get(name))) for name in columns] for entry in entries]
    figures = [
        "r" if all(_NUMBER.fullmatch(row[i]) or row[i] == "-" for row in rows) else "l" for i in range(len(columns))
    ]
    return table([_title(name) for name in columns], rows, "".join(figures), indent)


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_title(name)} {_cell(part)}" for name, part in value.items() if part not in (None, "", []))
    if isinstance(value, list):
        return "; ".join(map(_cell, value)) or "-"
    return _WORD.sub(lambda found: f"{found[0][:8]}…{found[0][-6:]}", _shown(value))


def _moment(name: str, value: Any) -> Any:
    if name in _MOMENTS and isinstance(value, int) and 10**8 < value < 10**11:
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return value


def _has_parts(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def _shown(value: Any) -> str:
    if value is None or value in ("", []):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "".join(sign if sign.isprintable() else " " for sign in str(value))


def _title(name: str) -> str:
    return name.replace("_", " ")
