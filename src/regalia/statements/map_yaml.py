# SPDX-License-Identifier: Apache-2.0
"""A YAML file into a model, with problems said as those of statements are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from regalia.domain.terms import problems as terms
from regalia.domain.terms.explain import explain
from regalia.domain.terms.yaml_reader import MAX_BYTES, Document
from regalia.statements.problem_list import ProblemList

_Model = TypeVar("_Model", bound=BaseModel)


def read_model(path: Path, model: type[_Model]) -> _Model:
    """StatementError lists every problem with its line."""
    problems = ProblemList(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        document = Document(content, str(path))
        return model.model_validate(document.data)
    except OSError as error:
        problems.stop(0, f"can't be read: {error.strerror}")
    except terms.TermsError as error:
        take_over(problems, error.problems)
    except ValidationError as error:
        for problem in explain(error, model, document.data, ""):
            take_over(problems, [problem], document.line(problem.path))
    problems.refuse()
    raise AssertionError("an error without a problem")


def take_over(problems: ProblemList, found: Iterable[terms.Problem], line: int = 0, prefix: str = "") -> None:
    """Problems of the terms' reader among those of a statement. They quote their value; a statement's does that when it is shown."""
    for problem in found:
        problems.note(line or problem.line, prefix + problem.path, problem.value.strip("'\""), problem.rule)
