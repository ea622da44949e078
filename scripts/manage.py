# SPDX-License-Identifier: Apache-2.0
"""Operate a deal by its record: ``ape run manage status --record FILE``. Investors have ``invest``, supervisors ``supervise``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ape.cli import network_option

from scripts import _market, _offering, _offices, _registration, _support
from scripts._ape import record_option, show
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, open_deal
from scripts._moved import MOVED
from scripts._rights_due import settle_first


@click.group()
def cli() -> None:
    """Admit investors, close the sale, pay royalties, execute payment dates, support, call, conclude; appoint officers."""


@cli.command(cls=NetworkCommand)
@network_option()
@record_option
@click.option(
    "--terms",
    "terms_path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The deal file: accounts, facilities, triggers and flags by their names.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(record_path: Path, terms_path: Path | None, as_json: bool) -> None:
    """Where the deal stands."""
    from regalia.domain.terms import load_terms
    from regalia.servicing.status import status_of

    terms = load_terms(terms_path) if terms_path else None
    show(status_of(open_deal(record_path), terms), as_json)


@cli.command(cls=NetworkCommand)
@at_desk
@click.option("--licence", required=True, help="The licence's name; its keccak-256 goes on chain.")
@click.option("--amount", required=True, help="In whole currency.")
@click.option("--reference", required=True, help="The payer's reference; its keccak-256 goes on chain.")
def pay(desk: Desk, licence: str, amount: str, reference: str) -> None:
    """Pay royalties into the escrow."""
    from regalia.servicing import payments

    units = desk.amount("--amount", amount)
    words = (bytes(desk.web3.keccak(text=licence)), units, bytes(desk.web3.keccak(text=reference)))
    desk.send(
        f"Pay {desk.money(units)} for licence {licence}?",
        lambda: payments.pay_royalty(desk.deal, *words, desk.signer),
    )


@cli.command(cls=NetworkCommand)
@at_desk
@click.option("--settle", is_flag=True, help="Look first at rights about which time has brought something.")
def execute(desk: Desk, settle: bool) -> None:
    """Execute the next payment date with its accepted report. Any account may.

    A deal on rights waits until somebody has looked at what time brought to them: `rights settle`, or --settle.
    """
    from regalia.servicing import payments
    from regalia.servicing.reports import next_report

    settle_first(desk, settle)
    report = next_report(desk.deal)
    available = payments.preview(desk.deal, report.as_tuple()).available
    desk.send(
        f"Execute period {report.period}, with available funds of {desk.money(available)}?",
        lambda: payments.execute(desk.deal, report.as_tuple(), desk.signer),
    )


@cli.command(cls=NetworkCommand)
@at_desk
def withdraw(desk: Desk) -> None:
    """Withdraw what the account is owed as a payee or as tax authority."""
    from regalia.servicing import payments

    owed: Any = payments.payable(desk.deal, desk.account.address)
    desk.send(
        f"Withdraw {desk.money(owed)} for {desk.account.address}?",
        lambda: payments.withdraw(desk.deal, desk.signer),
    )


for command in (
    *_offering.OPERATING,
    *_market.OPERATING,
    *_registration.COMMANDS,
    *_offices.OPERATING,
    *_support.COMMANDS,
    *MOVED,
):
    cli.add_command(command)
