# SPDX-License-Identifier: Apache-2.0
"""Pages of no deal: for what stands before every page. No node is asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from pytest import MonkeyPatch
from web3 import Web3

from regalia.ledger.index.database import open_database
from regalia.views.following import Followed
from regalia.web import app as web
from regalia.web.pages import Pages
from regalia.web.serving import LOOPBACK, server_of

GENESIS = "0x" + "11" * 32


@contextmanager
def empty_app(folder: Path, *names: str, more: APIRouter) -> Iterator[FastAPI]:
    """``more`` answers before all else."""
    database = open_database(f"sqlite:///{folder}/empty.db", 31337, GENESIS)
    try:
        with MonkeyPatch.context() as patch:
            patch.setattr(web, "ROUTES", (more, *web.ROUTES))
            yield web.create_app(Pages(Followed(database, Web3(), [])), names)
    finally:
        database.close()


@contextmanager
def served(app: FastAPI) -> Iterator[int]:
    """On a port of this machine, as ``regalia serve`` does it."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        server = server_of(app)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive()
