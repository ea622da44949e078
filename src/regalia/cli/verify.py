# SPDX-License-Identifier: Apache-2.0
"""``regalia verify``: a deal replayed from a chain, every figure compared."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.cli.verify_files import check_files, write_files
from regalia.cli.verify_text import summary_facts, summary_text, time_text
from regalia.cli.whole import Whole
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError
from regalia.ledger.second_node import check_second
from regalia.ledger.verify import verify as verify_deal
from regalia.printing import to_json

RECORD_HELP = "Deployment record of the deal."
TERMS_HELP = "Deal file; else beside the record, or in deals/."


class DealFileMissingError(RegaliaError, FileNotFoundError):
    """Nobody said which deal file, and it is not where it usually is."""


@click.command()
@click.option(
    "--record", "record_file", type=click.Path(path_type=Path), required=True, metavar="FILE", help=RECORD_HELP
)
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@click.option(
    "--second-rpc", metavar="URL", help="Another node, of others: everything is read there too, and must be the same."
)
@click.option("--terms", "terms_file", type=click.Path(path_type=Path), metavar="FILE", help=TERMS_HELP)
@click.option(
    "--block", type=Whole("blocks", 0, 2**64 - 1), metavar="N", help="As of this block; the latest when not given."
)
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="A report to read: .html, .txt or .md.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The same for programs: .json.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(
    record_file: Path,
    rpc: str,
    second_rpc: str | None,
    terms_file: Path | None,
    block: int | None,
    report: Path | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Replay a deal from a chain and compare every step, balance and entitlement, and who holds which role.

    Nothing is taken on trust: the code of the contracts is held against this release, the record against the deal
    file, every event against the Python engine, and roles against what the contracts answer. Exits 1 when anything differs.
    """
    check_files(report, out, (record_file, *([terms_file] if terms_file else [])))
    record = load_record(record_file)
    terms = load_terms(terms_file or usual_place(record, record_file))
    nodes = [connect(url, record.chain_id, record.genesis_hash) for url in (rpc, second_rpc) if url]
    say = _silent if as_json else _say
    result = verify_deal(nodes[0], record, terms, lambda text: say(f"reading: {text}"), block)
    say(time_text(result))
    for other in nodes[1:]:
        say("second node: read in the same way")
        again = verify_deal(other, record, terms, lambda text: say(f"second node: {text}"), result.last_block)
        check_second(result, again)
        say(f"the second node says the same, up to block {result.last_block}")
    for path in write_files(report, out, record, terms, result):
        say(f"written: {path}")
    click.echo(to_json(summary_facts(record, result)) if as_json else summary_text(record, terms, result))
    return 0 if result.ok else 1


def usual_place(record: DeploymentRecord, record_file: Path) -> Path:
    """Where a deal's file is when nobody said: beside the record, or in ``deals/`` here. Raises ``DealFileMissingError``."""
    name = f"{record.deal_id}.yaml"
    beside, usual = record_file.with_name(name), Path("deals") / name
    found = next((path for path in (beside, usual) if path.is_file()), None)
    if found is None:
        raise DealFileMissingError(
            f"terms: there is no file {usual} here, and none beside the record", "Name the deal file: --terms FILE."
        )
    return found


def _say(text: str) -> None:
    click.echo(text, err=True)


def _silent(text: str) -> None:
    """A program reads standard error for errors only."""
