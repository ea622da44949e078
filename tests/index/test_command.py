# SPDX-License-Identifier: Apache-2.0
"""``regalia index`` as people type it: what it prints, what it refuses, and that it may be stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from regalia.cli.main import run
from regalia.domain.terms import canonical_json
from regalia.ledger.index import schema
from regalia.ledger.index.database import open_database
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain, served

pytestmark = pytest.mark.devnet
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the record and, where deal files usually are, the terms."""
    folder = tmp_path / "deployments" / str(recording.record.chain_id)
    folder.mkdir(parents=True)
    (folder / "mills-notes.json").write_text(recording.record.to_json())
    (folder / "platform.json").write_text("{}")
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "mills-notes.yaml").write_bytes(canonical_json(recording.terms))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def chain(recording: Recording) -> StubChain:
    return StubChain(recording)


@pytest.fixture
def rpc(chain: StubChain) -> Iterator[str]:
    with served(chain) as url:
        yield url


@pytest.fixture
def typed(desk: Path, rpc: str, capsys: pytest.CaptureFixture[str]) -> Typed:
    def type_(*more: str) -> tuple[int, str, str]:
        record = () if {"--record", "--records"} & {*more} else ("--record", str(record_file(desk)))
        node = () if "--rpc" in more else ("--rpc", rpc)
        code = run(["index", *record, *node, *more])
        out, err = capsys.readouterr()
        return code, out, err

    return type_


def record_file(desk: Path) -> Path:
    return next(path for path in desk.glob("deployments/*/*.json") if path.name != "platform.json")


def time_of(recording: Recording, number: int) -> str:
    """As the chain has it: a busy machine mined a second later."""
    told = recording.blocks[number]["timestamp"]
    moment = datetime.fromtimestamp(int(told, 16) if isinstance(told, str) else told, UTC)
    assert moment.date().isoformat() == "2025-03-20"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_index__first_time__progress_figures_and_the_usual_file(typed: Typed, desk: Path, recording: Recording) -> None:
    code, out, err = typed()
    assert code == 0
    assert err.splitlines()[-1].startswith("mills-notes: block 111 of 111, 72 events, ")
    assert out.splitlines()[0] == "index in .regalia/31337.db"
    assert out.splitlines()[-1].split() == [
        *("mills-notes", "27", "to", "111", "72", "11"),
        *(time_of(recording, 111), recording.blocks[111]["hash"]),
    ]
    assert (desk / ".regalia" / "31337.db").is_file()


def test_index__json__figures_alone_and_nothing_on_standard_error(typed: Typed, recording: Recording, url: str) -> None:
    code, out, err = typed("--db", url, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert "not-to-be-shown" not in out
    assert told["deals"] == [
        {
            "deal": "mills-notes",
            "address": recording.record.deal.address,
            "blocks": {"first": 27, "last": 111},
            "events": 72,
            "holders": 11,
            "checkpoint": {"block": 111, "hash": recording.blocks[111]["hash"], "time": time_of(recording, 111)},
        }
    ]


def test_index__folder_of_records__all_but_the_platform(typed: Typed, desk: Path, chain: StubChain) -> None:
    assert typed("--records", str(record_file(desk).parent))[0] == 0
    chain.ranges.clear()
    code, out, _ = typed("--records", str(record_file(desk).parent), "--record", str(record_file(desk)))
    assert (code, chain.ranges) == (0, [])
    assert len(out.splitlines()) == 4  # named twice, followed once


def test_index__rebuild__read_from_the_beginning(typed: Typed, chain: StubChain) -> None:
    typed()
    chain.ranges.clear()
    assert typed("--rebuild")[0] == 0
    assert chain.ranges[0][0] == 27


def test_index__rebuild_of_one_deal__others_are_kept(typed: Typed, recording: Recording) -> None:
    typed()
    record, terms = recording.record, canonical_json(recording.terms).decode()
    other = {"id": 7, "name": "other", "address": "0x1", "first_block": 1, "record": record.to_json(), "terms": terms}
    block = {"deal": 7, "number": 5, "hash": "0x5", "timestamp": 5, "checkpoint": True}
    with closing(open_database("sqlite:///.regalia/31337.db", record.chain_id, record.genesis_hash)) as database:
        with database.connected() as connection, database.writing(connection):
            connection.execute(insert(schema.deal), other)
            connection.execute(insert(schema.block), block)
        assert typed("--rebuild")[0] == 0
        with database.reading() as connection:
            names = set(connection.scalars(select(schema.deal.c.name)))
            kept = connection.execute(select(schema.block.c.hash).where(schema.block.c.number == 5)).scalars().all()
    assert (names, kept) == ({"other", "mills-notes"}, ["0x5"])


def test_index__folder_with_a_name_too_long__no_record_there(typed: Typed) -> None:
    assert "there is no record (*.json) in aaa" in typed("--records", "a" * 5_000)[2]


def test_index__reorganised__said(typed: Typed, chain: StubChain) -> None:
    typed()
    chain.reorganise(3, "other")
    code, _, err = typed()
    assert code == 0
    assert err.splitlines()[0] == "mills-notes: the chain was reorganised; back to block 96"


def test_index__second_node__disagreement_named(typed: Typed, recording: Recording) -> None:
    other = StubChain(recording)
    other.reorganise(20, "other")
    with served(other) as second:
        code, out, err = typed("--second-rpc", second, "--json")
    assert (code, out) == (1, "")
    assert json.loads(err)["error"]["name"] == "NodesDisagreeError"


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--records", "empty"), 1, "there is no record (*.json) in empty"),
        (("--record", "missing.json"), 1, "there is no file missing.json"),
        (("--terms", "missing.yaml"), 1, "missing.yaml"),
        (("--db", "index.db"), 1, "write sqlite:///index.db"),
        (("--db", "sqlite:///no/such/index.db"), 1, "there is no folder no/such"),
        (("--rpc", "http://127.0.0.1:9"), 1, "no node answers at http://127.0.0.1:9"),
        (("--follow", "0"), 2, "0 is not from 1 to 86,400 seconds"),
        (("--follow", "soon"), 2, "'soon' is not a whole number of seconds"),
    ],
    ids=["no records", "no record", "no terms", "a path", "no folder", "no node", "no pause", "no number"],
)
def test_index__bad_input__named_and_nothing_made(
    typed: Typed, desk: Path, more: tuple[str, ...], code: int, words: str
) -> None:
    (desk / "empty").mkdir()
    found, out, err = typed(*more)
    assert (found, out) == (code, "")
    assert words in err
    assert "Traceback" not in err
    assert not list(desk.rglob("*.db"))


