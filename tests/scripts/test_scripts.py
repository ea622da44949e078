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

import click
import pytest
from click.testing import CliRunner

from regalia.chain.devnet import Devnet, devnet, find_anvil
from regalia.cli.address import Address
from regalia.demo.story import Story
from scripts._ape import by_party
from scripts.demo import cli as demo
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


def deploy_deal(
    chain: Devnet, platform: dict[str, Any], records: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    return ape(
        chain, "deploy", "deal", "deals/mills.yaml", "--factory", platform["factory"],
        "--payment-token", platform["payment token"], "--originator", chain.accounts[9],
        *(word for i, party in enumerate(PARTIES, 1) for word in ("--party", f"{party}={chain.accounts[i]}")),
        "--records", str(records), "--yes", "--json", *options, *ACCOUNT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(chain: Devnet, platform: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    made = printed(deploy_deal(chain, platform, tmp_path_factory.mktemp("deployments")))
    return str(made["record"])


def test_status__deal_just_made__offered_at_its_opening_period(chain: Devnet, record: str) -> None:
    status = printed(ape(chain, "manage", "status", "--record", record, "--json"))
    assert (status["status"], status["next period"], status["scheduled"]) == ("offered", 237, "2024-03-20")


def test_close__units_unsold__named_reason_and_no_traceback(chain: Devnet, record: str) -> None:
    done = ape(chain, "manage", "close", "--record", record, "--yes", *ACCOUNT)
    assert done.returncode == 1
    assert "Offering_NotSoldOut" in done.stderr and "Traceback" not in done.stderr


def test_claim__answered_no__asked_in_whole_currency_and_nothing_sent(chain: Devnet, record: str) -> None:
    before = chain.web3.eth.block_number
    done = ape(chain, "manage", "claim", "--record", record, "--tranche", "units", *ACCOUNT, answer="n\n")
    assert done.returncode != 0 and "Claim 0.00 tUSD for 0x" in done.stdout
    assert chain.web3.eth.block_number == before


def test_deploy__wrong_address__option_named_and_nothing_sent(chain: Devnet) -> None:
    before = chain.web3.eth.block_number
    others = ("--payment-token", chain.accounts[1], "--originator", chain.accounts[2])
    done = ape(chain, "deploy", "deal", "deals/mills.yaml", "--factory", "0x1", *others, "--yes", *ACCOUNT)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "Invalid value for '--factory': '0x1' is not an address" in done.stderr
    assert chain.web3.eth.block_number == before


def test_address__lower_case_or_checksum__in_checksum_form(chain: Devnet) -> None:
    account = chain.accounts[0]
    assert [Address().convert(typed, None, None) for typed in (account, account.lower())] == [account, account]


def test_address__one_digit_off__refused(chain: Devnet) -> None:
    wrong = chain.accounts[0][:-1] + ("0" if chain.accounts[0][-1] != "0" else "1")
    with pytest.raises(click.BadParameter, match="is not an address"):
        Address().convert(wrong, None, None)


def test_party__each_once__addresses_by_id(chain: Devnet) -> None:
    given = tuple(f"{party}={chain.accounts[number]}" for number, party in enumerate(PARTIES))
    assert party_option(given) == dict(zip(PARTIES, chain.accounts, strict=False))


def test_party__twice_or_without_an_address__refused(chain: Devnet) -> None:
    with pytest.raises(click.BadParameter, match="auditor is given twice"):
        party_option((f"auditor={chain.accounts[1]}", f"auditor={chain.accounts[2]}"))
    with pytest.raises(click.BadParameter, match="'' is not an address"):
        party_option(("auditor",))


def party_option(given: tuple[str, ...]) -> dict[str, Any]:
    command = click.Command("deal")
    return by_party(click.Context(command), click.Option(["--party"]), given)


def test_demo__with_json__one_object_and_no_story(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told(out: Path, story: Story) -> dict[str, Any]:
        story.say("a story")
        return {"out": str(out)}

    monkeypatch.setattr("regalia.demo.run.run_demo", told)
    done = CliRunner().invoke(demo, ["--json", "--out", str(tmp_path)])
    assert json.loads(done.output) == {"out": str(tmp_path)}


def test_deploy__answered_no__nothing_sent(chain: Devnet, platform: dict[str, Any]) -> None:
    before = chain.web3.eth.block_number
    done = ape(chain, "deploy", "platform", *ACCOUNT, answer="n\n")
    assert done.returncode != 0 and "Deploy the platform" in done.stdout
    assert chain.web3.eth.block_number == before


def test_deploy__record_there_already__refused_and_nothing_sent(
    chain: Devnet, platform: dict[str, Any], record: str
) -> None:
    before, text = chain.web3.eth.block_number, Path(record).read_text()
    done = deploy_deal(chain, platform, Path(record).parents[1])
    assert done.returncode == 1 and "mills.json exists" in done.stderr and "Traceback" not in done.stderr
    assert (chain.web3.eth.block_number, Path(record).read_text()) == (before, text)
