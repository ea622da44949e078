# SPDX-License-Identifier: Apache-2.0
"""Fields that a meeting may amend: they are there, they can move, and the deal stays one that this file could have said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import ValidationError

from regalia.domain.terms.amending import LISTS, named_by, own_level, place_of, spelled_as, with_level
from regalia.domain.terms.explain import explain
from regalia.domain.terms.meeting import Amendable
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.scalars import spelled_level

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_AMENDABLE = 32

Rules = Iterable[Callable[["Terms"], Iterator[Problem]]]


def amendable_problems(terms: Terms) -> Iterator[Problem]:
    amendable = terms.meeting.amendable if terms.meeting else ()
    if len(amendable) > MAX_AMENDABLE:
        yield Problem("meeting.amendable", shown(len(amendable)), f"must be at most {MAX_AMENDABLE}")
    first: dict[tuple[str, int, str], int] = {}
    for i, field in enumerate(amendable):
        path, place = f"meeting.amendable[{i}]", place_of(terms, field)
        if len(named_by(field)) != 1:
            yield Problem(path, "", f"must name one of {', '.join(LISTS)}")
        elif place is None:
            yield from _lacking(terms, path, field)
        elif first.setdefault((*place, field.field), i) != i:
            rule = f"is amendable by meeting.amendable[{first[(*place, field.field)]}] already"
            yield Problem(f"{path}.field", shown(field.field), rule)
        elif misspelled := list(_misspelled(terms, path, field)):
            yield from misspelled
        else:
            yield from _span(terms, path, field)


def bound_problems(terms: Terms, rules: Rules) -> Iterator[Problem]:
    """With each bound in its place the deal must still be one. Asked once all else is good; in between there is nothing worse."""
    for i, field in enumerate(terms.meeting.amendable if terms.meeting else ()):
        for name, level in (("from", field.from_), ("to", field.to)):
            there = with_level(terms, field, level)
            for problem in (problem for rule in rules for problem in rule(there)):
                rule = f"{problem.path} {problem.rule}"
                yield Problem(f"meeting.amendable[{i}].{name}", shown(spelled_as(terms, field, level)), rule)


def _lacking(terms: Terms, path: str, field: Amendable) -> Iterator[Problem]:
    """A name that leads to nothing is a problem of references."""
    for by, name in named_by(field).items():
        if any(part.id == name for part in getattr(terms, LISTS[by])):
            yield Problem(f"{path}.field", shown(field.field), f"{name} has no such field that a meeting could amend")


def _misspelled(terms: Terms, path: str, field: Amendable) -> Iterator[Problem]:
    for name, level in (("from", field.from_), ("to", field.to)):
        try:
            with_level(terms, field, level)
        except ValidationError as error:
            rule = explain(error, Amendable, {}, "")[0].rule
            yield Problem(f"{path}.{name}", shown(spelled_level(level)), rule)


def _span(terms: Terms, path: str, field: Amendable) -> Iterator[Problem]:
    own = own_level(terms, field)
    low, said, high = (spelled_as(terms, field, level) for level in (field.from_, own, field.to))
    if field.from_ >= field.to:
        yield Problem(f"{path}.to", shown(high), f"must be above from, {low}: between them lies what can be amended")
    elif own < field.from_:
        yield Problem(f"{path}.from", shown(low), f"must be at most what the deal has there, {said}")
    elif own > field.to:
        yield Problem(f"{path}.to", shown(high), f"must be at least what the deal has there, {said}")
