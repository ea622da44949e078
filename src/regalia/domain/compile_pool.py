# SPDX-License-Identifier: Apache-2.0
"""The pool of a deal file as the chain takes it: ``PoolTerms`` of ``IRightsPool``."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from regalia.domain.rights.day import from_date
from regalia.domain.rights.words import Condition
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.pool import Haircuts
from regalia.domain.terms.problems import Problem, TermsError

HAIRCUT_BITS = 24
LABEL_BYTES = 32

PoolWords = tuple[int, int, int, int, int, int, int, tuple[tuple[bytes, int], ...]]


@dataclass(frozen=True)
class PoolProgram:
    """The fields of ``PoolTerms`` in its order. Days are yyyymmdd, zero for none; shares ppm; ``least_value`` in smallest units;
    ``haircuts`` has 24 bits a condition, condition 0 lowest; ``limits`` are labels, padded with zeros on the right, and the most.
    """

    maturity: int
    haircuts: int
    least_value: int
    least_rights: int
    substitution_until: int
    substitution_most: int
    repurchase_price: int
    limits: tuple[tuple[bytes, int], ...]

    def as_tuple(self) -> PoolWords:
        """As the argument of ``RightsPool.open``."""
        words: PoolWords = astuple(self)
        return words


def compile_pool(terms: Terms) -> PoolProgram:
    """TermsError when the deal has no pool."""
    pool, maturity = terms.pool, terms.calendar.legal_final
    if pool is None:
        raise TermsError([Problem("pool", "", "is missing: the deal says nothing of the rights behind it")], terms.id)
    assert maturity is not None  # a rule of the terms
    substitution = pool.substitution
    return PoolProgram(
        maturity=from_date(maturity),
        haircuts=pack_haircuts(pool.haircuts),
        least_value=terms.money.to_units(pool.least_value),
        least_rights=pool.least_rights,
        substitution_until=from_date(substitution.until) if substitution else 0,
        substitution_most=substitution.most if substitution else 0,
        repurchase_price=pool.repurchase_price,
        limits=tuple((limit.quantity.encode("ascii").ljust(LABEL_BYTES, b"\0"), limit.most) for limit in pool.limits),
    )


def pack_haircuts(haircuts: Haircuts) -> int:
    """Each condition's rate at the place of its bit."""
    return sum(getattr(haircuts, condition.name.lower()) << HAIRCUT_BITS * condition for condition in Condition)
