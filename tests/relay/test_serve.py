# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle serve``, as a person starts it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result
from eth_account import Account

from regalia.cli.oracle_serve import serve
from regalia.cli.oracle_serve_parts import ServeError
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.keystore import KeystoreError
from regalia.relay.health import ListenError
from regalia.relay.log import Log
from regalia.relay.serve import run
from tests.chain.records import record_data
from tests.relay.exchanged import proposal, sign
from tests.relay.office import Office
from tests.relay.stage import RELAYER, Stage

pytestmark = pytest.mark.devnet

PASSWORD = "correct horse"


@pytest.fixture
def office(stage: Stage, tmp_path: Path) -> list[str]:
    """Arguments of a relay that has all it needs, and an exchange with a complete report."""
    (tmp_path / "record.json").write_text(json.dumps(record(stage)), encoding="utf-8")
    encrypted = Account.encrypt(RELAYER.key, PASSWORD, kdf="pbkdf2", iterations=1)
    (tmp_path / "key.json").write_text(json.dumps(encrypted), encoding="utf-8")
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    exchange = FolderExchange(tmp_path / "exchange")
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given)
    named = {
        "--record": "record.json",
        "--keystore": "key.json",
        "--password-file": "password",
        "--exchange": "exchange",
    }
    arguments = [part for option, name in named.items() for part in (option, str(tmp_path / name))]
    return [
        *arguments,
        "--rpc",
        stage.chain.url,
        "--journal",
        str(tmp_path / "relay.sqlite"),
        "--listen",
        "127.0.0.1:0",
    ]


def record(stage: Stage, **changes: Any) -> dict[str, Any]:
    data = record_data()
    data |= {"chain_id": stage.chain.chain_id, "genesis_hash": stage.identity.genesis, "block_number": stage.from_block}
    data["oracle"]["address"], data["deal"]["address"] = stage.oracle, stage.deal
    return data | changes


def run_once(*arguments: str) -> Result:
    return CliRunner().invoke(serve, [*arguments, "--once"], standalone_mode=False)


def test_serve_once__complete_report__sent_and_told(stage: Stage, office: list[str]) -> None:
    result = run_once(*office)
    assert (result.return_value, stage.accepted()) == (0, {1: 1}), result.output
    for words in (f"oracle {stage.oracle}", f"reports and restatements of deal {stage.deal}", "warning: one node"):
        assert words in result.output
    for event in ("signed", "intended", "sent"):
        assert f" {event}: report 1 of {stage.deal}, " in result.output
    assert PASSWORD not in result.output and RELAYER.key.hex().removeprefix("0x") not in result.output


def test_serve_once__json__an_object_a_line(office: list[str]) -> None:
    lines = [json.loads(line) for line in run_once(*office, "--json").output.splitlines()]
    assert {"started", "watching", "nodes", "warning", "settings", "signed", "intended", "sent"} <= {
        line["event"] for line in lines
    }


def test_serve__sigterm__ends_cleanly_and_goes_on_later(stage: Stage, office: list[str]) -> None:
    command = [sys.executable, "-m", "regalia", "oracle", "serve", *office, "--interval", "1", "--depth", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = ""
        while not url:
            line = process.stdout.readline()
            assert line, "it ended before it served"
            url = found[1] if (found := re.search(r"(http://127\.0\.0\.1:\d+)/health", line)) else ""
        _until(lambda: requests.get(f"{url}/health", timeout=5).json()["reports"].get("mined") == 1)
        stage.chain.mine(3)
        _until(lambda: requests.get(f"{url}/health", timeout=5).json()["reports"] == {"final": 1})
        assert 'regalia_relay_reports{state="final"} 1.0' in requests.get(f"{url}/metrics", timeout=5).text
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0 and "stopped: told to stop" in out
    assert run_once(*office).return_value == 0 and stage.count(RELAYER.address) == 1


def _until(condition: Any) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        (["--rpc", "http://127.0.0.1:1", "--rpc", "http://127.0.0.1:2"], ServeError, "3 nodes are given"),
        (["--listen", "0.0.0.0:80"], ListenError, "loopback"),
        (["--password-file", "nowhere"], ServeError, "password file nowhere: No such file"),
        (["--keystore", "nowhere"], KeystoreError, "keystore nowhere"),
        (["--exchange", "nowhere"], OSError, "there is no folder nowhere"),
    ],
)
def test_serve__something_wrong__named_and_nothing_sent(
    stage: Stage, office: list[str], more: list[str], error: type[Exception], words: str
) -> None:
    result = run_once(*office, *more)
    assert isinstance(result.exception, error) and words in str(result.exception)
    assert stage.count(RELAYER.address) == 0


def test_serve__records_of_two_oracles__refused(stage: Stage, office: list[str], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    data = record(stage, deal_id="other")
    data["oracle"]["address"], data["deal"]["address"] = stage.deals[1], stage.deals[2]
    other.write_text(json.dumps(data), encoding="utf-8")
    result = run_once(*office, "--record", str(other))
    assert isinstance(result.exception, ServeError) and "oracle is" in str(result.exception)


def test_run__told_to_stop__ends_after_the_tick(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path)
    stop = threading.Event()

    def second_tick() -> None:
        deadline = time.monotonic() + 60
        while office.relay.status.report.ticks < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        stop.set()

    threading.Thread(target=second_tick).start()
    assert run(office.relay, stop, 0.01, Log()) is True
    assert office.relay.status.report.ticks > 1
