# SPDX-License-Identifier: Apache-2.0
"""Names are unique where they are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.terms.problems import Problem, shown

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def id_problems(terms: Terms) -> Iterator[Problem]:
    """Accounts and facilities share one list of names, as ``support`` names either."""
    spaces: list[list[tuple[str, str]]] = [
        [(f"parties[{i}].id", p.id) for i, p in enumerate(terms.parties)],
        [(f"tranches[{i}].id", t.id) for i, t in enumerate(terms.tranches)],
        [(f"tranches[{i}].symbol", t.symbol) for i, t in enumerate(terms.tranches)],
        [(f"accounts[{i}].id", a.id) for i, a in enumerate(terms.accounts)]
        + [(f"facilities[{i}].id", f.id) for i, f in enumerate(terms.facilities)],
        [(f"triggers[{i}].id", t.id) for i, t in enumerate(terms.triggers)],
        *([(f"{field}[{i}].id", step.id) for i, step in enumerate(steps)] for field, steps in terms.step_lists()),
    ]
    for i, party in enumerate(terms.parties):
        spaces.append([(f"parties[{i}].roles[{j}]", role) for j, role in enumerate(party.roles)])
    for space in spaces:
        first: dict[str, str] = {}
        for path, name in space:
            if name in first:
                yield Problem(path, shown(name), f"must be unique; {first[name]} has it already")
            first.setdefault(name, path)
