# SPDX-License-Identifier: Apache-2.0
"""A deal with one of its amendable fields at another level: what a meeting can make of it, said in the deal's own words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from regalia.domain.terms.meeting import Amendable
from regalia.domain.terms.scalars import read_level, spelled_level
from regalia.domain.terms.steps import Step
from regalia.domain.terms.triggers import Trigger

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

LISTS = {"trigger": "triggers", "step": "steps", "acceleration_step": "acceleration"}
"""Which list of the deal each way to name an owner looks in."""


def named_by(amendable: Amendable) -> dict[str, str]:
    """Owners it names, by how it names them; one in good terms."""
    return {by: name for by in LISTS if (name := getattr(amendable, by)) is not None}


def place_of(terms: Terms, amendable: Amendable) -> tuple[str, int] | None:
    """The list and the place in it of what has the field; None when nothing does."""
    for by, name in named_by(amendable).items():
        for i, part in enumerate(getattr(terms, LISTS[by])):
            if part.id == name and _group(_data(part), amendable.field) is not None:
                return LISTS[by], i
    return None


def own_level(terms: Terms, amendable: Amendable) -> int | Decimal:
    """What the deal file itself has there."""
    group = _group(_data(_owner(terms, amendable)), amendable.field)
    assert group is not None  # the owner has the field
    return read_level(group[amendable.field])


def with_level(terms: Terms, amendable: Amendable, level: int | Decimal) -> Terms:
    """The deal with another level there. pydantic's ValidationError when the field isn't spelled so; rules are not looked at."""
    found = place_of(terms, amendable)
    assert found is not None  # a rule of the terms
    part = _owner(terms, amendable)
    data = _data(part)
    group = _group(data, amendable.field)
    assert group is not None
    group[amendable.field] = spelled_level(level)
    name, i = found
    parts = getattr(terms, name)
    return terms.model_copy(update={name: (*parts[:i], type(part).model_validate(data), *parts[i + 1 :])})


def spelled_as(terms: Terms, amendable: Amendable, level: int | Decimal) -> str:
    """A level as the field itself is written: ``1.1x`` of a ratio where a rate would say 110%."""
    there = with_level(terms, amendable, level)
    group = _group(_data(_owner(there, amendable)), amendable.field)
    assert group is not None
    return str(group[amendable.field])


def _owner(terms: Terms, amendable: Amendable) -> Step | Trigger:
    found = place_of(terms, amendable)
    assert found is not None  # a rule of the terms
    owner: Step | Trigger = getattr(terms, found[0])[found[1]]
    return owner


def _data(part: Step | Trigger) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True)


def _group(data: dict[str, Any], field: str) -> dict[str, Any] | None:
    """Whichever part of a step or trigger has the field: itself, its measure, its due, or a part of its target."""
    parts = data.get("target", {}).get("parts", ())
    groups = (data, data.get("measure", {}), data.get("due", {}), *parts)
    return next((group for group in groups if group.get(field) is not None), None)
