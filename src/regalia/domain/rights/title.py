# SPDX-License-Identifier: Apache-2.0
"""Who owns a right, and how it came to be so: shares that always add up to the whole, and a chain of transfers.

The twin of ``contracts/registry/TitleBook.sol``. Checks come in the order of the parameters, then those of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from regalia.domain.rights.acts import RightEntry, TitleTransfer
from regalia.domain.rights.address import ZERO, plain
from regalia.domain.rights.checks import require_address, require_day, require_few, require_in_order, require_past
from regalia.domain.rights.number import require_office
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import PPM, Kind

_GRANTED_FOR_A_TIME = (Kind.PATENT, Kind.UTILITY_MODEL)
"""What has an end, be it far."""


def check_entry(entry: RightEntry, today: int) -> None:
    """Refuse an entry whose fields don't fit; its number was checked before."""
    require_office(entry.jurisdiction)
    require_past("priority", entry.priority, today)
    if entry.expiry or entry.kind in _GRANTED_FOR_A_TIME:
        require_day("expiry", entry.expiry)
        if entry.expiry < entry.priority:
            raise RightsRefusedError("IPRegistry_ExpiryBeforePriority", entry.priority, entry.expiry)
    if entry.renewal_due:
        require_day("renewal due", entry.renewal_due)
    _check_owners(entry)


def entered(entry: RightEntry, today: int) -> Right:
    """The right with its first owners; an owner who is named twice has both shares."""
    entry = replace(entry, owners=tuple(map(plain, entry.owners)))
    shares: dict[str, int] = {}
    links = []
    for owner, share in zip(entry.owners, entry.shares, strict=True):
        shares[owner] = shares.get(owner, 0) + share
        links.append(TitleTransfer(entry.right, ZERO, owner, share, today, entry.document))
    return Right(entry, shares, tuple(links))


def check_transfer(right: Right, transfer: TitleTransfer, today: int) -> None:
    """Refuse a transfer that doesn't follow on the chain, or of a right whose title a pool holds."""
    require_address("to", transfer.receiver)
    if transfer.sender == transfer.receiver:
        raise RightsRefusedError("IPRegistry_SameOwner", transfer.sender)
    if transfer.share == 0:
        raise RightsRefusedError("IPRegistry_ZeroShare", transfer.receiver)
    require_past("title", transfer.day, today)
    if right.hold is not None and right.hold.whole:
        raise RightsRefusedError("IPRegistry_Bound", right.id, right.hold.pool)
    require_in_order("title", right.links[-1].day, transfer.day)
    held = right.shares.get(transfer.sender, 0)
    if held < transfer.share:
        raise RightsRefusedError("IPRegistry_NotOwner", transfer.sender, held, transfer.share)


def transferred(right: Right, transfer: TitleTransfer) -> Right:
    """The right after it; whoever has nothing left is no owner."""
    shares = dict(right.shares)
    shares[transfer.sender] -= transfer.share
    shares[transfer.receiver] = shares.get(transfer.receiver, 0) + transfer.share
    owners = {owner: share for owner, share in shares.items() if share}
    require_few("owners", len(owners))
    return replace(right, shares=owners, links=(*right.links, transfer))


def chain_holds(right: Right) -> bool:
    """Whether the links alone lead to the owners of record: nobody ever gave what he hadn't, and the days rise."""
    shares: dict[str, int] = {}
    for link in right.links:
        if link.sender != ZERO:
            shares[link.sender] = shares.get(link.sender, 0) - link.share
            if shares[link.sender] < 0:
                return False
        shares[link.receiver] = shares.get(link.receiver, 0) + link.share
    days = [link.day for link in right.links]
    return days == sorted(days) and _without_zeros(shares) == right.shares and sum(shares.values()) == PPM


def _without_zeros(shares: Mapping[str, int]) -> Mapping[str, int]:
    return {owner: share for owner, share in shares.items() if share}


def _check_owners(entry: RightEntry) -> None:
    if len(entry.owners) != len(entry.shares):
        raise RightsRefusedError("IPRegistry_WrongLength", len(entry.owners), len(entry.shares))
    require_few("owners", len(entry.owners))
    for owner, share in zip(entry.owners, entry.shares, strict=True):
        require_address("owner", owner)
        if share == 0:
            raise RightsRefusedError("IPRegistry_ZeroShare", plain(owner))
    if sum(entry.shares) != PPM:
        raise RightsRefusedError("IPRegistry_SharesNotWhole", PPM, sum(entry.shares))
