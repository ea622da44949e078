# SPDX-License-Identifier: Apache-2.0
"""The pages beside the chapters: `regalia serve` as a child process, on the records of the chain that plays."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

from regalia.demo.regulator.world import World
from regalia.errors import RegaliaError

HOST = "127.0.0.1"
SERVE = (sys.executable, "-m", "regalia", "serve")
_START_TIMEOUT = 30.0
_STOP_TIMEOUT = 5.0
_POLL = 0.1


class PagesError(RegaliaError, RuntimeError):
    """The pages can't be served."""


class Pages:
    """Follows the demo: starts anew when there is another chain or another deal. ``command`` is what serves."""

    def __init__(self, port: int, command: Sequence[str] = SERVE) -> None:
        self._port = port
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._shown: tuple[str, tuple[str, ...]] | None = None

    def __enter__(self) -> Pages:
        with socket.socket() as free, suppress(OSError):
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind((HOST, self._port))
            return self
        raise PagesError(f"--port: something answers at {HOST}:{self._port} already", "Stop it, or name another port.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def site(self) -> str:
        return f"http://{HOST}:{self._port}"

    def show(self, world: World) -> None:
        """What the world has now. Raises ``PagesError``."""
        shown = world.stage.chain.url, tuple(sorted(world.deals))
        if shown == self._shown and self._process and self._process.poll() is None:
            return
        self.stop()
        if not world.deals:
            return
        out = world.stage.out
        options = ["--records", str(world.records), "--rpc", world.stage.chain.url, "--port", str(self._port)]
        options += [
            "--names",
            str(_named(world, out / "names.json")),
            "--db",
            f"sqlite:///{(out / 'ledger.db').resolve()}",
        ]
        with tempfile.TemporaryFile() as log:
            self._process = subprocess.Popen(
                [*self._command, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            self._await(log.fileno(), self._process, set(world.deals))
        self._shown = shown

    def stop(self) -> None:
        """End the child and wait for it."""
        process, self._process, self._shown = self._process, None, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _await(self, log: int, process: subprocess.Popen[bytes], deals: set[str]) -> None:
        """Until it answers, and has read every deal for the first time: until then there is little to see."""
        deadline = time.monotonic() + _START_TIMEOUT
        while not deals <= _read(self.site):
            code = process.poll()
            if code is None and time.monotonic() < deadline:
                time.sleep(_POLL)
                continue
            self.stop()
            why = f"it ended with code {code}" if code is not None else f"no answer after {_START_TIMEOUT:.0f} s"
            said = os.pread(log, 1 << 20, 0)[-1000:].decode(errors="replace").strip()
            raise PagesError(
                f"`regalia serve` did not start: {why}; it printed:\n{said or '-'}", "Go on without pages: --no-pages."
            )


def _named(world: World, file: Path) -> Path:
    """Who is who, so that pages say a role where they would say an address."""
    cast = world.stage.cast
    keys = {role: key.address for role, key in cast.keys.items()}
    names = {wallet: role.rpartition("/")[2].replace("_", " ") for role, wallet in (cast.wallets | keys).items()}
    file.write_text(json.dumps(names, indent=2), encoding="utf-8")
    return file


def _read(site: str) -> set[str]:
    """The deals that it shows; none while it does not answer."""
    try:
        with urlopen(f"{site}/healthz", timeout=2) as answer:
            return set(json.load(answer)["deals"])
    except (URLError, OSError, ValueError):
        return set()
