# SPDX-License-Identifier: Apache-2.0
"""Sentences that go to a wallet's owner before he signs, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regalia.web.language import Language
from regalia.web.words.catalogue import words_of
from regalia.web.words.marking import N_ as N_


@dataclass(frozen=True)
class Sentence:
    """``message`` with its figures."""

    message: str
    values: dict[str, str] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        return words_of(language).gettext(self.message) % self.values


def sentence(message: str, **values: object) -> Sentence:
    return Sentence(
        message, {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in values.items()}
    )


def in_every_language(sentences: Sequence[Sentence]) -> dict[str, str]:
    """By language, a line each."""
    return {language.value: "\n".join(one.text(language) for one in sentences) for language in Language}
