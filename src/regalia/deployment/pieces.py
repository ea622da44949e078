# SPDX-License-Identifier: Apache-2.0
"""The contracts of a platform, in the order in which they are made, each at an address that is known before it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from eth_abi.abi import encode
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain import artefacts
from regalia.chain.artefact import Artefact
from regalia.chain.deployer import ADMIN_DELAY
from regalia.deployment.proxy import address_of

NOBODY_YET = 2**256 - 1
"""The threshold an oracle of rights is made with: no report has so many signers. The wish's is set by a step of its own, so that
changing it later does not mean another contract."""


@dataclass(frozen=True)
class Piece:
    """One contract. ``needs`` are the keys of those it is wired to or whose code its constructor looks for."""

    key: str
    name: str
    arguments: tuple[Any, ...]
    salt: bytes
    needs: tuple[str, ...] = ()

    @property
    def artefact(self) -> Artefact:
        return artefacts.load(self.name)

    @cached_property
    def encoded_arguments(self) -> bytes:
        return encode_arguments(self.name, self.arguments)

    @cached_property
    def init_code(self) -> bytes:
        return bytes.fromhex(self.artefact.bytecode[2:]) + self.encoded_arguments

    @cached_property
    def address(self) -> ChecksumAddress:
        return address_of(self.salt, self.init_code)


def encode_arguments(name: str, arguments: tuple[Any, ...]) -> bytes:
    """What a contract's constructor is given, after its code."""
    entries = cast(list[dict[str, Any]], artefacts.load(name).abi)
    inputs: list[dict[str, str]] = next((entry["inputs"] for entry in entries if entry["type"] == "constructor"), [])
    return encode([declared["type"] for declared in inputs], arguments)


class Pieces(Mapping[str, Piece]):
    """By key, in the order in which they are made."""

    def __init__(self, account: ChecksumAddress, salt: str) -> None:
        self.account, self._salt = account, bytes(Web3.keccak(text=salt))
        self._pieces: dict[str, Piece] = {}

    def __getitem__(self, key: str) -> Piece:
        return self._pieces[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)

    def add(
        self,
        key: str,
        name: str,
        *wired: str | ChecksumAddress,
        more: tuple[Any, ...] = (),
        named: tuple[str, ...] = (),
    ) -> None:
        """``wired`` are keys of pieces, or addresses of what is there already and ``named`` in a plan; ``more`` follows them in the
        constructor.
        """
        needs = tuple(part for part in wired if part in self._pieces)
        given = tuple(self._pieces[part].address if part in self._pieces else part for part in wired)
        self._pieces[key] = Piece(key, name, given + more, self._salt, named + needs)

    def add_administered(self, key: str, name: str, *wired: str, more: tuple[Any, ...] = ()) -> None:
        self.add(key, name, *wired, more=(self.account, ADMIN_DELAY, *more))


def pieces_of(
    account: ChecksumAddress,
    salt: str,
    *,
    platform: bool = True,
    registry: ChecksumAddress | None = None,
    rights: bool = False,
    test_money: bool = False,
) -> Pieces:
    """``account`` administers them. ``registry``: an ``IEligibility`` that is there already, in place of a new one."""
    made = Pieces(account, salt)
    if test_money:
        made.add("payment_token", "MockPaymentToken")
    if platform:
        _platform(made, registry)
    if rights:
        _rights(made)
    return made


def _platform(made: Pieces, registry: ChecksumAddress | None) -> None:
    made.add_administered("oracle", "RoyaltyOracle")
    if registry is None:
        made.add_administered("registry", "InvestorRegistry")
    made.add_administered("agent", "TransferAgent")
    made.add_administered("supervisor", "Supervisor")
    foreign = ("registry",) if registry else ()
    made.add("tranche_token", "TrancheToken", registry or "registry", "agent", "supervisor", named=foreign)
    made.add("lens", "DealLens")
    made.add("support", "SupportFacility", "lens")
    made.add("checker", "ProgramChecker")
    made.add("meeting", "NoteholderMeeting", "oracle", "supervisor", "checker")
    made.add("deal", "Deal", "supervisor", "support", "lens", "meeting")
    made.add("factory", "DealFactory", "oracle", "tranche_token", "deal", "checker")
    made.add("desk", "SettlementDesk")


def _rights(made: Pieces) -> None:
    made.add_administered("rights_registry", "IPRegistry")
    made.add_administered("legal_oracle", "LegalOracle", "rights_registry", more=(NOBODY_YET,))
    made.add("gates", "PoolGates")
    made.add_administered("pool", "RightsPool", "rights_registry", "gates")
    made.add_administered("valuation_oracle", "ValuationOracle", "rights_registry", more=(NOBODY_YET,))
