# SPDX-License-Identifier: Apache-2.0
"""The sheets that the tests walk through, and their explanations."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from regalia.domain.terms import Terms, load_terms
from regalia.explain import LANGUAGES, Document, Item, explain_terms
from tests.domain.term_sheets import ALL, DEALS, SHEETS

EVERY_SHEET = pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
EVERY_SHEET_AND_LANGUAGE = pytest.mark.parametrize(
    ("path", "code"),
    list(itertools.product(ALL, LANGUAGES)),
    ids=[f"{path.stem}-{code}" for path, code in itertools.product(ALL, LANGUAGES)],
)
GUARANTEED, MASTER_TRUST, PIK = (SHEETS / f"{name}.yaml" for name in ("guaranteed", "master_trust", "pik_note"))
PLAIN, PLAN, TURBO = (SHEETS / f"{name}.yaml" for name in ("plain_note", "special_plan", "turbo_note"))
REGULATED, BUSINESS = (SHEETS / f"{name}.yaml" for name in ("regulated_note", "whole_business"))
POOLED = SHEETS / "pooled_note.yaml"
NOTES = DEALS / "mills-notes.yaml"


def document(terms: Terms, code: str = "en") -> Document:
    return explain_terms(terms, LANGUAGES[code])


def items(path_or_terms: object, section: str, code: str = "en") -> dict[str, Item]:
    """Items of a section by id (by place where they have none); fails when the section isn't there."""
    terms = path_or_terms if isinstance(path_or_terms, Terms) else load_terms(str(path_or_terms))
    found = next(s for s in document(terms, code).sections if s.key == section)
    return {item.id or str(place): item for place, item in enumerate(found.items)}


def said(item: Item) -> str:
    return " ".join((*item.sentences, *item.details))


def texts(document: Document) -> Iterator[str]:
    """Every text of a document, but name, notice and what the file itself says under sources and assumed."""
    yield from document.head
    for section in document.sections:
        if section.key in ("sources", "assumed"):
            continue
        yield section.title
        yield from section.lead
        for item in section.items:
            yield from (item.heading, *item.sentences, *item.details, *item.figures)
