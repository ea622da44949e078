# SPDX-License-Identifier: Apache-2.0
"""Reading terms from a file, from text or from data; every way gives the same errors."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from regalia.domain.terms.deal import RULES_BROKEN, Terms
from regalia.domain.terms.explain import explain, path_of, without_tags
from regalia.domain.terms.problems import Problem, TermsError
from regalia.domain.terms.yaml_reader import MAX_BYTES, Document
from regalia.files import read_file


def load_terms(path: Path | str) -> Terms:
    """The terms in a deal file. TermsError lists every problem with its line."""
    path = Path(path)
    try:
        text = read_file(path, MAX_BYTES)
    except OSError as error:
        raise TermsError([Problem("", "", f"can't be read: {error.strerror}")], str(path)) from None
    return read_terms(text, str(path))


def read_terms(text: bytes | str, source: str = "deal terms") -> Terms:
    """The terms in YAML text (JSON is YAML too); ``source`` is what an error calls it."""
    document = Document(text.encode() if isinstance(text, str) else text, source)
    try:
        return terms_from(document.data, source)
    except TermsError as error:
        placed = [replace(problem, line=document.line(problem.path)) for problem in error.problems]
        raise TermsError(sorted(placed, key=lambda problem: problem.line), source) from None


def terms_from(data: object, source: str = "deal terms") -> Terms:
    """The terms in plain data (dicts, lists, texts, ints, Decimals, dates)."""
    try:
        return Terms.model_validate(data)
    except ValidationError as error:
        problems = explain(error, Terms, data, RULES_BROKEN)
        raise TermsError(problems + _hidden(error, data), source) from None


def _hidden(error: ValidationError, data: object) -> list[Problem]:
    """What the rules say when nothing but rates is misspelled: each is taken to be a harmless one, so that it hides no other mistake."""
    found, mended, places = error.errors(include_url=False), deepcopy(data), set[str]()
    if any(details["type"] != "value_error" for details in found):
        return []
    for details in found:
        *parents, last = location = without_tags(details["loc"], data)
        places.add(path_of(location))
        reduce(lambda part, name: part[name], parents, cast(Any, mended))[last] = "1%"
    try:
        Terms.model_validate(mended)
    except ValidationError as again:
        if all(details["type"] == RULES_BROKEN for details in again.errors(include_url=False)):
            return [p for p in explain(again, Terms, mended, RULES_BROKEN) if p.path not in places]
    return []
