# SPDX-License-Identifier: Apache-2.0
"""A sentence of ours apart from what stands in it: so that a page can put it into another language, and leave names and amounts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Say = Callable[[str], str]
"""A template in some language."""


@dataclass(frozen=True)
class Told:
    """A template with places in braces for ``values``. A text among them stands as it is in every language; another sentence is said."""

    template: str
    values: Mapping[str, str | Told] = field(default_factory=dict)

    def said(self, say: Say) -> str:
        values = {key: value.said(say) if isinstance(value, Told) else value for key, value in self.values.items()}
        return say(self.template).format(**values)

    @property
    def text(self) -> str:
        """In English."""
        return self.said(lambda template: template)

    def __str__(self) -> str:
        return self.text


def in_a_row(parts: Sequence[str | Told], template: str) -> Told:
    """``{first}; {rest}`` and the like, over and over; there has to be a part."""
    first, *rest = parts
    if rest:
        return Told(template, {"first": first, "rest": in_a_row(rest, template)})
    return first if isinstance(first, Told) else Told("{text}", {"text": first})


def listed(parts: Sequence[str | Told]) -> Told:
    return in_a_row(parts, "{first}; {rest}")


def enumerated(parts: Sequence[str | Told]) -> Told:
    return in_a_row(parts, "{first}, {rest}")


def sentences(parts: Sequence[Told]) -> Told:
    """One after the other."""
    return in_a_row(parts, "{first} {rest}")
