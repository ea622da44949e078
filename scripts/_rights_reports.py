# SPDX-License-Identifier: Apache-2.0
"""Commands on reports that attestors sign, of legal events or of valuations: proposed from a feed of legal status, signed, handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ape.cli import account_option, network_option

from scripts._ape import ask, common, connection, show
from scripts._command import NetworkCommand
from scripts._desk import Clerk
from scripts._places import check_contract
from scripts._rights_desk import RightsDesk, at_rights, reading, rights_at, signed_by
from scripts._rights_files import file_argument
from scripts._rights_proposals import lines_of, propose_report, proposing

report_argument = click.argument("report", type=click.Path(dir_okay=False, path_type=Path))


@click.command(cls=NetworkCommand)
@at_rights("oracle", reading)
@file_argument
@proposing
def propose(desk: RightsDesk, file: Path, days: int, left_out: tuple[int, ...], out: Path) -> None:
    """Write a report of what a feed of legal status says and the registry does not know yet. Nothing is signed or sent.

    What needs a registrar or a decision is listed, and is not in the report. Whoever signs keeps the feed: documents are its records.
    """
    from regalia.feeds.legal_status import read_legal_status
    from regalia.servicing.legal_drafts import draft, known_rights

    known = known_rights(desk.rights, (proposal.right for proposal in read_legal_status(file)))
    found = draft(desk.rights, read_legal_status(file, known), left_out)
    propose_report(desk, found.report, bool(found.events), lines_of(found), days, out)


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
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def sign(account: Any, yes: bool, as_json: bool, report: Path, keystore: Path | None, out: Path) -> None:
    """Sign a report, into a file. The account must be a legal-attestor, or a valuation-attestor of valuations; nothing is sent.

    Look everything up first, in a source of your own: nothing here knows the law, or what a right is worth.
    """
    from regalia.oracle.right_files import load_report, save_signature
    from regalia.oracle.right_report import ReportSignature, signable, signing_text
    from regalia.servicing.right_attesting import require_attestor, require_disinterested, try_out
    from regalia.servicing.token_text import token_money

    if (account is None) == (keystore is None):
        raise click.UsageError("Give --account, or --keystore; not both.")
    signer = account if keystore is None else _signer(keystore)
    file = load_report(report)
    kind = file.report.kind
    file.require_place(connection().eth.chain_id, report.name)
    check_contract(connection(), "oracle", file.oracle, kind.contract)
    rights = rights_at(kind.contract, file.oracle)
    require_attestor(rights, kind, signer.address)
    require_disinterested(rights, file.report, signer.address)
    try_out(rights, file.report)
    click.echo(signing_text(file.report, file.chain_id, file.oracle, token_money(rights.web3)), err=as_json)
    ask(f"Sign these {len(file.report.words())} {kind.items} as {signer.address}?", yes)
    message = signable(file.report, file.chain_id, file.oracle)
    signature = signed_by(signer, message) if keystore is None else bytes(signer.sign_message(message).signature)
    save_signature(ReportSignature(signer.address, signature), file, out)
    show({"file": str(out), "digest": "0x" + file.digest.hex()}, as_json)


@click.command("hand-in", cls=NetworkCommand)
@common
@report_argument
@click.argument("signatures", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
def hand_in(account: Any, yes: bool, as_json: bool, report: Path, signatures: tuple[Path, ...]) -> None:
    """Hand a report in with its SIGNATURES, as many as the oracle asks for or more. Any account may."""
    from regalia.oracle import right_report
    from regalia.oracle.right_files import load_report, load_signature

    clerk, file, web3 = Clerk(account, yes, as_json), load_report(report), connection()
    file.require_place(web3.eth.chain_id, report.name)
    check_contract(web3, "oracle", file.oracle, file.report.kind.contract)
    signed = [load_signature(path, file) for path in signatures]
    clerk.send(
        f"Hand in {len(file.report.words())} {file.report.kind.items}, signed by {len(signed)}?",
        lambda: right_report.hand_in(web3, file.oracle, file.report, signed, clerk.signer),
    )


def _signer(keystore: Path) -> Any:
    from regalia.oracle.keystore import load_signer

    return load_signer(keystore, click.prompt("Password", hide_input=True, err=True))


COMMANDS = (propose, sign, hand_in)
