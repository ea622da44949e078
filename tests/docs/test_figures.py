# SPDX-License-Identifier: Apache-2.0
"""``docs/figures.md`` and its drawings are what the generator makes of the files of ``bench/``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.docs.pages import ROOT
from tools.docs.bars import Bar, Group, to_svg
from tools.docs.comparison import PEERS
from tools.docs.figures_page import FOLDER, PAGE, differs, fill_figures, made_of
from tools.docs.figures_section import NOT_YET

SVG = "{http://www.w3.org/2000/svg}"
DEEP = {
    "date": "2026-12-01",
    "commit": "abc",
    "tools": [{"name": "fuzz", "command": "make deep", "seconds": 5_400, "figures": {"runs": 2_560}}],
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The page, its drawings, and what they are made from; nothing that may not be measured yet."""
    for place in (PAGE, PEERS, Path("bench/gas.json"), Path("bench/sizes.json")):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes((ROOT / place).read_bytes())
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    return tmp_path


def test_page__as_committed__is_what_the_generator_makes() -> None:
    assert differs(ROOT) == [], "run `python -m tools.docs figures`"


def test_drawings__each__named_described_and_its_words_inside() -> None:
    for name, text in made_of(ROOT).drawings.items():
        root = ElementTree.fromstring(text)
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        assert root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc"), name
        assert "prefers-color-scheme: dark" in text
        for words in root.iter(f"{SVG}text"):
            # a letter of 12 pixels is about seven wide
            assert float(words.attrib["x"]) + 7 * len(words.text or "") < width, (name, words.text)
            assert float(words.attrib["y"]) < height


def test_page__every_bar__its_figure_is_in_a_table_too() -> None:
    page = made_of(ROOT).page
    sizes = json.loads((ROOT / "bench" / "sizes.json").read_text(encoding="utf-8"))
    assert all(f"| `{name}` | {size['code']:,} |" in page for name, size in sizes.items())


def test_fill__nothing_but_gas_and_sizes__says_not_run_yet_and_takes_drawings_away(copy: Path) -> None:
    fill_figures(copy)
    assert (copy / PAGE).read_text(encoding="utf-8").count(NOT_YET) == 3
    assert {path.name for path in (copy / FOLDER).iterdir()} == {"gas.svg", "sizes.svg"}
    assert (fill_figures(copy), differs(copy)) == (False, [])


def test_fill__deep_tier_was_run__its_row_with_day_and_commit(copy: Path) -> None:
    (copy / "bench" / "deep.json").write_text(json.dumps(DEEP), encoding="utf-8")
    assert fill_figures(copy) is True
    page = (copy / PAGE).read_text(encoding="utf-8")
    assert "run on 2026-12-01 at commit `abc`" in page
    assert "| fuzz | `make deep` | 5,400 | runs 2,560 |" in page


def test_fill__ratios_and_load__drawn_beside_ceilings(copy: Path) -> None:
    load = {
        "date": "2026-12-01",
        "commit": "abc",
        "machine": "2 cores",
        "figures": {"relay": {"deals": 200, "seconds": 4.5}},
    }
    (copy / "bench" / "load.json").write_text(
        json.dumps({**load, "ceilings": {"relay": {"seconds": 14.0}}}), encoding="utf-8"
    )
    speeds = {
        "date": "2026-12-01",
        "yardstick": "a date",
        "a second, beside the yardstick": {"the yardstick": 1.0, "x": 180.0},
    }
    (copy / "bench" / "ratios.json").write_text(json.dumps(speeds), encoding="utf-8")
    fill_figures(copy)
    page = (copy / PAGE).read_text(encoding="utf-8")
    assert "| relay | seconds | 4.5 | 14.0 |" in page and "| relay | deals | 200 | – |" in page
    assert "4.5 of 14.0" in (copy / FOLDER / "load.svg").read_text(encoding="utf-8")
    assert "| x | 180.0 |" in page


def test_differs__a_drawing_or_a_figure_was_changed_by_hand__named(copy: Path) -> None:
    fill_figures(copy)
    (copy / FOLDER / "gas.svg").write_text("<svg/>", encoding="utf-8")
    (copy / FOLDER / "old.svg").write_text("<svg/>", encoding="utf-8")
    page = (copy / PAGE).read_text(encoding="utf-8")
    (copy / PAGE).write_text(page.replace("24,576", "24,577", 1), encoding="utf-8")
    assert differs(copy) == ["docs/figures.md", "docs/figures/gas.svg", "docs/figures/old.svg"]


def test_bars__on_a_logarithmic_scale__each_tenfold_as_wide() -> None:
    bars = [Bar("a", 1, "1"), Bar("b", 10, "10"), Bar("c", 100, "100")]
    text = to_svg("t", "d", [Group("g", bars, logarithmic=True)])
    drawn = [rect for rect in ElementTree.fromstring(text).iter(f"{SVG}rect") if rect.attrib["class"] == "ours"]
    one, two, three = (float(rect.attrib["width"]) for rect in drawn)
    assert two == pytest.approx(2 * one, abs=0.2) and three == pytest.approx(3 * one, abs=0.2)
