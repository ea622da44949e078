# SPDX-License-Identifier: Apache-2.0
"""Commands of providers of support, of the holder of a call, and the end, run as they run them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.deployer import platform_of
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import load_record
from regalia.domain.terms import load_terms
from regalia.servicing import support
from tests.ledger.life import DECEMBER_2023, HOURS, USD, Life, admit_ten
from tests.ledger.whole_life import (
    IN_CALL,
    LINE,
    MAKE_UP,
    WHOLE,
    WholeLife,
    call_and_last_date,
    default,
    good_and_bad,
    sell,
)
from tests.scripts.support import ACCOUNT, ape, deploy_deal, manage, printed
from tests.support.devnet import undone
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet
LENDER, PARENT, STUDIO = (("--account", f"TEST::{number}") for number in (4, 3, 2))
PARTIES = {"trustee": 0, "account-bank": 1, "lender": 4, "parent": 3, "studio": 2}
"""Who is paid, and the number of the account."""


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as started:
        yield started


@pytest.fixture(scope="module")
def record(chain: Devnet, platform: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The deal of ``tests/ledger/whole.yaml``, deployed by the script."""
    keys = {name: key_of(name) for name in ("servicer", "auditor")}
    addresses = {party: chain.accounts[number] for party, number in PARTIES.items()}
    addresses |= {name: key.address for name, key in keys.items()}
    made = printed(
        ape(
            chain, "deploy", "deal", str(WHOLE), "--factory", platform["factory"],
            "--payment-token", platform["payment token"], "--originator", chain.accounts[1],
            *(word for party, address in addresses.items() for word in ("--party", f"{party}={address}")),
            "--records", str(tmp_path_factory.mktemp("deployments")), "--yes", "--json", *ACCOUNT,
        )
    )  # fmt: skip
    return str(made["record"])


@pytest.fixture(scope="module")
def played(chain: Devnet, record: str) -> WholeLife:
    loaded = load_record(Path(record))
    made_by = platform_of(chain.web3, chain.web3.to_checksum_address(loaded.factory.address))
    keys = tuple(sorted((key_of("servicer"), key_of("auditor")), key=lambda key: int(key.address, 16)))
    parties: dict[str, Any] = {party: chain.accounts[number] for party, number in PARTIES.items()}
    admit_ten(chain, made_by)
    world = WholeLife(Life(chain, load_terms(WHOLE), made_by, loaded, keys, parties))
    sell(world)
    return world


@pytest.fixture
def sold(played: WholeLife) -> Iterator[WholeLife]:
    """Closed, before the first payment date: what a test does is undone."""
    with undone(played.life.chain):
        yield played


def reported(world: WholeLife) -> None:
    """A poor first quarter, whose report nobody can dispute any more."""
    world.life.pay(12_000)
    world.life.chain.warp(world.deal.deal.functions.scheduledAt(1).call() + 60)
    world.life.report(1, 12_000, [1_000])
    world.life.chain.warp(world.now + 25 * HOURS)


def test_deposit_support__asked_in_whole_currency__nothing_sent_when_answered_no(
    chain: Devnet, record: str, sold: WholeLife
) -> None:
    before = chain.web3.eth.block_number
    given = ("--record", record, "--facility", "0", "--amount", "5,000", *LENDER)
    done = ape(chain, "manage", "deposit-support", *given, answer="n\n")
    assert done.returncode != 0 and "Put 5,000.00 tUSD in as provider of facility 0?" in done.stdout
    assert chain.web3.eth.block_number == before


def test_deposit_support__by_the_provider__held(chain: Devnet, record: str, sold: WholeLife) -> None:
    printed(manage(chain, record, "deposit-support", "--amount", "5,000", account=LENDER))
    assert support.facility_state(sold.deal, LINE).held == 5_000 * USD


def test_demand_support__then_paid_by_the_provider__as_much_as_the_date_needs(
    chain: Devnet, record: str, sold: WholeLife
) -> None:
    reported(sold)
    asked = ape(chain, "manage", "demand-support", "--record", record, "--facility", "1", *ACCOUNT, answer="y\n")
    assert asked.returncode == 0 and "Ask the provider of facility 1 for 20,000.00 tUSD?" in asked.stdout
    status = printed(ape(chain, "manage", "status", "--record", record, "--json"))
    assert status["facility 1: asked for"] == "20,000.00"
    paid = ape(chain, "manage", "pay-support", "--record", record, "--facility", "1", *PARENT, answer="y\n")
    assert paid.returncode == 0 and "Pay 20,000.00 tUSD, due by 2024-03-24" in paid.stdout
    assert support.facility_state(sold.deal, MAKE_UP).held == 20_000 * USD


