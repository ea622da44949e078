# SPDX-License-Identifier: Apache-2.0
"""``regalia verify``: a deal replayed from a chain, every figure compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.domain.terms import Terms, load_terms
from regalia.errors import RegaliaError
from regalia.ledger.comparison import GROUPS, Difference
from regalia.ledger.verify import Verification
from regalia.ledger.verify import verify as verify_deal
from regalia.printing import table, to_json

SHOWN = 10
"""Differences printed for people; ``--json`` has all of them."""
RECORD_HELP = "Deployment record of the deal."
TERMS_HELP = "Deal file; deals/DEAL.yaml of the current folder when not given."


class DealFileMissingError(RegaliaError, FileNotFoundError):
    """Nobody said which deal file, and it is not where it usually is."""


@click.command()
@click.option(
    "--record", "record_file", type=click.Path(path_type=Path), required=True, metavar="FILE", help=RECORD_HELP
)
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@click.option("--terms", "terms_file", type=click.Path(path_type=Path), metavar="FILE", help=TERMS_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(record_file: Path, rpc: str, terms_file: Path | None, as_json: bool) -> int:
    """Replay a deal from a chain and compare every step, balance and entitlement.

    Nothing is taken on trust: the code of the contracts is held against this release, the record against the deal
    file, and every event against the Python engine. Exits 1 when anything differs.
    """
    record = load_record(record_file)
    terms = load_terms(terms_file or usual_place(record))
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    result = verify_deal(web3, record, terms, _silent if as_json else _progress)
    click.echo(to_json(_facts(record, result)) if as_json else _text(record, terms, result))
    return 0 if result.ok else 1


def usual_place(record: DeploymentRecord) -> Path:
    """Where a deal's file is when nobody said. Raises ``DealFileMissingError``."""
    path = Path("deals") / f"{record.deal_id}.yaml"
    if not path.is_file():
        raise DealFileMissingError(f"terms: there is no file {path} here", "Name the deal file: --terms FILE.")
    return path


def _progress(text: str) -> None:
    click.echo(f"reading: {text}", err=True)


def _silent(text: str) -> None:
    """A program reads standard error for errors only."""


def _facts(record: DeploymentRecord, result: Verification) -> dict[str, object]:
    return {
        "ok": result.ok,
        "deal": record.deal_id,
        "address": record.deal.address,
        "chain_id": record.chain_id,
        "blocks": {"first": result.first_block, "last": result.last_block, "last_hash": result.last_block_hash},
        "events": result.events,
        "periods": result.periods,
        "comparisons": result.comparisons,
        "compared": {group: result.counts.get(group, 0) for group in GROUPS},
        "surplus": asdict(result.surplus) if result.surplus else None,
        "differences": [asdict(difference) for difference in result.differences],
    }


def _text(record: DeploymentRecord, terms: Terms, result: Verification) -> str:
    differ = Counter(difference.group for difference in result.differences)
    rows = [(what, f"{result.counts.get(group, 0):,}", f"{differ[group]:,}") for group, what in GROUPS.items()]
    lines = [
        f"{terms.name}",
        f"deal {record.deal.address} on chain {record.chain_id}, blocks {result.first_block} to {result.last_block} "
        f"({result.last_block_hash})",
        f"{result.events} events, {result.periods} payment dates",
        "",
        table(("compared", "figures", "differ"), rows, "lrr"),
        "",
    ]
    if result.surplus and result.surplus.escrow > 0:
        surplus = f"{terms.money.format(result.surplus.escrow)} {terms.money.code}"
        lines += [f"The escrow holds {surplus} that no book owes: somebody gave it away.", ""]
    return "\n".join(lines + _verdict(result))


def _verdict(result: Verification) -> list[str]:
    if result.ok:
        return [f"verified: {result.comparisons:,} comparisons, no difference"]
    found = len(result.differences)
    lines = [f"NOT verified: {found:,} of {result.comparisons:,} comparisons differ"]
    lines += [f"  {difference}" for difference in _money_first(result.differences)[:SHOWN]]
    if found > SHOWN:
        lines.append(f"  and {found - SHOWN:,} more; --json has them all")
    return lines


def _money_first(differences: tuple[Difference, ...]) -> list[Difference]:
    """The first period and step in which money went another way says more than what followed from it."""
    return sorted(differences, key=lambda difference: difference.group != "steps")
