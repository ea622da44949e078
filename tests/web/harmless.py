# SPDX-License-Identifier: Apache-2.0
"""Whether an answer lets anything hostile through, whatever kind it is of. What is hostile has "zq" in it: see ``hostile``."""

from __future__ import annotations

import csv
import io
import json
import re

from httpx2 import Response
from lxml import html


def kind_of(answer: Response) -> str:
    return str(answer.headers["Content-Type"]).split(";")[0]


def is_safe(path: str, answer: Response) -> None:
    assert answer.status_code != 500, path
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    match kind_of(answer):
        case "text/html" if "attachment" in answer.headers.get("Content-Disposition", ""):
            has_nothing_hostile(path, html.fromstring(answer.text))  # a file that is opened elsewhere has its own style
        case "text/html":
            is_safe_page(path, answer.text)
        case "text/csv":
            is_safe_table(path, answer.text)
        case "application/json":
            json.loads(answer.text)
        case "image/svg+xml":
            is_safe_drawing(path, answer.content)
        case kind:
            assert kind in ("text/plain", "application/pdf", "application/yaml"), f"{path}: {kind}"


def is_safe_page(path: str, text: str) -> None:
    page = html.fromstring(text)
    has_nothing_hostile(path, page)
    assert page.xpath("//@style | //style | //iframe | //object | //embed") == [], path
    assert [one for one in page.xpath("//@href | //@src | //@action") if not _is_own(str(one))] == [], path
    for script in page.xpath("//script[not(@src)]"):
        assert script.get("type") == "application/json", path
        json.loads(script.text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", text), path


def has_nothing_hostile(path: str, page: html.HtmlElement) -> None:
    named = "//zq | //*[@src='zq'] | //*[contains(name(), 'zq')] | //@*[contains(name(), 'zq')]"
    assert page.xpath(f"{named} | //@*[starts-with(name(), 'on')]") == [], path
    assert [one for one in page.xpath("//@href | //@src") if re.match(r"\s*javascript:", str(one), re.I)] == [], path


def is_safe_table(path: str, text: str) -> None:
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        for cell in row:
            formula = cell[:1] in ("=", "+", "@", "\t", "\r") or bool(re.match(r"-(?![\d.]+$)", cell))
            assert not formula, f"{path}: {cell[:80]!r}"


def is_safe_drawing(path: str, content: bytes) -> None:
    drawing = html.fromstring(content)
    assert drawing.xpath("//script | //zq | //foreignobject | //@*[starts-with(name(), 'on')]") == [], path


def _is_own(link: str) -> bool:
    return link == "" or (link.startswith(("/", "#", "?", "data:image/")) and not link.startswith("//"))
