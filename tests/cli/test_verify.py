# SPDX-License-Identifier: Apache-2.0
"""``regalia verify``: what it prints, and how it ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.domain.terms import load_terms
from regalia.ledger.comparison import GROUPS
from tests.ledger.life import DECEMBER_2023, USD, begin
from tests.mills import DEAL

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Published:
    """What a stranger is given: a node, and the record's file."""

    chain: Devnet
    record: Path

    def verify(self, *more: str) -> int:
        return entry.run(["verify", "--record", str(self.record), "--rpc", self.chain.url, *more])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The trust after report 237: 288,427 received, 132,887 of expenses, 10,000 kept in reserve."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        deal = begin(chain, load_terms(DEAL))
        deal.subscribe(deal.investors[0], 0, 277_712)
        deal.close()
        deal.pay(288_427)
        deal.execute(deal.report(237, 288_427, [132_887], target=10_000))
        deal.send(deal.cash.functions.mint(deal.escrow.address, 2 * USD), deal.anybody)
        yield Published(chain, save_record(deal.record, tmp_path_factory.mktemp("deployments")))


def with_terms(folder: Path, old: str, new: str) -> Path:
    text = DEAL.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = folder / "altered.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_verify__deal_as_published__says_what_it_compared_and_exits_0(published: Published, capsys: Captured) -> None:
    assert published.verify("--terms", str(DEAL)) == 0
    printed = capsys.readouterr()
    assert all(what in printed.out for what in GROUPS.values())
    assert "1 payment dates" in printed.out
    assert "The escrow holds 2.00 USD that no book owes" in printed.out
    last = printed.out.splitlines()[-1]
    assert last.startswith("verified: ")
    assert last.endswith(" comparisons, no difference")
    *stages, time = printed.err.splitlines()
    assert [line.split()[1] for line in stages] == ["code", "events", "replay", "answers", "roles"]
    assert time.startswith("read in ")


def test_verify__json__one_object_and_nothing_else(published: Published, capsys: Captured) -> None:
    assert published.verify("--terms", str(DEAL), "--json") == 0
    printed = capsys.readouterr()
    found: dict[str, Any] = json.loads(printed.out)
    assert printed.err == ""
    assert (found["ok"], found["deal"], found["chain_id"], found["periods"]) == (True, "mills", 31337, 1)
    assert found["comparisons"] == sum(found["compared"].values())
    # 3 steps of 4 figures, funds before and after, the size of the record
    assert found["compared"]["steps"] == 3 * 4 + 3
    assert found["surplus"] == {"escrow": 2 * USD, "offering": 0}
    assert found["differences"] == []
    assert found["blocks"]["first"] <= found["blocks"]["last"]


