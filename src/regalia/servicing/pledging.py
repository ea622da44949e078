# SPDX-License-Identifier: Apache-2.0
"""What a deal's originator can pledge and on what basis, what the pool holds, and what waits to be settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import Sender, call, send
from regalia.domain.rights.day import is_day, today_of
from regalia.domain.rights.number import describe
from regalia.domain.rights.words import PPM
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.rights import RightsContracts, settle

BATCH = 20
"""Rights pledged or released in one transaction."""
SETTLED_AT_ONCE = 40
_Item = TypeVar("_Item")


class NoBasisError(RegaliaError, LookupError):
    """The originator neither owns a right whole nor holds it under an exclusive licence."""


@dataclass(frozen=True)
class PoolSums:
    """Amounts in smallest units; ``next_day`` is the next day that brings something, None where none does."""

    rights: int
    value: int
    base: int
    next_day: int | None


def sums_of(rights: RightsContracts, deal: ChecksumAddress) -> PoolSums:
    """Raises ``ContractRevertedError`` when the pool of the deal was not opened."""
    number, value, base, next_day, *_ = call(rights.web3, rights.pool.functions.sumsOf(deal))
    return PoolSums(number, value, base, next_day if is_day(next_day) else None)


def originator_of(deal: DealContracts) -> ChecksumAddress:
    """Who pledges and repurchases."""
    found: ChecksumAddress = call(deal.web3, deal.deal.functions.parties())[3]
    return found


def basis(rights: RightsContracts, right: bytes, originator: ChecksumAddress) -> int:
    """Zero where the originator owns the right whole, else the number of the exclusive licence it holds that lasts longest. Raises
    ``NoBasisError``. Whether it is wide enough for the deal, the pool says.
    """
    registry = rights.registry.functions
    if call(rights.web3, registry.shareOf(right, originator)) == PPM:
        return 0
    licences = [
        (call(rights.web3, registry.licenceAt(right, number))[0][8], number)
        for number, licensee, *_ in call(rights.web3, registry.liveLicences(right))
        if licensee == originator and call(rights.web3, registry.licenceAt(right, number))[0][5]
    ]
    if not licences:
        raise NoBasisError(
            f"{describe(right)}: {originator} neither owns it whole nor has an exclusive licence",
            "Have the registrar enter the transfer or the licence first.",
        )
    return int(max(licences)[1])


def is_pledged(rights: RightsContracts, right: bytes, deal: ChecksumAddress) -> bool:
    """Whether it backs this deal already."""
    return bool(call(rights.web3, rights.pool.functions.pledgeOf(right))[0] == deal)


def pledged_to(rights: RightsContracts, deal: ChecksumAddress) -> Iterator[bytes]:
    """The rights behind a deal, in the order in which they came."""
    left, seen = sums_of(rights, deal).rights, set[bytes]()
    for place in count():
        if len(seen) == left:
            return
        try:
            right = bytes(call(rights.web3, rights.pool.functions.rightAt(deal, place)))
        except ContractRevertedError:  # beyond the last place
            return
        if right not in seen and is_pledged(rights, right, deal):  # one that came back has two places
            seen.add(right)
            yield right


def let_go(rights: RightsContracts, right: bytes, sender: Sender) -> TxReceipt:
    """Free a right whose licence, under which it was pledged, was terminated; the deal goes on counting its value as lost. Anybody may."""
    return send(rights.web3, rights.pool.functions.letGo(right), sender)


def batches(rights: Sequence[_Item]) -> Iterable[Sequence[_Item]]:
    """As many as go into one transaction."""
    return (rights[start : start + BATCH] for start in range(0, len(rights), BATCH))


def due_since(rights: RightsContracts, deal: ChecksumAddress) -> int | None:
    """The day from which on time has brought something nobody looked at, by the latest block; None where there is nothing."""
    day = sums_of(rights, deal).next_day
    today = today_of(rights.web3.eth.get_block("latest")["timestamp"])
    return day if day is not None and today > day else None


def settle_all(rights: RightsContracts, deal: ChecksumAddress, sender: Sender) -> int:
    """Settle until nothing is due; the number of transactions it took."""
    for sent in count():
        if due_since(rights, deal) is None:
            return sent
        settle(rights, deal, SETTLED_AT_ONCE, sender)
    raise AssertionError("count never ends")
