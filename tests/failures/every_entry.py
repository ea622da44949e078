# SPDX-License-Identifier: Apache-2.0
"""Every entry of a deal's contracts, found by its interface, called by everybody with every wallet in every place of an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import product
from typing import Any

from tests.support.contract import Contract, calldata, functions
from tests.support.deal import UNLIMITED
from tests.support.platform import OFFICERS, Platform
from tests.support.powers import ORDER
from tests.support.roles import actor

HOLDER, OTHER, PROBED = actor("senior_investor"), actor("mezzanine_investor"), actor("probed wallet")
CALLERS = (
    HOLDER,
    PROBED,
    *map(actor, (*OFFICERS.values(), "admin", "registrar", "supervisor", "issuer", "originator")),
)


class Estate:
    """A live deal with income unclaimed. The holder lets everybody take his units; the probed wallet has money and leave given."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.deal = self.platform.create(self.platform.money())
        self.deal.sell()
        self.deal.close()
        self.deal.pay_date(2_000_000 * 10**6)
        self.token = self.deal.tokens[0]
        for spender in CALLERS:
            self.token.send("approve", spender, UNLIMITED, by=HOLDER)
        for taker in (self.deal.escrow, self.deal.offering):
            self.deal.give(PROBED, 10**15, taker)

    @property
    def contracts(self) -> tuple[Contract, ...]:
        platform, deal = self.platform, self.deal
        return (
            self.token,
            platform.agent,
            deal.escrow,
            deal.offering,
            deal.deal,
            platform.supervisor,
            platform.support,
        )

    def calls(self) -> Iterator[tuple[str, Contract, bytes]]:
        """Each function with each choice of wallets for what is an address in its arguments; everything else is in order."""
        for contract in self.contracts:
            for name, entry in functions(contract.name).items():
                if entry["stateMutability"] != "nonpayable":
                    continue
                for arguments in product(*(self._values(part) for part in entry["inputs"])):
                    yield f"{contract.name}.{name}", contract, calldata(contract.name, name, *arguments)

    def _values(self, part: Mapping[str, Any]) -> Sequence[Any]:
        kind, name = part["type"], part["name"]
        if kind.endswith("[]"):
            return [[value] for value in self._values({**part, "type": kind[:-2]})]
        if kind == "tuple":
            return [ORDER] if len(part["components"]) == 2 else [astuple(self.deal.report(0))]
        if kind == "address":
            known = {"token": self.token.address, "deal": self.deal.deal.address}
            return [known[name]] if name in known else [HOLDER, PROBED]
        if kind == "bytes32":
            return [b"\1" * 32]
        simple: dict[str, list[Any]] = {"bool": [True], "bytes": [b""], "string": ["why"]}
        return simple.get(kind, [0, 1])


def doors(estate: Estate) -> tuple[set[str], int]:
    """Functions that raised the probed wallet's balance of units for some caller, and how many calls went through at all."""
    found, through = set(), 0
    for name, contract, data in estate.calls():
        for caller in CALLERS:
            with estate.chain.undone():
                if estate.chain.attempt(caller, contract.address, data)[0]:
                    through += 1
                    if any(token.read("balanceOf", PROBED) for token in estate.deal.tokens):
                        found.add(name)
    return found, through
