# SPDX-License-Identifier: Apache-2.0
"""A JSON object held against what it should be, leaf by leaf: whatever nobody expected is a difference too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Words:
    """Text without any figure in it; ``why`` the chain is not asked about it."""

    why: str


@dataclass(frozen=True)
class Derived:
    """One figure or text that no contract answers, of the ``kind`` given; ``why`` it is not the chain's."""

    why: str
    kind: type = str


@dataclass(frozen=True)
class Beginning:
    """Text that begins with what the chain says; ``why`` the rest of it is not the chain's."""

    text: str
    why: str


@dataclass(frozen=True)
class Nullable:
    """Mere text, or null."""

    why: str


def differences(found: Any, expected: Any, where: str = "") -> Iterator[str]:
    """A line for each leaf that is not as expected, is missing, or was not expected at all."""
    if isinstance(expected, Nullable):
        yield from () if found is None else differences(found, Words(expected.why), where)
    elif isinstance(expected, Beginning):
        if not isinstance(found, str) or not found.startswith(expected.text):
            yield f"{where}: {found!r} does not begin {expected.text!r} ({expected.why})"
    elif isinstance(expected, Words):
        if not isinstance(found, str) or _FIGURE.search(found):
            yield f"{where}: {found!r} is not mere text ({expected.why})"
    elif isinstance(expected, Derived):
        if type(found) is not expected.kind:
            yield f"{where}: {found!r} is no {expected.kind.__name__} ({expected.why})"
    elif isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted(expected.keys() | found.keys()):
            at = f"{where}.{name}" if where else name
            if name not in found:
                yield f"{at}: missing"
            elif name not in expected:
                yield f"{at}: {found[name]!r} was not expected: nobody compares it"
            else:
                yield from differences(found[name], expected[name], at)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            yield f"{where}: {len(found)} items, expected {len(expected)}: {found!r:.300}"
        for number, (one, other) in enumerate(zip(found, expected, strict=False)):
            yield from differences(one, other, f"{where}[{number}]")
    elif type(found) is not type(expected) or found != expected:
        yield f"{where}: {found!r}, expected {expected!r}"
