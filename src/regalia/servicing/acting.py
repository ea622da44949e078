# SPDX-License-Identifier: Apache-2.0
"""Who acts, as what, and where: the line that is said before anybody is asked whether something is to be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.connection import place
from regalia.chain.offices import ADMINISTRATOR_ROLE, EVERY_OFFICE
from regalia.chain.transact import explained
from regalia.oracle.stream import read_stream
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.officers import hold_roles, place_of
from regalia.servicing.pledging import originator_of

NOBODY_SPECIAL = ("no party or officer of the deal",)
_SHOWN = Decimal("0.0001")
"""Of an ether; what is less is not shown."""


def acting_line(
    web3: Web3,
    who: ChecksumAddress,
    name: str | None = None,
    parts: Sequence[str] = (),
    network: str | None = None,
    node: str | None = None,
) -> str:
    """``name`` is what the account is called where its key is kept, ``network`` what a tool calls the chain; ``node`` is an address, of
    which only the part without keys is shown.
    """
    with explained("eth_getBalance"):
        balance, chain_id = web3.eth.get_balance(who), web3.eth.chain_id
    about = ", ".join(filter(None, (name, ether(balance))))
    about += f"; {', '.join(parts)}" if parts else ""
    named = f"{network}, " if network else ""
    at = f", node {place(node)}" if node else ""
    return f"acting as {who} ({about}) on {named}chain {chain_id}{at}"


def parts_of(deal: DealContracts, who: ChecksumAddress) -> tuple[str, ...]:
    """What ``who`` is in the deal: party, attestor, officer, administrator of roles. Raises as ``call`` does."""
    found = ["originator"] if originator_of(deal) == who else []
    found += [party for party, address in deal.record.payees.items() if address == who and party not in found]
    if who in read_stream(deal.web3, deal.oracle.address, deal.deal.address).attestors:
        found.append("attestor")
    seats = {name: seat for name in EVERY_OFFICE if (seat := place_of(deal, name))}
    return tuple(found) + offices_of(deal.web3, seats, who) or NOBODY_SPECIAL


def offices_of(web3: Web3, seats: Mapping[str, ChecksumAddress], who: ChecksumAddress) -> tuple[str, ...]:
    """Which offices ``who`` holds, and whose roles it administers; ``seats`` are the contracts by name of the office."""
    contracts = {EVERY_OFFICE[name].contract: seat for name, seat in seats.items()}
    asked = [(seat, EVERY_OFFICE[name].role_hash, who) for name, seat in seats.items()]
    yes = hold_roles(web3, [*asked, *((seat, ADMINISTRATOR_ROLE, who) for seat in contracts.values())])
    found = [name for name, held in zip(seats, yes, strict=False) if held]
    administered = [name for name, held in zip(contracts, yes[len(seats) :], strict=True) if held]
    if administered:
        *others, last = administered
        found.append(f"administrator of {', '.join(others)} and {last}" if others else f"administrator of {last}")
    return tuple(found)


def ether(wei: int) -> str:
    """An amount of the chain's own coin, for people: no more of it than there is."""
    whole = (Decimal(wei) / 10**18).quantize(_SHOWN, ROUND_DOWN).normalize()
    return f"{whole:,f} ETH"
