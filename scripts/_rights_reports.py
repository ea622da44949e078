# SPDX-License-Identifier: Apache-2.0
"""Commands on legal events: from a feed to a report, its signatures, and handing it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ape.cli import account_option, network_option

from regalia.cli.whole import Whole
from scripts._ape import ask, common, connection, show
from scripts._command import NetworkCommand
from scripts._desk import Clerk
from scripts._places import check_contract
from scripts._rights_desk import RightsDesk, at_rights, reading, rights_at, signed_by
from scripts._rights_files import file_argument
from scripts._rights_proposals import lines_of

DAY = 24 * 3600
out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write."
)
report_argument = click.argument("report", type=click.Path(dir_okay=False, path_type=Path))


@click.command(cls=NetworkCommand)
@at_rights("oracle", reading)
@file_argument
@click.option("--days", type=Whole("days", 1, 365), default=14, show_default=True, help="Days for handing it in.")
@click.option(
    "--leave-out",
    "left_out",
    type=Whole("proposal", 1, 100_000),
    multiple=True,
    help="Number of a proposal, as listed, that is not to be reported; repeat.",
)
@out_option
def propose(desk: RightsDesk, file: Path, days: int, left_out: tuple[int, ...], out: Path) -> None:
    """Write a report of what a feed of legal status says and the registry does not know yet. Nothing is signed or sent.

    What needs a registrar or a decision is listed, and is not in the report. Whoever signs keeps the feed: documents are its records.
    """
    from regalia.feeds.legal_status import read_legal_status
    from regalia.oracle.legal_files import ReportFile, save_report
    from regalia.servicing.legal_drafts import draft, known_rights, try_out
    from regalia.servicing.transfer_text import moment

    known = known_rights(desk.rights, (proposal.right for proposal in read_legal_status(file)))
    found = draft(desk.rights, read_legal_status(file, known), left_out)
    figures = lines_of(found)
    if found.events:
        report = found.report(desk.now + days * DAY)
        try_out(desk.rights, report)
        save_report(ReportFile(report, desk.web3.eth.chain_id, desk.rights.oracle_address), out)
        figures |= {"file": str(out), "hand in until": moment(report.deadline)}
    else:
        figures["file"] = "none: there is nothing to report"
    desk.show(figures)


@click.command(cls=NetworkCommand)
@account_option(prompt=None)
@network_option()
@click.option("--yes", is_flag=True, help="Sign without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@report_argument
@click.option(
    "--keystore",
    type=click.Path(dir_okay=False, path_type=Path),
    help="An Ethereum keystore in place of an Ape account; its password is asked for.",
)
@out_option
def sign(account: Any, yes: bool, as_json: bool, report: Path, keystore: Path | None, out: Path) -> None:
    """Sign a report of legal events, into a file. The account must be a legal-attestor; nothing is sent.

    Look every event up first, in a source of your own: nothing here knows the law.
    """
    from regalia.oracle.legal_files import load_report, save_signature
    from regalia.oracle.legal_report import LegalSignature, signable, signing_text
    from regalia.servicing.legal_drafts import require_attestor, try_out

    if (account is None) == (keystore is None):
        raise click.UsageError("Give --account, or --keystore; not both.")
    signer = account if keystore is None else _signer(keystore)
    file = load_report(report)
    file.require_place(connection().eth.chain_id, report.name)
    check_contract(connection(), "oracle", file.oracle, "LegalOracle")
    rights = rights_at(file.oracle)
    require_attestor(rights, signer.address)
    try_out(rights, file.report)
    click.echo(signing_text(file.report, file.chain_id, file.oracle), err=as_json)
    ask(f"Sign these {len(file.report.events)} events as {signer.address}?", yes)
    message = signable(file.report, file.chain_id, file.oracle)
    signature = signed_by(signer, message) if keystore is None else bytes(signer.sign_message(message).signature)
    save_signature(LegalSignature(signer.address, signature), file, out)
    show({"file": str(out), "digest": "0x" + file.digest.hex()}, as_json)


@click.command("hand-in", cls=NetworkCommand)
@common
@report_argument
@click.argument("signatures", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
def hand_in(account: Any, yes: bool, as_json: bool, report: Path, signatures: tuple[Path, ...]) -> None:
    """Hand a report in with its SIGNATURES, as many as the oracle asks for or more. Any account may."""
    from regalia.oracle import legal_report
    from regalia.oracle.legal_files import load_report, load_signature

    clerk, file, web3 = Clerk(account, yes, as_json), load_report(report), connection()
    file.require_place(web3.eth.chain_id, report.name)
    check_contract(web3, "oracle", file.oracle, "LegalOracle")
    signed = [load_signature(path, file) for path in signatures]
    clerk.send(
        f"Hand in {len(file.report.events)} events, signed by {len(signed)}?",
        lambda: legal_report.hand_in(web3, file.oracle, file.report, signed, clerk.signer),
    )


def _signer(keystore: Path) -> Any:
    from regalia.oracle.keystore import load_signer

    return load_signer(keystore, click.prompt("Password", hide_input=True, err=True))


COMMANDS = (propose, sign, hand_in)
