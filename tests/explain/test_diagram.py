# SPDX-License-Identifier: Apache-2.0
"""The drawing: well-formed, nothing outside its box, nothing over anything else, the same bytes twice."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from regalia.domain.terms import Terms, load_terms, terms_from
from regalia.explain import LANGUAGES, explain_terms
from regalia.explain.diagram import draw
from tests.domain.term_sheets import changed, sheet
from tests.explain.documents import EVERY_SHEET_AND_LANGUAGE, GUARANTEED, MASTER_TRUST, TURBO

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"title": 17, "head": 13, "small": 11, "guard": 11, "figure": 11}
PHONE = 412
"""Pixels across: the drawing of one column is shown at its own size, or nearly."""


def drawn(terms: Terms, code: str = "en", narrow: bool = False) -> ElementTree.Element:
    language = LANGUAGES[code]
    return ElementTree.fromstring(draw(terms, language, explain_terms(terms, language), narrow))


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    right: int
    bottom: int

    def contains(self, other: Box) -> bool:
        inside = self.x <= other.x and other.right <= self.right
        return inside and self.y <= other.y and other.bottom <= self.bottom

    def meets(self, other: Box) -> bool:
        beside = self.right <= other.x or other.right <= self.x
        return not (beside or self.bottom <= other.y or other.bottom <= self.y)


def text_box(text: ElementTree.Element) -> Box:
    """By a rough rule of its own: a Chinese character is square, capitals and other Latin characters have an average width."""
    size, words = SIZES[text.get("class", "").split()[0]], text.text or ""
    per_mille = sum(
        1000 if ord(c) > 0x2E7F else 700 if c.isupper() else 300 if c in " ijl.,:;'()" else 590 for c in words
    )
    x, baseline = int(text.get("x", "")), int(text.get("y", ""))
    return Box(x, baseline - size * 8 // 10, x + per_mille * size // 1000, baseline + size // 4)


def shapes(root: ElementTree.Element) -> list[tuple[Box, ElementTree.Element]]:
    groups = [group for group in root.iter(f"{SVG}g") if group.get("data-box")]
    found = []
    for group in groups:
        x, y, width, height = map(int, group.get("data-box", "").split())
        found.append((Box(x, y, x + width, y + height), group))
    return found


def free_texts(root: ElementTree.Element) -> list[Box]:
    return [text_box(text) for text in root.findall(f"{SVG}text")]


@EVERY_SHEET_AND_LANGUAGE
@pytest.mark.parametrize("narrow", [False, True])
def test_draw__every_sheet__text_stays_in_its_box_and_boxes_apart(path: Path, code: str, narrow: bool) -> None:
    root = drawn(load_terms(path), code, narrow)
    canvas = Box(0, 0, int(root.get("width", "")), int(root.get("height", "")))
    boxes = shapes(root)
    for box, group in boxes:
        assert canvas.contains(box)
        for text in group.findall(f"{SVG}text"):
            assert box.contains(text_box(text)), text.text
    placed = [box for box, _ in boxes] + free_texts(root)
    assert all(canvas.contains(box) for box in placed)
    assert not any(one.meets(other) for one, other in itertools.combinations(placed, 2))


@EVERY_SHEET_AND_LANGUAGE
def test_draw__every_sheet__every_step_payee_and_source_is_drawn(path: Path, code: str) -> None:
    terms = load_terms(path)
    root = drawn(terms, code)
    labels = ["".join("".join(group.itertext()).split()) for _, group in shapes(root)]
    steps = [step for _, steps in terms.step_lists() for step in steps]
    for step in steps:
        assert any("".join((step.name or step.id).split()) in label for label in labels)
    supports = sum(len(step.support) for step in steps if step.kind in ("expense", "interest", "principal"))
    pools = 2 if terms.acceleration else 1
    assert len(labels) == 2 * len(steps) + supports + pools


@EVERY_SHEET_AND_LANGUAGE
def test_draw__every_sheet__arrows_go_from_one_shape_to_another(path: Path, code: str) -> None:
    root = drawn(load_terms(path), code)
    boxes = [box for box, _ in shapes(root)]
    lines = [e.get("d", "") for e in root.iter(f"{SVG}path") if e.get("class") == "arrow"]
    tips = [e.get("d", "") for e in root.iter(f"{SVG}path") if e.get("class") == "tip"]
    assert len(lines) == len(tips) >= len(boxes) // 2
    for line, tip in zip(lines, tips, strict=True):
        x, y = map(int, re.findall(r"\d+", line)[:2])
        to_x, to_y = map(int, re.findall(r"\d+", tip)[:2])
        across = y == to_y
        leaves = (
            [b for b in boxes if (b.right, b.y <= y <= b.bottom) == (x, True)]
            if across
            else [b for b in boxes if b.bottom == y]
        )
        meets = (
            [b for b in boxes if (b.x, b.y <= y <= b.bottom) == (to_x, True)]
            if across
            else [b for b in boxes if b.y == to_y]
        )
        assert leaves and meets


def test_draw__for_readers_of_the_screen__title_and_every_step_in_words() -> None:
    root = drawn(load_terms(GUARANTEED))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Priority of payments of Guaranteed"
    assert all(step.id in (description.text or "") for step in load_terms(GUARANTEED).steps)


def test_draw__names_with_markup__are_escaped() -> None:
    name = 'Notes <b> & "Co" </text>'
    data = changed(sheet("turbo_note"), tranches__0__name=name, name=name, steps__0__name=name)
    root = drawn(terms_from(data))
    assert name in (root.findtext(f"{SVG}title") or "")
    assert not root.findall(f".//{SVG}b")


@pytest.mark.parametrize("length", [33, 200, 2_000])
def test_draw__a_name_without_a_space__is_cut_and_stays_inside(length: int) -> None:
    data = changed(sheet("turbo_note"), steps__0__name="W" * length, parties__1__name="Ж" * length)
    root = drawn(terms_from(data))
    for box, group in shapes(root):
        assert all(box.contains(text_box(text)) for text in group.findall(f"{SVG}text"))


def test_draw__an_acceleration_list__stands_beside_or_for_phones_below() -> None:
    terms = load_terms(TURBO)
    wide, narrow = drawn(terms), drawn(terms, narrow=True)
    assert int(narrow.get("width", "")) <= PHONE < int(wide.get("width", ""))
    assert int(narrow.get("height", "")) > int(wide.get("height", ""))


def test_draw__one_priority__fits_a_phone_without_asking() -> None:
    assert int(drawn(load_terms(GUARANTEED)).get("width", "")) <= PHONE


def test_draw__guards__are_dashed_and_say_when() -> None:
    groups = [group for _, group in shapes(drawn(load_terms(MASTER_TRUST)))]
    dashed = [group for group in groups if group.find(f"{SVG}rect[@class='guarded']") is not None]
    assert len(dashed) == 3
    for group in dashed:
        lines = [text.text or "" for text in group.findall(f"{SVG}text") if text.get("class") == "guard"]
        assert "Only while the" in " ".join(lines)


def test_draw__twice__the_same_bytes() -> None:
    terms = load_terms(GUARANTEED)
    language = LANGUAGES["zh"]
    first, second = (draw(terms, language, explain_terms(terms, language)) for _ in range(2))
    assert first == second
    assert first.endswith("</svg>\n")


def test_draw__style__dark_screens_and_one_type_scale_and_nothing_from_elsewhere() -> None:
    terms = load_terms(GUARANTEED)
    svg = draw(terms, LANGUAGES["en"], explain_terms(terms, LANGUAGES["en"]))
    assert "@media screen and (prefers-color-scheme: dark)" in svg
    assert set(map(int, re.findall(r"font-size: (\d+)px", svg))) == set(SIZES.values())
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert "var(" not in svg
