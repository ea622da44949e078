# SPDX-License-Identifier: Apache-2.0
"""Pages of the pack in English or 简体中文: by a catalogue whose keys are the English. Names and texts of people stay."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from regalia.reports.supervisor.chinese import CHINESE


class Language(Enum):
    EN = "en"
    ZH = "zh"


Say = Callable[[str], str]


def say_in(language: Language) -> Say:
    """A word or a template in the language; what the catalogue has not stays English."""
    return (lambda text: text) if language is Language.EN else (lambda text: CHINESE.get(text, text))
