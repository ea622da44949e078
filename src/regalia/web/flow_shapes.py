# SPDX-License-Identifier: Apache-2.0
"""What the flow chart of a payment date is made of, and how wide money is in it. All in pixels of its own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.explain.diagram.measure import Type
from regalia.views.date_steps import DateStep
from regalia.views.payment_date import DateView

NAME = Type("name", 13, 17, bold=True)
NOTE = Type("note", 12, 16)
BAR = 20
GAP = 10
LEAST = Decimal("1.5")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Shape:
    """Of the bars and bands; ``kind`` is their class: trunk, payee, tranche, account, facility, released or short. ``cut``: longer than is
    drawn.
    """

    kind: str
    x: Decimal
    y: int
    width: Decimal
    height: int
    cut: bool = False

    @property
    def right(self) -> Decimal:
        return self.x + self.width


@dataclass(frozen=True)
class Line:
    """Text of the deal file; ``kind``: name or note."""

    kind: str
    text: str
    y: int


@dataclass(frozen=True)
class FlowRow:
    """A step. Its figure stands at ``figure_y``, what there is to remark at ``note_y``; ``end`` is where its last bar ends.

    ``note``: held, released, short, drawn, nothing, outstanding, or empty.
    """

    step: DateStep
    note: str
    top: int
    height: int
    figure_y: int
    note_y: int
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    end: Decimal


@dataclass(frozen=True)
class Frame:
    """Where things stand across. ``narrow``: words above the bars, for phones; else words on the left of them. Figures end at ``width``."""

    narrow: bool
    width: int
    words: int
    chart: int
    chart_width: int


WIDE = Frame(False, 1120, 300, 316, 560)
NARROW = Frame(True, 360, 236, 0, 352)


@dataclass(frozen=True)
class Flow:
    """``pool`` is the bar of available funds; ``trunk`` runs from it to ``bottom``, where what is left stands."""

    frame: Frame
    height: int
    pool: Shape
    trunk: tuple[Shape, ...]
    rows: tuple[FlowRow, ...]
    bottom: int


@dataclass(frozen=True)
class Scale:
    """``most`` money is ``width`` pixels wide; a hatched shortfall has the ``room`` beside that."""

    most: Decimal
    width: int
    room: int

    @classmethod
    def of(cls, view: DateView, width: int) -> Scale:
        most, before, short = view.funds.available, view.funds.available, False
        for step in view.steps:
            most = max(most, before + step.drawn, before + step.released)
            short = short or shown_short(step) > 0
            before = step.remaining
        room = width // 5 if short else 0
        return cls(most, width - room, room)

    def wide(self, amount: Decimal) -> Decimal:
        """To the hundredth of a pixel; never so thin that it can't be seen."""
        if not amount or not self.most:
            return NOTHING
        return max((amount * self.width / self.most).quantize(Decimal("0.01")), LEAST)


def shown_short(step: DateStep) -> Decimal:
    """Nobody is wronged by what a step that takes all there is did not get."""
    return NOTHING if step.open_ended else step.shortfall
