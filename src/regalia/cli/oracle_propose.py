# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle propose``: reconcile own documents with the escrow and leave a proposal for the attestors."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click

from regalia.cli.oracle_open import (
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
from regalia.cli.oracle_text import flags_text, leaves_text, listed, open_text
from regalia.domain.money import MoneyError
from regalia.oracle.chain_view import read_chain
from regalia.oracle.documents import proposal_to_json
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.proposing import Proposed, Proposer
from regalia.oracle.ready import proposals_of
from regalia.oracle.typed_data import signing_text
from regalia.printing import to_json


@click.command()
@record_option
@rpc_option
@terms_option
@evidence_option
@exchange_option
@click.option("--period", metavar="PERIOD", help="Its number or name (238, 2024Q1); the next one when not given.")
@click.option("--target", metavar="AMOUNT", help="What the trustee set the reserve to, unless evidence.yaml has it.")
@click.option("--restate", is_flag=True, help="Propose a restatement of the period, whose payment date is over.")
@click.option("--dry-run", is_flag=True, help="Show it only; leave nothing in the exchange.")
@json_option
def propose(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    evidence: Path,
    exchange: str,
    period: str | None,
    target: str | None,
    restate: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Reconcile own statements, bank statements and invoices with the payments into the escrow, show what is matched and what stays open
    and why, and leave the report that follows in the exchange.

    Only money that statement, bank and escrow agree about is reported, each once. Attestors recompute all of it.
    """
    deal = open_deal(record_file, rpc, terms_file)
    folder, board = EvidenceFolder.load(evidence), open_exchange(exchange, make=True)
    view = read_chain(deal.web3, deal.mandate)
    number = deal.period_of(period)
    if restate and number is None:
        raise click.UsageError("--restate goes with --period: which period")
    known = proposals_of(board.proposals(), deal.mandate.domain, deal.mandate.deal.address)
    proposer = Proposer(deal.mandate, deal.program, deal.terms.money, folder, view, known)
    if restate and number is not None:
        proposed = proposer.restatement(number)
    else:
        proposed = proposer.report(number or view.next_period, _units(deal, target))
    if not dry_run:
        board.publish(proposed.proposal)
    click.echo(to_json(_facts(proposed, dry_run)) if as_json else _text(deal, proposed, dry_run))


def _units(deal: OpenedDeal, target: str | None) -> int | None:
    if target is None:
        return None
    try:
        return deal.terms.money.to_units(Decimal(target.replace(",", "")) if target.isascii() else target)
    except (MoneyError, ArithmeticError) as error:
        raise click.BadParameter(f"{target!r} is not an amount: {error}", param_hint="--target") from None


def _text(deal: OpenedDeal, proposed: Proposed, dry_run: bool) -> str:
    proposal, own = proposed.proposal, proposed.own
    text = LeafText(own.texts, deal.program.schedule, deal.terms.money)
    parts = [
        signing_text(proposal.report, proposal.domain, deal.program, deal.terms.money),
        "",
        leaves_text(proposal.leaves, text),
    ]
    if own.later:
        parts += ["", f"for later periods: {len(own.later):,} receipts"]
    if own.open:
        parts += ["", f"open items: {len(own.open):,}", open_text(own.open)]
    if own.flags:
        parts += ["", f"to be looked at: {len(own.flags):,}", flags_text(own.flags)]
    if proposed.notes:
        parts += ["", "notes", *listed(proposed.notes)]
    end = "nothing was left in the exchange (--dry-run)" if dry_run else f"proposed: {proposal.named}"
    return "\n".join([*parts, "", end])


def _facts(proposed: Proposed, dry_run: bool) -> dict[str, object]:
    import json

    return {
        "published": not dry_run,
        "digest": "0x" + proposed.proposal.digest.hex(),
        "proposal": json.loads(proposal_to_json(proposed.proposal)),
        "open": [{"reason": str(item.reason), "detail": item.detail} for item in proposed.own.open],
        "flags": [asdict(flag) for flag in proposed.own.flags],
        "notes": list(proposed.notes),
    }
