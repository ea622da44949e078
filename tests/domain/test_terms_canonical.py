# SPDX-License-Identifier: Apache-2.0
"""One spelling, one hash: the same terms always hash equal, and no term can change without changing the hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.terms import Terms, canonical_json, load_terms, read_terms, terms_hash
from regalia.domain.terms.scalars import Part
from tests.domain.term_sheets import ALL, DEALS, SHEETS, terms

TEXT = (SHEETS / "plain_note.yaml").read_text()

Mutant = tuple[str, Any]

PUBLISHED = {
    "azasite": "3ca313252e5d3e81268d463faea8f38cd204031c7765f0b91221e145ae94c281",
    "biopharma": "882cceddc6937209458160c27a3f20e325e0f5e7b4031d2ccfa5f1e19e75b585",
    "bowie": "72b19a2393c256e9027eaa3a4b7a1b7d4bf0a848fcfce1f493fed7c3cf6e30fa",
    "db-master": "6c5d930dc31e2eb12336eb538ede265ac9a91aca74d22e96731b94f627029213",
    "drug-royalty-iii": "20921187a98984b17049ff45086dfd5f05060e7d629da2ef7f9cd02f6bac8a7c",
    "drug-royalty-iii-2018": "6da5d24821e714a3a5f877514d4dc7c5c9ee8d8aaeef4c13eb29cfa1596fef47",
    "guangzhou-patent-2019": "809f7156b98a20bd2a0dd91e100724018ac5ffa8f6fe9d3ff15cde0151d1b8b1",
    "hi-fi-ii": "ed073f280ed3cc4e787ef2ce1d1ff189e51fb682d1ba4a822110c018acd38eb1",
    "mills": "dfde925c11708374e5dc5942166c0874c10deaec15ddc38f7d1796d95f2b209f",
    "mills-notes": "9cc3168a5b814169adda130c40da56a6be9e7f97e0c1473d4d2cbca1a0a6e1d2",
    "nanshan-5": "1a7ece8d13954ef96ae4646b2fa3ac054f281f7b40f0c7c7393df148fa35ae9b",
    "patents": "a7313cd94ce6bd92628bad2ffe31b3c7fc78ffc29a71e00cfc66fa30da180cb1",
    "teaching": "5a1e85d00090478738765c19b4ab17c0ae3b4c3b7748f9977dc1d92db987b3cd",
    "triple-ii": "e621fbb629758bceb0286d19ea5d45b95bb450b8a1e5fc0bfbf1d10a3dcf4a5d",
    "wenke-1": "e4972f211c81ebc7c9cc902c38fa8db89b5f85f4060d0c63aeab27f19a300567",
}


def mutants(value: Any, path: str) -> Iterator[Mutant]:
    """Every way to change one field of ``value``, or to leave out an entry of a list, or to turn a list round."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            for where, other in mutants(getattr(value, name), f"{path}.{name}"):
                yield where, value.model_copy(update={name: other})
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            for where, other in mutants(item, f"{path}[{i}]"):
                yield where, (*value[:i], other, *value[i + 1 :])
            yield f"{path}[{i}] left out", value[:i] + value[i + 1 :]
        if len(value) > 1:
            yield f"{path} swapped", value[::-1]
    elif isinstance(value, Mapping):
        for key, item in value.items():
            rest = {other: known for other, known in value.items() if other != key}
            for where, other in mutants(item, f"{path}.{key}"):
                yield where, {**rest, key: other}
            yield f"{path}.{key} renamed", {**rest, f"{key}x": item}
            yield f"{path}.{key} left out", rest
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int):
        yield path, value + 1
    elif isinstance(value, Decimal):
        yield path, value + Decimal("0.01")
    elif isinstance(value, str):
        yield path, value + "x"
    elif isinstance(value, date):
        yield path, value + timedelta(1)
    elif isinstance(value, CollectionPeriod):
        yield path, value.next()
    else:
        assert value is None, f"{path} has a type this test does not change"


