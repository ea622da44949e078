# SPDX-License-Identifier: Apache-2.0
"""``regalia receipts prove``: from a proposal, which has every receipt, to a file that shows one of them."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.receipts_files import read, write_new
from regalia.cli.whole import Whole
from regalia.printing import to_json

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--licence", required=True, metavar="ID", help="The licence; for an invoice, the label of its step.")
@click.option("--reference", metavar="TEXT", help="The payment reference, where the licence has several receipts.")
@click.option("--period", type=Whole("period", 1, 2**24 - 1), help="The number of the collection period, likewise.")
@click.option("--out", type=PATH, required=True, metavar="FILE", help="Where the proof goes; a new file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def prove(file: Path, licence: str, reference: str | None, period: int | None, out: Path, as_json: bool) -> None:
    """Write a proof that one receipt is part of the report that the proposal FILE is of.

    Whoever gets the proof sees that receipt and learns nothing of the others. Whether the report was accepted, `regalia receipts check`
    says.
    """
    from regalia.oracle.documents import proposal_from_json
    from regalia.oracle.receipt_choice import choose
    from regalia.oracle.receipt_proof import NotProvedError, proof_of
    from regalia.oracle.receipt_tree import tree_of
    from regalia.oracle.report import RoyaltyReport

    proposal = proposal_from_json(read(file))
    report = proposal.report
    if not isinstance(report, RoyaltyReport):
        raise NotProvedError(
            f"{file.name}: restatement {report.number}: only the receipts of a report are proved",
            "Give the proposal of a report.",
        )
    leaf = choose(proposal.leaves, licence, reference, period)
    proof = proof_of(report, proposal.domain, tree_of(proposal.leaves), leaf, licence, reference)
    write_new(out, proof.to_json())
    facts = {
        "file": str(out),
        "deal": report.deal,
        "period": report.period,
        "evidence_root": "0x" + report.evidence_root.hex(),
        "licence": licence,
        "leaf": proof.leaf.model_dump(mode="json"),
    }
    click.echo(
        to_json(facts) if as_json else f"{out}: a proof of 1 of {len(proposal.leaves):,} receipts, {_told(facts)}"
    )


def _told(facts: dict[str, object]) -> str:
    return (
        f"licence {facts['licence']}, in the report of period {facts['period']}\nevidence root {facts['evidence_root']}"
    )
