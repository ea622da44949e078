# SPDX-License-Identifier: Apache-2.0
"""Who holds the offices that a deal depends on: whoever was ever appointed, as far as the contract still says so."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.logs import LogReader
from regalia.chain.transact import call
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import EVERY_OFFICE, Office, holds, seat
from regalia.servicing.rights import NoRightsError


@dataclass(frozen=True)
class Seat:
    """An office where the deal has it: the contract's address, its administrator, and who holds it."""

    office: Office
    address: ChecksumAddress
    administrator: ChecksumAddress
    holders: tuple[ChecksumAddress, ...]


def officers(deal: DealContracts, from_block: int = 0) -> dict[str, Seat]:
    """By name of the office; without those of contracts that are not ours, and of rights where the deal rests on none.

    ``from_block`` is that in which the oldest of these contracts was made, or one before it: appointments earlier than it are not seen.
    Raises ``LogError`` and ``ChainUnreachableError``.
    """
    places = {name: place for name in EVERY_OFFICE if (place := _place(deal, name))}
    appointed: dict[tuple[str, bytes], dict[ChecksumAddress, None]] = {}
    for event in LogReader(deal.web3, sorted(set(places.values())), from_block).read():
        if event.name == "RoleGranted":
            appointed.setdefault((event.address, event.args["role"]), {})[event.args["account"]] = None
    return {name: _seat(deal, name, place, appointed) for name, place in places.items()}


def _seat(
    deal: DealContracts,
    name: str,
    place: ChecksumAddress,
    appointed: dict[tuple[str, bytes], dict[ChecksumAddress, None]],
) -> Seat:
    office = EVERY_OFFICE[name]
    ever = appointed.get((place, bytes(Web3.keccak(text=office.role))), {})
    administrator = call(deal.web3, contract(deal.web3, office.contract, place).functions.defaultAdmin())
    return Seat(office, place, administrator, tuple(who for who in ever if holds(deal.web3, name, place, who)))


def _place(deal: DealContracts, name: str) -> ChecksumAddress | None:
    if name == "registrar" and deal.foreign_registry:
        return None
    try:
        return seat(deal, name)
    except NoRightsError:
        return None
