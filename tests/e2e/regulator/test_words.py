# SPDX-License-Identifier: Apache-2.0
"""What is told: contents, both languages, columns of figures."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.contents import CHAPTERS
from regalia.demo.regulator.step import Said, Step, Table
from regalia.demo.regulator.telling import NEVER_FIRST, WIDTH, Telling, width, wrapped

CHINESE = re.compile("[\u4e00-\u9fff]")
STEP = Step(
    people.SERVICER,
    Said("Reports receipts.", "报告收款。"),
    {Said("received", "收款"): "1,200.00", Said("still missing", "尚缺的款项"): "0.50"},
    Table((Said("step", "步骤"), Said("paid", "已付")), [("fees", "5.00"), ("interest", "1,000.00")], "lr"),
)


def test_contents__twelve__numbered_in_order_about_an_hour_with_pages() -> None:
    assert [chapter.number for chapter in CHAPTERS] == list(range(1, 13))
    assert 55 <= sum(chapter.minutes for chapter in CHAPTERS) <= 70
    assert all(page.startswith("/") for chapter in CHAPTERS for page in chapter.pages)
    assert all(chapter.pages for chapter in CHAPTERS)


def test_contents__parts__one_after_the_other_and_forward_in_time() -> None:
    """Chapters share a chain, whose clock can't go back."""
    parts = [chapter.part for chapter in CHAPTERS]
    assert parts == sorted(parts, key=parts.index)
    for one, next_one in pairwise(CHAPTERS):
        assert one.part != next_one.part or one.begins() <= next_one.begins()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.number))
def test_chapter__in_chinese__titled_in_chinese(chapter: Chapter) -> None:
    for said in (chapter.title, chapter.shows):
        assert CHINESE.search(said.zh) and not CHINESE.search(said.en)


def test_addresses__of_a_chapter__below_the_site_and_the_language() -> None:
    chapter = replace(CHAPTERS[0], pages=("/", "/deals/mills"))
    assert chapter.addresses("http://h:1", "zh") == ["http://h:1/zh/", "http://h:1/zh/deals/mills"]


def test_step__told__figures_right_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    Telling("en").step(CHAPTERS[0], 2, STEP)
    assert capsys.readouterr().out.splitlines() == [
        "",
        "1.2    servicer: Reports receipts.",
        "       received       1,200.00",
        "       still missing      0.50",
        "       step          paid",
        "       fees          5.00",
        "       interest  1,000.00",
    ]


def test_step__in_chinese__aligned_by_the_width_of_its_characters(capsys: pytest.CaptureFixture[str]) -> None:
    Telling("zh").step(CHAPTERS[0], 2, STEP)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "1.2    资产服务机构: 报告收款。"
    assert width(lines[2]) == width(lines[3])
    assert len({width(line) for line in lines[4:]}) == 1


def test_step__nobody_stands_before_it__one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Telling("en", brief=True).step(CHAPTERS[0], 2, STEP)
    assert capsys.readouterr().out == "  1.2  servicer: Reports receipts.\n"


def test_telling__quiet__nothing(capsys: pytest.CaptureFixture[str]) -> None:
    telling = Telling("en", quiet=True)
    telling.chapter(CHAPTERS[0], 12, ["http://h:1/en/"])
    telling.step(CHAPTERS[0], 1, STEP)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["one two " * 40, "支付日之前两个交易日，" * 30, "mixed 混合 text 文字 " * 20])
def test_wrap__words_and_characters__within_the_width_and_nothing_lost(text: str) -> None:
    lines = list(wrapped(text, WIDTH))
    assert max(map(width, lines)) <= WIDTH
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 1
    assert not any(line.startswith(NEVER_FIRST) for line in lines)