def test_verify__no_deal_file_named__the_one_of_the_current_folder(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert published.verify() == 1
    assert "terms: there is no file deals/mills.yaml here" in capsys.readouterr().err
    (tmp_path / "deals").mkdir()
    shutil.copy(DEAL, tmp_path / "deals" / "mills.yaml")
    assert published.verify() == 0


def test_verify__no_deal_file_named__the_one_beside_the_record_before_another(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "mills.yaml").write_text("format: something-else\n", encoding="utf-8")
    beside = Published(published.chain, tmp_path / "mills.json")
    shutil.copy(published.record, beside.record)
    assert beside.verify() == 1
    shutil.copy(DEAL, tmp_path / "mills.yaml")
    assert beside.verify() == 0


def test_verify__term_of_the_money_changed__period_and_step_first_and_exit_1(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    """Without the trustees' reserve everything is distributed."""
    altered = with_terms(tmp_path, "{set_by_report: true}", '{parts: [{kind: fixed, amount: "9,000"}]}')
    assert published.verify("--terms", str(altered)) == 1
    lines = capsys.readouterr().out.splitlines()
    verdict = next(i for i, line in enumerate(lines) if line.startswith("NOT verified: "))
    assert lines[verdict + 1] == (
        "  period 237 (2023Q4), step reserve: due: expected 9,000.00 USD, found 10,000.00 USD"
    )
    assert lines[-1].endswith(" more; --json has them all")
    assert len(lines) == verdict + 12


def test_verify__json_and_a_difference__all_of_them_and_exit_1(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    altered = with_terms(tmp_path, "threshold: 2", "threshold: 3")
    assert published.verify("--terms", str(altered), "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    differences = {(d["where"], d["what"]): (d["expected"], d["found"]) for d in found["differences"]}
    assert differences["record.attestors.threshold", "of the deal file"] == ("3", "2")
    assert differences["period 237 (2023Q4)", "weight of the signers, at least"] == ("3", "2")
    assert ("terms", "hash in DealCreated") in differences


def altered_record(published: Published, folder: Path, old: str, new: str) -> Published:
    text = published.record.read_text(encoding="utf-8")
    assert old in text
    file = folder / "record.json"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Published(published.chain, file)


def error_of(capsys: Captured) -> str:
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def test_verify__record_of_another_network__named_and_nothing_printed(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    other = altered_record(published, tmp_path, '"chain_id": 31337', '"chain_id": 11155111')
    assert other.verify("--terms", str(DEAL)) == 1
    assert "chain id: expected 11155111, the node at" in error_of(capsys)


def test_verify__local_chain_started_again__named(published: Published, tmp_path: Path, capsys: Captured) -> None:
    genesis = json.loads(published.record.read_text(encoding="utf-8"))["genesis_hash"]
    other = altered_record(published, tmp_path, genesis, "0x" + "00" * 32)
    assert other.verify("--terms", str(DEAL), "--json") == 1
    assert json.loads(error_of(capsys))["error"]["name"] == "WrongNetworkError"


def test_verify__nobody_answers__named(published: Published, capsys: Captured) -> None:
    arguments = ["verify", "--record", str(published.record), "--rpc", "http://127.0.0.1:9", "--terms", str(DEAL)]
    assert entry.run(arguments) == 1
    assert "rpc: no node answers at http://127.0.0.1:9" in error_of(capsys)


def test_verify__no_address__named(published: Published, capsys: Captured) -> None:
    arguments = ["verify", "--record", str(published.record), "--rpc", "localhost", "--terms", str(DEAL)]
    assert entry.run(arguments) == 1
    assert "is not an http or https address" in error_of(capsys)


def test_verify__no_record__named(published: Published, tmp_path: Path, capsys: Captured) -> None:
    assert Published(published.chain, tmp_path / "none.json").verify("--terms", str(DEAL)) == 1
    assert "record: there is no file" in error_of(capsys)


def test_verify__record_that_is_none__every_fault(published: Published, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "record.json").write_text("{}", encoding="utf-8")
    assert Published(published.chain, tmp_path / "record.json").verify("--terms", str(DEAL)) == 1
    assert "  chain_id: Field required" in error_of(capsys)


def test_verify__one_byte_of_a_code_hash__field_named_and_nothing_replayed(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    code_hash = json.loads(published.record.read_text(encoding="utf-8"))["escrow"]["code_hash"]
    other = altered_record(published, tmp_path, code_hash, "0x" + "ab" * 32)
    assert other.verify("--terms", str(DEAL)) == 1
    printed = capsys.readouterr().out
    assert "record.escrow.code_hash: on the chain: expected 0xabab" in printed
    assert "0 events, 0 payment dates" in printed


@pytest.mark.parametrize("missing", ["--record", "--rpc"])
def test_verify__option_left_out__usage_and_exit_2(published: Published, missing: str, capsys: Captured) -> None:
    options = {"--record": str(published.record), "--rpc": published.chain.url}
    given = [text for name, value in options.items() if name != missing for text in (name, value)]
    assert entry.run(["verify", *given]) == 2
    assert f"Missing option '{missing}'" in error_of(capsys)


def explain(published: Published, period: str) -> int:
    where = ["--record", str(published.record), "--rpc", published.chain.url]
    return entry.run(["explain", str(DEAL), *where, "--period", period])


def test_explain__executed_period_of_a_chain__has_its_figures(published: Published, capsys: Captured) -> None:
    assert explain(published, "2023Q4") == 0
    out = capsys.readouterr().out
    assert "132,887.00" in out  # expenses
    assert "10,000.00" in out  # kept in reserve


def test_explain__period_the_chain_has_not_executed__said_so(published: Published, capsys: Captured) -> None:
    assert explain(published, "2024Q1") == 1
    assert "--period: '2024Q1': executed are 2023Q4" in capsys.readouterr().err


def test_explain__terms_of_another_deal__nothing_explained(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    other = with_terms(tmp_path, "name: Mills Music Trust\n", "name: Another Trust\n")
    where = ["--record", str(published.record), "--rpc", published.chain.url]
    assert entry.run(["explain", str(other), *where, "--period", "2023Q4"]) == 1
    assert "differ from what they should be" in capsys.readouterr().err


def test_verify__second_node__says_the_same(published: Published, capsys: Captured) -> None:
    assert published.verify("--terms", str(DEAL), "--second-rpc", published.chain.url) == 0
    printed = capsys.readouterr()
    block = published.chain.web3.eth.block_number
    assert printed.err.splitlines()[-1] == f"the second node says the same, up to block {block}"
    assert sum(line.startswith("second node: ") for line in printed.err.splitlines()) == 6


def test_verify__second_node_of_another_chain_behind_or_none__named_and_nothing_written(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    report = tmp_path / "report.html"
    with (
        devnet(timestamp=DECEMBER_2023 + 1, accounts=1) as other,
        devnet(timestamp=DECEMBER_2023, accounts=1) as behind,
    ):
        refused = {
            other.url: "genesis",
            behind.url: "second node: read in the same way\nerror: block: the node's latest is 0",
            "http://127.0.0.1:9": "no node answers at http://127.0.0.1:9",
        }
        for url, words in refused.items():
            more = ("--terms", str(DEAL), "--second-rpc", url, "--report", str(report))
            assert published.verify(*more) == 1
            assert words in capsys.readouterr().err
    assert not report.exists()
