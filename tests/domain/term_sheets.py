# SPDX-License-Identifier: Apache-2.0
"""Term sheets for tests: read as plain data, changed at one place, read again."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from regalia.domain.terms import Terms, TermsError, terms_from
from regalia.domain.terms.yaml_reader import Document

SHEETS = Path(__file__).parent / "sheets"
DEALS = Path(__file__).parents[2] / "deals"
ALL = sorted([*SHEETS.glob("*.yaml"), *DEALS.glob("*.yaml")])
ABSENT = object()


def plain_note(**changes: Any) -> dict[str, Any]:
    """The data of ``plain_note.yaml``; ``a__0__b=1`` sets ``a[0].b``, ABSENT takes a field away."""
    return changed(sheet("plain_note"), **changes)


def sheet(name: str) -> dict[str, Any]:
    return deepcopy(_read(name))


@cache
def _read(name: str) -> dict[str, Any]:
    path = SHEETS / f"{name}.yaml"
    data = Document(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    return data


def changed(data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    data = deepcopy(data)
    for path, value in changes.items():
        *parents, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        at: Any = data
        for part in parents:
            at = at[part]
        if value is ABSENT:
            del at[last]
        elif isinstance(at, list) and last == len(at):
            at.append(value)
        else:
            at[last] = value
    return data


def problems(data: object) -> dict[str, str]:
    """Path and rule of every problem that reading ``data`` reports; fails when there is none."""
    try:
        terms_from(data)
    except TermsError as error:
        return {problem.path: problem.rule for problem in error.problems}
    raise AssertionError("the terms were accepted")


def terms(**changes: Any) -> Terms:
    return terms_from(plain_note(**changes))
