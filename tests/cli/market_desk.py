# SPDX-License-Identifier: Apache-2.0
"""A deal that is sold, traded and voted on from the command line: everybody has a keystore, and a folder to type in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3.types import RPCEndpoint

from regalia.chain.devnet import Devnet
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.domain.countries import COUNTRIES
from regalia.domain.terms import load_terms
from regalia.servicing import market, offering
from tests.ledger.life import DECEMBER_2023, USD, Life, begin
from tests.support.roles import key_of

TERMS = Path(__file__).parent / "market.yaml"
PASSWORD = "correct horse battery staple"
WINDOW_ENDS = DECEMBER_2023 + 14 * 24 * 3600
CASH = 1_000_000 * USD
CLASSES = {
    "senior_investor": "professional",
    "mezzanine_investor": "institutional",
    "buyer": "institutional",
    "retail_investor": "retail",
}
ROLES = (*CLASSES, "outsider")
"""Everybody has money, and an outsider nothing else."""
Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class MarketDesk:
    """``place`` is the folder the commands are typed in."""

    life: Life
    place: Path
    record: Path

    def run(self, *words: str) -> int:
        """As ``regalia`` would, with deal and node named; the exit code."""
        return entry.run([*words[: _depth(words)], *self.deal(words), *words[_depth(words) :]])

    def deal(self, words: Sequence[str]) -> list[str]:
        named = ["--record", str(self.record), "--rpc", self.life.chain.url]
        if words[0] in ("subscribe", "quote", "vote") or words[:2] == ("offer", "show"):
            named += ["--terms", str(TERMS)]
        return named

    def by(self, role: str) -> list[str]:
        return ["--keystore", str(self.place / f"{role}.json"), "--password-file", str(self.place / "password")]

    def file(self, name: str) -> str:
        return str(self.place / name)

    def units(self, tranche: str, role: str) -> int:
        return int(self.life.token(tranche).functions.balanceOf(key_of(role).address).call())

    def cash(self, role: str) -> int:
        return int(self.life.cash.functions.balanceOf(key_of(role).address).call())

    def warp(self, timestamp: int) -> None:
        self.life.chain.warp(timestamp)

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    @property
    def sent(self) -> int:
        """Transactions that the roles sent so far."""
        return sum(self.life.chain.web3.eth.get_transaction_count(key_of(role).address) for role in ROLES)

    def bid(self, role: str, tranche: str, units: int, level: int = 0) -> None:
        offering.subscribe(self.life.deal, tranche, units, key_of(role), level)


def set_up(chain: Devnet, folder: Path) -> MarketDesk:
    """The window is open; nobody has bid."""
    life = begin(chain, load_terms(TERMS))
    admin = chain.accounts[0]
    for role in ROLES:
        key = key_of(role)
        chain.web3.provider.make_request(RPCEndpoint("anvil_setBalance"), [key.address, hex(10**20)])
        life.send(life.cash.functions.mint(key.address, CASH), admin)
        keep_key(folder, role, key)
    for role, investor_class in CLASSES.items():
        market.admit(
            chain.web3,
            life.platform.registry,
            key_of(role).address,
            admin,
            country=COUNTRIES["US"],
            investor_class=investor_class,
            valid_until=2**40,
        )
    (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    return MarketDesk(life, folder, save_record(life.record, folder / "deployments"))


def keep_key(folder: Path, name: str, key: LocalAccount) -> None:
    keystore = Account.encrypt(key.key, PASSWORD, kdf="pbkdf2", iterations=2)
    (folder / f"{name}.json").write_text(json.dumps(keystore), encoding="utf-8")


def sell(desk: MarketDesk) -> None:
    """At 8.25% and 50; all of it is placed, and everybody has collected."""
    desk.bid("senior_investor", "senior", 800, 0)
    desk.bid("buyer", "senior", 200, 1)
    desk.bid("mezzanine_investor", "mezzanine", 500)
    desk.bid("senior_investor", "junior", 95)
    desk.warp(WINDOW_ENDS + 60)
    offering.close(desk.life.deal, desk.life.anybody)
    offering.collect_all(desk.life.deal, desk.life.anybody)
    desk.warp(desk.now + 60)


def printed(capsys: Captured) -> Any:
    """The one JSON object on standard output, and nothing on standard error."""
    found = capsys.readouterr()
    assert found.err == ""
    return json.loads(found.out)


def refusal(capsys: Captured) -> str:
    """What standard error says: words, and no traceback."""
    error = capsys.readouterr().err
    assert error.startswith("error: ") and "Traceback" not in error
    return error


def _depth(words: Sequence[str]) -> int:
    return 2 if words[0] in ("offer", "trade", "vote") else 1
