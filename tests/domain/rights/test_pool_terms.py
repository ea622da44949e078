# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.labels import LABELS, packed, unpacked
from regalia.domain.rights.pool_terms import Limit, PoolTerms, check_terms, limits_of, packed_haircuts
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.words import PPM, Condition
from tests.domain.rights.story import MATURITY, refused


def limits_on(*labels: str) -> tuple[Limit, ...]:
    return tuple(Limit(label, most) for most, label in enumerate(labels))


def test_packed_haircuts__each_in_its_bits() -> None:
    packed_in_a_word = packed_haircuts({Condition.LAPSED: PPM, Condition.EXPIRED: 5, Condition.UNTITLED: 500_000})
    assert packed_in_a_word == PPM + 5 * 2**48 + 500_000 * 2**216
    terms = PoolTerms(MATURITY, packed_in_a_word)
    assert [terms.haircut(condition) for condition in Condition] == [PPM, 0, 5, 0, 0, 0, 0, 0, 0, 500_000]


def test_check_terms__largest_of_everything__taken() -> None:
    limits = tuple(Limit(label, PPM) for label in LABELS[:12])
    haircuts = packed_haircuts(dict.fromkeys(Condition, PPM))
    terms = PoolTerms(MATURITY, haircuts, 2**96 - 1, 4096, MATURITY, PPM, PPM, limits)
    check_terms(terms, MATURITY)


@pytest.mark.parametrize(
    ("terms", "legal_final", "values"),
    [
        (PoolTerms(MATURITY), 20_301_230, ("maturity", 20_301_230, MATURITY)),
        (PoolTerms(0), 0, ("maturity", 0, 0)),
        (PoolTerms(MATURITY, packed_haircuts({Condition.STALE: PPM + 1})), MATURITY, ("haircuts", PPM, PPM + 1)),
        (PoolTerms(MATURITY, 3 << 240), MATURITY, ("haircuts", 0, 3)),
        (PoolTerms(MATURITY, substitution_until=1), MATURITY, ("substitutionUntil", MATURITY, 1)),
        (PoolTerms(MATURITY, substitution_until=20_310_101), MATURITY, ("substitutionUntil", MATURITY, 20_310_101)),
        (PoolTerms(MATURITY, substitution_most=PPM + 1), MATURITY, ("substitutionMost", PPM, PPM + 1)),
        (PoolTerms(MATURITY, repurchase_price=PPM + 1), MATURITY, ("repurchasePrice", PPM, PPM + 1)),
        (PoolTerms(MATURITY, limits=(Limit("rights-stale", 1),) * 13), MATURITY, ("limits", 12, 13)),
        (PoolTerms(MATURITY, limits=(Limit("rights-stale", PPM + 1),)), MATURITY, ("limits", PPM, PPM + 1)),
        (
            PoolTerms(MATURITY, limits=limits_on("largest-right", "rights-stale", "rights-lapsed", "rights-stale")),
            MATURITY,
            ("limit twice", 1, 3),
        ),
    ],
)
def test_check_terms__beyond_what_makes_sense__refused(
    terms: PoolTerms, legal_final: int, values: tuple[RefusalValue, ...]
) -> None:
    with refused("RightsPool_BadTerms", *values):
        check_terms(terms, legal_final)


@pytest.mark.parametrize("label", ["pool-value", "limits-broken", "rights-lost", ""])
def test_check_terms__limit_on_what_is_no_share_of_the_pool__refused(label: str) -> None:
    with refused("RightsPool_UnknownLabel", packed(label)):
        check_terms(PoolTerms(MATURITY, limits=(Limit(label, 1),)), MATURITY)


def test_limits_of__labels_as_the_chain_has_them__the_same_limits() -> None:
    assert limits_of([(packed("largest-group"), 7)]) == (Limit("largest-group", 7),)
    assert all(unpacked(packed(label)) == label for label in LABELS)


def test_labels__numbers__those_of_the_contract() -> None:
    assert LABELS[:3] == ("rights-lapsed", "rights-invalidated", "rights-expired")
    assert LABELS[9:] == (
        "rights-untitled",
        "rights-unlicensed",
        "largest-right",
        "largest-jurisdiction",
        "largest-licensee",
        "largest-group",
        "limits-broken",
        "pool-value",
    )
