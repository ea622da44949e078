# SPDX-License-Identifier: Apache-2.0
"""The way to the node for those who want to act: few at once, and not for long. Pages never go through here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from fastapi import Request
from web3 import Web3

from regalia.chain.asking import Patience
from regalia.chain.connection import connect
from regalia.chain.typed_address import address_from
from regalia.market.board import Listed
from regalia.market.folder_board import FolderBoard
from regalia.market.typed_data import DeskDomain
from regalia.nearest import did_you_mean
from regalia.servicing.deal_contracts import DealContracts
from regalia.views.errors import NoSuchViewError
from regalia.views.following import Followed, Subject
from regalia.web.pages import pages_of
from regalia.web.prepare.errors import BusyError, NoBoardError

AT_ONCE = 4
SECONDS = 10.0
"""For one question."""
_PATIENCE = Patience(busy=(0.25,), silent=(0.1,))
_MAKING = threading.Lock()


class Door:
    """One a server. ``gone`` are orders on the board that the node said will never be filled again."""

    def __init__(self, site: Followed, board: FolderBoard | None) -> None:
        self.site = site
        self.gone: set[str] = set()
        self._board = board
        self._board_lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._contracts: dict[str, DealContracts] = {}

    @contextmanager
    def node(self) -> Iterator[Web3]:
        """Raises ``BusyError``, ``ChainUnreachableError`` and ``WrongNetworkError``."""
        if not self._room.acquire(blocking=False):  # whoever waited would keep a thread from the pages
            raise BusyError(f"node: {AT_ONCE} others are asking it", "Try again in a few seconds.")
        try:
            yield self._web3
        finally:
            self._room.release()

    @contextmanager
    def board(self) -> Iterator[FolderBoard]:
        """One at a time, as it is a folder. Raises ``NoBoardError``."""
        if self._board is None:
            hint = "Keep the order as a file and give it to whom you trust, or ask who keeps this server for a board."
            raise NoBoardError("board: this server has none and takes no orders", hint)
        with self._board_lock:
            yield self._board

    def orders(self) -> tuple[Listed, ...]:
        """All on the board; none where there is none. Raises ``BoardError``."""
        if self._board is None:
            return ()
        with self.board() as board:
            return board.orders()

    def subject(self, deal: str) -> Subject:
        """Raises ``NoSuchViewError``."""
        for subject in self.site.subjects:
            if subject.terms.id == deal:
                return subject
        raise NoSuchViewError(f"deal: {deal:.80} is none of those shown here", did_you_mean(deal, self.site.ids))

    def subject_of(self, token: str) -> tuple[Subject, str] | None:
        """The deal, and the tranche of it, with that token."""
        for subject in self.site.subjects:
            for tranche, part in subject.record.tokens.items():
                if part.address == token:
                    return subject, tranche
        return None

    def contracts(self, web3: Web3, subject: Subject) -> DealContracts:
        """Made once: making them takes longer than asking them."""
        deal = subject.terms.id
        if deal not in self._contracts:
            self._contracts[deal] = DealContracts(web3, subject.record)
        return self._contracts[deal]

    @cached_property
    def _web3(self) -> Web3:
        """A connection of its own: what follows the chain has other patience."""
        followed, record = self.site.web3, self.site.subjects[0].record
        url = getattr(followed.provider, "endpoint_uri", None)
        if url is None:  # a node inside this process
            return followed
        return connect(str(url), record.chain_id, record.genesis_hash, SECONDS, _PATIENCE)


def desk_of(subject: Subject) -> DeskDomain:
    """The desk of the deal's record. Raises ``NoSuchViewError``."""
    desk = subject.record.settlement_desk
    if desk is None:
        raise NoSuchViewError(f"deal: {subject.terms.id}: its record names no settlement desk", "Units are not traded.")
    return DeskDomain(subject.record.chain_id, address_from(desk.address))


def door_of(request: Request) -> Door:
    """Made when somebody first wants to act."""
    with _MAKING:
        found = getattr(request.app.state, "door", None)
        if found is None:
            pages = pages_of(request)
            found = request.app.state.door = Door(pages.site, pages.board)
    assert isinstance(found, Door)
    return found
