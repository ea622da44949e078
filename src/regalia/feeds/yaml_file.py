# SPDX-License-Identifier: Apache-2.0
"""Reading a YAML or JSON file into a model, every problem with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from regalia.domain.terms.explain import explain
from regalia.domain.terms.problems import TermsError
from regalia.domain.terms.yaml_reader import Document
from regalia.feeds.errors import FeedError, Problem, read_file

_Model = TypeVar("_Model", bound=BaseModel)


class YamlFile(Generic[_Model]):
    """A file and what it says; knows the lines, so that later problems are placed as well."""

    def __init__(self, path: Path, model: type[_Model]) -> None:
        self.path, self.source = path, str(path)
        try:
            self.document = Document(read_file(path), self.source)
        except TermsError as error:
            raise FeedError(error.problems, self.source) from None
        try:
            self.content = model.model_validate(self.document.data)
        except ValidationError as error:
            self.refuse(explain(error, model, self.document.data, ""))

    def refuse(self, problems: Sequence[Problem]) -> None:
        """FeedError with the problems in the order of the file, if there are any."""
        if problems:
            placed = [replace(problem, line=self.document.line(problem.path)) for problem in problems]
            raise FeedError(sorted(placed, key=lambda problem: problem.line), self.source)
