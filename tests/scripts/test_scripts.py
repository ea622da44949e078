# SPDX-License-Identifier: Apache-2.0
"""The Ape scripts, run as a person runs them, against a local chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from regalia.chain.devnet import Devnet
from regalia.cli.address import Address
from regalia.demo.story import Story
from scripts._ape import by_party
from scripts.demo import cli as demo
from tests.scripts.support import ACCOUNT, PARTIES, ape, deploy_deal, printed

pytestmark = pytest.mark.devnet


def test_status__deal_just_made__offered_at_its_opening_period(chain: Devnet, record: str) -> None:
    status = printed(ape(chain, "manage", "status", "--record", record, "--json"))
    assert (status["status"], status["next period"], status["scheduled"]) == ("offered", 237, "2024-03-20")
    assert (status["report waiting"], status["proposed attestors"]) == (None, None)
    assert "report waiting" in ape(chain, "manage", "status", "--record", record).stdout


def test_close__window_not_over__named_reason_and_no_traceback(chain: Devnet, record: str) -> None:
    done = ape(chain, "manage", "close", "--record", record, "--yes", *ACCOUNT)
    assert done.returncode == 1
    assert "Offering_NotEnded" in done.stderr and "Traceback" not in done.stderr


def test_claim__answered_no__asked_in_whole_currency_and_nothing_sent(chain: Devnet, record: str) -> None:
    before = chain.web3.eth.block_number
    done = ape(chain, "invest", "claim", "--record", record, "--tranche", "units", *ACCOUNT, answer="n\n")
    assert done.returncode != 0 and "Claim 0.00 tUSD for 0x" in done.stdout
    said, _ = done.stdout.split("\nClaim ")
    who = f"acting as {chain.accounts[0]} (TEST::0, 9,999."
    assert who in said and " ETH; administrator of InvestorRegistry, TransferAgent, " in said
    assert said.endswith(f" on ethereum:local, chain 31337, node {chain.url}")
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
