# SPDX-License-Identifier: Apache-2.0
"""Rights, parties and a deal for the tests of this folder."""

from __future__ import annotations

from contextlib import AbstractContextManager
from hashlib import sha256

import pytest

from regalia.domain.rights.acts import (
    NO_HASH,
    LegalEvent,
    Licence,
    LicenceEnd,
    LicenceGrant,
    LienEntry,
    LienRelease,
    RightEntry,
    RightValuation,
    TitleTransfer,
    Valuation,
)
from regalia.domain.rights.number import registered
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import PoolTerms
from regalia.domain.rights.refusal import RefusalValue, RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import DealStanding, DealStatus
from regalia.domain.rights.words import PPM, Act, Kind, Method

TODAY = 20_250_102
MATURITY = 20_301_231
GRANTED = (Act.FILED, Act.GRANTED)
POOL = "pool"
DEAL = "deal"
TOKEN = "token"
ONE = registered("CN", Kind.PATENT, 2020, 10_000_001)
TWO = registered("CN", Kind.PATENT, 2020, 10_000_002)
THREE = registered("EP", Kind.PATENT, 2020, 123_456)


def paper(name: str) -> bytes:
    """The hash of a document."""
    return sha256(name.encode()).digest()


def entry(right: bytes = ONE, kind: Kind = Kind.PATENT, **fields: object) -> RightEntry:
    words: dict[str, object] = {
        "jurisdiction": "CN",
        "priority": 20_200_301,
        "expiry": 20_400_301,
        "renewal_due": 0,
        "family": NO_HASH,
        "owners": ("originator",),
        "shares": (PPM,),
        "document": paper(f"entry of {right.hex()}"),
    }
    return RightEntry(right=right, kind=kind, **(words | fields))  # type: ignore[arg-type]


def transfer(sender: str, receiver: str, share: int, day: int = TODAY, document: str = "deed") -> TitleTransfer:
    return TitleTransfer(ONE, sender, receiver, share, day, paper(document))


def lien(rank: int, day: int = TODAY, right: bytes = ONE, document: str = "lien", holder: str = "bank") -> LienEntry:
    return LienEntry(right, holder, rank, day, paper(f"{document} on {right.hex()}"))


def lien_release(number: int, day: int = TODAY, right: bytes = ONE) -> LienRelease:
    return LienRelease(right, number, day, paper(f"release {number} of {right.hex()}"))


def licence(right: bytes = ONE, document: str = "licence", **fields: object) -> LicenceGrant:
    """A plain licence of the owner to a licensee; fields say what is different."""
    words: dict[str, object] = {
        "licensor": "originator",
        "licensee": "licensee",
        "group": "",
        "parent": 0,
        "territory": "CN",
        "exclusive": False,
        "rate": 50_000,
        "since": 20_240_101,
        "until": 20_351_231,
        "share": 0,
    }
    return LicenceGrant(right, Licence(**(words | fields)), paper(f"{document} of {right.hex()}"))  # type: ignore[arg-type]


def licence_end(number: int = 1, right: bytes = ONE, day: int = TODAY) -> LicenceEnd:
    return LicenceEnd(right, number, day, paper(f"end {number} of {right.hex()}"))


def valuation(right: bytes = ONE, amount: int = 1_000, document: str = "report", **fields: object) -> RightValuation:
    words: dict[str, object] = {
        "token": TOKEN,
        "amount": amount,
        "appraiser": "appraiser",
        "day": 20_241_231,
        "until": 20_271_231,
        "method": Method.INCOME,
    }
    return RightValuation(right, Valuation(**(words | fields)), paper(f"{document} on {right.hex()}"))  # type: ignore[arg-type]


def event(number: int, act: Act, right: bytes = ONE, effective: int = TODAY, **fields: object) -> LegalEvent:
    words: dict[str, object] = {"date": 0, "code": b"", "document": paper(f"event {number} of {right.hex()}")}
    return LegalEvent(right, number, act, effective, **(words | fields))  # type: ignore[arg-type]


def happen(registry: Registry, *acts: Act, right: bytes = ONE, today: int = TODAY) -> None:
    """Legal events, one after the other, numbered on from those there were."""
    for act in acts:
        registry.report((event(len(registry.known(right).steps) + 1, act, right, today),), today)


def in_force(registry: Registry, right: bytes, amount: int = 1_000, jurisdiction: str = "CN") -> None:
    """Entered, granted and valued."""
    registry.enter(entry(right, jurisdiction=jurisdiction), TODAY)
    happen(registry, *GRANTED, right=right)
    registry.value(valuation(right, amount), TODAY)


def a_registry() -> Registry:
    """One patent, entered."""
    registry = Registry()
    registry.enter(entry(), TODAY)
    return registry


def standing(status: DealStatus = DealStatus.OFFERED, redeemed: bool = False) -> DealStanding:
    return DealStanding(status, "originator", TOKEN, POOL, MATURITY, redeemed)


def a_pool(terms: PoolTerms | None = None, values: tuple[int, ...] = (1_000, 600, 400)) -> RightsPool:
    """A deal that is offered, with rights of these values pledged."""
    registry = Registry()
    pool = RightsPool(POOL, registry, {DEAL: standing()})
    pool.open(DEAL, terms or PoolTerms(MATURITY), "originator")
    for right, value in zip((ONE, TWO, THREE), values, strict=False):
        in_force(registry, right, value, jurisdiction="EP" if right == THREE else "CN")
        pool.pledge(DEAL, (right,), (0,), "originator", TODAY)
    return pool


def becomes(pool: RightsPool, status: DealStatus, redeemed: bool = False) -> None:
    pool.standings = {DEAL: standing(status, redeemed)}


def refused(name: str, *values: RefusalValue) -> AbstractContextManager[pytest.ExceptionInfo[RightsRefusedError]]:
    """The refusal with this name and, where any are given, these values."""
    return pytest.raises(RightsRefusedError, check=lambda error: error.name == name and error.values == values)
