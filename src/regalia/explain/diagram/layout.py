# SPDX-License-Identifier: Apache-2.0
"""Where everything stands: a priority of payments is a column of rows, read downwards.

In a row the step is in the middle, who is paid on the right, what supports it on the left. A column without support has no left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.explain.diagram.measure import FIGURE, GUARD, HEAD, SMALL, Type
from regalia.explain.diagram.rows import Named, Row
from regalia.explain.diagram.scene import PADDING, Arrow, Form, FreeText, Label, Scene, Shape, needed_height

MARGIN = 12
COLUMN = 380
BETWEEN_COLUMNS = 36
SIDE, PAYEE, GAP = 92, 110, 12
BETWEEN_ROWS, BETWEEN_SUPPORTS = 18, 8


@dataclass(frozen=True)
class Column:
    """``pool`` is what the first box says: what is shared out."""

    title: str
    pool: str
    rows: tuple[Row, ...]


@dataclass
class _Canvas:
    shapes: list[Shape] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    texts: list[FreeText] = field(default_factory=list)

    def text(self, x: int, y: int, width: int, *texts: tuple[str, Type]) -> int:
        """Write and return where the next thing may stand."""
        label = Label.of(width, *texts)
        self.texts.append(FreeText(x, y, label))
        return y + label.height


def lay_out(
    head: tuple[tuple[str, Type], ...], columns: tuple[Column, ...], foot: tuple[tuple[str, ...], ...], narrow: bool
) -> Scene:
    """Columns side by side; below each other when ``narrow``. ``foot`` has paragraphs of lines."""
    side_by_side = 1 if narrow else len(columns)
    width = 2 * MARGIN + side_by_side * COLUMN + (side_by_side - 1) * BETWEEN_COLUMNS
    canvas = _Canvas()
    top = canvas.text(MARGIN, MARGIN, width - 2 * MARGIN, *head) + BETWEEN_ROWS
    bottom = top
    for index, column in enumerate(columns):
        if narrow:
            bottom = _column(canvas, MARGIN, bottom + (BETWEEN_COLUMNS if index else 0), column)
        else:
            bottom = max(bottom, _column(canvas, MARGIN + index * (COLUMN + BETWEEN_COLUMNS), top, column))
    for paragraph in foot:
        bottom = canvas.text(MARGIN, bottom + BETWEEN_ROWS, width - 2 * MARGIN, *((text, SMALL) for text in paragraph))
    return Scene(width, bottom + MARGIN, tuple(canvas.shapes), tuple(canvas.arrows), tuple(canvas.texts))


def _column(canvas: _Canvas, x: int, y: int, column: Column) -> int:
    supported = any(row.supports for row in column.rows)
    left = x + SIDE + GAP if supported else x
    width = x + COLUMN - PAYEE - GAP - left
    y = canvas.text(x, y, COLUMN, (column.title, HEAD)) + PADDING
    above = _shape(canvas, "pool", left, y, width, Label.of(width - 2 * PADDING, (column.pool, HEAD)))
    for row in column.rows:
        top = above.bottom + BETWEEN_ROWS
        canvas.arrows.append(Arrow(left + width // 2, above.bottom, left + width // 2, top))
        above = _row(canvas, x, left, width, top, row)
    return above.bottom


def _row(canvas: _Canvas, x: int, left: int, width: int, y: int, row: Row) -> Shape:
    inner = width - 2 * PADDING
    figures = [(text, FIGURE) for text in row.figures]
    said = [(row.heading, HEAD), *((text, SMALL) for text in row.brief), *((text, GUARD) for text in row.guards)]
    label = Label.of(inner, *said, *figures)
    supports = [(named, Label.of(SIDE - 2 * PADDING, (named.name, SMALL))) for named in row.supports]
    payee = Label.of(PAYEE - 2 * PADDING, (row.payee.name, SMALL))
    stacked = sum(needed_height(named.form, text) + BETWEEN_SUPPORTS for named, text in supports) - BETWEEN_SUPPORTS
    height = max(needed_height("step", label), needed_height(row.payee.form, payee), stacked)
    form: Form = "guarded" if row.guards else "step"
    step = Shape(form, left, y, width, height, label, muted=not row.applied)
    canvas.shapes.append(step)
    _payee(canvas, step, row.payee, payee)
    top = y + (height - stacked) // 2
    for named, text in supports:
        shape = _shape(canvas, named.form, x, top, SIDE, text, step.muted)
        canvas.arrows.append(Arrow(shape.right, shape.middle, step.x, shape.middle))
        top = shape.bottom + BETWEEN_SUPPORTS
    return step


def _payee(canvas: _Canvas, step: Shape, named: Named, label: Label) -> None:
    height = needed_height(named.form, label)
    shape = _shape(canvas, named.form, step.right + GAP, step.middle - height // 2, PAYEE, label, step.muted)
    canvas.arrows.append(Arrow(step.right, step.middle, shape.x, step.middle))


def _shape(canvas: _Canvas, form: Form, x: int, y: int, width: int, label: Label, muted: bool = False) -> Shape:
    shape = Shape(form, x, y, width, needed_height(form, label), label, muted)
    canvas.shapes.append(shape)
    return shape
