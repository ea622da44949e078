# SPDX-License-Identifier: Apache-2.0
"""``regalia explain-transfer``: the ladder of questions for a transfer, as the chain answers it now."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.chain.record_check import check_record
from regalia.cli.address import Address
from regalia.cli.verify import RECORD_HELP
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.domain.transfer_policy import Question
from regalia.printing import to_json
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.transfer_text import lack_of_units, moment, transfer_text, why
from regalia.servicing.transfers import Explanation
from regalia.servicing.transfers import explain_transfer as explain


@click.command("explain-transfer")
@click.option(
    "--record", "record_file", type=click.Path(path_type=Path), required=True, metavar="FILE", help=RECORD_HELP
)
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@click.option("--tranche", required=True, metavar="ID", help="Id of the tranche.")
@click.option("--from", "sender", type=Address(), required=True, metavar="ADDRESS", help="Who would send.")
@click.option("--to", "receiver", type=Address(), required=True, metavar="ADDRESS", help="Who would receive.")
@click.option("--units", type=Whole("units", 0, MOST_UNITS), required=True, metavar="N", help="How many, whole.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain_transfer(
    record_file: Path,
    rpc: str,
    tranche: str,
    sender: ChecksumAddress,
    receiver: ChecksumAddress,
    units: int,
    as_json: bool,
) -> int:
    """Say whether a transfer of a deal would be allowed, and why not.

    Prints every question of the ladder with the token's own answer, which is held against the Python ladder; a
    difference is an error. Nothing is sent. Exits 0 when the transfer is allowed and 1 when it is refused.
    """
    record = load_record(record_file)
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    check_record(web3, record)
    found = explain(DealContracts(web3, record), tranche, sender, receiver, units)
    click.echo(to_json(_facts(found)) if as_json else transfer_text(found))
    return 0 if found.allowed else 1


def _facts(found: Explanation) -> dict[str, object]:
    return {
        "allowed": found.allowed,
        "code": found.code,
        "reason": found.reason,
        "deal": found.deal_id,
        "tranche": found.tranche,
        "from": found.sender,
        "to": found.receiver,
        "units": found.units,
        "block": found.block,
        "time": moment(found.facts.now),
        "questions": [
            {
                "code": question.value,
                "name": question.name.lower().replace("_", "-"),
                "question": question.asks,
                "answer": found.yes[question - 1],
                "why": None if found.yes[question - 1] else why(found, question),
            }
            for question in Question
        ],
        "lack_of_units": lack_of_units(found),
    }
