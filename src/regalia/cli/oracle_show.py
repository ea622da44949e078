# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle show``: what is proposed, who signed, who refused and why, and how much weight there is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.oracle_open import (
    PATH,
    OpenedDeal,
    exchange_option,
    json_option,
    open_deal,
    open_exchange,
    record_option,
    rpc_option,
    terms_option,
)
from regalia.cli.oracle_text import listed
from regalia.errors import RegaliaError
from regalia.oracle.chain_view import ChainView, read_chain
from regalia.oracle.double_signing import DoubleSigning, double_signings
from regalia.oracle.exchange import Passed
from regalia.oracle.quorum import Quorum
from regalia.oracle.ready import Progress, progress
from regalia.printing import to_json


class ProofFileError(RegaliaError, OSError):
    """A proof can't be written."""


@click.command()
@record_option
@rpc_option
@terms_option
@exchange_option
@click.option("--period", metavar="PERIOD", help="Of this period only (238, 2024Q1).")
@click.option("--proofs", type=PATH, metavar="DIR", help="Write proofs of double signing into this folder.")
@json_option
def show(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    exchange: str,
    period: str | None,
    proofs: Path | None,
    as_json: bool,
) -> None:
    """Show the proposals of the deal for the signer set in force: who signed, who refused and why, the weight so far, and whoever signed
    two reports for one period. Every signature is checked here.
    """
    deal, board = open_deal(record_file, rpc, terms_file), open_exchange(exchange)
    view, number = read_chain(deal.web3, deal.mandate), deal.period_of(period)
    domain, address = deal.mandate.domain, view.deal
    found = [
        p
        for p in progress(deal.web3, board, domain, address, view.stream)
        if number in (None, p.proposal.report.period)
    ]
    twice = [proof for proof in double_signings(board) if proof.reports[0].deal == address and proof.domain == domain]
    if proofs is not None:
        _write(proofs, twice)
    passed = board.problems()
    click.echo(to_json(_facts(view, found, twice, passed)) if as_json else _text(deal, view, found, twice, passed))


def _text(
    deal: OpenedDeal, view: ChainView, found: list[Progress], twice: list[DoubleSigning], passed: tuple[Passed, ...]
) -> str:
    quorum = Quorum.of(view.stream)
    lines = [f"{deal.terms.name}: latest accepted period {view.latest.period}, epoch {view.stream.epoch}"]
    if not found:
        lines += ["", "nothing is proposed"]
    for state in found:
        weight = f"weight {state.weight} of {quorum.threshold} needed"
        done = "complete" if state.signatures is not None else "not complete"
        lines += ["", f"{state.proposal.named}, digest 0x{state.proposal.digest.hex()}: {weight}, {done}"]
        lines += listed(f"signed by {a.signer} (weight {quorum.weight([a.signer])})" for a in state.signed)
        signed = {a.signer for a in state.signed}
        for refusal in state.refusals:
            if refusal.attestor not in signed:
                lines += listed([f"refused by {refusal.attestor}:"])
                lines += [f"  {line}" for line in listed(refusal.objections)]
    if twice:
        lines += ["", "signed two reports for one period, provably:", *listed(proof.named for proof in twice)]
    if passed:
        lines += ["", "passed over:", *listed(passed)]
    return "\n".join(lines)


def _facts(
    view: ChainView, found: list[Progress], twice: list[DoubleSigning], passed: tuple[Passed, ...]
) -> dict[str, object]:
    return {
        "latest_period": view.latest.period,
        "epoch": view.stream.epoch,
        "threshold": view.stream.threshold,
        "proposals": [
            {
                "digest": "0x" + state.proposal.digest.hex(),
                "kind": state.proposal.kind,
                "number": state.proposal.number,
                "period": state.proposal.report.period,
                "weight": state.weight,
                "complete": state.signatures is not None,
                "signed": [a.signer for a in state.signed],
                "refused": [
                    {
                        "attestor": r.attestor,
                        "objections": [{"rule": str(o.rule), "detail": o.detail} for o in r.objections],
                    }
                    for r in state.refusals
                ],
            }
            for state in found
        ],
        "double_signings": [{"signer": proof.signer, "named": proof.named} for proof in twice],
        "passed_over": [asdict(problem) for problem in passed],
    }


def _write(folder: Path, proofs: list[DoubleSigning]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, proof in enumerate(proofs, 1):
            (folder / f"double-signing-{proof.signer}-{place}.json").write_text(proof.to_json(), encoding="utf-8")
    except OSError as error:
        raise ProofFileError(f"--proofs: {folder}: can't be written: {error.strerror}", "Name a folder.") from error
