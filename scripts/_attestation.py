# SPDX-License-Identifier: Apache-2.0
"""Commands for admission by an issuer's attestation: the issuer signs a file, the investor hands it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import Whole
from scripts._ape import NotSignedError
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk
from scripts._options import class_option, country_option, eligible_until_option, wallet_option

DAY = 24 * 3600


@click.command("attest-eligibility", cls=NetworkCommand)
@at_desk
@wallet_option
@click.option("--sibling", type=Address(), help="A known wallet of the same investor, for a further one.")
@country_option
@class_option
@eligible_until_option
@click.option(
    "--days", type=Whole("days", 1, 365), default=30, show_default=True, help="Days in which it can be handed in."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def attest_eligibility(
    desk: Desk, wallet: Any, sibling: Any, country: int, investor_class: str, until: int, days: int, out: Path
) -> None:
    """Sign that an investor is eligible, into a file. The account must be an issuer; nothing is sent."""
    from regalia.chain.transact import call
    from regalia.servicing.attestation_file import SignedEligibility, save_attestation
    from regalia.servicing.eligibility import Eligibility, RegistryDomain, check_attestable, signable, with_nonce
    from regalia.servicing.market import CLASSES
    from regalia.servicing.transfer_text import country_name, moment

    investor = call(desk.web3, desk.deal.registry.functions.identity(sibling)) if sibling else wallet
    check_attestable(desk.web3, desk.registry, desk.account.address, until, investor)
    deadline = desk.web3.eth.get_block("latest")["timestamp"] + days * DAY
    number = CLASSES[investor_class]
    unsigned = Eligibility(wallet, investor, country, number, until, 0, deadline)
    eligibility = with_nonce(desk.web3, desk.registry, unsigned)
    domain = RegistryDomain(desk.web3.eth.chain_id, desk.registry)
    desk.ask(f"Sign that {wallet} of {country_name(country)} is {investor_class} until {moment(until)}?")
    signed = desk.account.sign_message(signable(eligibility, domain))
    if signed is None:
        raise NotSignedError("the account did not sign", "Unlock it, or choose another with --account.")
    save_attestation(SignedEligibility(eligibility, domain, desk.account.address, signed.encode_rsv()), out)
    desk.show({"file": str(out), "hand in until": moment(deadline)})


@click.command(cls=NetworkCommand)
@at_desk
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What the issuer signed.")
def register(desk: Desk, file: Path) -> None:
    """Hand in an issuer's attestation. The account must be the wallet it is about."""
    from regalia.servicing import eligibility
    from regalia.servicing.attestation_file import load_attestation
    from regalia.servicing.transfer_text import country_name, moment

    domain = eligibility.RegistryDomain(desk.web3.eth.chain_id, desk.registry)
    signed = load_attestation(file, domain)
    said = signed.eligibility
    desk.send(
        f"Register {said.wallet} of {country_name(said.country)} until {moment(said.valid_until)}, "
        f"attested by {signed.issuer}?",
        lambda: eligibility.register(desk.web3, desk.registry, said, signed.issuer, signed.signature, desk.signer),
    )
