# SPDX-License-Identifier: Apache-2.0
"""What a contract and its members say of themselves: a NatSpec comment by its tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TAG = re.compile(r"@([\w:-]+)[ \t]*")


@dataclass(frozen=True)
class Told:
    """A NatSpec comment by its tags."""

    notice: str = ""
    dev: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    returns: tuple[str, ...] = ()
    inherits: str = ""


@dataclass(frozen=True)
class Member:
    """A function, event or error that is seen from outside. ``kind`` is ``function``, ``getter`` (of a public
    variable), ``event`` or ``error``; ``types`` are its parameters'."""

    kind: str
    name: str
    types: tuple[str, ...]
    signature: str
    told: Told


@dataclass(frozen=True)
class Contract:
    """A contract, interface or library, with its own members and the names of those it inherits from."""

    name: str
    kind: str
    source: str
    bases: tuple[str, ...]
    told: Told
    members: tuple[Member, ...]


def tell(text: str) -> Told:
    """A comment by its tags; what has none is the notice."""
    parts = _TAG.split(text)
    found: dict[str, list[str]] = {"notice": [parts[0]] if parts[0].strip() else []}
    for tag, said in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(tag, []).append(said)
    words = {tag: [" ".join(said.split()) for said in given] for tag, given in found.items()}
    params = (said.partition(" ") for said in words.get("param", []))
    return Told(
        notice=" ".join(words["notice"]),
        dev=" ".join(words.get("dev", [])),
        params={name: said for name, _, said in params},
        returns=tuple(words.get("return", [])),
        inherits=" ".join(words.get("inheritdoc", [])),
    )
