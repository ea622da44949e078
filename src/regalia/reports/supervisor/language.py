# SPDX-License-Identifier: Apache-2.0
"""Pages of the pack in English or 简体中文: by a catalogue whose keys are the English. Names and texts of people stay."""

from __future__ import annotations

from enum import Enum

from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.told import Say

__all__ = ["Language", "Say", "say_in"]


class Language(Enum):
    EN = "en"
    ZH = "zh"


def say_in(language: Language) -> Say:
    """A word or a template in the language; what the catalogue has not stays English."""
    return (lambda text: text) if language is Language.EN else (lambda text: CHINESE.get(text, text))
