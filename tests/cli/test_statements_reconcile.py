# SPDX-License-Identifier: Apache-2.0
"""``regalia statements reconcile`` on a chain, and the lines of docs/receipts.md in their order."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.cli import main as entry
from regalia.oracle.folder_exchange import FolderExchange
from tests.cli.guide_desk import GUIDE, PASSWORD, Desk, lines_of_the_guide
from tests.ledger.life import DECEMBER_2023
from tests.oracle.panel import PERIOD, ROYALTIES, Panel, open_panel
from tests.oracle.papers import Royalty, of_bank
from tests.statements.api_server import Answer, api
from tests.statements.json_files import content
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
API = "https://api.example.com"


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield open_panel(chain, tmp_path_factory.mktemp("deal"))


@pytest.fixture
def desk(panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    with undone(panel.life.chain):
        yield Desk.set_up(panel, tmp_path)


def reconcile(desk: Desk, *more: str) -> int:
    return entry.run(["statements", "reconcile", *desk.deal(), "--evidence", "evidence", *more])


def test_reconcile__matched_and_open__counts_sentences_and_what_the_report_takes(desk: Desk, capsys: Captured) -> None:
    desk.panel.pay("emi-mills", 5, "NOBODY-KNOWS")
    assert reconcile(desk, "--csv", "items.csv") == 0
    out = capsys.readouterr().out
    rows = [line.split() for line in out.splitlines()]
    assert ["matched", "escrow", "payment", "3", "1,357.00", "USD"] in rows
    assert "no-bank-line-for-payment: payment of 5.00 USD into the escrow for licence emi-mills" in out
    due = [row[-2] for row in rows[rows.index(["for", "the", "report", "of", "2023Q4"]) + 2 :]]
    assert sorted(due[:2]) == ["450.00", "900.00"] and due[2:] == ["7.00", "50.00"]  # royalties, interest, invoice
    with Path("items.csv").open(newline="", encoding="utf-8") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["matched"] * 3 + ["no-bank-line-for-payment"]
    assert not Path("exchange").exists()
    assert reconcile(desk, "--csv", "items.csv") == 1
    assert "--csv: items.csv: is there already" in capsys.readouterr().err


def test_reconcile__json__exact_amounts_and_leaves_without_salt(desk: Desk, capsys: Captured) -> None:
    assert reconcile(desk, "--period", "2023Q4", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["period"], found["open"], len(found["matched"]), len(found["due"])) == (PERIOD, [], 3, 4)
    assert {matched["net"] for matched in found["matched"]} == {f"{net}000000000000" for net in (900, 450, 7)}
    assert {leaf["amount"] for leaf in found["due"]} == {f"{amount}000000" for amount in (900, 450, 7, 50)}
    assert "salt" not in found["due"][0]


def test_reconcile__bank_alone__open_and_said_to_be_a_part(desk: Desk, capsys: Captured) -> None:
    of_bank(desk.place / "evidence", ROYALTIES).write()
    assert reconcile(desk) == 0
    out = capsys.readouterr().out
    assert "no receipts" in out and "not all statements and bank statements are held here" in out
    assert ["no-statement", "bank", "line", "3", "1,357.00", "USD"] in [line.split() for line in out.splitlines()]


def test_reconcile__documents_contradict__all_named_and_exit_1(desk: Desk, capsys: Captured) -> None:
    folder = desk.place / "evidence"
    (folder / "statements" / "copy.csv").write_bytes((folder / "statements" / "payers-2023Q4.csv").read_bytes())
    (folder / "invoices.csv").write_text("step,period,currency,amount,reference\nlunch,2023Q4,USD,5,INV-2\n")
    assert reconcile(desk) == 1
    error = capsys.readouterr().err
    assert "the same file is given more than once" in error and "invoice INV-2: step 'lunch'" in error


def test_guide__its_lines_in_order__a_report_on_chain_and_one_receipt_proved(
    desk: Desk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMI_TOKEN", "Secret-Token-0123456789")
    Path("evidence/api").mkdir()
    lines = lines_of_the_guide()
    with api(lambda path, before: Answer(content())) as server:
        for line in lines:
            command = line[:2]
            words = [word.replace(API, server.url).replace("SECOND_URL", desk.panel.life.chain.url) for word in line]
            if command == ["oracle", "board"]:
                _serves(words)
                continue
            if "--restate" in words:
                desk.panel.pay("peer-songs", 20, "PEER-LATE")
                desk.hold([*ROYALTIES, Royalty("peer-songs", 20, 0, "PEER-LATE")])
            assert _typed(desk, words) == 0, (line, capsys.readouterr().err)
            if command == ["oracle", "attest"]:
                for name in ("servicer", "administrator"):
                    assert _typed(desk, [word.replace("auditor", name) for word in words]) == 0
    assert len(lines) == 13
    out = capsys.readouterr().out
    assert PASSWORD not in out and "weight 3 of 3 needed, complete" in out
    assert "proved: licence emi-mills, period 2023Q4" in out
    assert out.rstrip().endswith("proposed: restatement 1 of period 237")


def _typed(desk: Desk, words: list[str]) -> int:
    """As a person types a line of the guide, with the deal, and a yes where it is asked."""
    terms = words[:2] != ["oracle", "serve"]
    given: list[str] = []
    for word in words:
        if word == "DEAL":
            given += desk.deal(terms)
        elif "DIGEST" in word:
            (proposal,) = FolderExchange(desk.place / "exchange").proposals()
            given.append(word.replace("DIGEST", proposal.digest.hex()))
        else:
            given.append(word)
    if not terms:
        given += ["--once", "--listen", "127.0.0.1:0"]
    return entry.run([*given, *(["--yes"] if words[:2] == ["oracle", "attest"] else [])])


def _serves(words: list[str]) -> None:
    """A service: it is started, says where it is, and is ended."""
    at_any_port = [*words[:-1], "0"]
    serving = subprocess.Popen([sys.executable, "-m", "regalia", *at_any_port], stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        assert "exchange exchange at http://127.0.0.1:" in serving.stdout.readline()
    finally:
        serving.kill()
        serving.communicate()


def test_guide__commands_of_ape_and_metrics__are_there() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    readme = (GUIDE.parents[1] / "scripts" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"ape run (?:oracle|manage) ([a-z-]+)", text))
    assert named and all(f"`{name}`" in readme for name in named)
    metrics = (GUIDE.parents[1] / "src" / "regalia" / "relay" / "metrics.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"regalia_relay_([a-z_]+)", text)):
        assert f'"{name}"' in metrics or f"regalia_relay_{name}" in metrics
