# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle attest``: an attestor as a process of its own, with its own keystore, node, record and documents."""

from __future__ import annotations

import time
from pathlib import Path

import click

from regalia.cli.keystore import password_of
from regalia.cli.oracle_attest_text import facts, outcome_text, question
from regalia.cli.oracle_open import (
    PATH,
    OpenedDeal,
    evidence_option,
    exchange_option,
    json_option,
    open_deal,
    open_exchange,
    record_option,
    rpc_option,
    terms_option,
)
from regalia.cli.whole import Whole
from regalia.errors import RegaliaError
from regalia.oracle.attesting import Answer, Outcome, attest_all
from regalia.oracle.chain_view import read_chain
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.exchange import DocumentExchange
from regalia.oracle.judgement import Judgement
from regalia.oracle.keystore import load_signer
from regalia.oracle.ready import proposals_of
from regalia.oracle.signing_record import SigningRecord, SigningRecordError
from regalia.printing import to_json

MOST_SECONDS = 86_400


@click.command()
@record_option
@rpc_option
@terms_option
@click.option("--keystore", type=PATH, required=True, metavar="FILE", help="Your encrypted key (keystore version 3).")
@click.option("--password-file", type=PATH, metavar="FILE", help="Its password, one line; asked for when not given.")
@evidence_option
@exchange_option
@click.option("--state", type=PATH, required=True, metavar="FILE", help="Your record of signatures; kept for ever.")
@click.option("--once", is_flag=True, help="Look once, then stop. This is so unless --watch is given.")
@click.option("--watch", type=Whole("seconds", 1, MOST_SECONDS), metavar="SECONDS", help="Look again so often.")
@click.option("--yes", is_flag=True, help="Sign without asking a person.")
@json_option
def attest(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    keystore: Path,
    password_file: Path | None,
    evidence: Path,
    exchange: str,
    state: Path,
    once: bool,
    watch: int | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Recompute every proposal that waits from your own documents and node. What is right is shown, then signed; what is not is refused,
    and every reason published beside the signatures.

    One report a period is ever signed with the record --state, by however many processes. Exits 1 when something was refused.
    """
    if once and watch is not None:
        raise click.UsageError("--once and --watch exclude each other")
    if as_json and not yes:
        raise click.UsageError("--json goes with --yes: nobody can be asked in between")
    deal = open_deal(record_file, rpc, terms_file)
    folder, board = EvidenceFolder.load(evidence), open_exchange(exchange)
    signer = load_signer(keystore, password_of(keystore, password_file))
    domain, address = deal.mandate.domain, deal.mandate.deal.address
    with SigningRecord(state) as record:
        attestor = DocumentAttestor(
            keystore.stem,
            signer,
            deal.mandate,
            deal.program,
            deal.terms.money,
            folder,
            deal.web3,
            record,
            known=lambda: proposals_of(board.proposals(), domain, address),
        )
        if watch is None:
            return _round(deal, attestor, board, yes, as_json, False)
        while True:
            try:
                _round(deal, attestor, board, yes, as_json, True)
            except SigningRecordError:
                raise  # without it nothing may be signed
            except RegaliaError as error:
                click.echo(f"error: {error.message}", err=True)
            time.sleep(watch)


def _round(
    deal: OpenedDeal, attestor: DocumentAttestor, board: DocumentExchange, yes: bool, as_json: bool, quiet: bool
) -> int:
    """``quiet``: nothing is printed where there was nothing to do."""

    def consent(judgement: Judgement) -> bool:
        if as_json:
            return True
        click.echo(question(deal, judgement))
        return yes or click.confirm("Sign this?", default=False)

    view = read_chain(deal.web3, deal.mandate)
    outcomes: list[Outcome] = []
    for outcome in attest_all(attestor, board, deal.mandate, view, consent):
        outcomes.append(outcome)
        if not as_json:
            click.echo(outcome_text(deal, attestor, outcome))
    passed = board.problems()
    if quiet and not outcomes:
        return 0
    if as_json:
        click.echo(to_json(facts(attestor, outcomes, passed)))
    else:
        for problem in passed:
            click.echo(f"passed over {problem}", err=True)
        if not outcomes:
            click.echo(f"{attestor.address}: nothing waits for a signature")
    return 1 if any(outcome.answer is Answer.REFUSED for outcome in outcomes) else 0
