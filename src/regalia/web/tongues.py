# SPDX-License-Identifier: Apache-2.0
"""In which language a name of a deal file is written: deal files do not say, and a voice that reads a page must know."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def tongue(text: str) -> str:
    """A tag of BCP 47; empty where nothing tells, as in a number."""
    if _HAN.search(text):
        return "zh-Hans"
    return "en" if _LATIN.search(text) else ""
