# SPDX-License-Identifier: Apache-2.0
"""``regalia doctor``: whether a node and a deal on it are well, and the one command to type next."""

from __future__ import annotations

import time
from pathlib import Path

import click

from regalia.chain.connection import ChainUnreachableError, connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.chain.transact import explained
from regalia.cli.doctor_text import facts, text
from regalia.domain.terms import Terms, load_terms
from regalia.printing import to_json
from regalia.servicing.health.examine import examine
from regalia.servicing.health.finding import Finding, Level
from regalia.servicing.health.next_command import Typed, next_command

PATH = click.Path(path_type=Path)
_UNKNOWN_CHAIN = 0


@click.command()
@click.option("--rpc", metavar="URL", help="Address of a node.")
@click.option("--record", "record_file", type=PATH, metavar="FILE", help="Deployment record of a deal on its chain.")
@click.option("--terms", "terms_file", type=PATH, metavar="FILE", help="The deal file, to be held against the record.")
@click.option(
    "--db", metavar="URL", help="The deal's index, to see how far behind it is; else .regalia/CHAIN-ID.db, if any."
)
@click.option(
    "--evidence", default="evidence", metavar="DIR", help="For the next command: documents of whoever reports."
)
@click.option("--exchange", default="exchange", metavar="DIR|URL", help="For the next command: where reports are left.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(
    rpc: str | None,
    record_file: Path | None,
    terms_file: Path | None,
    db: str | None,
    evidence: str,
    exchange: str,
    as_json: bool,
) -> int:
    """Look at a node (--rpc), and with --record at a deal on its chain: code, wiring, offices, gas, the sale, reports, payment dates,
    providers, halts, the index, if there is one. Each finding says what to do about it; at the end there is one command to type next.

    Nothing is sent. Exits 1 when something failed. What a platform was wished to be is compared by `regalia deploy plan`.
    """
    if rpc is None:
        raise click.UsageError("say what to look at: --rpc URL for a node, and --record FILE for a deal on its chain")
    if record_file is None and (terms_file or db):
        raise click.UsageError("--terms and --db are about a deal: name it with --record FILE")
    record = load_record(record_file) if record_file else None
    terms = load_terms(terms_file) if terms_file else None
    db = db or (_usual_index(record.chain_id) if record else None)
    findings, chain_id = _look(rpc, record, terms, db)
    found, wish = record_file or _some_record(chain_id), Path("deployments", str(chain_id), "wish.yaml")
    typed = Typed(
        rpc=rpc,
        chain_id=chain_id,
        record=str(found or ""),
        terms=str(terms_file) if terms_file else None,
        db=db or "",
        evidence=evidence,
        exchange=exchange,
        wish=str(wish) if wish.is_file() else "",
    )
    following = next_command(findings, typed, _otherwise(record, terms, typed))
    click.echo(
        to_json(facts(record, chain_id, findings, following)) if as_json else text(rpc, record, findings, following)
    )
    return 1 if any(finding.level is Level.FAIL for finding in findings) else 0


def _look(rpc: str, record: DeploymentRecord | None, terms: Terms | None, db: str | None) -> tuple[list[Finding], int]:
    """What was found, and the chain's id; the record's where no node says it."""
    try:
        web3 = connect(rpc)
        with explained("eth_chainId"):
            chain_id = web3.eth.chain_id
    except ChainUnreachableError as error:
        found = Finding("node", Level.FAIL, error.message, error.hint, "look-at-node")
        return [found], record.chain_id if record else _UNKNOWN_CHAIN
    return examine(web3, int(time.time()), record, terms, db), chain_id


def _some_record(chain_id: int) -> Path | None:
    """Of a deal on that chain, where records usually are."""
    found = sorted(Path("deployments", str(chain_id)).glob("*.json"))
    return next((path for path in found if path.name != "platform.json"), None)


def _usual_index(chain_id: int) -> str | None:
    """Where `regalia index` keeps it when nobody says, if it is there."""
    path = Path(".regalia", f"{chain_id}.db")
    return f"sqlite:///{path}" if path.is_file() else None


def _otherwise(record: DeploymentRecord | None, terms: Terms | None, typed: Typed) -> str:
    """What to do where nothing waits."""
    if record is None:
        return "look-at-deal" if typed.record else "plan" if typed.wish else "help"
    name = f"{record.deal_id}.yaml"
    usual = (Path(typed.record).with_name(name), Path("deals", name))
    at_hand = terms is not None or any(place.is_file() for place in usual)
    return "verify" if at_hand else "status"
