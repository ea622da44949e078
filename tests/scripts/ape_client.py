# SPDX-License-Identifier: Apache-2.0
"""Commands of Ape as processes of their own that need not import it anew."""

from __future__ import annotations

import atexit
import functools
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TIMEOUT = 120.0


def run_ape(arguments: list[str], answer: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """``ape`` with these arguments in the folder of the project, and what it printed; ``answer`` is what it reads."""
    with tempfile.TemporaryDirectory() as folder:
        files = said, out, err = [Path(folder) / name for name in ("in", "out", "err")]
        said.write_text(answer)
        for file in (out, err):
            file.touch()
        order = {"files": list(map(str, files)), "environment": dict(env), "arguments": arguments}
        server = _server()
        server.sendall(json.dumps(order).encode() + b"\n")
        exit_code = int(_line(server))
        return subprocess.CompletedProcess(["ape", *arguments], exit_code, out.read_text(), err.read_text())


@functools.cache
def _server() -> socket.socket:
    """One for this process, which ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.scripts.ape_server", str(theirs.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    ours.settimeout(_TIMEOUT)

    def end() -> None:
        ours.close()
        process.wait(_TIMEOUT)

    atexit.register(end)
    return ours


def _line(server: socket.socket) -> bytes:
    found = b""
    while not found.endswith(b"\n"):
        part = server.recv(64)
        assert part, "the server of Ape ended"
        found += part
    return found
