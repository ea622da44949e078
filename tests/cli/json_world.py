# SPDX-License-Identifier: Apache-2.0
"""One chain with its deals at successive stages of life, and what the checks of ``--json`` ask of it: by plain calls, not by the code
under test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet
from regalia.cli import main as entry
from tests.cli.guide_desk import Desk
from tests.cli.json_leaf import differences
from tests.cli.market_desk import MarketDesk
from tests.ledger.life import Life

USD = 10**6


class Stage(IntEnum):
    """In the order in which the chain lives through them; what a check does is undone before the next."""

    BARE = 0
    REPORTING = 1
    OFFERED = 2
    CLEARED = 3
    TRADED = 4
    PAID = 5
    CONVENED = 6
    PLEDGED = 7


@dataclass
class World:
    """``market`` is sold, traded and voted on; ``office`` reports of a deal of its own; ``pledged`` is a deal on rights."""

    chain: Devnet
    place: Path
    stage: Stage = Stage.BARE
    market: MarketDesk = field(init=False)
    board: Path = field(init=False)
    order_file: Path = field(init=False)
    expiry: int = field(init=False)
    """Of the order on the board."""
    office: Desk = field(init=False)
    pledged: Life = field(init=False)
    pledged_record: Path = field(init=False)


@dataclass(frozen=True)
class Asked:
    """What one check works with. ``folder`` is its own."""

    world: World
    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def web3(self) -> Web3:
        return self.world.chain.web3

    @property
    def market(self) -> MarketDesk:
        return self.world.market

    @property
    def url(self) -> str:
        return self.world.chain.url

    @property
    def head(self) -> int:
        return self.web3.eth.block_number

    @property
    def now(self) -> int:
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def contract(self, name: str, address: str) -> Contract:
        return contract(self.web3, name, Web3.to_checksum_address(address))

    def told(self, *typed: object, code: int = 0) -> Any:
        """The one object that a command prints; it says nothing else."""
        self.capsys.readouterr()
        assert entry.run([*map(str, typed), "--json"]) == code, self.capsys.readouterr().err
        printed = self.capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out)

    def of_market(self, *typed: str, code: int = 0) -> Any:
        """The same of a command about the market deal, ``MarketDesk.run`` typed it."""
        self.capsys.readouterr()
        assert self.market.run(*typed, "--json") == code, self.capsys.readouterr().err
        printed = self.capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out)

    def sending(self, ask: Callable[[], Any]) -> tuple[Any, list[dict[str, Any]]]:
        """What a command told, and every transaction that was mined meanwhile, as it has to tell of them."""
        before = self.head
        return ask(), [shown(receipt) for receipt in self.mined(before)]

    def mined(self, after: int) -> list[TxReceipt]:
        blocks = [self.web3.eth.get_block(number) for number in range(after + 1, self.head + 1)]
        return [self.web3.eth.get_transaction_receipt(one) for block in blocks for one in block["transactions"]]  # type: ignore[arg-type]


def equal(found: Any, expected: Any) -> None:
    wrong = list(differences(found, expected))
    assert not wrong, "\n".join(wrong)


def shown(receipt: TxReceipt) -> dict[str, Any]:
    return {
        "hash": receipt["transactionHash"].to_0x_hex(),
        "block": receipt["blockNumber"],
        "gas": receipt["gasUsed"],
    }


def plain(units: int) -> str:
    """Whole currency as text, from the smallest units of the test token."""
    sign, units = "-" if units < 0 else "", abs(units)
    return f"{sign}{units // USD}.{units % USD:06d}"


def pretty(units: int) -> str:
    """The same for people, with its code: at least two decimals, no more than needed."""
    whole, fraction = plain(units).split(".")
    return f"{int(whole):,}.{fraction.rstrip('0').ljust(2, '0')} tUSD"


def bytes_of(word: int, first: int, last: int) -> int:
    """Bytes ``first`` to ``last`` of a word of 32, as a number."""
    return int.from_bytes(word.to_bytes(32, "big")[first : last + 1], "big")


def moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
