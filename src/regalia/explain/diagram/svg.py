# SPDX-License-Identifier: Apache-2.0
"""A scene as SVG text: the same scene gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from regalia.explain.diagram.measure import FIGURE, GUARD, HEAD, SMALL, TITLE
from regalia.explain.diagram.scene import ELLIPSE, PADDING, Arrow, Label, Scene, Shape
from regalia.explain.diagram.style import FONTS, style_sheet

TIP = 7
ROUND = {"step": 2, "guarded": 2, "party": 2, "facility": 12, "pool": 12}


def to_svg(scene: Scene, language: str, title: str, description: str) -> str:
    """A whole SVG file. ``title`` and ``description`` are read aloud in place of the drawing."""
    types = "".join(
        f".{t.name} {{ font-size: {t.size}px; font-weight: {650 if t.bold else 400}; }}\n"
        for t in (TITLE, HEAD, SMALL, GUARD, FIGURE)
    )
    lines = [
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="{language}" '
        f'width="{scene.width}" height="{scene.height}" viewBox="0 0 {scene.width} {scene.height}" '
        f"font-family='{FONTS}'>",
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>\n{style_sheet(types)}</style>",
        f'<rect class="paper" width="{scene.width}" height="{scene.height}"/>',
        *(_arrow(arrow) for arrow in scene.arrows),
        *(line for shape in scene.shapes for line in _shape(shape)),
    ]
    for text in scene.texts:
        lines += _label(text.label, text.x, text.y, "")
    return "\n".join([*lines, "</svg>", ""])


def _shape(shape: Shape) -> Iterator[str]:
    box = f"{shape.x} {shape.y} {shape.width} {shape.height}"
    yield f'<g class="muted" data-box="{box}">' if shape.muted else f'<g data-box="{box}">'
    if shape.form == "account":
        yield from _cylinder(shape)
    else:
        yield (
            f'<rect class="{shape.form}" x="{shape.x}" y="{shape.y}" width="{shape.width}" '
            f'height="{shape.height}" rx="{ROUND[shape.form]}"/>'
        )
    yield from _label(shape.label, shape.x + PADDING, shape.text_top, "in-pool" if shape.form == "pool" else "")
    yield "</g>"


def _cylinder(shape: Shape) -> Iterator[str]:
    radius, body = shape.width // 2, shape.height - 2 * ELLIPSE
    across = f"{radius} {ELLIPSE} 0 0"
    yield (
        f'<path class="account" d="M{shape.x} {shape.y + ELLIPSE}a{across} 1 {shape.width} 0v{body}'
        f'a{across} 1 -{shape.width} 0z"/>'
    )
    yield f'<path class="account lid" d="M{shape.x} {shape.y + ELLIPSE}a{across} 0 {shape.width} 0"/>'


def _label(label: Label, x: int, y: int, also: str) -> Iterator[str]:
    for line in label.lines:
        baseline = y + (line.type.leading + line.type.size * 7 // 10) // 2
        classes = f"{line.type.name} {also}".strip()
        yield f'<text class="{classes}" x="{x}" y="{baseline}">{escape(line.text)}</text>'
        y += line.type.leading


def _arrow(arrow: Arrow) -> str:
    if arrow.y == arrow.to_y:
        line, tip = f"H{arrow.to_x - TIP}", f"l-{TIP} -4v8z"
    else:
        line, tip = f"V{arrow.to_y - TIP}", f"l-4 -{TIP}h8z"
    return (
        f'<path class="arrow" d="M{arrow.x} {arrow.y}{line}"/><path class="tip" d="M{arrow.to_x} {arrow.to_y}{tip}"/>'
    )
