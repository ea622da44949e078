# SPDX-License-Identifier: Apache-2.0
"""The examples of scripts/README.md, run literally and in order on a chain just started, but for its port."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import load_record
from regalia.servicing.bids import bids_of
from regalia.servicing.deal_contracts import DealContracts
from tests.scripts.support import ROOT, ape_started

pytestmark = pytest.mark.devnet

README = (ROOT / "scripts" / "README.md").read_text(encoding="utf-8")
NETWORK = ["--network", "ethereum:local:node"]
RECORD = "deployments/31337/mills.json"


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(accounts=10) as started:  # of this moment, as `make node` starts it
        yield started


def examples() -> list[list[str]]:
    """Words after ``ape run`` of every example, a continued line being one with the next."""
    whole = re.sub(r"\\\n\s*", "", README)
    return [shlex.split(line)[2:] for line in re.findall(r"^    (\.venv/bin/ape run .*)$", whole, re.MULTILINE)]


def without_network(words: list[str]) -> list[str]:
    at = words.index("--network")
    assert words[at : at + 2] == NETWORK
    return words[:at] + words[at + 2 :]


def test_examples__in_order__a_deal_with_units_bid_for(chain: Devnet, tmp_path: Path) -> None:
    commands = [without_network(words) for words in examples()]
    assert len(commands) == 8
    for command in commands:
        # the record goes elsewhere, so that a deal of somebody's own stays as it is
        given = [str(tmp_path / "31337" / "mills.json") if word == RECORD else word for word in command]
        given += ["--records", str(tmp_path)] if command[:2] == ["deploy", "deal"] else []
        done = ape_started(chain, *given, answer="y\n")
        assert done.returncode == 0, (given, done.stdout, done.stderr)
    told = dict(re.split(r"  +", line, maxsplit=1) for line in done.stdout.splitlines() if "  " in line)
    assert (told["account reserve"], told["units: units bid for"]) == ("0.00", "100")
    deal = DealContracts(chain.web3, load_record(tmp_path / "31337" / "mills.json"))
    (bid,) = bids_of(deal, chain.accounts[0])
    assert bid.units == 100
    assert deal.payment_token.functions.balanceOf(chain.accounts[0]).call() == 0
