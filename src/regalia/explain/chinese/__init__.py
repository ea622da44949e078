# SPDX-License-Identifier: Apache-2.0
"""简体中文, in the words of Chinese ABS prospectuses. Keys and placeholders are those of every other language."""

from __future__ import annotations

from regalia.explain.chinese.deal import DEAL
from regalia.explain.chinese.diagram import DIAGRAM
from regalia.explain.chinese.figures import FIGURES
from regalia.explain.chinese.forms import CURRENCIES, FORMS
from regalia.explain.chinese.investors import INVESTORS
from regalia.explain.chinese.meeting import MEETING
from regalia.explain.chinese.offers import OFFERS
from regalia.explain.chinese.oracle import ORACLE
from regalia.explain.chinese.pool import POOL
from regalia.explain.chinese.steps import STEPS
from regalia.explain.chinese.triggers import TRIGGERS
from regalia.explain.language import Language

NUMERALS = ("", *"一二三四五六七八九")


def _numerals(number: int) -> str:
    """``（一）`` to ``（九十九）``."""
    tens, ones = divmod(number, 10)
    return f"（{NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMERALS[ones]}）"


TEMPLATES = FORMS | DEAL | OFFERS | ORACLE | STEPS | TRIGGERS | POOL | INVESTORS | MEETING | DIAGRAM | FIGURES
CHINESE = Language("zh", TEMPLATES, CURRENCIES, _numerals, "")
