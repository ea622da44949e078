# SPDX-License-Identifier: Apache-2.0
"""The languages pages are in: the first part of every address."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from fastapi import Depends

from regalia.errors import RegaliaError


class UnknownLanguageError(RegaliaError, LookupError):
    """An address in a language that the pages are not in."""


class Language(Enum):
    """``locale`` is the catalogue's; ``own_name`` what its readers call it."""

    ENGLISH = "en"
    CHINESE = "zh"

    @property
    def locale(self) -> str:
        return {"en": "en", "zh": "zh_CN"}[self.value]

    @property
    def tag(self) -> str:
        """For ``lang`` in HTML."""
        return {"en": "en", "zh": "zh-Hans"}[self.value]

    @property
    def own_name(self) -> str:
        return {"en": "English", "zh": "简体中文"}[self.value]


def language_of(lang: str) -> Language:
    """Raises ``UnknownLanguageError``."""
    try:
        return Language(lang)
    except ValueError:
        known = ", ".join(language.value for language in Language)
        raise UnknownLanguageError(f"language: {lang:.20} is none of {known}", "Take one of them.") from None


def preferred(accepted: str) -> Language:
    """The first language of an ``Accept-Language`` header that there is, English otherwise. Weights are not looked at: browsers sort."""
    for part in accepted.split(",")[:20]:
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in {language.value for language in Language}:
            return Language(code)
    return Language.ENGLISH


Lang = Annotated[Language, Depends(language_of)]
"""The ``{lang}`` of an address."""
