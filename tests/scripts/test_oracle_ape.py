# SPDX-License-Identifier: Apache-2.0
"""Commands on the oracle run as a person runs them, from the appointment of a trustee to a dispute that he can't settle yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.servicing.offices import holds
from tests.ledger.life import DECEMBER_2023
from tests.oracle.panel import PERIOD
from tests.scripts.support import ACCOUNT, ape, printed
from tests.servicing.reporting import BOND, Reporting, open_reporting

pytestmark = pytest.mark.devnet
INVESTOR = ("--account", "TEST::5")


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as started:
        yield started


@pytest.fixture(scope="module")
def court(chain: Devnet, tmp_path_factory: pytest.TempPathFactory) -> Reporting:
    found = open_reporting(chain, tmp_path_factory.mktemp("terms"))
    found.accept()
    return found


@pytest.fixture(scope="module")
def record(court: Reporting, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    return "--record", str(save_record(court.life.record, tmp_path_factory.mktemp("deployments")))


def test_appoint__trustee_of_the_oracle_by_its_address__holds_the_office(chain: Devnet, court: Reporting) -> None:
    trustee = ("--role", "oracle-trustee", "--officer", chain.accounts[7])
    of = ("--contract", court.deal.oracle.address)
    printed(ape(chain, "manage", "appoint", *of, *trustee, "--yes", "--json", *ACCOUNT))
    assert holds(chain.web3, "oracle-trustee", court.deal.oracle.address, chain.accounts[7])


def test_dispute__by_an_investor_with_a_document__asked_taken_and_not_settled_before_its_time(
    chain: Devnet, court: Reporting, record: tuple[str, str], tmp_path: Path
) -> None:
    evidence = tmp_path / "statement.csv"
    evidence.write_text("what shows the mistake")
    done = ape(chain, "oracle", "dispute", *record, "--evidence", str(evidence), *INVESTOR, answer="y\n")
    assert done.returncode == 0, done.stderr
    assert "The oracle keeps a bond of 500.00 tUSD. " in done.stdout
    assert f"Dispute the report of period {PERIOD}?" in done.stdout
    (event,) = court.deal.oracle.events.Disputed().get_logs(from_block=0)
    assert event["args"]["evidence"] == keccak(text="what shows the mistake")
    assert (event["args"]["by"], event["args"]["bond"]) == (chain.accounts[5], BOND)
    status = printed(ape(chain, "oracle", "dispute-status", *record, "--json"))
    assert (status["stage"], status["disputed by"]) == ("with-trustee", chain.accounts[5])
    refused = ape(chain, "oracle", "settle", *record, "--yes", "--json", *INVESTOR)
    error = json.loads(refused.stderr)["error"]
    assert refused.returncode == 1 and "OracleDisputes_WrongStage(stage=with-trustee)" in error["message"]
    assert "oracle dispute-status" in error["hint"]
