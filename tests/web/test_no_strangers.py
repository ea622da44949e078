# SPDX-License-Identifier: Apache-2.0
"""Nobody writes here, nothing comes from elsewhere, and no page has scripts or styles in itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.addresses import routes

WEB = Path(__file__).parents[2] / "src" / "regalia" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.*"))
OWN_STATIC = sorted(path for path in (WEB / "static").rglob("*.*") if "vendor" not in path.parts)
_ELSEWHERE = re.compile(
    r"""(?:src|href|action|srcset|formaction|hx-\w+|import|from|url)\s*[=(]?\s*["']?\s*(?:https?:|wss?:)?//""", re.I
)
_INLINE = re.compile(r"\son\w+\s*=|\sstyle\s*=|<style|javascript:|\|\s*safe\b|hx-on|hx-vars|hx-vals=['\"]js:", re.I)
_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")")
_SINKS = re.compile(r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.srcdoc")


def test_routes__that_change_something__are_the_board_alone() -> None:
    writing = [
        (route.path, sorted(route.methods or ())) for route in routes() if (route.methods or set()) - {"GET", "HEAD"}
    ]
    assert writing in ([], [("/api/orders", ["POST"])])


@pytest.mark.parametrize("path", TEMPLATES + OWN_STATIC, ids=lambda path: path.name)
def test_file__of_a_page__asks_nobody_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert _ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template__of_a_page__has_nothing_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert _INLINE.findall(text) == [] and _SCRIPT.findall(text) == []


@pytest.mark.parametrize("path", [path for path in OWN_STATIC if path.suffix == ".js"], ids=lambda path: path.name)
def test_script__of_ours__makes_no_markup_of_text(path: Path) -> None:
    assert _SINKS.findall(path.read_text(encoding="utf-8")) == []


def test_modules__of_the_pages__mark_nothing_as_safe_unescaped() -> None:
    """``Markup`` of a formatted string is how text gets through unescaped."""
    found = [
        path
        for path in WEB.rglob("*.py")
        if re.search(r"Markup\(\s*f[\"']|Markup\([^)]*\+|Markup\([^)]*%", path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("text", ['<a href="//x">', "@import url(https://x)", 'src="http://x"', "import x from '//x'"])
def test_look__for_elsewhere__finds_it(text: str) -> None:
    assert _ELSEWHERE.search(text)
