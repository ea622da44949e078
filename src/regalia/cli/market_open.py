# SPDX-License-Identifier: Apache-2.0
"""The deal that commands about offering, trading and voting are about: by its record, held against a node; and the settlement desk.

A tranche's token is always the record's. An order that names another token may be of a counterfeit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain import artefacts
from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.chain.record_check import check_record
from regalia.chain.transact import explained
from regalia.cli.address import Address
from regalia.domain.money import MoneyError
from regalia.errors import RegaliaError
from regalia.market.typed_data import DeskDomain
from regalia.servicing.deal_contracts import DealContracts

tranche_option = click.option("--tranche", required=True, metavar="ID", help="Id of the tranche.")
desk_option = click.option(
    "--desk", "desk_given", type=Address(), metavar="ADDRESS", help="Settlement desk, where the record names none."
)


class NoDeskError(RegaliaError, LookupError):
    """Nobody said where the settlement desk is."""


class NotTheDeskError(RegaliaError, ValueError):
    """What is at the address is not the settlement desk of this release, or not the record's."""


@dataclass(frozen=True)
class Place:
    """A deal on the chain of a node."""

    deal: DealContracts

    @property
    def web3(self) -> Web3:
        return self.deal.web3

    @property
    def record(self) -> DeploymentRecord:
        return self.deal.record

    @property
    def has_desk(self) -> bool:
        """Whether the record names a settlement desk."""
        return self.record.settlement_desk is not None

    def token(self, tranche: str) -> ChecksumAddress:
        return self.deal.token(tranche).address

    def tranche_of(self, token: str) -> str | None:
        """The id of the tranche with that token, None for a token that is none of this deal's."""
        return next((name for name, part in self.record.tokens.items() if part.address == token), None)

    def now(self) -> int:
        """Of the latest block, in seconds since 1970."""
        with explained("block"):
            return int(self.web3.eth.get_block("latest")["timestamp"])

    def money(self, units: int) -> str:
        """An amount in whole currency, with its code."""
        return f"{self.deal.money.format(units)} {self.deal.money.code}"

    def plain(self, units: int) -> str:
        """The same for programs: no separators, no code."""
        return f"{self.deal.money.to_decimal(units):f}"

    def units_of(self, option: str, typed: str) -> int:
        """What was typed for an option, in whole currency, in smallest units, above zero. Raises click's ``BadParameter``."""
        try:
            units = self.deal.money.to_units(typed)
        except MoneyError as error:
            raise click.BadParameter(error.message, param_hint=option) from None
        if units <= 0:
            raise click.BadParameter(f"{typed} is not above zero", param_hint=option)
        return units


def open_place(record_file: Path, rpc: str) -> Place:
    """Raises ``RecordError``, ``WrongNetworkError``, ``RecordMismatchError``, ``ChainUnreachableError``."""
    record = load_record(record_file)
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    check_record(web3, record)
    return Place(DealContracts(web3, record))


def desk_of(place: Place, given: ChecksumAddress | None) -> DeskDomain:
    """The record's desk, else the one that was named; its code is this release's. Raises ``NoDeskError`` and ``NotTheDeskError``."""
    recorded = place.record.settlement_desk
    if recorded is None and given is None:
        raise NoDeskError("desk: the record names no settlement desk", "Name it: --desk ADDRESS.")
    if recorded is not None and given not in (None, recorded.address):
        raise NotTheDeskError(f"--desk: {given}: the record says {recorded.address}", "Leave --desk out.")
    address = given if recorded is None else Web3.to_checksum_address(recorded.address)
    assert address is not None
    with explained("eth_getCode"):
        code = bytes(place.web3.eth.get_code(address))
    if not artefacts.load("SettlementDesk").matches(code):
        raise NotTheDeskError(
            f"desk: {address}: its code is not that of this release's SettlementDesk", "Allow it nothing."
        )
    return DeskDomain(place.record.chain_id, address)
