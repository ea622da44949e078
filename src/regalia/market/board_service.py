# SPDX-License-Identifier: Apache-2.0
"""A board behind HTTP, JSON in and out. It decides nothing: whoever takes an order from it checks the order himself.

``GET /orders?tranche=TOKEN&side=sell`` (both optional), ``GET /orders/HASH``, ``POST /orders`` (an order's file), ``GET /quote/TOKEN``.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any

from eth_typing import ChecksumAddress

from regalia.market.board_handler import BoardHandler
from regalia.market.folder_board import FolderBoard
from regalia.market.signed_order import SignedOrder
from regalia.oracle.exchange_server import LOOPBACK, ListenError

Quoter = Callable[[ChecksumAddress], Any]
"""A tranche's quote as a JSON value."""
Judge = Callable[[SignedOrder], str]
"""Why the signature of a contract is not one, asked of a node; empty when it is one."""
_LOG = logging.getLogger(__name__)


class BoardServer(ThreadingHTTPServer):
    """Serves a folder's orders. Anything but the loopback interface has to be asked for: ``listen`` is then that address.

    Without a ``quoter`` it gives no quotes. Without a ``judge`` it takes the signatures of contracts unseen. Raises ``ListenError``.
    """

    daemon_threads = True

    def __init__(
        self,
        board: FolderBoard,
        port: int = 0,
        listen: str | None = None,
        quoter: Quoter | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.board = board
        self.quoter = quoter
        self.judge = judge
        self.open_to_others = listen is not None
        self.one_at_a_time = threading.Lock()
        if listen is not None and not _is_address(listen):
            raise ListenError(f"--listen: {listen!r}: must be an address such as 10.0.0.5", "Name one of this machine.")
        try:
            super().__init__((listen or LOOPBACK, port), BoardHandler)
        except (OSError, OverflowError) as error:
            raise ListenError(
                f"port {port} of {listen or LOOPBACK}: can't be listened at: {error}",
                "Name an address of this machine and a free port.",
            ) from error

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up in the middle is no fault of ours."""
        _LOG.info("a caller was lost", exc_info=True)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
