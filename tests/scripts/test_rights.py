# SPDX-License-Identifier: Apache-2.0
"""Rights from a portfolio file to the pool of a deal, by the commands in the order in which a servicer meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import load_record
from regalia.chain.transact import call
from regalia.domain.rights.number import canonical
from regalia.domain.rights.words import Condition, Kind, Status
from regalia.oracle.right_files import load_report, save_signature
from regalia.oracle.right_report import sign
from regalia.servicing import pledging
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.rights import RightsContracts
from tests.scripts.rights_files import LICENSED, OWNED
from tests.scripts.rights_stage import (
    ATTESTOR,
    OUTSIDER,
    REGISTRAR,
    SECOND_ATTESTOR,
    START,
    VALUER,
    RightsStage,
    set_up,
)
from tests.scripts.support import ape, manage, printed
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
IDS = tuple(canonical(text, Kind.PATENT) for text in (OWNED, LICENSED))
STALE = 1_740_960_000
"""2025-03-03: the valuation of the first patent is no longer good since the day before."""


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=10) as started:
        yield started


@pytest.fixture(scope="module")
def stage(chain: Devnet, tmp_path_factory: pytest.TempPathFactory) -> RightsStage:
    return set_up(chain, tmp_path_factory.mktemp("rights"))


@pytest.fixture(scope="module")
def rights(stage: RightsStage) -> RightsContracts:
    return RightsContracts.of(stage.chain.web3, load_record(stage.record))


@pytest.fixture(scope="module")
def entered(stage: RightsStage) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the registrar was told, and then the appraiser."""
    return stage.enter(), stage.enter(by=VALUER)


@pytest.fixture(scope="module")
def proposed(stage: RightsStage, entered: Any) -> dict[str, Any]:
    out = str(stage.folder / "report.json")
    return printed(stage.run("propose", str(stage.files["feed"]), *stage.at_oracle, "--out", out))


@pytest.fixture(scope="module")
def reported(stage: RightsStage, proposed: dict[str, Any]) -> RightsStage:
    """Both attestors signed, the second with a key of its own, and somebody handed it in."""
    first, second = (stage.folder / f"signature-{number}.json" for number in (1, 2))
    printed(stage.run("sign", proposed["file"], "--out", str(first), by=ATTESTOR))
    file = load_report(Path(proposed["file"]))
    save_signature(sign(file.report, file.chain_id, file.oracle, SECOND_ATTESTOR), file, second)
    printed(stage.run("hand-in", proposed["file"], str(first), str(second), by=OUTSIDER))
    return stage


@pytest.fixture(scope="module")
def pledged(reported: RightsStage) -> dict[str, Any]:
    printed(reported.on_deal("open-pool", "--terms", "deals/patents.yaml"))
    return printed(reported.on_deal("pledge", "--portfolio", str(reported.files["portfolio"])))