def test_index__no_record_named__usage(desk: Path, rpc: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", "--rpc", rpc]) == 2
    assert "Name what to index: --record FILE" in capsys.readouterr().err


def test_index__terms_of_another_deal__named(typed: Typed, desk: Path, recording: Recording) -> None:
    other = desk / "other.yaml"
    other.write_bytes(canonical_json(recording.terms).replace(b"Mills Music Notes", b"Hills Music Notes"))
    code, _, err = typed("--terms", str(other))
    assert code == 1
    assert f"terms_hash {recording.record.terms_hash} is not that of the deal file" in err


def test_index__records_of_two_chains__refused(typed: Typed, desk: Path, recording: Recording) -> None:
    other = recording.record.model_copy(
        update={"chain_id": 5, "deal": recording.record.deal.model_copy(update={"address": "0x" + "00" * 19 + "C0"})}
    )
    path = desk / "other.json"
    path.write_text(other.to_json())
    code, _, err = typed("--record", str(path), "--record", str(record_file(desk)))
    assert code == 1
    assert "several chains (5, 31337)" in err


def test_index__interrupted_while_it_follows__says_where_and_goes_on_there(
    desk: Path, rpc: str, chain: StubChain
) -> None:
    """Blocks come, each is read; then Ctrl-C."""
    chain.head = 60
    command = [sys.executable, "-m", "regalia", "index", "--record", str(record_file(desk)), "--rpc", rpc]
    process = subprocess.Popen([*command, "--follow", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: (desk / ".regalia" / "31337.db").exists() and chain.asked["eth_call"] >= 4)
        chain.head = 70
        assert process.stdout is not None
        told = ""
        while not (line := process.stdout.readline()).startswith("mills-notes") or line.split()[3] != "70":
            assert line, "it ended before that block"
            told += line
        told += line
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        out = told + out
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-2:] == [
        "interrupted: mills-notes is read up to block 70",
        "Nothing is lost: the same command goes on there.",
    ]
    assert [line.split()[3] for line in out.splitlines() if line.startswith("mills-notes")] == ["60", "70"]
    chain.ranges.clear()
    chain.head = chain.recording.head
    assert run(command[3:]) == 0
    assert chain.ranges[0][0] == 71


def test_index__node_gone_while_it_follows__warned_and_gone_on(
    typed: Typed, chain: StubChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    def sleep(seconds: int) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise KeyboardInterrupt
        chain.head = chain.recording.head if len(rounds) == 2 else 50

    monkeypatch.setattr("regalia.cli.index_follow.time.sleep", sleep)
    chain.head = 100
    code, out, err = typed("--follow", "9")
    assert (code, rounds) == (130, [9, 9, 9])
    assert "warning: the node has blocks up to 50, the index was read up to 100; again in 9 s" in err
    assert [line.split()[3] for line in out.splitlines() if line.startswith("mills-notes")] == ["100", "111"]


def wait_until(true: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)
