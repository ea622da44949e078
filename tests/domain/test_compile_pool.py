# SPDX-License-Identifier: Apache-2.0
"""The pool of a deal file as the contract takes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from regalia.domain.compile_pool import compile_pool
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.rights.words import Condition
from regalia.domain.terms import TermsError, load_terms, terms_from
from regalia.domain.terms.facts import LIMITS_BROKEN
from regalia.domain.terms.measures import PoolConcentrationMeasure, RightsStatus
from regalia.domain.terms.pool import Haircuts, LargestQuantity, Quantity, RightsQuantity
from tests.domain.term_sheets import ABSENT, DEALS, SHEETS, changed, sheet, terms

CONTRACTS = Path(__file__).parents[2] / "contracts"
QUANTITIES = get_args(Quantity)


def test_compile__every_field__in_the_order_and_units_of_the_contract() -> None:
    rates = (900_000, 990_000, 985_000, 300_000, 500_000, 200_000, 400_001, 100_000, 950_000, 960_000)
    packed = int.from_bytes(b"".join(rate.to_bytes(3, "little") for rate in rates), "little")
    assert compile_pool(load_terms(SHEETS / "pooled_note.yaml")).as_tuple() == (
        20_290_120,
        packed,
        1_250_000_500_000,
        7,
        20_260_630,
        200_000,
        970_000,
        ((b"rights-in-dispute" + bytes(15), 50_000), (b"largest-licensee" + bytes(16), 350_000)),
    )


def test_compile__no_substitution__both_fields_zero() -> None:
    found = compile_pool(terms_from(changed(sheet("pooled_note"), pool__substitution=ABSENT)))
    assert (found.substitution_until, found.substitution_most) == (0, 0)


def test_compile__deal_on_patents__defaults_at_their_bits() -> None:
    found = compile_pool(load_terms(DEALS / "patents.yaml"))
    haircuts = {c.name: found.haircuts >> 24 * c & 0xFF_FFFF for c in Condition}
    assert {name for name, rate in haircuts.items() if rate == 1_000_000} == {
        *("LAPSED", "INVALIDATED", "EXPIRED", "RESTRICTED", "UNTITLED")
    }
    assert (haircuts["UNDER_REVIEW"], haircuts["STALE"], haircuts["BREACHED"]) == (300_000, 400_000, 0)
    assert found.haircuts >> 24 * len(Condition) == 0
    assert found.maturity == 20_330_120


def test_compile__no_pool__refused_by_the_name_of_the_deal() -> None:
    with pytest.raises(TermsError, match="plain-note: 1 problem\n  pool: is missing"):
        compile_pool(terms())


def test_words__of_the_file__are_the_labels_the_contract_knows() -> None:
    """In any other word the pool would be refused on chain, after its deal was made."""
    known = re.findall(r'label == "([a-z-]+)"', (CONTRACTS / "registry" / "PoolLabels.sol").read_text(encoding="utf-8"))
    assert sorted(known) == sorted([*QUANTITIES, LIMITS_BROKEN, POOL_VALUE])
    assert all(len(label) <= 32 for label in known)


def test_words__conditions__have_a_haircut_each_and_a_share_each() -> None:
    words = [condition.name.lower().replace("_", "-") for condition in Condition]
    assert [field.alias or name for name, field in Haircuts.model_fields.items()] == words
    assert list(get_args(RightsStatus)) == [*words, "unlicensed"]
    assert list(get_args(RightsQuantity)) == [f"rights-{word}" for word in get_args(RightsStatus)]
    by = get_args(PoolConcentrationMeasure.model_fields["by"].annotation)
    assert list(get_args(LargestQuantity)) == [f"largest-{word}" for word in by]


def test_struct__fields__stand_as_the_contract_has_them() -> None:
    source = (CONTRACTS / "interfaces" / "IRightsPool.sol").read_text(encoding="utf-8")
    body = source.split("struct PoolTerms {")[1].split("}")[0]
    names = [line.split()[-1].rstrip(";") for line in body.strip().splitlines()]
    found = compile_pool(load_terms(SHEETS / "pooled_note.yaml"))
    assert [re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in names] == list(vars(found))
