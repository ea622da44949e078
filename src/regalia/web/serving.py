# SPDX-License-Identifier: Apache-2.0
"""The site on a port, with the following of the chain beside it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable

import uvicorn
from fastapi import FastAPI

from regalia.errors import RegaliaError
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed
from regalia.web.app import create_app
from regalia.web.guard.connections import Connection
from regalia.web.pages import Pages

LOOPBACK = "127.0.0.1"
BACKLOG = 128
KEEP_ALIVE = 5


class PortError(RegaliaError, OSError):
    """An address that can't be listened at."""


def run(
    site: Followed,
    board: FolderBoard | None,
    port: int,
    listen: str | None,
    ready: Callable[[str], None],
    names: Iterable[str] = (),
) -> None:
    """Until it is interrupted. ``ready`` is told the address; ``names`` are this server's others. Raises ``PortError``."""
    with _bound(listen or LOOPBACK, port) as listener:
        host, bound = listener.getsockname()[:2]
        server = server_of(create_app(Pages(site, board), names))
        site.start()
        try:
            ready(f"http://{f'[{host}]' if ':' in host else host}:{bound}/")
            server.run(sockets=[listener])
        finally:
            site.stop()


def server_of(app: FastAPI) -> uvicorn.Server:
    """Which believes nothing that a proxy may have said of who asks."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=KEEP_ALIVE,
        server_header=False,
        proxy_headers=False,
    )
    return uvicorn.Server(config)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(place, family=family, backlog=BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        hint = "Name an address of this machine and a free port."
        raise PortError(f"port {port} of {host}: can't be listened at: {error}", hint) from error
