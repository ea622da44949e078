# SPDX-License-Identifier: Apache-2.0
"""Messages in the reader's language: ids are the English, the files of ``<locale>/`` have the others. Read once, when the server starts."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from regalia.web.language import Language


class Words:
    """What Jinja's ``i18n`` extension asks of translations. Without catalogues it says the ids."""

    def __init__(self, catalogues: Sequence[Catalog] = ()) -> None:
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        for message in (message for catalogue in catalogues for message in catalogue if message.id):
            if isinstance(message.id, str):
                self._one[message.id] = str(message.string)
            else:
                self._many[message.id[0]] = tuple(message.string or ())

    def gettext(self, message: str) -> str:
        return self._one.get(message) or message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Chinese has one form for all numbers."""
        found = self._many.get(one, ())
        return (found[0] if len(found) == 1 else "") or (one if number == 1 else many)


def catalogues_of(language: Language) -> Iterator[Catalog]:
    """None for English, which is in the sources."""
    if language is Language.ENGLISH:
        return
    folder = files("regalia.web.words") / language.locale
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                yield read_po(file, locale=language.locale)


@functools.cache
def words_of(language: Language) -> Words:
    return Words(list(catalogues_of(language)))
