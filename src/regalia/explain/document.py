# SPDX-License-Identifier: Apache-2.0
"""What an explanation is made of, before it is printed or drawn: sections of items of sentences, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """``label`` is its place in a list, as ``(a)``; ``id`` what the terms call it. ``details`` are lines of a table or list below
    the sentences; ``figures`` what happened to it on a payment date, and ``brief``
    the same in few words;
    ``applied`` is False for a step that did not run on it.
    """

    sentences: tuple[str, ...] = ()
    label: str = ""
    id: str = ""
    heading: str = ""
    details: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True)
class Section:
    """``key`` is the same in every language."""

    key: str
    title: str
    items: tuple[Item, ...]
    lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """The explanation of one deal. ``hash`` is that of the terms, in hex, which the contracts keep."""

    language: str
    between_sentences: str
    deal: str
    name: str
    notice: str
    hash: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]
