# SPDX-License-Identifier: Apache-2.0
"""One payment date as a flow chart: money comes in at the top and runs down through the steps, each a bar as wide as what it paid.

A trunk on the left is as wide as what is still available; a step takes its part off the trunk's right side. What support gave is added
beside it, and what was due and not paid is hatched. Only places are found here: the template has the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regalia.explain.wrap import wrapped
from regalia.views.date_steps import DateStep
from regalia.views.payment_date import DateView
from regalia.web.flow_shapes import (
    BAR,
    GAP,
    LEAST,
    NAME,
    NARROW,
    NOTE,
    NOTHING,
    WIDE,
    Flow,
    FlowRow,
    Frame,
    Line,
    Scale,
    Shape,
    shown_short,
)


def flow_of(view: DateView, *, narrow: bool = False) -> Flow:
    """All steps of the list that ran, also those that a guard held back."""
    frame = NARROW if narrow else WIDE
    scale = Scale.of(view, frame.chart_width)
    top = 2 * NAME.leading if narrow else GAP
    pool = Shape("pool", Decimal(frame.chart), top, scale.wide(view.funds.available), BAR)
    rows, trunk = [], []
    y, before, begins = top + BAR + GAP, view.funds.available, top + BAR
    for step in view.steps:
        row = _row(step, before, frame, scale, y)
        rows.append(row)
        y = row.top + row.height
        if row.shapes:
            trunk.append(_trunk(frame, scale, before, begins, row.shapes[0].y))
            before, begins = step.remaining, row.shapes[0].y
    trunk.append(_trunk(frame, scale, before, begins, y))
    bottom = y + (NAME.leading if narrow else 16)
    return Flow(frame, bottom + 2 * GAP, pool, tuple(trunk), tuple(rows), bottom)


def _row(step: DateStep, before: Decimal, frame: Frame, scale: Scale, y: int) -> FlowRow:
    lines, note = tuple(_lines(step, frame, y)), _note(step)
    figure_y, bottom = lines[0].y, lines[-1].y + GAP // 2
    note_y = lines[-1].y + NOTE.leading if frame.narrow else figure_y + NOTE.leading
    if note:
        bottom = max(bottom, note_y + GAP // 2)
    shapes = tuple(_bars(step, before, frame, scale, bottom + 2 if frame.narrow else y + 2))
    bottom = max([bottom, *(shape.y + BAR for shape in shapes)])
    end = shapes[-1].right if shapes else frame.chart + scale.wide(step.remaining)
    return FlowRow(step, note, y, bottom + GAP - y, figure_y, note_y, lines, shapes, end)


def _note(step: DateStep) -> str:
    if step.held:
        return "held"
    if step.released:
        return "released"
    if shown_short(step):
        return "short"
    if step.drawn:
        return "drawn"
    if not step.due:
        return "nothing"
    return "outstanding" if step.shortfall else ""


def _lines(step: DateStep, frame: Frame, y: int) -> Iterator[Line]:
    """What it is and whom it pays; a name of any length is wrapped, and cut after three lines."""
    y += 16
    for kind, type_, text in (("name", NAME, f"{step.id}. {step.name}"), ("note", NOTE, step.to_name)):
        found = wrapped(text, frame.words, type_.width)
        if len(found) > 3:
            found = [*found[:2], found[2][:-1] + "…"]
        for part in found:
            yield Line(kind, part, y)
            y += type_.leading


def _bars(step: DateStep, before: Decimal, frame: Frame, scale: Scale, y: int) -> Iterator[Shape]:
    """Beside what is left in the trunk: what was paid of it, what support paid, what an account gave back, and what is missing."""
    x = frame.chart + (scale.wide(step.remaining) if step.remaining else NOTHING)
    if step.released:
        start = frame.chart + scale.wide(before)
        yield Shape("released", start, y, max(x - start, LEAST), BAR)
        return
    from_funds = step.paid - step.drawn
    parts = [(step.to_kind, from_funds)] if from_funds else []
    parts += [(source.kind, source.amount) for source in step.sources if source.kind != "available"]
    for kind, amount in parts:
        found = Shape(kind, x, y, scale.wide(amount), BAR)
        yield found
        x = found.right
    if short := shown_short(step):
        wide = scale.wide(short)
        room = Decimal(frame.chart + scale.width + scale.room) - x
        yield Shape("short", x, y, min(wide, room), BAR, cut=wide > room)


def _trunk(frame: Frame, scale: Scale, amount: Decimal, top: int, bottom: int) -> Shape:
    return Shape("trunk", Decimal(frame.chart), top, scale.wide(amount), bottom - top)
