# SPDX-License-Identifier: Apache-2.0
"""As many triggers as the engines hold, each with a memory they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.program import MAX_TRIGGERS
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.measures import measure_problems

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_MEMORY = 16
"""Answers of a trigger that are kept."""


def trigger_problems(terms: Terms) -> Iterator[Problem]:
    """With at most one flag and one fact a trigger, and the pool's value, flags and facts are within their limits as well."""
    if len(terms.triggers) > MAX_TRIGGERS:
        yield Problem("triggers", shown(len(terms.triggers)), f"must be at most {MAX_TRIGGERS}")
    for i, trigger in enumerate(terms.triggers):
        path, memory = f"triggers[{i}].memory", trigger.memory
        if memory.kind == "of-last" and memory.of > MAX_MEMORY:
            yield Problem(f"{path}.of", shown(memory.of), f"must be at most {MAX_MEMORY}")
        elif memory.kind == "of-last" and memory.periods > memory.of:
            yield Problem(f"{path}.periods", shown(memory.periods), f"must be at most of, {memory.of}")
        elif memory.kind == "in-a-row" and memory.periods > MAX_MEMORY:
            yield Problem(f"{path}.periods", shown(memory.periods), f"must be at most {MAX_MEMORY}")
    yield from measure_problems(terms)
