# SPDX-License-Identifier: Apache-2.0
"""English, as a prospectus is written. Keys and placeholders are those of every other language."""

from __future__ import annotations

from regalia.explain.english.deal import DEAL
from regalia.explain.english.diagram import DIAGRAM
from regalia.explain.english.figures import FIGURES
from regalia.explain.english.forms import CURRENCIES, FORMS
from regalia.explain.english.investors import INVESTORS
from regalia.explain.english.meeting import MEETING
from regalia.explain.english.offers import OFFERS
from regalia.explain.english.oracle import ORACLE
from regalia.explain.english.pool import POOL
from regalia.explain.english.steps import STEPS
from regalia.explain.english.triggers import TRIGGERS
from regalia.explain.language import Language

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _letters(number: int) -> str:
    """``(a)`` to ``(z)``, then ``(aa)``, ``(bb)`` and so on."""
    rounds, index = divmod(number - 1, len(LETTERS))
    return f"({LETTERS[index] * (rounds + 1)})"


TEMPLATES = FORMS | DEAL | OFFERS | ORACLE | STEPS | TRIGGERS | POOL | INVESTORS | MEETING | DIAGRAM | FIGURES
ENGLISH = Language("en", TEMPLATES, CURRENCIES, _letters, " ")
