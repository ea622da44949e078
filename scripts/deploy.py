# SPDX-License-Identifier: Apache-2.0
"""Deploy as a file wishes, or by hand one after the other: ``ape run deploy plan | apply | platform | rights | deal``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import Whole
from scripts import _deployment
from scripts._ape import ApeSigner, ask, by_party, common, connection, show
from scripts._command import NetworkCommand
from scripts._places import check_contract


@click.group()
def cli() -> None:
    """Deploy what a wish is missing, or by hand the platform, the registry of rights, or a deal."""


@cli.command(cls=NetworkCommand)
@click.option("--test-money", is_flag=True, help="Deploy a payment token worth nothing as well (test networks only).")
@click.option(
    "--registry", type=Address(), help="A registry of investors that is there already, in place of a new one."
)
@common
def platform(account: Any, yes: bool, as_json: bool, test_money: bool, registry: Any) -> None:
    """Deploy oracle, registry, transfer agent, supervisor, what deals are made of, and the factory; the account administers them all.

    Appoint the officers afterwards: `manage appoint`.
    """
    from regalia.chain.deployer import deploy_contract, deploy_platform

    web3, sender = connection(), ApeSigner(account)
    if registry:
        check_contract(web3, "--registry", registry)
    ask(f"Deploy the platform to chain {web3.eth.chain_id} from {sender.address}?", yes)
    made = deploy_platform(web3, sender, registry)
    figures = {
        "oracle": made.oracle,
        "registry": made.registry,
        "transfer agent": made.agent,
        "supervisor": made.supervisor,
        "factory": made.factory,
        "noteholder meeting": made.meeting,
        "settlement desk": made.desk,
    }
    if test_money:
        figures["payment token"] = deploy_contract(web3, "MockPaymentToken", sender)
    show(figures, as_json)


@cli.command(cls=NetworkCommand)
@click.option(
    "--threshold",
    type=Whole("attestors", 1, 255),
    required=True,
    help="So many attestors must sign a report of legal events.",
)
@click.option(
    "--valuation-threshold",
    type=Whole("attestors", 1, 255),
    help="So many must sign a report of valuations; without it as many as of legal events.",
)
@common
def rights(account: Any, yes: bool, as_json: bool, threshold: int, valuation_threshold: int | None) -> None:
    """Deploy registry of rights, legal oracle, gates, pool and valuation oracle; the account administers them all.

    Appoint rights-registrar, appraisers, legal-attestors, valuation-attestors and rights-trustee afterwards: `manage appoint --contract`.
    Deals name the pool as their source of facts: `deploy deal --facts`.
    """
    from regalia.chain.deployer import contract, deploy_rights
    from regalia.chain.transact import call

    web3, sender = connection(), ApeSigner(account)
    ask(f"Deploy the registry of rights to chain {web3.eth.chain_id} from {sender.address}?", yes)
    made = deploy_rights(web3, sender, threshold, valuation_threshold)
    figures = {
        "registry of rights": made.registry,
        "legal oracle": made.oracle,
        "gates": call(web3, contract(web3, "RightsPool", made.pool).functions.GATES()),
        "pool of rights": made.pool,
        "valuation oracle": made.valuation_oracle,
    }
    show(figures, as_json)


@cli.command(cls=NetworkCommand)
@click.argument("terms_path", metavar="TERMS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--factory", type=Address(), required=True, help="Address of the deal factory.")
@click.option("--payment-token", type=Address(), required=True, help="Address of the payment token.")
@click.option("--originator", type=Address(), required=True, help="Who gets the proceeds.")
@click.option(
    "--party",
    "parties",
    multiple=True,
    callback=by_party,
    metavar="ID=ADDRESS",
    help="Address of a payee, an attestor or the tax authority; repeat.",
)
@click.option(
    "--facts",
    type=Address(),
    help="Contract that knows the facts triggers look at, for a deal that has such: the pool of rights.",
)
@click.option("--desk", type=Address(), help="The settlement desk on which its units are to be traded.")
@click.option("--records", type=click.Path(file_okay=False, path_type=Path), default=Path("deployments"))
@click.option("--replace", is_flag=True, help="Replace the record of an earlier deal of the same terms on this chain.")
@common
def deal(
    account: Any,
    yes: bool,
    as_json: bool,
    terms_path: Path,
    factory: Any,
    payment_token: Any,
    originator: Any,
    parties: dict[str, Any],
    facts: Any,
    desk: Any,
    records: Path,
    replace: bool,
) -> None:
    """Make a deal from the file TERMS and write its record down."""
    from regalia.chain.deployer import platform_of
    from regalia.chain.issuance import DealAddresses, issue
    from regalia.chain.record import check_free, check_writable, record_path, save_record
    from regalia.domain.terms import load_terms

    web3, sender, terms = connection(), ApeSigner(account), load_terms(terms_path)
    check_contract(web3, "--factory", factory, "DealFactory")
    check_contract(web3, "--payment-token", payment_token)
    if facts:
        check_contract(web3, "--facts", facts)
    if desk:
        check_contract(web3, "--desk", desk, "SettlementDesk")
    addresses = DealAddresses(payment_token, originator, parties, facts)
    check_writable(records)
    if not replace:
        check_free(record_path(records, web3.eth.chain_id, terms.id))
    ask(f"Make the deal {terms.id} on chain {web3.eth.chain_id} from {sender.address}?", yes)
    record = issue(web3, platform_of(web3, factory, desk), terms, addresses, sender)
    path = save_record(record, records)
    show({"deal": record.deal.address, "escrow": record.escrow.address, "record": str(path)}, as_json)


for command in _deployment.COMMANDS:
    cli.add_command(command)
