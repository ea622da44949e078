# SPDX-License-Identifier: Apache-2.0
"""Run a deal by its record: ``ape run manage status --record FILE``."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import click
from ape.cli import ConnectedProviderCommand, network_option

from scripts._ape import Address, ApeSigner, ask, common, connection, explained, record_option, show


@click.group()
def cli() -> None:
    """Admit, sell, close, pay, execute, claim."""


def open_deal(record_path: Path) -> Any:
    """The deal's contracts, once the record was held against the chain."""
    from regalia.chain.record import load_record
    from regalia.chain.record_check import check_record
    from regalia.servicing.deal_contracts import DealContracts

    record = load_record(record_path)
    check_record(connection(), record)
    return DealContracts(connection(), record)


def in_words(deal: Any, units: int) -> str:
    """An amount in whole currency, with its code."""
    return f"{deal.money.format(units)} {deal.money.code}"


def sent(receipt: Any, as_json: bool) -> None:
    show(
        {
            "transaction": receipt["transactionHash"].to_0x_hex(),
            "block": receipt["blockNumber"],
            "gas": receipt["gasUsed"],
        },
        as_json,
    )


@cli.command(cls=ConnectedProviderCommand)
@network_option()
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(record_path: Path, as_json: bool) -> None:
    """Where the deal stands."""
    from regalia.servicing.status import status_of

    with explained():
        show(status_of(open_deal(record_path)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@click.option("--wallet", type=Address(), required=True, help="The investor's address.")
@click.option("--country", type=int, required=True, help="ISO 3166-1 numeric.")
@click.option("--class", "investor_class", required=True, help="retail, professional, institutional or originator.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day of eligibility (UTC).")
@common
def admit(
    account: Any,
    yes: bool,
    as_json: bool,
    record_path: Path,
    wallet: Any,
    country: int,
    investor_class: str,
    until: Any,
) -> None:
    """Admit an investor. The account must be an agent of the registry."""
    from datetime import timedelta

    from regalia.servicing import market

    with explained():
        deal = open_deal(record_path)
        ask(f"Admit {wallet} as {investor_class} until {until:%Y-%m-%d}?", yes)
        end = until.replace(tzinfo=UTC) + timedelta(days=1)
        receipt = market.admit(
            deal.web3,
            deal.registry.address,
            wallet,
            ApeSigner(account),
            country=country,
            investor_class=investor_class,
            valid_until=int(end.timestamp()) - 1,
        )
        sent(receipt, as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@click.option("--tranche", required=True, help="Id of the tranche.")
@click.option("--units", type=click.IntRange(min=1), required=True)
@common
def subscribe(account: Any, yes: bool, as_json: bool, record_path: Path, tranche: str, units: int) -> None:
    """Buy units in the offering."""
    from regalia.servicing import market

    with explained():
        deal = open_deal(record_path)
        ask(f"Buy {units:,} units of {tranche} for {account.address}?", yes)
        sent(market.subscribe(deal, tranche, units, ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@click.option("--tranche", required=True, help="Id of the tranche.")
@common
def refund(account: Any, yes: bool, as_json: bool, record_path: Path, tranche: str) -> None:
    """Take back a subscription of an offering that lapsed."""
    from regalia.servicing import market

    with explained():
        deal = open_deal(record_path)
        ask(f"Give back the units of {tranche} of {account.address} for their price?", yes)
        sent(market.refund(deal, tranche, ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@common
def close(account: Any, yes: bool, as_json: bool, record_path: Path) -> None:
    """Close a deal that is sold out."""
    from regalia.servicing import market

    with explained():
        deal = open_deal(record_path)
        ask("Close the deal?", yes)
        sent(market.close(deal, ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@click.option("--licence", required=True, help="The licence's name; its keccak-256 goes on chain.")
@click.option("--amount", required=True, help="In whole currency.")
@click.option("--reference", required=True, help="The payer's reference; its keccak-256 goes on chain.")
@common
def pay(account: Any, yes: bool, as_json: bool, record_path: Path, licence: str, amount: str, reference: str) -> None:
    """Pay royalties into the escrow."""
    from regalia.servicing import payments

    with explained():
        deal = open_deal(record_path)
        units = deal.money.to_units(amount)
        ask(f"Pay {in_words(deal, units)} for licence {licence}?", yes)
        words = (bytes(deal.web3.keccak(text=licence)), units, bytes(deal.web3.keccak(text=reference)))
        sent(payments.pay_royalty(deal, *words, ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@common
def execute(account: Any, yes: bool, as_json: bool, record_path: Path) -> None:
    """Execute the next payment date with its accepted report. Any account may."""
    from regalia.servicing import payments
    from regalia.servicing.reports import next_report

    with explained():
        deal = open_deal(record_path)
        report = next_report(deal)
        foreseen = payments.preview(deal, report.as_tuple())
        ask(f"Execute period {report.period}, with available funds of {in_words(deal, foreseen.available)}?", yes)
        sent(payments.execute(deal, report.as_tuple(), ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@click.option("--tranche", required=True, help="Id of the tranche.")
@common
def claim(account: Any, yes: bool, as_json: bool, record_path: Path, tranche: str) -> None:
    """Claim the income of the account's units."""
    from regalia.servicing import payments

    with explained():
        deal = open_deal(record_path)
        owed = payments.entitlement(deal, tranche, account.address)
        ask(f"Claim {in_words(deal, owed)} for {account.address}?", yes)
        sent(payments.claim(deal, tranche, ApeSigner(account)), as_json)


@cli.command(cls=ConnectedProviderCommand)
@record_option
@common
def withdraw(account: Any, yes: bool, as_json: bool, record_path: Path) -> None:
    """Withdraw what the account is owed as a payee."""
    from regalia.servicing import payments

    with explained():
        deal = open_deal(record_path)
        ask(f"Withdraw {in_words(deal, payments.payable(deal, account.address))} for {account.address}?", yes)
        sent(payments.withdraw(deal, ApeSigner(account)), as_json)
