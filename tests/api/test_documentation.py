# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/python.md, run in their order: they print what is printed there."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(#([\w-]+)\)")


def blocks() -> list[tuple[str, str]]:
    return _BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def examples() -> list[tuple[str, str | None]]:
    """Each with what it must print, None where nothing is shown."""
    found = blocks()
    following = [*found[1:], ("", "")]
    return [
        (text, after if kind == "text" else None)
        for (language, text), (kind, after) in zip(found, following, strict=True)
        if language == "python"
    ]


@pytest.mark.devnet
def test_examples__one_after_the_other__print_what_is_shown() -> None:
    names: dict[str, object] = {}
    try:
        for number, (code, shown) in enumerate(examples()):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(code, f"{PAGE.name}, example {number}", "exec"), names)
            assert plain(printed.getvalue()) == plain(shown or ""), code
    finally:
        if "sample" in names:
            names["sample"].stop()  # type: ignore[attr-defined]


def test_page__of_examples__shows_what_most_of_them_print() -> None:
    shown = [code for code, text in examples() if text is not None]
    assert len(shown) > 12
    assert {language for language, _ in blocks()} == {"python", "text"}


def test_page__links_to_its_sections__are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    headings = {line[3:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("## ")}
    assert set(_LINK.findall(text)) == headings


def plain(text: str) -> list[str]:
    """Without spaces at the end of lines, which an editor takes away."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]
