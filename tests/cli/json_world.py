# SPDX-License-Identifier: Apache-2.0
"""One chain with its deals at successive stages of life, and what the checks of ``--json`` ask of it: by plain calls, not by the code
under test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from web3 import Web3
from web3.contract import Contract
from web3.types import RPCEndpoint, TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet
from regalia.cli import main as entry
from tests.cli.guide_desk import Desk
from tests.cli.json_figures import transaction
from tests.cli.json_leaf import differences
from tests.cli.market_desk import MarketDesk
from tests.ledger.life import Life

SLOWLY = 13
"""Seconds between what a command looks at and what it sends."""


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
    market: MarketDesk = field(init=False, repr=False)
    board: Path = field(init=False, repr=False)
    order_file: Path = field(init=False, repr=False)
    expiry: int = field(init=False, repr=False)
    """Of the order on the board."""
    office: Desk = field(init=False, repr=False)
    pledged: Life = field(init=False, repr=False)
    pledged_record: Path = field(init=False, repr=False)


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
        return json.loads(self._printed(lambda: entry.run([*map(str, typed), "--json"]), code))

    def lines(self, *typed: object) -> list[Any]:
        """The same of a command that prints an object a line."""
        return [
            json.loads(line) for line in self._printed(lambda: entry.run([*map(str, typed), "--json"]), 0).splitlines()
        ]

    def of_market(self, *typed: str, code: int = 0) -> Any:
        """What a command about the market deal prints; ``MarketDesk.run`` types which deal and node it is."""
        return json.loads(self._printed(lambda: self.market.run(*typed, "--json"), code))

    def _printed(self, run: Callable[[], int], code: int) -> str:
        self.capsys.readouterr()
        ended, printed = run(), self.capsys.readouterr()
        assert (ended, printed.err) == (code, "")
        return printed.out

    def sending(self, ask: Callable[[], Any]) -> tuple[Any, list[dict[str, Any]]]:
        """What a command told, and every transaction that was mined meanwhile, as it has to tell of them. Blocks come later than the one
        that is looked at before, as they do on any chain.
        """
        self.web3.provider.make_request(RPCEndpoint("evm_increaseTime"), [SLOWLY])
        before = self.head
        return ask(), [transaction(receipt) for receipt in self.mined(before)]

    def mined(self, after: int) -> list[TxReceipt]:
        blocks = [self.web3.eth.get_block(number) for number in range(after + 1, self.head + 1)]
        return [self.web3.eth.get_transaction_receipt(one) for block in blocks for one in block["transactions"]]  # type: ignore[arg-type]


def equal(found: Any, expected: Any) -> None:
    wrong = list(differences(found, expected))
    assert not wrong, "\n".join(wrong)
