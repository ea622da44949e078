# SPDX-License-Identifier: Apache-2.0
"""The real escrow and tokens under a deal without a waterfall, and quick calls to them: thousands of acts a second."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eth_utils.crypto import keccak

from regalia.domain.transfer_rules import TransferRules
from regalia.domain.withholding import TaxTable
from tests.invariants.refusal import Refusal, of_bytes
from tests.support.contract import Contract, calldata, functions
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import OF_THE_TOKEN
from tests.support.roles import actor

ORDER = (keccak(text="order"), keccak(text="evidence"))
TEST = actor("test")
_CORRECTION = 2**152
_LOW_48 = 2**48 - 1
Word = str | int | bool | bytes


@functools.lru_cache(4096)
def word(value: Word) -> bytes:
    """A value in 32 bytes; text is an address, or the role of somebody."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return bytes(12) + bytes.fromhex((value if value.startswith("0x") else actor(value))[2:])
    return int(value).to_bytes(32, "big")


@functools.cache
def selector(contract: str, function: str) -> bytes:
    inputs = functions(contract)[function]["inputs"]
    types = ",".join("(bytes32,bytes32)" if i["type"] == "tuple" else i["type"] for i in inputs)
    return keccak(text=f"{function}({types})")[:4]


@dataclass(frozen=True)
class Cell:
    """One holding as it stands on chain; ``scaled`` is the entitlement in 2^-48 of the smallest unit."""

    units: int
    frozen: int
    wallet_frozen: bool
    retains: bool
    scaled: int


