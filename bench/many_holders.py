# SPDX-License-Identifier: Apache-2.0
"""A deal with very many holders, as its contracts would tell it: the logs of a made-up life of the Mills Music Trust.

Amounts follow the books of ``domain.register``, so that a reader can be held against them. Chance has a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms
from regalia.domain.program import StepKind
from regalia.domain.register import Register
from regalia.domain.terms import Terms

FIRST_BLOCK = 1_000
PER_BLOCK = 200
"""Logs in one block."""
SECONDS = 12
FIRST_SECOND = 1_703_980_800
TRANCHE = "units"
QUARTERS, PER_QUARTER = 20, 4
COLLECTED = 250_000 * 10**6


@dataclass(frozen=True)
class Log:
    """As a node tells it, but for what follows from its place."""

    address: str
    topics: tuple[str, ...]
    data: str


@dataclass
class Life:
    """``books`` are the register after the last log, ``logs`` of each block from ``FIRST_BLOCK`` on."""

    terms: Terms
    record: DeploymentRecord
    holders: list[str]
    books: Register = field(default_factory=Register)
    blocks: list[list[Log]] = field(default_factory=list)

    @property
    def head(self) -> int:
        return FIRST_BLOCK + len(self.blocks) - 1

    @property
    def count(self) -> int:
        return sum(map(len, self.blocks))


def live(terms: Terms, record: DeploymentRecord, holders: int, events: int, seed: int = 7) -> Life:
    """So many holders, each of whom bid and collected, and so many logs in all."""
    life = Life(terms, record, [_wallet(i) for i in range(holders)])
    chance = random.Random(seed)
    told = list(_sale(life))
    acts = max(events - len(told) - QUARTERS * PER_QUARTER, 0)
    for quarter in range(QUARTERS):
        told += _quarter(life, terms.calendar.schedule().opening + quarter, quarter)
        told += _acts(life, chance, acts // QUARTERS)
    life.blocks = [told[i : i + PER_BLOCK] for i in range(0, len(told), PER_BLOCK)]
    return life


def _sale(life: Life) -> Iterator[Log]:
    offering, token, escrow = (
        life.record.offering.address,
        life.record.tokens[TRANCHE].address,
        life.record.escrow.address,
    )
    price = life.terms.money.to_units("35.00")
    units, size = compile_terms(life.terms).tranches[0].units, len(life.holders)
    parts = [units // size + (1 if i < units % size else 0) for i in range(size)]
    place = 0
    for holder, part in zip(life.holders, parts, strict=True):
        yield _log("Offering", "Subscribed", offering, [0, holder], [0, place, part, part * price])
        place += part
    yield _log("Offering", "TrancheCleared", offering, [0], [0, units, units, units, price])
    yield _log("Deal", "DealClosed", life.record.deal.address, [], [units * price])
    yield _log("RoyaltyEscrow", "BooksOpened", escrow, [life.holders[0]], [units * price, [0], [token], [units]])
    life.books.place(units)
    place = 0
    for holder, part in zip(life.holders, parts, strict=True):
        yield _log("Offering", "Collected", offering, [0, holder], [0, place, part])
        yield _log("TrancheToken", "Transfer", token, ["0x" + "0" * 40, holder], [part])
        life.books.issue(holder, part)
        place += part


def _quarter(life: Life, period: int, quarter: int) -> list[Log]:
    """What is received is paid out: no expenses, nothing kept."""
    amount = COLLECTED + 7 * quarter
    life.books.credit(amount)
    steps = compile_terms(life.terms).steps
    paid = [amount if step.kind is StepKind.RESIDUAL else 0 for step in steps]
    records = b"".join(part.to_bytes(16, "big") * 2 + bytes(32) for part in paid)
    executed = [amount, 0, records]
    oracle, deal = life.record.oracle.address, life.record.deal.address
    report = [1, amount, 0, False, 0, [0], bytes(31) + b"\1"]
    received = _log(
        "RoyaltyEscrow", "RoyaltyPaid", life.record.escrow.address, [life.holders[1], bytes(32), bytes(32)], [amount]
    )
    return [
        received,
        _log("RoyaltyOracle", "ReportAccepted", oracle, [deal, period], report),
        _log("RoyaltyOracle", "ReportConsumed", oracle, [deal, period], []),
        _log("Deal", "PaymentDateExecuted", life.record.deal.address, [period, life.holders[0]], executed),
    ]


def _acts(life: Life, chance: random.Random, count: int) -> Iterator[Log]:
    token, escrow = life.record.tokens[TRANCHE].address, life.record.escrow.address
    told = 0
    while told < count:
        holder = chance.choice(life.holders)
        held = life.books.accounts[holder].units
        if held and chance.random() < 0.5:
            other, units = chance.choice(life.holders), chance.randint(1, held)
            life.books.move(holder, other, units)
            told += 1
            yield _log("TrancheToken", "Transfer", token, [holder, other], [units])
        elif gross := life.books.claim(holder):
            told += 1
            yield _log("RoyaltyEscrow", "IncomeClaimed", escrow, [token, holder], [gross, 0])


def _wallet(number: int) -> str:
    return "0x" + keccak(b"holder" + number.to_bytes(4, "big"))[-20:].hex()


_EVENTS: dict[tuple[str, str], tuple[str, list[str], list[str]]] = {}


def _shape(contract: str, name: str) -> tuple[str, list[str], list[str]]:
    """Topic 0, and the types of what is indexed and of what is not."""
    key = (contract, name)
    if key not in _EVENTS:
        entry = next(e for e in artefacts.load(contract).abi if e["type"] == "event" and e["name"] == name)
        types = ",".join(i["type"] for i in entry["inputs"])
        indexed, plain = (
            [i["type"] for i in entry["inputs"] if i["indexed"] is is_topic] for is_topic in (True, False)
        )
        _EVENTS[key] = "0x" + keccak(text=f"{name}({types})").hex(), indexed, plain
    return _EVENTS[key]


def _log(contract: str, name: str, address: str, topics: list[object], data: list[object]) -> Log:
    first, indexed, plain = _shape(contract, name)
    words = ("0x" + encode([kind], [value]).hex() for kind, value in zip(indexed, topics, strict=True))
    return Log(address, (first, *words), "0x" + encode(plain, data).hex())
