# SPDX-License-Identifier: Apache-2.0
"""What commands do alike: ask, send, say what was sent; and on a deal, open its record."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from regalia.domain.money import MoneyError
from scripts._ape import ApeSigner, ask, common, connection, record_option, show

MOST_MONEY = 2**128 - 1
"""Smallest units that a deal's books can count."""


@dataclass(frozen=True)
class Clerk:
    """Whoever carries a command out: the Ape account that acts, and how to ask and to print."""

    account: Any
    yes: bool
    as_json: bool

    @property
    def signer(self) -> ApeSigner:
        return ApeSigner(self.account)

    def parts_of(self, who: Any) -> Sequence[str]:
        """What an address is where the command acts, for people."""
        return ()

    def ask(self, question: str) -> None:
        ask(question, self.yes, self.parts_of)

    def send(self, question: str, act: Callable[[], Any]) -> None:
        """Ask, send, and say which transaction it was."""
        self.ask(question)
        self.show(transaction(act()))

    def show(self, figures: dict[str, Any]) -> None:
        show(figures, self.as_json)


@dataclass(frozen=True)
class Desk(Clerk):
    """One command on a deal under way."""

    deal: Any

    @property
    def web3(self) -> Any:
        return self.deal.web3

    def parts_of(self, who: Any) -> Sequence[str]:
        from regalia.servicing.acting import parts_of

        return parts_of(self.deal, who)

    @property
    def registry(self) -> Any:
        """Address of the deal's registry of investors."""
        return self.deal.registry.address

    def money(self, units: int) -> str:
        """An amount in whole currency, with its code."""
        return f"{self.deal.money.format(units)} {self.deal.money.code}"

    def amount(self, option: str, typed: str, least: int = 1) -> int:
        """What was typed for an option, in whole currency, in smallest units; ``least`` is 0 or 1 of those. Usage error."""
        try:
            units: int = self.deal.money.to_units(typed)
        except MoneyError as error:
            raise click.BadParameter(error.message, param_hint=repr(option)) from error
        if units < least:
            raise click.BadParameter(f"{typed} is {'below' if least == 0 else 'not above'} 0", param_hint=repr(option))
        if units > MOST_MONEY:
            raise click.BadParameter(f"{typed} is more than a deal's books can count", param_hint=repr(option))
        return units


def transaction(receipt: Any) -> dict[str, Any]:
    """A transaction that was mined, for people."""
    return {
        "transaction": receipt["transactionHash"].to_0x_hex(),
        "block": receipt["blockNumber"],
        "gas": receipt["gasUsed"],
    }


def open_deal(record_path: Path) -> Any:
    """The deal's contracts, once the record was held against the chain."""
    from regalia.chain.record import load_record
    from regalia.chain.record_check import check_record
    from regalia.servicing.deal_contracts import DealContracts

    record = load_record(record_path)
    check_record(connection(), record)
    return DealContracts(connection(), record)


def at_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every act on a deal, and a ``Desk`` in their place."""

    @common
    @record_option
    @functools.wraps(command)
    def run(account: Any, yes: bool, as_json: bool, record_path: Path, **given: Any) -> None:
        command(Desk(account, yes, as_json, open_deal(record_path)), **given)

    return run


def at_reading_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that only reads a deal its options, and a ``Desk`` without an account."""
    from ape.cli import network_option

    @record_option
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @functools.wraps(command)
    def run(as_json: bool, record_path: Path, **given: Any) -> None:
        command(Desk(None, True, as_json, open_deal(record_path)), **given)

    on_network: Callable[..., None] = network_option()(run)
    return on_network


def under_order(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--order`` and ``--evidence``, and an ``Order`` in their place."""

    @click.option("--order", "reference", required=True, help="Number of the order: at most 32 bytes, goes on chain.")
    @click.option(
        "--evidence",
        required=True,
        metavar="FILE|HASH",
        help="The document: its SHA-256 goes on chain. Or that hash itself, 0x and 64 digits.",
    )
    @functools.wraps(command)
    def run(desk: Desk, reference: str, evidence: str, **given: Any) -> None:
        from regalia.servicing.orders import Order, evidence_hash

        command(desk, order=Order.of(reference, evidence_hash(evidence)), **given)

    return run