class BareDeal:
    """``calls`` counts every transaction. Wallets and officers are named by role."""

    def __init__(
        self,
        rules: Sequence[TransferRules],
        table: TaxTable | None = None,
        money: str = "MockPaymentToken",
        originator: str | None = None,
    ) -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.money = self.platform.money(money)
        self.calls = 0
        under = (
            actor(originator) if originator else NO_ADDRESS,
            [each.pack() for each in rules],
            [each.jurisdictions_bitmap() for each in rules],
        )
        taxes = (table.pack(), actor("tax_office")) if table else (b"", NO_ADDRESS)
        shared = (each.address for each in (self.platform.token, self.platform.registry, self.platform.supervisor))
        self.deal = Contract.deploy(self.chain, "MockDeal", self.money.address, *shared, *under, *taxes, by=TEST)
        self.escrow = Contract(self.chain, "RoyaltyEscrow", self.deal.read("ESCROW"))
        addresses = [self.deal.read("trancheAt", t)[0] for t in range(len(rules))]
        self.tokens = [Contract(self.chain, "TrancheToken", address) for address in addresses]

    def sell(self, allocation: Mapping[str, Sequence[int]], late: Sequence[int] = ()) -> None:
        """Units of each tranche to eligible wallets; from now on they are traded. ``late``: how many more are still to be issued."""
        placed = [sum(each) for each in zip(*allocation.values(), *([late] if late else []), strict=True)]
        self.deal.send("open", placed, by=TEST)
        for wallet, units in allocation.items():
            for tranche, count in enumerate(units):
                self.deal.send("issue", tranche, actor(wallet), count, by=TEST)

    def issue(self, tranche: int, wallet: str, units: int) -> Refusal | None:
        """Units that were placed and are nobody's yet."""
        return self.act("test", self.deal, "issue", tranche, wallet, units)

    def act(self, by: str, to: Contract, function: str, *arguments: Word) -> Refusal | None:
        """A transaction whose arguments are one word each."""
        return self.send(by, to, selector(to.name, function) + b"".join(map(word, arguments)))

    def send(self, by: str, to: Contract, data: bytes) -> Refusal | None:
        self.calls += 1
        accepted, returned = self.chain.attempt(actor(by), to.address, data)
        return None if accepted else of_bytes(returned)

    def order(
        self, by: str, function: str, tranche: int, *arguments: Word, order: tuple[bytes, bytes] = ORDER
    ) -> Refusal | None:
        """An act by order on a tranche."""
        if function in OF_THE_TOKEN:
            return self.act(by, self.tokens[tranche], function, *arguments, *order)
        return self.act(by, self.platform.agent, function, self.tokens[tranche].address, *arguments, *order)

    def halt(self, by: str, function: str, *subject: str, until: int) -> Refusal | None:
        """``subject`` is deal or token, and the holder of a deal."""
        addresses = [each if each.startswith("0x") else actor(each) for each in subject]
        return self.send(
            by, self.platform.supervisor, calldata("Supervisor", function, *addresses, until, *ORDER, "inquiry 12")
        )

    def resume(self, by: str, function: str, *subject: str) -> Refusal | None:
        return self.act(by, self.platform.supervisor, function, *subject, *ORDER)

    def distribute(self, income: Sequence[int]) -> Refusal | None:
        """Income of each tranche."""
        return self.act("test", self.deal, "distribute", 32, len(income), *income)

    def book(self, tranche: int) -> tuple[int, int, int, int, int]:
        """Supply, remainder, income per unit, dust, and how many units are still to be issued."""
        data = selector("RoyaltyEscrow", "bookOf") + word(self.tokens[tranche].address)
        values = self._read(self.escrow, data)
        return values[0], values[1], values[2], values[5], values[6]

    def cells(self, tranche: int, wallets: Sequence[str]) -> dict[str, Cell]:
        """Of each wallet, two by two."""
        found: dict[str, Cell] = {}
        for i in range(0, len(wallets), 2):
            pair = (wallets[i], wallets[min(i + 1, len(wallets) - 1)])
            data = selector("RoyaltyEscrow", "wordsOf") + word(self.tokens[tranche].address) + b"".join(map(word, pair))
            book, *holdings = self._read(self.escrow, data)
            per_unit = book % _CORRECTION
            found |= {wallet: _cell(holding, per_unit) for wallet, holding in zip(pair, holdings, strict=True)}
        return found

    def balance(self, who: str) -> int:
        """Payment tokens; ``who`` is a role or an address."""
        return self._read(self.money, selector(self.money.name, "balanceOf") + word(who))[0]

    def payable(self, who: str) -> int:
        return self._read(self.escrow, selector("RoyaltyEscrow", "payableTo") + word(who))[0]

    def nonce(self, investor: str) -> int:
        """Of the next attestation of that investor; ``investor`` is an address."""
        registry = self.platform.registry
        return self._read(registry, selector(registry.name, "nonces") + word(investor))[0]

    def investor_count(self, tranche: int) -> int:
        return self._read(self.tokens[tranche], selector("TrancheToken", "investorCount"))[0]

    def supply(self, tranche: int) -> int:
        return self._read(self.tokens[tranche], selector("TrancheToken", "totalSupply"))[0]

    def supply_at(self, tranche: int, second: int) -> int:
        token = self.tokens[tranche]
        return self._read(token, selector(token.name, "totalSupplyAt") + word(second))[0]

    def units_at(self, tranche: int, who: str, second: int) -> int:
        token = self.tokens[tranche]
        return self._read(token, selector(token.name, "balanceOfAt") + word(who) + word(second))[0]

    def _read(self, contract: Contract, data: bytes) -> list[int]:
        accepted, returned = self.chain.attempt(TEST, contract.address, data, static=True)
        assert accepted, of_bytes(returned)
        return [int.from_bytes(returned[i : i + 32], "big") for i in range(0, len(returned), 32)]


def _cell(holding: int, per_unit: int) -> Cell:
    correction = holding % _CORRECTION
    if correction >> 151:
        correction -= _CORRECTION
    units = holding >> 208
    return Cell(
        units,
        (holding >> 160) & _LOW_48,
        bool(holding >> 152 & 1),
        bool(holding >> 153 & 1),
        per_unit * units + correction,
    )
