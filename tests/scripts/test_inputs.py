# SPDX-License-Identifier: Apache-2.0
"""What a new user types wrongly: the option, the value and the rule are named, and nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet
from tests.scripts.support import ACCOUNT, ape, deploy_deal, invest, manage, printed, supervise

pytestmark = pytest.mark.devnet

UNITS = ("--tranche", "units", "--units", "1")


def refused_as_usage(chain: Devnet, done: Any, before: int) -> str:
    """What the usage error says."""
    assert done.returncode == 2 and done.stdout == "", done.stdout + done.stderr
    assert chain.web3.eth.block_number == before
    return str(json.loads(done.stderr)["error"]["message"])


@pytest.mark.parametrize(
    ("option", "contract", "rule"),
    [
        ("factory", "", "is an ordinary account on this chain, no contract"),
        ("factory", "payment token", "is a contract, but no DealFactory of this release"),
        ("payment token", "", "is an ordinary account on this chain, no contract"),
    ],
)
def test_deploy__no_such_contract_there__option_address_and_rule(
    chain: Devnet, platform: dict[str, Any], tmp_path: Path, option: str, contract: str, rule: str
) -> None:
    before = chain.web3.eth.block_number
    wrong = platform[contract] if contract else chain.accounts[1]
    said = refused_as_usage(chain, deploy_deal(chain, {**platform, option: wrong}, tmp_path), before)
    assert said == f"Invalid value for '--{option.replace(' ', '-')}': {wrong} {rule}"


def test_deploy__registry_is_an_ordinary_account__refused(chain: Devnet, platform: dict[str, Any]) -> None:
    before = chain.web3.eth.block_number
    done = ape(chain, "deploy", "platform", "--registry", chain.accounts[1], "--yes", "--json", *ACCOUNT)
    assert refused_as_usage(chain, done, before).startswith("Invalid value for '--registry': 0x")


@pytest.mark.parametrize(
    ("command", "option", "typed", "rule"),
    [
        ("pay", "--amount", "-5", "-5 is not above 0"),
        ("pay", "--amount", "0", "0 is not above 0"),
        ("pay", "--amount", "5.0000001", "5.0000001 has too many decimals: tUSD has 6 decimals"),
        ("mint-test-money", "--amount", "1e9", "'1e9' is not a plain number; write it as 1234.56 or 1,234.56"),
        ("mint-test-money", "--amount", "9" * 40, f"{'9' * 40} is more than a deal's books can count"),
        ("force", "--income", "-5", "-5 is below 0"),
        ("subscribe", "--units", "-5", "-5 is not from 1 to 281,474,976,710,655 units"),
        ("transfer", "--units", "1.5", "'1.5' is not a whole number of units"),
    ],
)
def test_script__number_that_can_not_be__option_value_and_rule(
    chain: Devnet, record: str, document: Path, command: str, option: str, typed: str, rule: str
) -> None:
    holder, other = chain.accounts[0], chain.accounts[1]
    needed = {
        "pay": ("--licence", "catalogue", "--reference", "1"),
        "mint-test-money": ("--holder", holder),
        "force": (*UNITS, "--from", holder, "--to", other, "--order", "1", "--evidence", str(document)),
        "subscribe": UNITS,
        "transfer": (*UNITS, "--to", other),
    }
    before = chain.web3.eth.block_number
    script = {"force": supervise, "subscribe": invest, "transfer": invest}.get(command, manage)
    done = script(chain, record, command, *needed[command], option, typed)
    assert refused_as_usage(chain, done, before) == f"Invalid value for '{option}': {rule}"


def test_force__all_income_in_capitals__taken_as_all(chain: Devnet, record: str, document: Path) -> None:
    order = ("--order", "1", "--evidence", str(document))
    parties = ("--from", chain.accounts[0], "--to", chain.accounts[1], "--income", "ALL")
    done = ape(chain, "supervise", "force", "--record", record, *UNITS, *parties, *order, *ACCOUNT, answer="n\n")
    assert "Take 1 units of units and all unclaimed income from" in done.stdout


def test_mint_subscribe_transfer__before_closing__bid_for_and_not_passed_on(chain: Devnet, record: str) -> None:
    investor, other = chain.accounts[:2]
    printed(manage(chain, record, "mint-test-money", "--holder", investor, "--amount", "3,500"))
    printed(manage(chain, record, "appoint", "--role", "registrar", "--officer", investor))
    facts = ("--country", "us", "--class", "professional", "--until", "9999-12-31")
    printed(manage(chain, record, "admit", "--wallet", investor, *facts))
    printed(invest(chain, record, "subscribe", "--tranche", "units", "--units", "100"))
    status = printed(ape(chain, "manage", "status", "--record", record, "--terms", "deals/mills.yaml", "--json"))
    assert (status["units: units bid for"], status["units: units outstanding"]) == ("100", "0")
    assert (status["cash in the offering"], status["account reserve"]) == ("3,500.00", "0.00")
    done = invest(chain, record, "transfer", *UNITS, "--to", other)
    error = json.loads(done.stderr)["error"]
    assert (done.returncode, error["name"]) == (1, "ContractRevertedError")
    assert (
        "ERC20InsufficientBalance" in error["message"]
        and "collect those bid for once the deal is closed" in error["hint"]
    )
