# SPDX-License-Identifier: Apache-2.0
"""``regalia doctor`` over the life of a deal: each command it ends with is typed, and works."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.record import save_record
from regalia.cli.main import run
from regalia.servicing import disputes, offices, signers, supervision
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from tests.ledger.life import DAY, DECEMBER_2023, Life
from tests.ledger.whole_life import WHOLE, WholeLife, call_and_last_date, default, offered
from tests.oracle.panel import PERIOD
from tests.scripts.pasted import paste
from tests.servicing.reporting import EVIDENCE, MISSING_AFTER, REASON, Reporting, open_reporting
from tests.support.devnet import undone
from tests.support.faulty_rpc import Answer, Faults, faulty_rpc
from tests.support.roles import actor

pytestmark = pytest.mark.devnet
BIDS = ((0, 0, 500), (1, 0, 300), (2, 0, 200), (3, 1, 150), (4, 1, 50), (5, 2, 300))


@dataclass(frozen=True)
class Visit:
    """A deal, its record as a file, and the doctor beside it."""

    life: Life
    record: str
    terms: str | None
    capsys: pytest.CaptureFixture[str]

    @property
    def deal(self) -> DealContracts:
        return self.life.deal

    def look(self, *more: str) -> tuple[int, dict[str, Any]]:
        terms = ("--terms", self.terms) if self.terms else ()
        self.capsys.readouterr()
        code = run(["doctor", "--rpc", self.life.chain.url, "--record", self.record, *terms, "--json", *more])
        found: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return code, found

    def follow(self, expected: str, by: Any = None) -> None:
        """What it says is to be done next is the ``expected``, and can be done; by anybody unless it is somebody's own."""
        _, found = self.look()
        assert f" {expected} " in f"{found['next']} ", found
        paste(found["next"], self.deal, by or str(self.life.anybody), self.life.chain.url, self.record)

    def well(self) -> None:
        """Nothing waits."""
        _, found = self.look()
        assert " verify --record " in found["next"], found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deployments")


@pytest.fixture(scope="module")
def whole() -> Iterator[WholeLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        world = offered(chain)
        for investor, tranche, units in BIDS:
            world.life.subscribe(world.life.investors[investor], tranche, units)
        yield world


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reporting]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield open_reporting(chain, tmp_path_factory.mktemp("terms"))


@pytest.fixture
def visit(whole: WholeLife, folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Visit]:
    """In the window of the offering, all units bid for; what a test does is undone."""
    with undone(whole.life.chain):
        yield Visit(whole.life, str(save_record(whole.life.record, folder)), str(WHOLE), capsys)


@pytest.fixture
def court(reporting: Reporting, folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Visit]:
    """Live, before the first report, with all officers of the oracle."""
    with undone(reporting.chain):
        yield Visit(reporting.life, str(save_record(reporting.life.record, folder)), None, capsys)


def test_doctor__from_the_offering_to_the_end__each_next_command_works(visit: Visit, whole: WholeLife) -> None:
    life, window = visit.life, visit.deal.offering.functions.window().call()
    visit.well()
    life.chain.warp(window[1] + 1)
    visit.follow("manage close")
    visit.follow("invest collect --everybody")
    visit.well()
    for who in ("lender", "parent", "studio"):
        whole.endow(who, 2_000_000)
    whole.reported(1, 12_000, 1_000)
    visit.follow("manage demand-support")
    visit.follow("manage pay-support", whole.party("parent"))
    visit.follow("manage execute")
    visit.well()
    life.execute(whole.reported(2, 90_000, 3_000))
    life.execute(whole.reported(3, 90_000, 1_000))
    default(whole)
    call_and_last_date(whole)
    life.chain.warp(whole.now + 400 * DAY)
    visit.follow("manage conclude")
    visit.well()
    paste(visit.look()[1]["next"], visit.deal, str(life.anybody), life.chain.url, visit.record)


