# SPDX-License-Identifier: Apache-2.0
"""A local chain (anvil) that is always reaped: when the body ends, when it raises, and when this process is killed."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from regalia.chain.connection import connect
from regalia.chain.local_chain import DevnetError as DevnetError
from regalia.chain.local_chain import LocalChain
from regalia.errors import RegaliaError

_PROJECT = Path(__file__).parents[3]
_LISTENING = re.compile(rb"Listening on 127\.0\.0\.1:(\d+)")
_START_TIMEOUT = 20.0
_STOP_TIMEOUT = 5.0
_PR_SET_PDEATHSIG = 1


class DevnetMissingError(RegaliaError, FileNotFoundError):
    """There is no anvil on this machine."""


@dataclass(frozen=True)
class Devnet(LocalChain):
    """A running anvil. ``accounts`` are unlocked and funded."""

    process: subprocess.Popen[bytes]

    def mine(self, blocks: int = 1) -> None:
        """Mine empty blocks."""
        self.ask("anvil_mine", blocks)


def find_anvil(project: Path = _PROJECT) -> Path:
    """The native anvil: ``REGALIA_ANVIL``, else the npm package's, else the PATH's. Raises ``DevnetMissingError``."""
    if named := os.environ.get("REGALIA_ANVIL"):
        if not os.access(named, os.X_OK):
            raise DevnetMissingError(f"REGALIA_ANVIL: {named} is not an executable file", "Correct or unset it.")
        return Path(named)
    candidates = sorted((project / "node_modules" / "@foundry-rs").glob("anvil-*/bin/anvil*"))
    if found := shutil.which("anvil"):
        candidates.append(Path(found))
    for candidate in candidates:
        # a script is npm's launcher: killed, it leaves its child running
        if os.access(candidate, os.X_OK) and candidate.read_bytes()[:2] != b"#!":
            return candidate
    raise DevnetMissingError(
        "no anvil found under node_modules/@foundry-rs or on the PATH",
        "Run `make setup` in a checkout of the project, or name one: REGALIA_ANVIL=/path/to/anvil.",
    )


@contextmanager
def devnet(
    *,
    timestamp: int | None = None,
    accounts: int = 10,
    balance: int = 10_000,
    chain_id: int = 31337,
    block_time: int | None = None,
    hardfork: str = "cancun",
    port: int = 0,
    fork_url: str | None = None,
    fork_block: int | None = None,
) -> Iterator[Devnet]:
    """Start anvil on a ``port`` of the loopback interface, a free one when it is 0, and stop it at the end.

    ``timestamp`` is the genesis block's, in seconds since 1970; ``balance`` is in whole ether an account. A transaction
    is mined at once, or every ``block_time`` seconds where that is given. With ``fork_url`` it goes on from another node's chain
    after its ``fork_block``, the latest when not given. Raises ``DevnetMissingError`` and ``DevnetError``.
    """
    command = [str(find_anvil()), "--port", str(port), "--accounts", str(accounts), "--balance", str(balance)]
    command += ["--chain-id", str(chain_id), "--hardfork", hardfork]
    if timestamp is not None:
        command += ["--timestamp", str(timestamp)]
    if block_time is not None:
        command += ["--block-time", str(block_time)]
    if fork_url is not None:
        command += ["--fork-url", fork_url, "--no-storage-caching", "--no-rate-limit"]
        command += ["--fork-block-number", str(fork_block)] if fork_block is not None else []
    with tempfile.TemporaryFile() as log, _termination_raises():
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, preexec_fn=_die_with_parent()
        )
        try:
            url = f"http://127.0.0.1:{_await_port(process, log)}"
            web3 = connect(url, expected_chain_id=chain_id)
            yield Devnet(url, web3, chain_id, tuple(web3.eth.accounts), process)
        finally:
            _stop(process)


def _await_port(process: subprocess.Popen[bytes], log: IO[bytes]) -> int:
    deadline = time.monotonic() + _START_TIMEOUT
    while True:
        exit_code = process.poll()
        text = os.pread(log.fileno(), 1 << 20, 0)  # not seek and read: the child writes at the same file offset
        if listening := _LISTENING.search(text):
            return int(listening[1])
        if exit_code is not None or time.monotonic() > deadline:
            why = f"ended with code {exit_code}" if exit_code is not None else f"not ready after {_START_TIMEOUT:.0f} s"
            raise DevnetError(
                f"anvil did not start ({why}); it printed:\n{text[-2000:].decode(errors='replace').strip()}"
            )
        time.sleep(0.01)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _termination_raises() -> Iterator[None]:
    """While the chain runs, a SIGTERM that would end this process at once unwinds it instead."""
    on_main = threading.current_thread() is threading.main_thread()
    if not on_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends the child when the thread that started it is gone, even by SIGKILL."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # found before the fork, called after it
    parent = os.getpid()

    def request() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return request