def test_demand_support__of_a_provider_who_is_not_needed__named_reason_and_nothing_sent(
    chain: Devnet, record: str, sold: WholeLife
) -> None:
    reported(sold)
    before = chain.web3.eth.block_number
    done = manage(chain, record, "demand-support", "--facility", "0")
    assert done.returncode == 1 and "SupportFacility_NothingNeeded" in done.stderr and "Traceback" not in done.stderr
    assert chain.web3.eth.block_number == before


def test_demand_support__no_report_yet__said(chain: Devnet, record: str, sold: WholeLife) -> None:
    done = manage(chain, record, "demand-support")
    assert done.returncode == 1 and "no report was accepted" in done.stderr


def test_pay_support__facility_the_deal_has_not__named_reason(chain: Devnet, record: str, sold: WholeLife) -> None:
    done = manage(chain, record, "pay-support", "--facility", "2", account=LENDER)
    assert done.returncode == 1 and "DealLens_NoFacility" in done.stderr and "Traceback" not in done.stderr


def test_pay_support__a_place_no_facility_can_have__usage(chain: Devnet, record: str, sold: WholeLife) -> None:
    done = manage(chain, record, "pay-support", "--facility", "16", account=LENDER)
    assert done.returncode == 2 and "is not from 0 to 15" in done.stderr


def test_exercise_call__not_open__named_reason(chain: Devnet, record: str, sold: WholeLife) -> None:
    done = manage(chain, record, "exercise-call", account=STUDIO)
    assert done.returncode == 1 and "Calls_" in done.stderr and "Traceback" not in done.stderr


def test_exercise_call__open__price_asked_and_tranche_repaid(chain: Devnet, record: str, sold: WholeLife) -> None:
    good_and_bad(sold)
    default(sold)
    chain.warp(IN_CALL)
    given = ("--record", record, "--call", "0", *STUDIO)
    done = ape(chain, "manage", "exercise-call", *given, answer="y\n")
    assert done.returncode == 0 and "Repay the tranches of call 0 for 954,622.222222 tUSD?" in done.stdout
    status = printed(ape(chain, "manage", "status", "--record", record, "--terms", str(WHOLE), "--json"))
    assert status["senior: balance"] == "0.00"
    assert status["event of default"] is True


def test_conclude__deal_that_goes_on__named_reason(chain: Devnet, record: str, sold: WholeLife) -> None:
    done = manage(chain, record, "conclude")
    assert done.returncode == 1 and "DealLens_NotOver" in done.stderr and "Traceback" not in done.stderr


def test_conclude__deal_that_is_over__concluded(chain: Devnet, record: str, sold: WholeLife) -> None:
    good_and_bad(sold)
    default(sold)
    call_and_last_date(sold)
    chain.warp(chain.web3.eth.get_block("latest")["timestamp"] + 400 * 24 * 3600)
    printed(manage(chain, record, "conclude"))
    status = printed(ape(chain, "manage", "status", "--record", record, "--json"))
    assert (status["status"], status["next period"], status["collection"]) == ("concluded", None, "0.00")


def test_deploy__facts_named_for_a_deal_that_looks_at_none__refused(
    chain: Devnet, platform: dict[str, Any], tmp_path: Path
) -> None:
    done = deploy_deal(chain, platform, tmp_path, "--facts", platform["oracle"])
    assert done.returncode == 1 and "pool facts: the deal looks at none" in done.stderr


def test_deploy__facts_where_no_contract_is__usage(chain: Devnet, platform: dict[str, Any], tmp_path: Path) -> None:
    done = deploy_deal(chain, platform, tmp_path, "--facts", chain.accounts[7])
    assert done.returncode == 2 and "Invalid value for '--facts'" in done.stderr


def test_deploy__deal_that_looks_at_facts_and_nobody_named__refused(
    chain: Devnet, platform: dict[str, Any], tmp_path: Path
) -> None:
    parties = [party.id for party in load_terms(Path("deals") / "teaching.yaml").parties]
    done = ape(
        chain, "deploy", "deal", "deals/teaching.yaml", "--factory", platform["factory"],
        "--payment-token", platform["payment token"], "--originator", chain.accounts[9],
        *(word for i, party in enumerate(parties) for word in ("--party", f"{party}={chain.accounts[i]}")),
        "--records", str(tmp_path), "--yes", "--json", *ACCOUNT,
    )  # fmt: skip
    assert done.returncode == 1 and "pool facts: no source is named" in done.stderr