def test_doctor__provider_lets_its_time_pass__told_and_the_payment_date_goes_on(visit: Visit, whole: WholeLife) -> None:
    visit.life.close()
    whole.reported(1, 12_000, 1_000)
    visit.follow("manage demand-support")
    visit.life.chain.warp(whole.now + 73 * 3600)
    _, found = visit.look()
    (told,) = (one for one in found["findings"] if one["check"] == "dates.facility-1")
    assert told["level"] == "warn" and f"{whole.party('parent')} did not pay 20,000.00 tUSD until" in told["found"]
    visit.follow("manage execute")


def test_doctor__bidders_held_back__told_and_no_command_that_would_do_nothing(visit: Visit) -> None:
    admin = visit.life.chain.accounts[0]
    offices.appoint(visit.deal.web3, "supervisor", offices.seat(visit.deal, "supervisor"), admin, admin)
    visit.life.close_alone()
    for investor in visit.life.investors[:6]:
        until = visit.deal.web3.eth.get_block("latest")["timestamp"] + DAY
        supervision.halt_holder(visit.deal, investor, until, Order.of("court 7", b"\7" * 32), "inquiry", admin)
    _, found = visit.look()
    (told,) = (one for one in found["findings"] if one["check"] == "offering.bids")
    assert told["level"] == "warn" and "6 bids wait to be collected, with 1,500 units" in told["found"]
    assert "invest collect" not in found["next"] and "frozen, halted or not eligible" in told["remedy"]


def test_doctor__sale_that_lapsed__money_back_for_everybody(visit: Visit) -> None:
    visit.life.chain.warp(visit.deal.offering.functions.window().call()[1] + 8 * DAY)
    visit.follow("invest refund --everybody")
    _, found = visit.look()
    assert not any(one["check"] == "offering.money" and one["level"] != "ok" for one in found["findings"])


def test_doctor__disputes_and_bonds__settled_and_paid_in(court: Visit, reporting: Reporting) -> None:
    reporting.accept()
    disputes.dispute(court.deal, disputes.REPORT, EVIDENCE, reporting["senior_investor"])
    disputes.decide(court.deal, disputes.REPORT, False, REASON, reporting["oracle-trustee"])
    court.life.chain.warp(reporting.now + 4 * DAY)
    court.follow("oracle settle --record")
    court.life.chain.warp(court.deal.deal.functions.scheduledAt(PERIOD).call() + DAY)
    court.follow("manage execute")
    court.follow("oracle pay-forfeited")


def test_doctor__report_due_and_then_missing__proposed_or_declared(court: Visit) -> None:
    scheduled = court.deal.deal.functions.scheduledAt(PERIOD).call()
    court.life.chain.warp(scheduled)
    code, found = court.look("--exchange", "http://127.0.0.1:8700", "--evidence", "my papers")
    assert code == 0 and found["ok"]
    assert found["next"].endswith(" --evidence 'my papers' --exchange http://127.0.0.1:8700")
    assert "oracle propose --record " in found["next"]
    court.life.chain.warp(scheduled + MISSING_AFTER)
    code, found = court.look()
    assert code == 1 and not found["ok"]
    court.follow("oracle declare-missing")
    assert court.look()[0] == 0


def test_doctor__attestors_proposed__put_in_force(court: Visit, reporting: Reporting) -> None:
    proposed = signers.SignerSet.of(2, {actor("auditor"): 1, actor("bank"): 1})
    signers.propose(court.deal, proposed, reporting["oracle-governor"])
    waits = signers.proposed(court.deal)
    assert waits is not None
    court.life.chain.warp(waits.ready_at)
    court.follow("oracle enact-signers")


