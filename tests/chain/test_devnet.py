# SPDX-License-Identifier: Apache-2.0
"""The local chain: as asked for, and gone afterwards whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from web3.exceptions import TransactionNotFound
from web3.types import Wei

from regalia.chain.devnet import Devnet, DevnetError, DevnetMissingError, devnet, find_anvil

pytestmark = pytest.mark.devnet

PARENT = """
import signal, time
from regalia.chain.devnet import devnet
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job inherits that it is ignored
with devnet() as chain:
    print(chain.process.pid, flush=True)
    time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and waits for its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pid)


def test_devnet__options__followed() -> None:
    with devnet(timestamp=946_684_800, accounts=3, balance=7, chain_id=424_242) as chain:
        assert chain.web3.eth.chain_id == chain.chain_id == 424_242
        assert chain.web3.eth.get_block(0)["timestamp"] == 946_684_800
        assert len(set(chain.accounts)) == 3
        assert [chain.web3.eth.get_balance(account) for account in chain.accounts] == [7 * 10**18] * 3


def test_devnet__two_at_once__each_its_own_port_and_chain(fresh_chain: Devnet) -> None:
    with devnet() as other:
        other.mine(3)
        assert other.url != fresh_chain.url
        assert (other.web3.eth.block_number, fresh_chain.web3.eth.block_number) == (3, 0)


def test_devnet__block_time__transaction_waits_for_the_block() -> None:
    with devnet(block_time=60) as chain:
        sender, receiver = chain.accounts[:2]
        sent = chain.web3.eth.send_transaction({"from": sender, "to": receiver, "value": Wei(1)})
        with pytest.raises(TransactionNotFound):
            chain.web3.eth.get_transaction_receipt(sent)
        chain.mine()
        assert chain.web3.eth.get_transaction_receipt(sent)["blockNumber"] == 1


def test_warp__later_time__one_block_at_exactly_that_time(fresh_chain: Devnet) -> None:
    later = fresh_chain.web3.eth.get_block("latest")["timestamp"] + 90 * 86_400
    fresh_chain.warp(later)
    block = fresh_chain.web3.eth.get_block("latest")
    assert (block["number"], block["timestamp"]) == (1, later)


def test_warp__time_of_the_latest_block__refused(fresh_chain: Devnet) -> None:
    now = fresh_chain.web3.eth.get_block("latest")["timestamp"]
    with pytest.raises(DevnetError, match=f"{now} is not after the latest block's time {now}"):
        fresh_chain.warp(now)
    assert fresh_chain.web3.eth.block_number == 0


def test_devnet__body_ends__anvil_gone() -> None:
    with devnet() as chain:
        assert alive(chain.process.pid)
    assert chain.process.returncode is not None
    assert not alive(chain.process.pid)


def test_devnet__body_raises__anvil_gone_and_error_kept() -> None:
    with pytest.raises(KeyError, match="of the body"), devnet() as chain:
        raise KeyError("of the body")
    assert not alive(chain.process.pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_devnet__parent_gets_signal__anvil_gone(number: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as parent:
        try:
            assert parent.stdout is not None
            pid = int(parent.stdout.readline())
            assert alive(pid)
            parent.send_signal(number)
            assert parent.wait(10) != 0
        finally:
            parent.kill()
    assert gone_within(pid, 5)


def test_devnet__while_and_after__handling_of_sigterm_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with devnet():
        pass
    assert signal.getsignal(signal.SIGTERM) == before


def test_devnet__anvil_refuses_to_start__its_words_shown() -> None:
    with (
        pytest.raises(DevnetError, match=r"anvil did not start \(ended with code 1\)[^$]*no-such-fork"),
        devnet(hardfork="no-such-fork"),
    ):
        raise AssertionError("never reached")


def test_find__no_anvil__refused_with_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGALIA_ANVIL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DevnetMissingError, match="no anvil found") as refusal:
        find_anvil(tmp_path)
    assert isinstance(refusal.value, FileNotFoundError)
    assert "make setup" in refusal.value.hint


def test_find__named_anvil_is_not_there__refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGALIA_ANVIL", str(tmp_path / "anvil"))
    with pytest.raises(DevnetMissingError, match=r"REGALIA_ANVIL: .*anvil is not an executable file"), devnet():
        raise AssertionError("never reached")


def executable(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
    return path


def test_find__only_the_npm_launcher__not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGALIA_ANVIL", raising=False)
    executable(tmp_path / "anvil", b"#!/usr/bin/env node\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DevnetMissingError):
        find_anvil(tmp_path)


def test_find__all_present__named_then_package_then_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = executable(tmp_path / "bin" / "anvil", b"\x7fELF")
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.delenv("REGALIA_ANVIL", raising=False)
    assert find_anvil(tmp_path) == on_path
    package = executable(tmp_path / "node_modules" / "@foundry-rs" / "anvil-some-os" / "bin" / "anvil", b"\x7fELF")
    assert find_anvil(tmp_path) == package
    named = executable(tmp_path / "mine", b"\x7fELF")
    monkeypatch.setenv("REGALIA_ANVIL", str(named))
    assert find_anvil(tmp_path) == named
