# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL from the system's packages, on a free loopback port, as a user without rights, and always reaped."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

import psycopg
import pytest

REQUIRED = "REGALIA_REQUIRE_POSTGRES"
PASSWORD = "not-to-be-shown"
_PLACES = "/usr/lib/postgresql"
_START_SECONDS = 30
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Postgres:
    """A running server. ``process`` is its postmaster."""

    port: int
    process: subprocess.Popen[bytes]

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://regalia:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"index_{uuid4().hex[:12]}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


def binaries() -> Path | None:
    """The folder of initdb and postgres: the PATH's, else the newest of Debian's."""
    if (found := shutil.which("postgres")) and shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = sorted(Path(_PLACES).glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((path for path in debian if (path / "postgres").exists() and (path / "initdb").exists()), None)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Started, and stopped at the end whatever happens. Skips the test where there is none, unless it is required."""
    found = binaries() or _missing()
    with tempfile.TemporaryDirectory(prefix="regalia-postgres-") as name:
        folder, user = Path(name), _user()
        who: dict[str, Any] = {}
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        _initialise(found, folder, who)
        port = _free_port()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    str(found / "postgres"),
                    *("-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", ""),
                    *("-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=40"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_stop_with_parent(),
                **who,
            )
        try:
            server = Postgres(port, process)
            _await(server, folder / "log")
            yield server
        finally:
            _stop(process)


def _missing() -> NoReturn:
    why = "no PostgreSQL is installed (Debian: apt install postgresql)"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(why)
    pytest.skip(why)


def _initialise(found: Path, folder: Path, who: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if who:
        os.chown(secret, who["user"], who["group"])
    command = [str(found / "initdb"), "-D", str(folder / "data"), "-U", "regalia", "--pwfile", str(secret)]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60, check=False, **who)
    assert made.returncode == 0, made.stderr


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _await(server: Postgres, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            ended = server.process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL did not start: {error}\n{log.read_text()[-2000:]}") from error
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stop_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel tells the server to stop at once when this process is gone, even by SIGKILL."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # found before the fork, called after it

    def request() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)

    return request


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server
