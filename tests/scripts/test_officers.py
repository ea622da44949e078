# SPDX-License-Identifier: Apache-2.0
"""Officers' commands, run as officers run them: roles, orders with their documents, attestations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import pytest

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import load_record
from regalia.chain.transact import send
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.powers import transfer_agent
from scripts._options import Country, LastSecond
from tests.conftest import START
from tests.scripts.test_scripts import ACCOUNT, ape, deploy_deal, printed

pytestmark = pytest.mark.devnet

SECOND_ACCOUNT = ("--account", "TEST::1")


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=10) as started:
        yield started


@pytest.fixture(scope="module")
def record(chain: Devnet, tmp_path_factory: pytest.TempPathFactory) -> str:
    platform = printed(ape(chain, "deploy", "platform", "--test-money", "--yes", "--json", *ACCOUNT))
    assert {"oracle", "registry", "transfer agent", "supervisor", "factory"} < set(platform)
    return str(printed(deploy_deal(chain, platform, tmp_path_factory.mktemp("deployments")))["record"])


@pytest.fixture(scope="module")
def deal(chain: Devnet, record: str) -> DealContracts:
    return DealContracts(chain.web3, load_record(Path(record)))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("orders") / "judgment.txt"
    file.write_text("the wallet is frozen")
    return file


def manage(chain: Devnet, record: str, command: str, *options: str, account: tuple[str, str] = ACCOUNT) -> Any:
    return ape(chain, "manage", command, "--record", record, *options, "--yes", "--json", *account)


def test_freeze_wallet__without_the_role__refused_by_name_and_nothing_sent(
    chain: Devnet, record: str, document: Path
) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-17", "--evidence", str(document))
    done = manage(chain, record, "freeze-wallet", "--tranche", "units", "--holder", chain.accounts[5], *order)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "AccessControlUnauthorizedAccount" in done.stderr
    assert chain.web3.eth.block_number == before


def test_appoint__then_freeze_under_an_order__event_has_reference_and_sha256_of_the_document(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "freezer", "--officer", chain.accounts[0]))
    order = ("--order", "2024-17", "--evidence", str(document))
    printed(manage(chain, record, "freeze-wallet", "--tranche", "units", "--holder", chain.accounts[6], *order))
    (event,) = transfer_agent(deal).events.WalletFrozen().get_logs(from_block=0)
    assert event["args"]["holder"] == chain.accounts[6]
    assert event["args"]["ref"] == b"2024-17" + bytes(25)
    assert event["args"]["evidence"] == sha256(b"the wallet is frozen").digest()


def test_freeze_to__more_than_is_held__frozen_before_it_comes(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "freezer", "--officer", chain.accounts[0]))
    order = ("--order", "2024-19", "--evidence", str(document), "--tranche", "units", "--holder", chain.accounts[6])
    printed(manage(chain, record, "freeze-to", "--units", "1000000", *order))
    (event,) = transfer_agent(deal).events.UnitsFrozen().get_logs(from_block=0)
    assert (event["args"]["holder"], event["args"]["units"]) == (chain.accounts[6], 1_000_000)


def test_freeze_to__more_than_a_register_counts__usage_and_nothing_sent(
    chain: Devnet, record: str, document: Path
) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-19", "--evidence", str(document), "--tranche", "units", "--holder", chain.accounts[6])
    done = manage(chain, record, "freeze-to", "--units", str(2**48), *order)
    assert done.returncode == 2 and "is not in the range 0<=x<=281474976710655" in done.stderr
    assert chain.web3.eth.block_number == before


def test_freeze__no_evidence_given__usage_and_nothing_sent(chain: Devnet, record: str) -> None:
    before = chain.web3.eth.block_number
    options = ("--tranche", "units", "--holder", chain.accounts[5], "--units", "1", "--order", "2024-17")
    done = manage(chain, record, "freeze", *options)
    assert done.returncode == 2 and "Missing option '--evidence'" in done.stderr
    assert chain.web3.eth.block_number == before


def test_halt_deal__end_too_far_ahead__named_reason_and_no_traceback(
    chain: Devnet, record: str, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "supervisor", "--officer", chain.accounts[0]))
    order = ("--order", "SUP-1", "--evidence", str(document), "--reason", "inquiry")
    done = manage(chain, record, "halt-deal", "--until", "2024-12-31", *order)
    assert done.returncode == 1 and "Supervisor_BadExpiry" in done.stderr and "Traceback" not in done.stderr


def test_recover__nothing_there__said_and_nothing_sent(chain: Devnet, record: str, document: Path) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-18", "--evidence", str(document))
    done = manage(chain, record, "recover", "--lost", chain.accounts[5], "--new", chain.accounts[7], *order)
    assert done.returncode == 1 and "has nothing in mills" in done.stderr
    assert chain.web3.eth.block_number == before


def test_recover__a_subscribers_wallet__units_in_the_new_one_and_closing_the_lost_one_comes_next(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    lost, fresh = chain.accounts[0], chain.accounts[8]
    for role in ("registrar", "recoverer"):
        printed(manage(chain, record, "appoint", "--role", role, "--officer", lost))
    facts = ("--country", "US", "--class", "professional", "--until", "2026-12-31")
    printed(manage(chain, record, "admit", "--wallet", lost, *facts))
    send(chain.web3, deal.payment_token.functions.mint(lost, 350 * 10**6), lost)
    printed(manage(chain, record, "subscribe", "--tranche", "units", "--units", "10"))
    printed(manage(chain, record, "add-wallet", "--wallet", fresh, "--sibling", lost))
    order = ("--order", "2024-19", "--evidence", str(document))
    moved = printed(manage(chain, record, "recover", "--lost", lost, "--new", fresh, *order))
    assert moved["units"].startswith("10 units, 0.00 tUSD unclaimed, transaction 0x")
    assert moved["next"].endswith(f"manage close-wallet --wallet {lost}")
    units = deal.token("units").functions
    assert (units.balanceOf(lost).call(), units.balanceOf(fresh).call()) == (0, 10)


def test_attestation__signed_by_the_issuer_and_handed_in_by_the_wallet__eligible(
    chain: Devnet, record: str, deal: DealContracts, tmp_path: Path
) -> None:
    issuer, wallet, file = chain.accounts[0], chain.accounts[1], tmp_path / "attestation.json"
    printed(manage(chain, record, "issuer-add", "--issuer", issuer))
    facts = ("--wallet", wallet, "--country", "SG", "--class", "retail", "--until", "2025-12-31", "--out", str(file))
    before = chain.web3.eth.block_number
    printed(manage(chain, record, "attest-eligibility", *facts))
    assert chain.web3.eth.block_number == before
    assert json.loads(file.read_text())["issuer"] == issuer
    registry = contract(chain.web3, "InvestorRegistry", deal.registry.address).functions
    assert not registry.isVerified(wallet).call()
    printed(manage(chain, record, "register", "--file", str(file), account=SECOND_ACCOUNT))
    assert registry.isVerified(wallet).call()
    # the last second of 2025, UTC
    assert registry.investorAt(wallet).call() == [702, 1, 1_767_225_599]
    again = manage(chain, record, "register", "--file", str(file), account=SECOND_ACCOUNT)
    assert again.returncode == 1 and "InvalidAccountNonce" in again.stderr


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("2024-12-31", 1_735_689_599), ("2024-12-31T12:00:00", 1_735_646_400), ("2024-12-31T12:00:00Z", 1_735_646_400)],
)
def test_last_second__day_or_moment__utc(typed: str, seconds: int) -> None:
    assert LastSecond().convert(typed, None, None) == seconds


@pytest.mark.parametrize("typed", ["2024-13-01", "tomorrow", "2024-12-31 12:00", ""])
def test_last_second__anything_else__refused(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a day"):
        LastSecond().convert(typed, None, None)


def test_country__letters_or_number__number() -> None:
    assert [Country().convert(typed, None, None) for typed in ("US", "840", "036")] == [840, 840, 36]


@pytest.mark.parametrize("typed", ["us", "ZZ", "0", "1", "-840", ""])
def test_country__none_of_iso_3166__refused(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a country"):
        Country().convert(typed, None, None)
