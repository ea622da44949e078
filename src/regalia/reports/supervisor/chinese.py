# SPDX-License-Identifier: Apache-2.0
"""The catalogue in 简体中文, by the English, with the same places for values."""

from __future__ import annotations

from regalia.reports.supervisor.chinese_forms import FORMS
from regalia.reports.supervisor.chinese_heads import HEADS, TITLES
from regalia.reports.supervisor.chinese_notes import NOTES
from regalia.reports.supervisor.chinese_offices import DUTIES, OFFICES
from regalia.reports.supervisor.chinese_sentences import ASSUMED, NO_DATA, RESTS_ON, SENTENCES
from regalia.reports.supervisor.chinese_words import OF_TERMS, WORDS

CHINESE = {
    **TITLES, **HEADS, **FORMS, **WORDS, **OF_TERMS, **OFFICES, **DUTIES, **SENTENCES, **RESTS_ON, **NO_DATA, **ASSUMED, **NOTES,
}  # fmt: skip
