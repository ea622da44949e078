# SPDX-License-Identifier: Apache-2.0
"""A file of declarations, read and held against the deal; ``declared`` says what stands in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from regalia.domain.terms import Terms
from regalia.domain.terms.problems import Problem
from regalia.feeds.errors import FeedError, read_file
from regalia.feeds.yaml_file import YamlFile
from regalia.reports.supervisor.declared import Declarations, DeclaredBar
from regalia.reports.supervisor.declared_problems import problems_of

__all__ = ["Declarations", "DeclaredBar", "Filed", "load_declarations"]


@dataclass(frozen=True)
class Filed:
    """Declarations with the name and the hash of the file they stand in."""

    said: Declarations
    name: str
    sha256: str

    def bar(self, number: int) -> DeclaredBar | None:
        return next((bar for bar in self.said.bars if bar.bar == number), None)


def load_declarations(path: Path, terms: Terms, today: date) -> Filed:
    """Of this deal, as of a day. Raises ``FeedError``, with every problem of the file by field, value and rule."""
    content = read_file(path)
    file = YamlFile(path, Declarations)
    file.refuse(list(problems_of(file.content, terms, today)))
    if read_file(path) != content:  # what was read is what is hashed
        raise FeedError([Problem("", "", "changed while it was read")], str(path))
    return Filed(file.content, path.name, sha256(content).hexdigest())
