# SPDX-License-Identifier: Apache-2.0
"""Officers' commands, run as officers run them: roles, orders with their documents, attestations."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet
from regalia.servicing import market, offering
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.powers import transfer_agent
from tests.scripts.support import invest, manage, printed, supervise
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet

SECOND_ACCOUNT = ("--account", "TEST::1")
ALL = 277_712
"""Units of the deal."""


def test_freeze_wallet__without_the_role__refused_by_name_and_nothing_sent(
    chain: Devnet, record: str, document: Path
) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-17", "--evidence", str(document))
    done = supervise(chain, record, "freeze-wallet", "--tranche", "units", "--holder", chain.accounts[5], *order)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "AccessControlUnauthorizedAccount" in done.stderr
    assert chain.web3.eth.block_number == before


def test_appoint__then_freeze_under_an_order__event_has_reference_and_sha256_of_the_document(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "freezer", "--officer", chain.accounts[0]))
    order = ("--order", "2024-17", "--evidence", str(document))
    printed(supervise(chain, record, "freeze-wallet", "--tranche", "units", "--holder", chain.accounts[6], *order))
    (event,) = transfer_agent(deal).events.WalletFrozen().get_logs(from_block=0)
    assert event["args"]["holder"] == chain.accounts[6]
    assert event["args"]["ref"] == b"2024-17" + bytes(25)
    assert event["args"]["evidence"] == sha256(b"the wallet is frozen").digest()


def test_freeze_to__more_than_is_held__frozen_before_it_comes(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "freezer", "--officer", chain.accounts[0]))
    order = ("--order", "2024-19", "--evidence", str(document), "--tranche", "units", "--holder", chain.accounts[6])
    printed(supervise(chain, record, "freeze-to", "--units", "1000000", *order))
    (event,) = transfer_agent(deal).events.UnitsFrozen().get_logs(from_block=0)
    assert (event["args"]["holder"], event["args"]["units"]) == (chain.accounts[6], 1_000_000)


def test_freeze_to__more_than_a_register_counts__usage_and_nothing_sent(
    chain: Devnet, record: str, document: Path
) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-19", "--evidence", str(document), "--tranche", "units", "--holder", chain.accounts[6])
    done = supervise(chain, record, "freeze-to", "--units", str(2**48), *order)
    assert done.returncode == 2 and "is not from 0 to 281,474,976,710,655 units" in done.stderr
    assert chain.web3.eth.block_number == before


def test_freeze__no_evidence_given__usage_and_nothing_sent(chain: Devnet, record: str) -> None:
    before = chain.web3.eth.block_number
    options = ("--tranche", "units", "--holder", chain.accounts[5], "--units", "1", "--order", "2024-17")
    done = supervise(chain, record, "freeze", *options)
    assert done.returncode == 2 and "Missing option '--evidence'" in done.stderr
    assert chain.web3.eth.block_number == before


def test_halt_deal__end_too_far_ahead__named_reason_and_no_traceback(
    chain: Devnet, record: str, document: Path
) -> None:
    printed(manage(chain, record, "appoint", "--role", "supervisor", "--officer", chain.accounts[0]))
    order = ("--order", "SUP-1", "--evidence", str(document), "--reason", "inquiry")
    done = supervise(chain, record, "halt-deal", "--until", "2024-12-31", *order)
    assert done.returncode == 1 and "Supervisor_BadExpiry" in done.stderr and "Traceback" not in done.stderr


def test_recover__nothing_there__said_and_nothing_sent(chain: Devnet, record: str, document: Path) -> None:
    before = chain.web3.eth.block_number
    order = ("--order", "2024-18", "--evidence", str(document))
    done = supervise(chain, record, "recover", "--lost", chain.accounts[5], "--new", chain.accounts[7], *order)
    assert done.returncode == 1 and "has nothing in mills" in done.stderr
    assert chain.web3.eth.block_number == before


def sell(chain: Devnet, deal: DealContracts, holder: ChecksumAddress, units: int) -> None:
    """So many units in the hands of the holder, who is admitted, and all others in those of account 2."""
    rest = chain.accounts[2]
    market.admit(
        chain.web3, deal.registry.address, rest, chain.accounts[0],
        country=840, investor_class="professional", valid_until=2**40,
    )  # fmt: skip
    for investor, wanted in ((holder, units), (rest, ALL - units)):
        market.mint_test_money(deal, investor, wanted * offering.price_at(deal, "units"), investor)
        offering.subscribe(deal, "units", wanted, investor)
    chain.warp(deal.offering.functions.window().call()[1] + 1)
    offering.close(deal, rest)
    offering.collect_all(deal, rest)


def test_recover__a_holders_wallet__units_in_the_new_one_and_closing_the_lost_one_comes_next(
    chain: Devnet, record: str, deal: DealContracts, document: Path
) -> None:
    lost, fresh = chain.accounts[0], chain.accounts[8]
    for role in ("registrar", "recoverer"):
        printed(manage(chain, record, "appoint", "--role", role, "--officer", lost))
    facts = ("--country", "US", "--class", "professional", "--until", "2026-12-31")
    printed(manage(chain, record, "admit", "--wallet", lost, *facts))
    printed(manage(chain, record, "add-wallet", "--wallet", fresh, "--sibling", lost))
    order = ("--order", "2024-19", "--evidence", str(document))
    with undone(chain):
        sell(chain, deal, lost, 10)
        moved = printed(supervise(chain, record, "recover", "--lost", lost, "--new", fresh, *order))
        assert moved["units"].startswith("10 units, 0.00 tUSD unclaimed, transaction 0x")
        assert moved["next"].endswith(f"manage close-wallet --wallet {lost}")
        units = deal.token("units").functions
        assert (units.balanceOf(lost).call(), units.balanceOf(fresh).call()) == (0, 10)


def test_attestation__signed_by_the_issuer_and_handed_in_by_the_wallet__eligible(
    chain: Devnet, record: str, deal: DealContracts, tmp_path: Path
) -> None:
    issuer, wallet, file = chain.accounts[0], chain.accounts[1], tmp_path / "attestation.json"
    facts = ("--wallet", wallet, "--country", "SG", "--class", "retail", "--until", "2025-12-31", "--out", str(file))
    early = manage(chain, record, "attest-eligibility", *facts)
    assert early.returncode == 1 and f"{issuer} is not an issuer of the registry" in early.stderr
    assert not file.exists()
    printed(manage(chain, record, "issuer-add", "--issuer", issuer))
    before = chain.web3.eth.block_number
    printed(manage(chain, record, "attest-eligibility", *facts))
    assert chain.web3.eth.block_number == before
    assert json.loads(file.read_text())["issuer"] == issuer
    registry = contract(chain.web3, "InvestorRegistry", deal.registry.address).functions
    assert not registry.isVerified(wallet).call()
    printed(invest(chain, record, "register", "--file", str(file), account=SECOND_ACCOUNT))
    assert registry.isVerified(wallet).call()
    # the last second of 2025, UTC
    assert registry.investorAt(wallet).call() == [702, 1, 1_767_225_599]
    again = invest(chain, record, "register", "--file", str(file), account=SECOND_ACCOUNT)
    assert again.returncode == 1 and "InvalidAccountNonce" in again.stderr
