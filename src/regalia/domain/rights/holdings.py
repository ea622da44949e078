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
class Holdings:
    """``value_at_closing`` is the sum of the values at pledge, ``replaced`` the part of it that was substituted; ``lost`` the value of
    rights that were let go of as the licence ended: it goes on counting, as untitled and unlicensed.
    """

    deal: str
    originator: str
    token: str
    terms: PoolTerms
    value_at_closing: int
    replaced: int
    lost: int
    rights: tuple[Held, ...]
