# SPDX-License-Identifier: Apache-2.0
"""Whether those who may have to act have enough of the chain's coin to pay for gas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regalia.chain.transact import explained
from regalia.servicing.acting import ether
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look
from regalia.servicing.officers import Seat
from regalia.servicing.support import facility_state

GAS = 500_000
"""More than an act of an officer or a payment date of most deals takes."""
_SIGN_ONLY = ("legal-attestor", "valuation-attestor")
"""What attestors sign is brought on chain by others."""


def look_at_gas(look: Look, seats: Mapping[str, Seat]) -> Iterator[Finding]:
    """Contracts pay no gas, so an account that is one is passed over."""
    with explained("eth_getBlockByNumber"):
        base = look.web3.eth.get_block(look.block).get("baseFeePerGas") or look.web3.eth.gas_price
    needed, poor, asked = GAS * 2 * base, [], 0
    for who, what in _actors(look, seats).items():
        with explained("eth_getBalance"):
            if look.web3.eth.get_code(look.address(who)):
                continue
            balance = look.web3.eth.get_balance(look.address(who))
        asked += 1
        if balance < needed:
            poor.append(f"{who} ({', '.join(what)}) has {ether(balance)}")
    if poor:
        remedy = f"Send each of them at least {ether(needed)}: {GAS:,} gas at twice the base fee."
        yield look.odd("gas.balances", "; ".join(poor), remedy)
    else:
        yield look.well(
            "gas.balances", f"officers, administrators and providers asked now can pay for gas ({asked} looked at)"
        )


def _actors(look: Look, seats: Mapping[str, Seat]) -> dict[str, list[str]]:
    """By address, what each is."""
    found: dict[str, list[str]] = {}
    for name, seat in seats.items():
        if name not in _SIGN_ONLY:
            for who in seat.holders:
                found.setdefault(who, []).append(name)
        title = f"administrator of {seat.office.contract}"
        if title not in found.setdefault(seat.administrator, []):
            found[seat.administrator].append(title)
    if look.status == "live":
        for number in range(look.words.facilities):
            state = facility_state(look.deal, number)
            if state.outstanding and state.period == look.period:
                found.setdefault(state.provider, []).append(f"provider of facility {number}")
    return found
