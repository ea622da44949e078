# SPDX-License-Identifier: Apache-2.0
"""What is drawn, with all places known: shapes with text in them, arrows, free text. All in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from regalia.explain.diagram.measure import Type
from regalia.explain.wrap import wrapped

Form = Literal["step", "guarded", "party", "account", "facility", "pool"]
PADDING = 8
ELLIPSE = 5
"""Half the height of the ellipses that end a cylinder."""


@dataclass(frozen=True)
class Line:
    text: str
    type: Type


@dataclass(frozen=True)
class Label:
    """Lines below each other; what is too long is broken."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, width: int, *texts: tuple[str, Type]) -> Label:
        return cls(
            tuple(Line(part, type_) for text, type_ in texts if text for part in wrapped(text, width, type_.width))
        )

    @property
    def height(self) -> int:
        return sum(line.type.leading for line in self.lines)


@dataclass(frozen=True)
class Shape:
    """``muted``: it did not apply on the payment date that is drawn."""

    form: Form
    x: int
    y: int
    width: int
    height: int
    label: Label
    muted: bool = False

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def text_top(self) -> int:
        """The label stands in the middle; in a cylinder below the lid."""
        lid = 2 * ELLIPSE if self.form == "account" else 0
        return self.y + lid + (self.height - lid - self.label.height) // 2


def needed_height(form: Form, label: Label) -> int:
    return label.height + 2 * PADDING + (2 * ELLIPSE if form == "account" else 0)


@dataclass(frozen=True)
class Arrow:
    """From one point to another, straight along one axis."""

    x: int
    y: int
    to_x: int
    to_y: int


@dataclass(frozen=True)
class FreeText:
    x: int
    y: int
    label: Label


@dataclass(frozen=True)
class Scene:
    width: int
    height: int
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    texts: tuple[FreeText, ...]
