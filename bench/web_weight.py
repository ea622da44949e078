# SPDX-License-Identifier: Apache-2.0
"""What a page weighs before anything is compressed: itself, and every style, script and picture that it brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from fastapi.testclient import TestClient
from lxml import html

MOST = 400_000
"""Bytes."""
_BROUGHT = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src | //source/@srcset"
_IMPORTED = re.compile(r"""\bimport\s*(?:[^"';]*?\bfrom\s*)?\(?["']([^"']+)["']|url\(["']?([^"')]+)""")


def weight(client: TestClient, path: str) -> int:
    """Of everything, each once. Pictures for other widths are counted too, though a browser fetches one of them."""
    page = client.get(path)
    if page.status_code != 200:
        raise ValueError(f"{path}: {page.status_code}")
    found = {path: len(page.content)}
    waiting = [urljoin(path, str(link).split()[0]) for link in html.fromstring(page.content).xpath(_BROUGHT)]
    while waiting:
        link = waiting.pop()
        if urlsplit(link).scheme == "data" or link in found:
            continue
        part = client.get(link)
        if part.status_code != 200:
            raise ValueError(f"{link}, of {path}: {part.status_code}")
        found[link] = len(part.content)
        if link.partition("?")[0].endswith((".js", ".css")):
            waiting += [urljoin(link, name) for name in _imports(part.text)]
    return sum(found.values())


def _imports(text: str) -> Iterator[str]:
    for script, style in _IMPORTED.findall(text):
        if style or script.startswith((".", "/")):
            yield style or script
