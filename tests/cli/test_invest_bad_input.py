# SPDX-License-Identifier: Apache-2.0
"""What ``regalia invest`` is asked wrongly, or finds wrong: each with its words and its exit code, and nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.asking import Patience
from regalia.cli import invest_open
from regalia.cli import main as entry
from tests.cli.invest_desk import BIDS_AGAIN, DEAL, SECOND, InvestDesk
from tests.cli.market_desk import Captured, printed, refusal
from tests.support.devnet import undone
from tests.support.faulty_rpc import Faults, faulty_rpc

pytestmark = pytest.mark.devnet


def told(desk: InvestDesk, capsys: Captured, *words: str, rpc: str | None = None) -> str:
    """The refusal of a portfolio."""
    capsys.readouterr()
    assert desk.look("portfolio", *words, rpc=rpc) == 1
    return refusal(capsys)


def set_meta(desk: InvestDesk, key: str, value: str) -> None:
    with sqlite3.connect(desk.db) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    database.close()


def test_deal__unknown__did_you_mean(investor: InvestDesk, capsys: Captured) -> None:
    assert f"deal: 'mils-second' is none of the records\nDid you mean {SECOND}?" in told(
        investor, capsys, "--deal", "mils-second"
    )


def test_records__none_of_the_node_s_chain__says_which_there_are(investor: InvestDesk, capsys: Captured) -> None:
    investor.records.rename(investor.records.with_name("10"))
    said = told(investor, capsys)
    assert "no record (*.json) in deployments/31337\nThere are records of chain 10. Name the records" in said


def test_record__of_another_chain__wrong_network(investor: InvestDesk, capsys: Captured) -> None:
    data = json.loads(investor.record.read_text(encoding="utf-8")) | {"chain_id": 10}
    investor.record.write_text(json.dumps(data), encoding="utf-8")
    said = told(investor, capsys, "--record", str(investor.record))
    assert "chain id: expected 10, the node at http://127.0.0.1:" in said and "serves 31337" in said
    assert "several chains (10, 31337)" in told(investor, capsys)


def test_record__of_a_deal_indexed_by_another__refused_also_offline(investor: InvestDesk, capsys: Captured) -> None:
    data = json.loads(investor.record.read_text(encoding="utf-8"))
    data["deployer"] = data["deal"]["address"]
    investor.record.write_text(json.dumps(data), encoding="utf-8")
    for words in ((), ("--offline",)):
        said = told(investor, capsys, *words)
        assert f"record of {DEAL}: not what the deal at" in said and "regalia index --rebuild" in said


def test_address__with_a_typo__did_you_mean_and_usage(investor: InvestDesk, capsys: Captured) -> None:
    wallet = investor.wallet(BIDS_AGAIN)
    typo = wallet[:-1] + ("1" if wallet[-1] != "1" else "2")
    for given in (typo, wallet[:-1], f"{wallet}0"):
        assert investor.run("portfolio", "--address", given) == 2
        assert f"Did you mean {wallet}?" in capsys.readouterr().err
    assert investor.run("portfolio", "--address", typo.lower()) == 1
    assert f"never had units of {DEAL}, {SECOND}\nDid you mean {wallet}?" in refusal(capsys)


def test_address__of_nobody__named_with_the_deals(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.run("yield", "--address", investor.wallet("auditor"), "--json") == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["name"] == "UnknownHolderError" and f"{DEAL}, {SECOND}" in error["message"] and error["hint"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["portfolio"], "name the wallet: --address ADDRESS, or --keystore FILE"),
        (["portfolio", "--address", "0x00", "--keystore", "k.json"], "name the wallet"),
        (["claim"], "name the account"),
        (["claim", "--from", "0x" + "11" * 20], "--from goes with --dry-run"),
        (["claim", "--from", "0x" + "11" * 20, "--json"], "--json goes with --yes or --dry-run"),
        (["claim", "--offline"], "No such option: --offline"),
        (["statement", "--address", "0x" + "11" * 20, "--out", "mine.doc"], "must end in .html, .pdf or .csv"),
        (["statement", "--address", "0x" + "11" * 20, "--tax", "mine.pdf"], "must end in .csv"),
        (["statement", "--address", "0x" + "11" * 20, "--year", "2024"], "--year goes with --tax"),
        (["statement", "--address", "0x" + "11" * 20, "--tax", "a.csv", "--out", "./a.csv"], "both are a.csv"),
        (["history", "--address", "0x" + "11" * 20, "--since", "soon"], "'soon' is not a day"),
        (["history", "--address", "0x" + "11" * 20, "--since", "2024-02-01", "--until", "2024-01-01"], "is after"),
        (["yield", "--address", "0x" + "11" * 20, "--offline", "--rpc", "http://127.0.0.1:9"], "leave --rpc out"),
        (["portfolio", "--address", "0x" + "11" * 20, "--offline"], "there are no records in deployments"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else value.split()[0],
)
def test_asked__wrongly__usage(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert entry.run(["invest", *words]) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error and not list(tmp_path.iterdir())


def test_statement__page_of_two_deals__asks_which(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.look("statement", "--out", "mine.html") == 2
    assert f"--deal {DEAL} or --deal {SECOND}; or ask for .csv" in capsys.readouterr().err
    assert not Path("mine.html").exists()


def test_statement__into_a_file_that_can_t_be_written__refused_before_anything_is_read(
    investor: InvestDesk, capsys: Captured
) -> None:
    for path, why in (("nowhere/mine.csv", "No such file or directory"), ("deployments/31337", "must end in")):
        code = investor.look("statement", "--out", path, rpc="http://127.0.0.1:9")
        assert code in (1, 2) and why in capsys.readouterr().err
    (investor.place / "folder.csv").mkdir()
    assert investor.look("statement", "--tax", "folder.csv", rpc="http://127.0.0.1:9") == 1
    assert "it is a folder" in refusal(capsys)


def test_statement__without_typst__says_what_to_install(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regalia.cli.invest_files.find_spec", lambda name: None)
    assert investor.look("statement", "--deal", DEAL, "--out", "mine.pdf") == 1
    assert "pip install 'regalia[pdf]'" in refusal(capsys)


def test_node__down__says_so_without_its_key_and_how_to_go_on(investor: InvestDesk, capsys: Captured) -> None:
    for words in ((), ("--records", "deployments/31337")):
        said = told(investor, capsys, *words, rpc="http://user:secret@127.0.0.1:9/v3/secret")
        assert "no node answers at http://127.0.0.1:9" in said and "--offline" in said and "secret" not in said


def test_node__not_named__is_that_of_the_network_s_variable(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["invest", "portfolio", "--address", investor.wallet(BIDS_AGAIN), "--json"]
    monkeypatch.setenv("REGALIA_RPC_LOCAL", investor.sample.url)
    assert entry.run(words) == 0
    assert printed(capsys)["offline"] is False
    monkeypatch.setenv("REGALIA_RPC_LOCAL", "http://127.0.0.1:9")
    assert entry.run(words) == 1
    assert "no node answers at http://127.0.0.1:9" in capsys.readouterr().err


def test_node__stops_answering__nothing_is_lost(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invest_open, "_PATIENCE", Patience(busy=(), silent=()))
    faults = Faults()

    def break_down(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        faults.failing = 1.0 if method == "eth_getLogs" else 0.0
        return answer

    faults.mutate = break_down
    with faulty_rpc(investor.sample.url, faults) as node:
        said = told(investor, capsys, "--db", "sqlite:///new.db", rpc=node.at)
        assert "stopped answering" in said or "asked too often" in said
    assert "nothing of" in told(investor, capsys, "--db", "sqlite:///new.db", "--offline")
    assert investor.look("portfolio", "--db", "sqlite:///new.db") == 0


def test_node__behind_the_index__refused(investor: InvestDesk, capsys: Captured) -> None:
    with faulty_rpc(investor.sample.url, Faults(behind=30)) as node:
        said = told(investor, capsys, "--deal", DEAL, rpc=node.at)
    assert "the index was read up to" in said


def test_node__that_hides_a_transfer__index_differs_and_is_to_be_built_anew(
    investor: InvestDesk, capsys: Captured
) -> None:
    investor.look("history", "--json")
    (moved,) = [one for one in json.loads(capsys.readouterr().out)["entries"] if one["entry"] == "transfer out"]

    def hide(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method == "eth_getLogs":
            answer["result"] = [log for log in answer["result"] if log["transactionHash"] != moved["transaction"]]
        return answer

    with faulty_rpc(investor.sample.url, Faults(mutate=hide)) as node:
        said = told(investor, capsys, "--db", "sqlite:///lied.db", rpc=node.at)
    wallet = investor.wallet(BIDS_AGAIN)
    assert f"senior of {wallet}, units by the token: 4000 in the index, 3750 on chain" in said
    assert "income owed by the escrow" in said and "regalia index --rebuild" in said
    with faulty_rpc(investor.sample.url) as node:
        again = ["index", "--records", "deployments/31337", "--rpc", node.at, "--db", "sqlite:///lied.db", "--rebuild"]
        assert entry.run([*again, "--json"]) == 0
        capsys.readouterr()
        assert investor.look("portfolio", "--db", "sqlite:///lied.db", "--json", rpc=node.at) == 0
    assert printed(capsys)["positions"][0]["units"]["value"] == 3_750


def test_node__that_lies_about_a_balance__differs(investor: InvestDesk, capsys: Captured) -> None:
    asked = "0x70a08231" + investor.wallet(BIDS_AGAIN)[2:].lower().rjust(64, "0")

    def lie(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method == "eth_call" and params[0].get("data", "").lower() == asked:
            answer["result"] = "0x" + (3_751).to_bytes(32, "big").hex()
        return answer

    with faulty_rpc(investor.sample.url, Faults(mutate=lie)) as node:
        said = told(investor, capsys, rpc=node.at)
    assert "units by the token: 3750 in the index, 3751 on chain" in said


def test_chain__reorganised__as_it_is_now(investor: InvestDesk, capsys: Captured) -> None:
    chain, role = investor.sample.chain, "mezzanine_investor"
    with undone(chain):
        assert investor.claim(role, "--yes") == 0
        capsys.readouterr()
        assert investor.look("portfolio", "--json", role=role) == 0
        assert printed(capsys)["positions"][0]["to_claim"]["value"] == "0.000000"
    chain.warp(chain.web3.eth.get_block("latest")["timestamp"] + 60)
    chain.mine(2)
    assert investor.look("portfolio", "--json", role=role) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["positions"][0]["to_claim"]["value"] == "7200.000000"
    assert found["as_of"][0]["hash"] == chain.web3.eth.get_block("latest")["hash"].to_0x_hex()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("chain_id", "10", "it is of chain 10, the deal is on chain 31337"),
        ("genesis_hash", "0x" + "22" * 32, "it is of a chain 31337 whose block 0 is 0x2222"),
        ("schema_version", "0", "of an older release"),
        ("schema_version", "999", "Use the release that made it"),
    ],
    ids=["other chain", "other genesis", "older", "newer"],
)
def test_database__of_another_chain_or_release__refused_and_left_as_it_is(
    investor: InvestDesk, capsys: Captured, key: str, value: str, said: str
) -> None:
    set_meta(investor, key, value)
    for words in ((), ("--offline",)):
        assert said in told(investor, capsys, *words)
    with sqlite3.connect(investor.db) as database:
        assert database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone() == (value,)
    database.close()


def test_offline__without_an_index__says_how_to_make_one_and_makes_none(investor: InvestDesk, capsys: Captured) -> None:
    shutil.rmtree(investor.db.parent)
    assert "there is no index in .regalia/31337.db\nLeave --offline out, or" in told(investor, capsys, "--offline")
    assert "no index in no.db" in told(investor, capsys, "--offline", "--db", "sqlite:///no.db")
    assert "there is no index in memory" in told(investor, capsys, "--offline", "--db", "sqlite://")
    Path("empty.db").touch()
    assert "empty.db: there is no index in it" in told(investor, capsys, "--offline", "--db", "sqlite:///empty.db")
    assert not Path("empty.db").read_bytes()
    assert "there is no folder" in told(investor, capsys, "--offline", "--db", f"sqlite:///{'a' * 300}/i.db")
    assert "no index in aaa" in told(investor, capsys, "--offline", "--db", f"sqlite:///{'a' * 300}")
    assert not investor.db.parent.exists() and not Path("no.db").exists()


def test_offline__while_another_writes__not_waited_for_and_nothing_written(
    investor: InvestDesk, capsys: Captured
) -> None:
    assert investor.look("portfolio", "--offline", "--json") == 0
    before = printed(capsys)
    assert [path.name for path in investor.db.parent.iterdir()] == ["31337.db"]
    with closing(sqlite3.connect(investor.db, isolation_level=None)) as indexer:
        indexer.execute("BEGIN IMMEDIATE")
        indexer.execute("UPDATE meta SET value = '10' WHERE key = 'chain_id'")
        assert investor.look("portfolio", "--offline", "--json") == 0
        assert printed(capsys) == before


def test_statement__second_file_can_t_be_written__neither_is_left(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mine.csv").write_text("of yesterday", encoding="utf-8")

    def put_in_the_way(*given: object) -> bytes:
        Path("tax.csv").mkdir()
        return b"new"

    monkeypatch.setattr("regalia.cli.invest_files._statement", put_in_the_way)
    assert investor.look("statement", "--offline", "--out", "mine.csv", "--tax", "tax.csv") == 1
    assert "tax.csv can't be written: Is a directory" in refusal(capsys)
    assert Path("mine.csv").read_text(encoding="utf-8") == "of yesterday"
    assert not list(investor.place.glob(".*.tmp"))


def test_statement__into_a_file_of_too_long_a_name__refused_before_anything_is_read(
    investor: InvestDesk, capsys: Captured
) -> None:
    assert investor.look("statement", "--out", "a" * 300 + ".csv", rpc="http://127.0.0.1:9") == 1
    assert "can't be written: File name too long" in refusal(capsys)


def test_reading__interrupted__goes_on_where_it_was(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(listener: object, progress: object) -> None:
        raise KeyboardInterrupt

    db = ("--db", "sqlite:///new.db", "--deal", DEAL)
    with monkeypatch.context() as patched:
        patched.setattr(invest_open._AfterAWhile, "__call__", interrupt)
        assert investor.look("portfolio", *db) == 130
    error = capsys.readouterr().err
    assert "what was read is kept: the same command goes on there" in error and error.endswith("\ninterrupted\n")
    with sqlite3.connect("new.db") as database:
        (kept,) = database.execute("SELECT max(number) FROM block WHERE checkpoint").fetchone()
    database.close()
    assert 0 < kept < investor.sample.chain.web3.eth.block_number
    assert investor.look("portfolio", *db, "--json") == 0
    found = printed(capsys)
    assert investor.look("portfolio", "--deal", DEAL, "--json") == 0
    assert found == printed(capsys)


def test_reading__that_takes_long__says_how_far_it_is(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invest_open, "_LONG_NS", -1)
    assert investor.look("portfolio", "--db", "sqlite:///new.db") == 0
    assert f"{DEAL}: block " in capsys.readouterr().err
