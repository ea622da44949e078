# SPDX-License-Identifier: Apache-2.0
"""How much of a deal hangs on whom: payers of its royalties, licensees, owners and groups behind its rights. Flagged exactly, in whole
numbers; only the share shown is rounded up to the next millionth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.accrual import PPM
from regalia.domain.rights.address import is_zero
from regalia.domain.rights.concentration import sums_by
from regalia.domain.rights.day import from_date
from regalia.domain.rights.labels import LARGEST_GROUP, LARGEST_LICENSEE
from regalia.domain.rights.look import Look
from regalia.ledger.dispute_events import FORFEITED_BOND
from regalia.views.seen import DealNow, share

SINGLE, GROUP = 150_000, 200_000
"""In ppm: from above these shares on a single debtor or a group is disclosed (shaped after CSRC [2014] No. 49)."""
PAYERS, LICENSEES, OWNERS, GROUPS = "payers", "licensees", "owners", "groups"
SHOWN = 5
"""Of each basis, besides those that are flagged."""
_FORFEITED = "0x" + FORFEITED_BOND.hex()


@dataclass(frozen=True)
class ConcentrationLine:
    """``basis``: payers of all royalties so far; licensees, owners or groups by what counts of the rights today."""

    id: str
    deal: str
    basis: str
    who: str
    name: str
    amount: Decimal
    whole: Decimal
    share: Decimal
    limit: Decimal
    flagged: bool


def concentrations_of(now: DealNow) -> tuple[ConcentrationLine, ...]:
    """By basis, the largest first; the small ones are left out."""
    found = list(_ranked(now, PAYERS, _paid(now), PPM))
    rights = now.seen.story.rights
    holdings = rights.holdings(now.record.deal.address) if rights else None
    if holdings is not None:
        look = Look(holdings, from_date(now.today))
        of_licensees, of_groups = sums_by(look, LARGEST_LICENSEE), sums_by(look, LARGEST_GROUP)
        found += _ranked(now, LICENSEES, of_licensees, PPM, look.base)
        found += _ranked(now, OWNERS, _owned(look), 1, look.base)
        found += _ranked(
            now, GROUPS, {who: sum_ for who, sum_ in of_groups.items() if not is_zero(who)}, PPM, look.base
        )
    return tuple(found)


def _paid(now: DealNow) -> Mapping[str, int]:
    """Neither bonds that somebody lost nor the price of a right that was bought back is a royalty."""
    pool, sums = now.record.pool_facts, dict[str, int]()
    for receipt in now.ledger.receipts:
        if receipt.licence != _FORFEITED and (pool is None or receipt.payer.lower() != pool.address.lower()):
            sums[receipt.payer] = sums.get(receipt.payer, 0) + receipt.amount
    return sums


def _owned(look: Look) -> Mapping[str, int]:
    """In millionths of the smallest unit: owners of a part of a right share what it counts for."""
    sums: dict[str, int] = {}
    for held, count in look.counted:
        for owner, part in held.right.shares.items():
            sums[owner] = sums.get(owner, 0) + count.base * part
    return sums


def _ranked(
    now: DealNow, basis: str, sums: Mapping[str, int], scale: int, whole: int | None = None
) -> Iterator[ConcentrationLine]:
    """``sums`` times ``scale`` are millionths of the smallest unit."""
    whole = sum(sums.values()) if whole is None else whole
    limit = GROUP if basis == GROUPS else SINGLE
    for place, (who, part) in enumerate(sorted(sums.items(), key=lambda item: (-item[1], item[0]))):
        millionths = part * scale
        flagged = millionths > limit * whole
        if not part or not whole or not (flagged or place < SHOWN):
            continue
        yield ConcentrationLine(
            id=f"{now.terms.id}-{basis}-{who}",
            deal=now.terms.id,
            basis=basis,
            who=who,
            name=now.names.label(who) or "",
            amount=now.money(millionths // PPM),
            whole=now.money(whole),
            share=share(-(-millionths // whole)),
            limit=share(limit),
            flagged=flagged,
        )
