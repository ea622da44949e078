# SPDX-License-Identifier: Apache-2.0
"""Commands on the registry of investors, of its registrars, issuers and administrator. Investors `register` in ``invest``."""

from __future__ import annotations

from typing import Any

import click

from regalia.cli.address import Address
from scripts._attestation import attest_eligibility
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk
from scripts._options import class_option, country_option, eligible_until_option, wallet_option


@click.command(cls=NetworkCommand)
@at_desk
@wallet_option
@country_option
@class_option
@eligible_until_option
def admit(desk: Desk, wallet: Any, country: int, investor_class: str, until: int) -> None:
    """Admit an investor, or renew one. The account must be a registrar."""
    from regalia.servicing import market
    from regalia.servicing.transfer_text import country_name, moment

    desk.send(
        f"Admit {wallet} of {country_name(country)} as {investor_class} until {moment(until)}?",
        lambda: market.admit(
            desk.web3,
            desk.registry,
            wallet,
            desk.signer,
            country=country,
            investor_class=investor_class,
            valid_until=until,
        ),
    )


@click.command("add-wallet", cls=NetworkCommand)
@at_desk
@click.option("--wallet", type=Address(), required=True, help="The further wallet.")
@click.option("--sibling", type=Address(), required=True, help="A wallet of the investor that is known already.")
def add_wallet(desk: Desk, wallet: Any, sibling: Any) -> None:
    """Bind a further wallet to an investor, for good. The account must be a registrar."""
    from regalia.servicing import registration

    desk.send(
        f"Bind {wallet} to the investor of {sibling} for good?",
        lambda: registration.add_wallet(desk.web3, desk.registry, wallet, sibling, desk.signer),
    )


@click.command("close-wallet", cls=NetworkCommand)
@at_desk
@wallet_option
def close_wallet(desk: Desk, wallet: Any) -> None:
    """Close a lost wallet for good. The account must be a registrar."""
    from regalia.servicing import registration

    desk.send(
        f"Close {wallet} for good?",
        lambda: registration.close_wallet(desk.web3, desk.registry, wallet, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@wallet_option
def remove(desk: Desk, wallet: Any) -> None:
    """Withdraw an investor's eligibility; units and income stay. The account must be a registrar."""
    from regalia.servicing import registration

    desk.send(
        f"Withdraw the eligibility of the investor of {wallet}?",
        lambda: registration.remove(desk.web3, desk.registry, wallet, desk.signer),
    )


@click.command("issuer-add", cls=NetworkCommand)
@at_desk
@click.option("--issuer", type=Address(), required=True, help="Who may attest.")
def issuer_add(desk: Desk, issuer: Any) -> None:
    """Appoint an issuer of attestations. The account must administer the registry."""
    from regalia.servicing import registration

    desk.send(
        f"Let {issuer} attest that investors are eligible?",
        lambda: registration.add_issuer(desk.web3, desk.registry, issuer, desk.signer),
    )


@click.command("issuer-remove", cls=NetworkCommand)
@at_desk
@click.option("--issuer", type=Address(), required=True, help="Who may attest no more.")
def issuer_remove(desk: Desk, issuer: Any) -> None:
    """Dismiss an issuer: its investors are ineligible at once. The account must administer the registry."""
    from regalia.servicing import registration

    desk.send(
        f"Dismiss {issuer}, so that its investors are ineligible at once?",
        lambda: registration.remove_issuer(desk.web3, desk.registry, issuer, desk.signer),
    )


COMMANDS = (admit, add_wallet, close_wallet, remove, issuer_add, issuer_remove, attest_eligibility)
