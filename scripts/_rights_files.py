# SPDX-License-Identifier: Apache-2.0
"""Commands that enter what a file says: a portfolio, a valuation report. Run again, they go on from where they stopped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from scripts._ape import by_party
from scripts._command import NetworkCommand
from scripts._places import check_contract
from scripts._rights_desk import RightsDesk, at_rights

file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
token_option = click.option(
    "--payment-token", "token", type=Address(), help="Address of the token the values are in; without it the deal's."
)


@click.command(cls=NetworkCommand)
@at_rights("registry")
@file_argument
@click.option(
    "--party",
    "parties",
    multiple=True,
    callback=by_party,
    metavar="ID=ADDRESS",
    help="Address of a party of the file; repeat.",
)
@token_option
def enter(desk: RightsDesk, file: Path, parties: dict[str, Any], token: Any) -> None:
    """Enter a portfolio: its rights, liens and licences, and of its valuations the account's own.

    The account must be a rights-registrar. Each act is a transaction. What is on chain already is known by its document and passed over.
    """
    from regalia.feeds.portfolio import load_portfolio

    portfolio = load_portfolio(file, desk.today)
    valued = any(right.valuations for right in portfolio.terms.rights)
    found = values_token(desk, token, portfolio.terms.currency) if valued else "0x"
    _carry_out(desk, portfolio.acts(parties, found), f"portfolio {portfolio.terms.id}")


@click.command(cls=NetworkCommand)
@at_rights("registry")
@file_argument
@token_option
def value(desk: RightsDesk, file: Path, token: Any) -> None:
    """Value rights as a valuation report says, in the account's own name. The account must be an appraiser."""
    from regalia.feeds.valuations import load_valuations

    report = load_valuations(file, desk.today)
    found = values_token(desk, token, report.terms.currency)
    _carry_out(desk, report.acts(desk.account.address, found), f"valuation report of {report.terms.appraiser}")


def _carry_out(desk: RightsDesk, acts: Sequence[Any], of: str) -> None:
    from regalia.servicing.entering import carry_out, plan

    found = plan(desk.rights, acts, desk.account.address)
    figures: dict[str, Any] = {"acts in the file": len(acts), "on chain already": len(found.known)}
    entered = 0
    if found.mine:
        desk.ask(
            f"Enter {len(found.mine)} acts of the {of}, each a transaction? {len(found.known)} are on chain already."
        )
        entered = carry_out(desk.rights, acts, found, desk.signer, _say if not desk.as_json else lambda _: None)
    figures["entered"] = entered
    figures |= {f"to be valued by {who}": count for who, count in found.others.items()}
    desk.show(figures)


def values_token(desk: RightsDesk, named: Any, currency: Any) -> Any:
    """The token that values are in, which must count as the file does."""
    from regalia.servicing.entering import check_token

    token = named or desk.token
    if token is None:
        raise click.UsageError("Give --payment-token: the values are in it.")
    check_contract(desk.web3, "--payment-token", token)
    check_token(desk.web3, currency.currency(), token)
    return token


def _say(entered: str) -> None:
    click.echo(f"entered: {entered}")


COMMANDS = (enter, value)
