# SPDX-License-Identifier: Apache-2.0
"""The rights behind one deal as they are now: what facts are computed from."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.pool_terms import PoolTerms
from regalia.domain.rights.right import Right


@dataclass(frozen=True)
class Demand:
    """A trustee demands that the seller repurchase the right; the document says which warranty is breached."""

    number: int
    document: bytes


@dataclass(frozen=True)
class Pledge:
    """``licence`` is the number of the licence the right is held under, zero for whole ownership."""

    deal: str
    value_at_pledge: int
    licence: int
    demand: Demand | None = None


@dataclass(frozen=True)
class Held:
    """A right, and what the pool keeps of it."""

    right: Right
    pledge: Pledge


@dataclass(frozen=True)
class Lost:
    """A right that was let go of, as it was then: the licence it was held under had been terminated. Its ``value`` goes on counting."""

    held: Held
    value: int


@dataclass(frozen=True)
class Holdings:
    """``value_at_closing`` is the sum of the values at pledge, ``replaced`` the part of it that was substituted; ``gone`` are the rights
    that were let go of.
    """

    deal: str
    originator: str
    token: str
    terms: PoolTerms
    value_at_closing: int
    replaced: int
    gone: tuple[Lost, ...]
    rights: tuple[Held, ...]

    @property
    def lost(self) -> int:
        """The value of what was let go of: it counts as untitled and unlicensed."""
        return sum(lost.value for lost in self.gone)
