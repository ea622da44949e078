# SPDX-License-Identifier: Apache-2.0
"""Reading terms from a file, from text or from data; every way gives the same errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from regalia.domain.terms.deal import RULES_BROKEN, Terms
from regalia.domain.terms.explain import explain
from regalia.domain.terms.problems import Problem, TermsError
from regalia.domain.terms.yaml_reader import Document


def load_terms(path: Path | str) -> Terms:
    """The terms in a deal file. TermsError lists every problem with its line."""
    path = Path(path)
    try:
        text = path.read_bytes()
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
        raise TermsError(explain(error, Terms, data, RULES_BROKEN), source) from None