def test_doctor__index_that_is_not_there__made_by_the_next_command_and_looked_at_from_then_on(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not _of_index(visit.look()[1])
    Path(".regalia").mkdir()
    _, found = visit.look("--db", "sqlite:///.regalia/31337.db")
    assert [one["level"] for one in _of_index(found)] == ["warn"]
    assert f" index --record {visit.record} --rpc {visit.life.chain.url}" in found["next"]
    paste(found["next"], visit.deal, str(visit.life.anybody), visit.life.chain.url, visit.record)
    (index,) = _of_index(visit.look()[1])
    assert index["level"] == "ok" and index["found"].endswith(", 0 blocks behind")


def _of_index(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in found["findings"] if one["check"] == "index"]


def test_doctor__for_people__a_line_each_with_what_to_do_and_the_next_command_last(visit: Visit) -> None:
    visit.capsys.readouterr()
    assert run(["doctor", "--rpc", visit.life.chain.url, "--record", visit.record]) == 0
    lines = visit.capsys.readouterr().out.splitlines()
    assert lines[0] == f"deal whole, node {visit.life.chain.url}, as of block {visit.life.chain.web3.eth.block_number}"
    (old,) = (i for i, line in enumerate(lines) if line.startswith("warn  node.head "))
    assert lines[old + 1].strip().startswith("→ Wait, or use another node.")
    assert lines[-2] == "type next:" and f"run manage status --record {visit.record} --network" in lines[-1]
    assert any(line.endswith(" 2 warn, 0 fail") for line in lines)


def test_doctor__with_json__the_same_for_programs(visit: Visit) -> None:
    code, found = visit.look()
    assert code == 0 and found["ok"] is True
    assert (found["deal"], found["chain_id"]) == ("whole", 31337)
    assert sum(found["counts"].values()) == len(found["findings"])
    assert {"check", "level", "found", "block", "remedy"} == found["findings"][0].keys()
    assert {one["block"] for one in found["findings"]} == {visit.life.chain.web3.eth.block_number}


def test_doctor__node_alone__its_findings_and_help(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctor", "--rpc", visit.life.chain.url, "--json"]) == 0
    found = json.loads(visit.capsys.readouterr().out)
    assert found["deal"] is None and {one["check"].partition(".")[0] for one in found["findings"]} == {"node"}
    assert found["next"].endswith("regalia doctor --help")
    wish = Path("deployments", "31337", "wish.yaml")
    wish.parent.mkdir(parents=True)
    wish.touch()
    assert run(["doctor", "--rpc", visit.life.chain.url, "--json"]) == 0
    assert f"deploy plan {wish} --rpc" in json.loads(visit.capsys.readouterr().out)["next"]
    record = save_record(visit.life.record, Path("deployments"))
    assert run(["doctor", "--rpc", visit.life.chain.url, "--json"]) == 0
    assert f"doctor --record {record} --rpc" in json.loads(visit.capsys.readouterr().out)["next"]


def test_doctor__nobody_answers__a_finding_that_failed_and_no_key_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://user:secret@127.0.0.1:{free.getsockname()[1]}/v3/secret"
    assert run(["doctor", "--rpc", url]) == 1
    said = capsys.readouterr().out
    assert "fail  node  rpc: no node answers at http://127.0.0.1:" in said
    assert "secret" not in said and said.endswith('doctor --rpc "$RPC"\n') and "set RPC (or DB)" in said


def test_doctor__node_that_says_anything__nothing_moves_the_cursor(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed(method: str, params: list[Any], answer: Answer) -> Answer:
        return answer | {"result": "anvil\x1b[2J\nok    everything"} if method == "web3_clientVersion" else answer

    with faulty_rpc(visit.life.chain.url, Faults(mutate=changed)) as proxy:
        assert run(["doctor", "--rpc", proxy.at]) == 0
    said = capsys.readouterr().out
    assert "anvil [2J ok    everything" in said and "\x1b" not in said


@pytest.mark.parametrize("given", [(), ("--record", "x.json"), ("--rpc", "http://127.0.0.1:1", "--db", "sqlite://")])
def test_doctor__not_said_what_to_look_at__usage(given: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", *given]) == 2
    said = capsys.readouterr().err
    assert ("name it with --record FILE" if "--db" in given else "say what to look at: --rpc URL") in said


def test_doctor__no_such_record__named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--rpc", "http://127.0.0.1:1", "--record", str(tmp_path / "none.json")]) == 1
    assert "none.json" in capsys.readouterr().err
