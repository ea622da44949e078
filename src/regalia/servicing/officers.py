# SPDX-License-Identifier: Apache-2.0
"""Who holds the offices that a deal depends on: whoever was ever appointed, as far as the contract still says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_abi.abi import encode
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.events import topics_of
from regalia.chain.logs import LogReader
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.offices import EVERY_OFFICE, Office
from regalia.chain.transact import explained
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import seat
from regalia.servicing.rights import NoRightsError

_HAS_ROLE, _ADMINISTRATOR = (keccak(text=asked)[:4] for asked in ("hasRole(bytes32,address)", "defaultAdmin()"))


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
    places = {name: place for name in EVERY_OFFICE if (place := place_of(deal, name))}
    appointed: dict[tuple[str, bytes], dict[ChecksumAddress, None]] = {}
    reader = LogReader(deal.web3, sorted(set(places.values())), from_block, topics=topics_of("RoleGranted"))
    for event in reader.read():
        appointed.setdefault((event.address, event.args["role"]), {})[event.args["account"]] = None
    asked = [
        (name, place, EVERY_OFFICE[name].role_hash, who)
        for name, place in places.items()
        for who in appointed.get((place, EVERY_OFFICE[name].role_hash), ())
    ]
    holders: dict[str, list[ChecksumAddress]] = {name: [] for name in places}
    answers = hold_roles(deal.web3, [(place, role, who) for _, place, role, who in asked])
    for (name, _, _, who), held in zip(asked, answers, strict=True):
        holders[name] += [who] if held else []
    administrators = _administrators(deal.web3, sorted(set(places.values())))
    return {
        name: Seat(EVERY_OFFICE[name], place, administrators[place], tuple(holders[name]))
        for name, place in places.items()
    }


def hold_roles(web3: Web3, asked: Sequence[tuple[ChecksumAddress, bytes, ChecksumAddress]]) -> list[bool]:
    """Of each contract, role and account whether the account holds it, in one request where the node takes that."""
    questions = [Question(seat, _HAS_ROLE + encode(["bytes32", "address"], [role, who])) for seat, role, who in asked]
    answers = ask_many(web3, questions, _block(web3))
    return [answer is not None and int.from_bytes(answer, "big") == 1 for answer in answers]


def _administrators(web3: Web3, seats: Sequence[ChecksumAddress]) -> dict[ChecksumAddress, ChecksumAddress]:
    answers = ask_many(web3, [Question(seat, _ADMINISTRATOR) for seat in seats], _block(web3))
    return {seat: to_checksum_address((answer or bytes(32))[-20:]) for seat, answer in zip(seats, answers, strict=True)}


def _block(web3: Web3) -> int:
    with explained("eth_getBlockByNumber"):
        return int(web3.eth.get_block(web3.eth.default_block)["number"])


def place_of(deal: DealContracts, name: str) -> ChecksumAddress | None:
    """The contract that knows the office; None where it is one of others, or the deal rests on no rights."""
    if name == "registrar" and deal.foreign_registry:
        return None
    try:
        return seat(deal, name)
    except NoRightsError:
        return None