def fields_with_a_value(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            item = getattr(value, name)
            if item is not None and item != () and item != {}:
                yield type(value).__name__, name
            yield from fields_with_a_value(item)
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from fields_with_a_value(item)


def all_parts(part: type[Part] = Part) -> Iterator[type[Part]]:
    """Of deal files; scenario files of projections are made of such parts too."""
    for kind in part.__subclasses__():
        if kind.__module__.startswith("regalia.domain.terms."):
            yield kind
            yield from all_parts(kind)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # mutants of choices are not choices
def test_hash__any_field_changed__another_hash(path: Path) -> None:
    deal = load_terms(path)
    seen = {terms_hash(deal): "the deal itself"}
    for where, mutant in mutants(deal, ""):
        assert seen.setdefault(terms_hash(mutant), where) == where, f"{where} hashes as {seen[terms_hash(mutant)]}"
    assert len(seen) > 50


def test_hash__mutated_sheets__have_every_field_of_the_vocabulary() -> None:
    used = {pair for path in SHEETS.glob("*.yaml") for pair in fields_with_a_value(load_terms(path))}
    declared = {
        (part.__name__, name)
        for part in all_parts()
        if part.__name__ not in ("BaseStep", "SupportedStep")
        for name in part.model_fields
    }
    # a step's name, cap and support are declared once for all kinds of step
    missing = {(part, name) for part, name in declared - used if name not in ("name", "support")}
    assert missing == set()


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_canonical__read_back__same_terms_and_bytes(path: Path) -> None:
    deal = load_terms(path)
    again = read_terms(canonical_json(deal))
    assert again == deal
    assert canonical_json(again) == canonical_json(deal)


def test_canonical__form__sorted_without_spaces_numbers_as_text() -> None:
    data = json.loads(canonical_json(terms()))
    assert canonical_json(terms()).startswith(b'{"accounts":[{"funded_at_closing":"0","id":"spare","kind":"reserve"')
    assert data["tranches"][0] == {
        "balance": "100000.5",
        "coupon": {"day_count": "ACT/360", "rate": "9.875%", "shortfall": "arrears"},
        "id": "senior",
        "name": "Senior",
        "offer_price": "100",
        "symbol": "PLAIN-A",
        "units": 1000,
    }
    assert data["calendar"]["takes_over_at"] == "2024M01"


def test_hash__is_sha256_of_the_canonical_form() -> None:
    assert terms_hash(terms()) == sha256(canonical_json(terms())).digest()


def test_canonical__defaults__written_out_and_empty_fields_left_out() -> None:
    step = json.loads(canonical_json(terms()))["steps"][8]
    assert step["order"] == "sequential"
    assert "support" not in step and "guard" not in step
    assert "triggers" not in json.loads(canonical_json(terms()))


@pytest.mark.parametrize(
    ("spelled", "otherwise"),
    [
        ('balance: "100,000.50"', "balance: 100000.500"),
        ("units: 1000", 'units: "1,000"'),
        ("rate: 9.875%", 'rate: "9.87500 %"'),
        ("order: sequential, ", ""),
        ("set_by_report: true", "set_by_report: true, combine: max"),
        ("name: Plain note", "name: >-\n  Plain\n  note"),
        ("format: regalia-terms-1\nid: plain-note", "# a comment\nid: 'plain-note'\nformat: regalia-terms-1"),
        ("{kind: fixed, amount: 12.5}", "{amount: '12.50', kind: fixed}"),
    ],
)
def test_hash__same_terms_spelled_otherwise__same_hash(spelled: str, otherwise: str) -> None:
    assert spelled in TEXT
    assert terms_hash(read_terms(TEXT.replace(spelled, otherwise))) == terms_hash(read_terms(TEXT))


def test_hash__known_deal__never_changes() -> None:
    """The hash is on chain: another canonical form would disown every deal, so it would need a new ``format``."""
    assert terms_hash(terms()).hex() == "ac23404a3154a0b090b1b21ef43e1d0f0a6cc0b5ebf1cc57febfa7e742cff531"


@pytest.mark.parametrize("path", sorted(DEALS.glob("*.yaml")), ids=lambda path: path.stem)
def test_hash__each_published_deal__as_written_down_here(path: Path) -> None:
    assert terms_hash(load_terms(path)).hex() == PUBLISHED[path.stem]


def test_mutants__of_a_deal__are_still_terms() -> None:
    where, mutant = next(mutants(terms(), ""))
    assert where == ".format" and isinstance(mutant, Terms)
