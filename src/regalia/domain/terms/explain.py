# SPDX-License-Identifier: Apache-2.0
"""From pydantic's errors to problems a person can act on: field path, value, rule, and the word that was
probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regalia.domain.terms.problems import Problem, shown

Location = tuple[int | str, ...]
NAME_LENGTH = 40


def explain(error: ValidationError, model: type[BaseModel], data: object, broken: str) -> list[Problem]:
    """Problems in the order of the file. ``broken`` is the type of the error that carries problems ready-made."""
    problems: list[Problem] = []
    found = error.errors(include_url=False)
    for details in found:
        if details["type"] == "too_short" and any(_inside(other["loc"], details["loc"]) for other in found):
            continue  # pydantic counts only the items that are right: the list is not empty
        if details["type"] == broken:
            problems += details["ctx"]["problems"]
        else:
            problems.append(_explain_one(details, model, data))
    return problems


def _inside(location: Location, group: Location) -> bool:
    return len(location) > len(group) and location[: len(group)] == group


def _explain_one(details: ErrorDetails, model: type[BaseModel], data: object) -> Problem:
    location = without_tags(details["loc"], data)
    value, rule = shown(details["input"]), _rule(details)
    if details["type"] == "extra_forbidden":
        name = str(location[-1])
        fields = _models_at(model, details["loc"][:-1]).model_fields
        known = [field.alias or called for called, field in fields.items()]
        value, rule = shown(name), f"is not known here{_suggestion(name, known) or '; known are ' + ', '.join(known)}"
    elif details["type"] == "missing":
        value = ""
    return Problem(path_of(location), value, rule)


def _rule(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return "is missing"
        case "literal_error":
            choices = [c.strip("'") for c in str(context["expected"]).replace(" or ", ", ").split(", ")]
            return f"must be one of {', '.join(choices)}{_suggestion(str(details['input']), choices)}"
        case "union_tag_invalid":
            choices = [c.strip("'") for c in str(context["expected_tags"]).split(", ")]
            return f"kind must be one of {', '.join(choices)}{_suggestion(str(context['tag']), choices)}"
        case "union_tag_not_found":
            return "must say its kind"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "must be a group of fields"
        case "tuple_type" | "list_type":
            return "must be a list"
        case "too_short":
            return "must not be empty"
        case "value_error":
            return str(context["error"])
        case _:
            return details["msg"]


def _suggestion(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word.replace("_", "-"), [k.replace("_", "-") for k in known], 1)
    return f"; did you mean {next(k for k in known if k.replace('_', '-') == near[0])}?" if near else ""


def path_of(location: Location) -> str:
    """``("steps", 3, "support", 0)`` as ``steps[3].support[0]``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{_readable(part)}" for part in location).lstrip(".")


def _readable(name: str) -> str:
    """A field's name as a terminal may print it: an unknown one can be any text."""
    if name.isprintable() and len(name) <= NAME_LENGTH:
        return name
    return ascii(name[:NAME_LENGTH])


def without_tags(location: Location, data: object) -> Location:
    """Pydantic names the chosen member of a union in the location; the file has no such level."""
    kept: list[int | str] = []
    for i, part in enumerate(location):
        if isinstance(data, Mapping) and isinstance(part, str):
            is_tag = data.get("kind") == part and i < len(location) - 1 and part not in data
            if is_tag:
                continue
            data = data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
            data = data[part]
        kept.append(part)
    return tuple(kept)


def _models_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """The model that reads the fields at a location (which still has its tags)."""
    choices, is_key = [model], False
    for part in location:
        if isinstance(part, int) or is_key:  # a place in a list, a name in a mapping
            is_key = False
        elif len(choices) > 1:
            choices = [c for c in choices if part in get_args(c.model_fields["kind"].annotation)]
        else:
            annotation = choices[0].model_fields[part].annotation
            choices, is_key = _models_in(annotation), get_origin(annotation) is Mapping
    return choices[0]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
