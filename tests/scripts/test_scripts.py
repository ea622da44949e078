# SPDX-License-Identifier: Apache-2.0
"""The Ape scripts, run as a person runs them, against a local chain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet, find_anvil
from tests.conftest import START

pytestmark = pytest.mark.devnet

ROOT = Path(__file__).parents[2]
PARTIES = ("trustees", "emi-mills", "collecting-agent", "auditor", "account-bank")
ACCOUNT = ("--account", "TEST::0")


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=10) as started:
        yield started


def ape(chain: Devnet, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    path = f"{find_anvil().parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(Path(sys.executable).with_name("ape")), "run", *arguments, "--network", f"ethereum:local:{chain.url}"],
        capture_output=True,
        text=True,
        input=answer,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PATH": path, "SOLCX_BINARY_PATH": str(ROOT / "tools" / "solc")},
    )


def printed(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


@pytest.fixture(scope="module")
def platform(chain: Devnet) -> dict[str, Any]:
    return printed(ape(chain, "deploy", "platform", "--test-money", "--yes", "--json", *ACCOUNT))


@pytest.fixture(scope="module")
def record(chain: Devnet, platform: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    made = printed(
        ape(chain, "deploy", "deal", "deals/mills.yaml", "--factory", platform["factory"],
            "--payment-token", platform["payment token"], "--originator", chain.accounts[9],
            *(word for i, party in enumerate(PARTIES, 1) for word in ("--party", f"{party}={chain.accounts[i]}")),
            "--records", str(tmp_path_factory.mktemp("deployments")), "--yes", "--json", *ACCOUNT)
    )  # fmt: skip
    return str(made["record"])


def test_status__deal_just_made__offered_at_its_opening_period(chain: Devnet, record: str) -> None:
    status = printed(ape(chain, "manage", "status", "--record", record, "--json"))
    assert (status["status"], status["next period"], status["scheduled"]) == ("offered", 237, "2024-03-20")


def test_close__units_unsold__named_reason_and_no_traceback(chain: Devnet, record: str) -> None:
    done = ape(chain, "manage", "close", "--record", record, "--yes", *ACCOUNT)
    assert done.returncode == 1
    assert "Offering_NotSoldOut" in done.stderr and "Traceback" not in done.stderr


def test_deploy__answered_no__nothing_sent(chain: Devnet, platform: dict[str, Any]) -> None:
    before = chain.web3.eth.block_number
    done = ape(chain, "deploy", "platform", *ACCOUNT, answer="n\n")
    assert done.returncode != 0 and "Deploy the platform" in done.stdout
    assert chain.web3.eth.block_number == before