def test_enter__registrar_then_appraiser__each_enters_what_is_its_own(
    stage: RightsStage, entered: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    registrar, valuer = entered
    left = f"to be valued by {stage.chain.accounts[1]}"
    assert registrar == {"acts in the file": 6, "on chain already": 0, "entered": 4, left: 2}
    assert valuer == {"acts in the file": 6, "on chain already": 4, "entered": 2}


def test_propose__feed_of_filings_and_grants__numbered_from_the_chain(proposed: dict[str, Any]) -> None:
    assert proposed["proposal 1"] == "CN 10 2018 010990101: event 1, filed, effective 2018-05-14"
    assert proposed["proposal 4"] == "CN 10 2019 010990202: event 2, granted, effective 2021-03-02"
    events = json.loads(Path(proposed["file"]).read_text())["events"]
    assert [(event["right"], event["number"], event["act"]) for event in events] == [
        (OWNED, 1, "filed"), (OWNED, 2, "granted"), (LICENSED, 1, "filed"), (LICENSED, 2, "granted"),
    ]  # fmt: skip


def test_hand_in__signed_by_both__in_force(rights: RightsContracts, reported: RightsStage) -> None:
    facts = [call(rights.web3, rights.registry.functions.factsOf(right)) for right in IDS]
    assert [(Status(fact[1]), fact[11]) for fact in facts] == [(Status.IN_FORCE, 2)] * 2


def test_propose__gazette_after_the_feed__what_the_registry_refuses_left_out_and_the_rest_shown_to_who_signs(
    reported: RightsStage, tmp_path: Path
) -> None:
    given = (str(reported.files["gazette"]), *reported.at_oracle, "--out", str(tmp_path / "report.json"))
    found = printed(reported.run("propose", *given, "--leave-out", "1"))
    assert found["proposal 2"].startswith("CN 10 2019 010990202: lien, 2021-05-08, needs the registrar")
    assert found["proposal 3"] == "CN 10 2019 010990202: event 3, challenged, effective 2024-12-27"
    assert "proposal 1" not in found
    out = tmp_path / "signature.json"
    done = reported.run("sign", found["file"], "--out", str(out), by=ATTESTOR, answer="n\n")
    assert done.returncode == 1 and not out.exists()
    assert "CN 10 2019 010990202  event 3: challenged, effective 2024-12-27" in done.stdout
    assert "Sign these 1 events as 0x" in done.stdout


def test_pledge__portfolio__one_whole_and_one_on_its_licence(rights: RightsContracts, pledged: dict[str, Any]) -> None:
    assert (pledged["pledged"], pledged["rights in the pool"]) == (2, 2)
    assert pledged["value"] == pledged["pool value, after haircuts"] == "12,000,000.00 tUSD"
    assert pledged["something comes after"] == "2025-03-01"
    assert [call(rights.web3, rights.pool.functions.pledgeOf(right))[2] for right in IDS] == [0, 1]


def test_value__report_of_the_appraiser__counts_at_once(
    rights: RightsContracts, reported: RightsStage, pledged: dict[str, Any]
) -> None:
    with undone(reported.chain):
        given = (str(reported.files["report"]), "--record", str(reported.record))
        assert printed(reported.run("value", *given, by=VALUER))["entered"] == 1
        assert call(rights.web3, rights.pool.functions.pledgeOf(IDS[0]))[-1][0] == 4_100_000 * 10**6


def test_propose_valuation__signed_and_handed_in__the_oracle_values_and_says_so_again(
    rights: RightsContracts, reported: RightsStage, pledged: dict[str, Any], tmp_path: Path
) -> None:
    """By the deal's record; before there is one, by the oracle."""
    file, out = str(reported.files["report"]), str(tmp_path / "report.json")
    with undone(reported.chain):
        found = printed(reported.run("propose-valuation", file, "--record", str(reported.record), "--out", out))
        assert found["proposal 1"] == (
            "CN 10 2018 010990101: valuation 2, 4,100,000.00 USD by income, of 2024-12-20, good until 2025-06-30"
        )
        signature = str(tmp_path / "signature.json")
        done = reported.run("sign", out, "--out", signature, by=ATTESTOR, answer="y\n")
        assert done.returncode == 0, done.stderr
        assert "valuation 2: 4,100,000.00 tUSD, which is 4100000000000 of the smallest unit of 0x" in done.stdout
        assert "Sign these 1 valuations as 0x" in done.stdout
        printed(reported.run("hand-in", out, signature, by=OUTSIDER))
        assert call(rights.web3, rights.pool.functions.pledgeOf(IDS[0]))[-1][0] == 4_100_000 * 10**6
        again = (*reported.at_valuation_oracle, "--out", str(tmp_path / "again.json"))
        found = printed(reported.run("propose-valuation", file, *again))
        assert found == {
            "proposal 1": "CN 10 2018 010990101: on chain already",
            "file": "none: there is nothing to report",
        }


def test_settle__a_valuation_ran_out__execute_says_so_and_settle_looks(
    reported: RightsStage, pledged: dict[str, Any]
) -> None:
    with undone(reported.chain):
        reported.chain.warp(STALE)
        refused = manage(reported.chain, str(reported.record), "execute")
        error = json.loads(refused.stderr)["error"]
        assert (error["name"], refused.returncode) == ("RightsDueError", 1)
        assert "due since 2025-03-01" in error["message"] and "--settle" in error["hint"]
        found = printed(reported.on_deal("settle", by=OUTSIDER))
        assert found["still due"] is False
        assert found["pool value, after haircuts"] == "10,400,000.00 tUSD"  # 40% off the stale 4,000,000


def test_execute__with_settle__looks_first_and_goes_on(
    rights: RightsContracts, reported: RightsStage, pledged: dict[str, Any]
) -> None:
    with undone(reported.chain):
        reported.chain.warp(STALE)
        done = manage(reported.chain, str(reported.record), "execute", "--settle", account=OUTSIDER)
        assert done.returncode == 1 and "no report was accepted" in done.stderr
        deal = DealContracts(rights.web3, load_record(reported.record)).deal.address
        assert pledging.due_since(rights, deal) is None


def test_appoint__by_the_contract_or_by_the_record__the_same_office(
    rights: RightsContracts, stage: RightsStage
) -> None:
    officer = stage.chain.accounts[8]
    named = ("--role", "legal-attestor", "--officer", officer)
    by_contract = ("--contract", stage.places["legal oracle"], *named, "--yes", "--json", *REGISTRAR)
    role = rights.oracle.functions.ATTESTOR_ROLE().call()
    printed(ape(stage.chain, "manage", "appoint", *by_contract))
    assert rights.oracle.functions.hasRole(role, officer).call()
    printed(manage(stage.chain, str(stage.record), "dismiss", *named))
    assert not rights.oracle.functions.hasRole(role, officer).call()


def test_enter_lien__by_the_deals_record__counts_at_once(
    rights: RightsContracts, reported: RightsStage, pledged: dict[str, Any]
) -> None:
    with undone(reported.chain):
        what = ("--record", str(reported.record), "--right", "CN201810990101.6", "--day", "2025-01-02")
        paper = ("--document", str(reported.files["deeds"]), "--part", "tax")
        printed(reported.run("enter-lien", *what, "--holder", reported.chain.accounts[7], "--rank", "0", *paper))
        assert call(rights.web3, rights.pool.functions.pledgeOf(IDS[0]))[-1][3] == 1 << Condition.PLEDGED
