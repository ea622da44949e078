# SPDX-License-Identifier: Apache-2.0
"""The pool of rights behind a deal, as a check asks it: registry, pool, days, facts."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from web3.contract import Contract

from tests.cli.json_world import Asked
from tests.deals import DEALS

NUMBERS = ("CN201910000001.9", "CN201910000002.3")
"""As an office prints them, with the check digit."""
TERMS = DEALS / "patents.yaml"
REVIEW = 4
"""``UnderReview`` of ``contracts/types/IPRight.sol``; the other right is in force."""


def about(asked: Asked) -> list[str]:
    return [str(asked.world.pledged_record), "--rpc", asked.url, "--terms", str(TERMS)]


def registry_of(asked: Asked) -> Contract:
    rights = asked.world.pledged.record.rights
    assert rights is not None
    return asked.contract("IPRegistry", rights.registry.address)


def pool_of(asked: Asked) -> Contract:
    pool = asked.world.pledged.record.pool_facts
    assert pool is not None
    return asked.contract("RightsPool", pool.address)


def deal_of(asked: Asked) -> Any:
    return asked.web3.to_checksum_address(asked.world.pledged.record.deal.address)


def fact(asked: Asked, label: str) -> int:
    """As the pool answers a payment date now."""
    (found,) = pool_of(asked).functions.factsOf(deal_of(asked), [label.encode().ljust(32, b"\0")]).call()
    return int(found)


def day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def iso(number: int) -> str | None:
    return day(number).isoformat() if number else None


def years(since: date, until: date) -> str:
    """Whole tenths."""
    return str((Decimal((until - since).days) / Decimal("365.25")).quantize(Decimal("0.1"), ROUND_FLOOR))
