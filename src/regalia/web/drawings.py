# SPDX-License-Identifier: Apache-2.0
"""The structure of a deal drawn and in words, as ``regalia explain`` has them. Made once for each deal and language."""

from __future__ import annotations

from regalia.explain.diagram import draw
from regalia.explain.document import Document
from regalia.explain.explain import LANGUAGES, explain_terms
from regalia.views.seen import DealNow
from regalia.web.language import Language

_WORDS: dict[tuple[str, Language], Document] = {}
_DRAWN: dict[tuple[str, Language, bool], str] = {}


def words_of_terms(now: DealNow, language: Language) -> Document:
    """What the terms say, in the order of a prospectus."""
    key = now.record.terms_hash, language
    if key not in _WORDS:
        _WORDS[key] = explain_terms(now.terms, LANGUAGES[language.value])
    return _WORDS[key]


def structure_of(now: DealNow, language: Language, *, narrow: bool) -> str:
    """SVG."""
    key = now.record.terms_hash, language, narrow
    if key not in _DRAWN:
        words = words_of_terms(now, language)
        _DRAWN[key] = draw(now.terms, LANGUAGES[language.value], words, narrow)
    return _DRAWN[key]
