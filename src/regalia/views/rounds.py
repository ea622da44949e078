# SPDX-License-Identifier: Apache-2.0
"""Doing the same again and again in a thread, whatever goes wrong."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from web3.exceptions import Web3Exception

from regalia.chain.node_errors import ChainUnreachableError
from regalia.errors import RegaliaError
from regalia.views.standing import Standing

_LOG = logging.getLogger(__name__)
_LONGEST_WAIT = 30
"""Seconds for what is under way when it is to end."""


class StoppedError(Exception):
    """What was under way ended early, as it was told to."""


class Rounds:
    """``first`` is tried, and where that goes well each of ``looks``: one that fails keeps nobody from the others. How it goes is told in
    ``standing``, and trouble goes to the log when it begins.
    """

    def __init__(
        self, standing: Standing, first: Callable[[], None], looks: Sequence[Callable[[], None]], pause: float
    ) -> None:
        self._standing, self._first, self._looks, self._pause = standing, first, looks, pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="regalia-follow", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_LONGEST_WAIT)

    def check(self) -> None:
        """Raises ``StoppedError`` where it is to end."""
        if self._stopped.is_set():
            raise StoppedError

    def one(self) -> None:
        error = _tried(self._first)
        for look in self._looks if error is None else ():
            if self._stopped.is_set():
                return
            error = _tried(look) or error
        if error is None:
            self._standing.goes_well()
        elif not isinstance(error, StoppedError):
            self._tell(error)

    def _go_on(self) -> None:
        while not self._stopped.is_set():
            self.one()
            self._stopped.wait(self._pause)

    def _tell(self, error: Exception) -> None:
        ours = isinstance(error, RegaliaError)
        trouble = error.message if isinstance(error, RegaliaError) else type(error).__name__
        of_node = isinstance(error, ChainUnreachableError) or (not ours and isinstance(error, Web3Exception | OSError))
        if trouble != self._standing.trouble:
            _LOG.warning("the deals can't be followed: %s", error, exc_info=None if ours or of_node else error)
        self._standing.goes_wrong(trouble, of_node)


def _tried(what: Callable[[], None]) -> Exception | None:
    """Why it could not be done. Whatever it was, the thread goes on: pages would else grow old without saying so."""
    try:
        what()
    except Exception as error:
        return error
    return None
