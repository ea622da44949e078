# SPDX-License-Identifier: Apache-2.0
"""``regalia receipts check``: a proof held against the report that was accepted on chain."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.receipts_files import read

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("proof_file", type=PATH, metavar="PROOF")
@click.option(
    "--record", "record_file", type=PATH, required=True, metavar="FILE", help="Deployment record of the deal."
)
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@click.option("--terms", "terms_file", type=PATH, metavar="FILE", help="Deal file, for the names of periods.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(proof_file: Path, record_file: Path, rpc: str, terms_file: Path | None, as_json: bool) -> None:
    """Check that the receipt in PROOF is part of a report that the oracle accepted, and say what that proves.

    Without --terms, periods have the names of deals/DEAL.yaml of the current folder where that is the deal's file, else their numbers.
    Exits 1 when the receipt is not proved.
    """
    from regalia.chain.connection import connect
    from regalia.chain.record import load_record
    from regalia.chain.record_check import check_record
    from regalia.cli.receipts_text import Shown, facts_of, period_names, text_of
    from regalia.oracle.acceptance import accepted_report
    from regalia.oracle.receipt_proof import NotProvedError, ReceiptProof, check_place, check_proof
    from regalia.oracle.typed_data import SigningDomain
    from regalia.printing import to_json

    proof = ReceiptProof.from_json(read(proof_file))
    record = load_record(record_file)
    names = period_names(record, terms_file)
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    oracle, deal = (web3.to_checksum_address(known.address) for known in (record.oracle, record.deal))
    check_place(proof, SigningDomain(record.chain_id, oracle), deal)
    check_record(web3, record)
    acceptance = accepted_report(web3, oracle, deal, proof.period, record.block_number)
    if acceptance is None:
        raise NotProvedError(
            f"period {names(proof.period)}: the oracle has accepted no report of it",
            "Wait until it has, or ask for the proof of a report that was accepted.",
        )
    check_proof(proof, acceptance)
    shown = Shown.of(web3, record, proof, acceptance, names)
    click.echo(to_json(facts_of(shown)) if as_json else text_of(shown))
