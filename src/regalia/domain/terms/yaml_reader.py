# SPDX-License-Identifier: Apache-2.0
"""YAML in which a scalar is always the text that was typed, never a guessed number, date or truth value."""

from __future__ import annotations

from typing import Any, cast

import yaml

from regalia.domain.terms.explain import Location, path_of
from regalia.domain.terms.problems import Problem, TermsError

MAX_BYTES = 200_000
MAX_DEPTH = 32
_NO_VALUE = "has no value; leave it out where there is none, and quote a number that has commas"
_STRING, _MAP, _LIST = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))


class _TextLoader(yaml.SafeLoader):
    """A loader that takes every plain scalar for text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (PyYAML reads it from the class)


class Document:
    """What a file says (``data``: dicts, lists, texts) and on which ``line`` each field stands."""

    def __init__(self, text: bytes, source: str) -> None:
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        if len(text) > MAX_BYTES:
            raise TermsError([Problem("", "", f"is larger than {MAX_BYTES:,} bytes")], source)
        try:
            root = _parse(text)
        except yaml.YAMLError as error:
            raise TermsError([_syntax_problem(error)], source) from None
        if not isinstance(root, yaml.MappingNode):
            raise TermsError([Problem("", "", "must be a group of fields, such as format, id and name")], source)
        self.data: Any = self._build(root, ())
        if self.problems:
            raise TermsError(self.problems, source)

    def line(self, path: str) -> int:
        """Where a path stands, or the nearest field around it; 0 when unknown."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 0)

    def _build(self, node: yaml.Node, location: Location) -> Any:
        path, line = path_of(location), node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode) and node.tag == _STRING:
            if not node.value and not node.style:
                self.problems.append(Problem(path, "", _NO_VALUE, line))
            return node.value
        if isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
            return [self._build(item, (*location, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._fields(node, location)
        self.problems.append(Problem(path, repr(node.tag), "tags are not used in deal files", line))
        return None

    def _fields(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(path_of(location), "", "the name of a field must be a text", line))
                continue
            name = str(key.value)
            path = path_of((*location, name))
            if name in fields:
                self.problems.append(Problem(path, "", f"is given twice, first on line {self.lines[path]}", line))
            else:
                self.lines[path] = line
            fields[name] = self._build(value, (*location, name))
        return fields


def _parse(text: bytes) -> yaml.Node | None:
    """The node graph; what could make it grow without bound is refused while it is still a stream of events."""
    depth = 0
    for event in yaml.parse(text, _TextLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        problem = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not used in deal files"
        elif depth > MAX_DEPTH:
            problem = f"it is nested more than {MAX_DEPTH} levels deep"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=cast(yaml.Mark, event.start_mark))
    return yaml.compose(text, _TextLoader)


def _syntax_problem(error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return Problem("", "", f"can't be read as YAML: {error.problem or error.context}", mark.line + 1 if mark else 0)
    if isinstance(error, yaml.reader.ReaderError):
        return Problem("", "", "must be UTF-8 text without control characters")
    return Problem("", "", "can't be read as YAML")
