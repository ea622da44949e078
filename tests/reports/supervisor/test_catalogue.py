# SPDX-License-Identifier: Apache-2.0
"""The catalogue has all that modules say, and every word of others that pages show, with the same places for values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from regalia.chain.offices import EVERY_OFFICE, ROLES_OF_CONTRACTS
from regalia.domain.rights.labels import LIMITABLE
from regalia.domain.rights.words import Act, Condition, Kind, Status, word
from regalia.domain.terms.measures import Comparison, Measure
from regalia.domain.terms.parties import Role
from regalia.ledger.powers_model import Power, Scope
from regalia.reports.page import Frame
from regalia.reports.supervisor import pack_sheet
from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.supervisor.flat import BEYOND, NO_DATA
from regalia.reports.supervisor.gates import BARS
from regalia.reports.supervisor.shaped import RULES
from tests.reports.supervisor.test_published import ASSETS, SECURITISATION

SOURCE = Path(pack_sheet.__file__).parent
_WHERE = {
    "Field": (1,), "Grid": (1, 4, 5), "Card": (1,), "Says": (1,), "Section": (1,),
    "Told": (0,), "in_a_row": (1,), "NoData": (0,), "say": (0,),
}  # fmt: skip
_PLACES = re.compile(r"\{\w+\}")


def literals() -> Iterator[str]:
    """What is written where a title, a head, a note or a sentence goes."""
    for path in (*SOURCE.glob("*.py"), *SOURCE.parent.glob("*.py"), *(SOURCE.parent / "rights").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = [node.args[i] for i in _WHERE.get(name, ()) if i < len(node.args)]
                given += [word.value for word in node.keywords if word.arg in ("note", "empty") and name == "Grid"]
                yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def named() -> Iterator[str]:
    """What comes from elsewhere: words of the deal file and of the registry, offices, titles of forms."""
    yield from (
        *BARS,
        Frame().notice,
        Frame().prototype,
        Frame().rebuilt,
        NO_DATA,
        BEYOND,
        "Available funds",
        *ASSETS,
        *SECURITISATION,
    )
    yield from (
        *get_args(Role),
        *(comparison.replace("-", " ") for comparison in get_args(Comparison)),
        "at",
        *LIMITABLE,
    )
    yield from (
        get_args(kind)[0] for part in get_args(get_args(Measure)[0]) for kind in [part.model_fields["kind"].annotation]
    )
    yield from (word(member) for words in (Act, Condition, Status, Kind) for member in words if member.name != "NONE")
    yield from (
        *EVERY_OFFICE,
        *(office.duty for offices in (EVERY_OFFICE, ROLES_OF_CONTRACTS) for office in offices.values()),
    )
    yield from (each.value for words in (Power, Scope) for each in words)
    yield from (RULES[name] for name in ("supervisor", "annual", "distribution"))


def test_catalogue__every_literal_and_every_word_of_others__has_chinese() -> None:
    found = {*literals(), *named()}
    assert len(found) > 300
    assert sorted(found - CHINESE.keys() - {""}) == []


def test_catalogue__places_for_values__the_same_in_both() -> None:
    wrong = [text for text, told in CHINESE.items() if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(told))]
    assert wrong == []
