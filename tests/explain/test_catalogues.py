# SPDX-License-Identifier: Apache-2.0
"""Both languages say the same things, and all of the vocabulary has words."""

from __future__ import annotations

from string import Formatter
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from regalia.domain.terms.dates import Frequency
from regalia.domain.terms.dues import ExpenseDue, PrincipalDue, TargetPart
from regalia.domain.terms.investors import InvestorClass
from regalia.domain.terms.measures import Comparison, Measure, PoolConcentrationMeasure, RightsMeasure
from regalia.domain.terms.meeting import AmendableName
from regalia.domain.terms.parties import Role
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, Step
from regalia.domain.terms.support import Account, Facility
from regalia.domain.terms.tranches import InterestShortfall
from regalia.domain.terms.triggers import Memory, Trigger
from regalia.explain import LANGUAGES
from regalia.explain.chinese import TEMPLATES as CHINESE
from regalia.explain.english import TEMPLATES as ENGLISH


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def values(model: type[BaseModel], field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


def kinds(union: Any) -> list[str]:
    """The ``kind`` of every member of an annotated union; one model may have several."""
    members = get_args(get_args(union)[0])
    return [kind for member in members for kind in values(member, "kind")]


def test_catalogues__english_and_chinese__same_keys_in_the_same_order() -> None:
    assert list(ENGLISH) == list(CHINESE)
    assert len(LANGUAGES) == 2


@pytest.mark.parametrize("key", ENGLISH)
def test_catalogues__each_template__same_places_in_both(key: str) -> None:
    assert places(ENGLISH[key]) == places(CHINESE[key])


def test_catalogues__each_chinese_template__its_latin_is_only_names_of_standards() -> None:
    for key, template in CHINESE.items():
        plain = "".join(literal for literal, *_ in Formatter().parse(template))
        for allowed in ("SHA-256", "30E/360", "30/360"):
            plain = plain.replace(allowed, "")
        assert not any(character.isascii() and character.isalpha() for character in plain), key


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("role", get_args(Role)),
        ("frequency", get_args(Frequency)),
        ("investor", get_args(InvestorClass)),
        ("unpaid", get_args(InterestShortfall)),
        ("breached", get_args(Comparison)),
        ("status", values(RightsMeasure, "status")),
        ("measure.pool-concentration", values(PoolConcentrationMeasure, "by")),
        ("cure", values(Trigger, "cure")),
        ("measured", values(Trigger, "measured")),
        ("expense", values(ExpenseStep, "shortfall")),
        ("shortfall", values(ExpenseStep, "shortfall")),
        ("principal", values(PrincipalStep, "order")),
        ("account", values(Account, "kind")),
        ("facility", values(Facility, "kind")),
        ("source", values(Facility, "kind")),
        ("due", kinds(ExpenseDue)),
        ("amendable", get_args(AmendableName)),
    ],
)
def test_vocabulary__closed_lists_of_words__each_has_a_template(prefix: str, words: tuple[str, ...]) -> None:
    assert words
    assert {f"{prefix}.{word}" for word in words} <= set(ENGLISH)


@pytest.mark.parametrize(
    ("union", "prefix"),
    [(Step, ""), (Measure, "measure."), (Memory, "memory."), (TargetPart, "target."), (PrincipalDue, "principal.")],
)
def test_vocabulary__unions_by_kind__each_has_a_template(union: Any, prefix: str) -> None:
    own_words = {"fixed": "", "scheduled": "principal.table", "target-balance": "principal.target-table"}
    for kind in kinds(union):
        start = own_words.get(kind, f"{prefix}{kind}")
        assert any(key == start or key.startswith((f"{start}.", start)) for key in ENGLISH), kind
