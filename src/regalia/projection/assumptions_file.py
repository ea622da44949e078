# SPDX-License-Identifier: Apache-2.0
"""Reading a scenario file, with errors that name line, field, value and rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from regalia.domain.terms import Problem, TermsError
from regalia.domain.terms.explain import explain
from regalia.domain.terms.yaml_reader import Document
from regalia.projection.assumptions import Assumptions
from regalia.projection.errors import ScenarioFileError


def load_assumptions(path: Path) -> Assumptions:
    """The assumptions in a scenario file. ScenarioFileError lists every problem of their form."""
    try:
        document = Document(path.read_bytes(), str(path))
    except OSError as error:
        raise ScenarioFileError([Problem("", "", f"can't be read: {error.strerror}")], str(path)) from None
    except TermsError as error:
        raise ScenarioFileError(error.problems, str(path)) from None
    try:
        return assumptions_from(document.data, str(path))
    except ScenarioFileError as error:
        placed = [replace(problem, line=document.line(problem.path)) for problem in error.problems]
        raise ScenarioFileError(sorted(placed, key=lambda problem: problem.line), str(path)) from None


def assumptions_from(data: object, source: str) -> Assumptions:
    """The assumptions in plain data (dicts, lists, texts)."""
    try:
        return Assumptions.model_validate(data)
    except ValidationError as error:
        raise ScenarioFileError(explain(error, Assumptions, data, ""), source) from None
