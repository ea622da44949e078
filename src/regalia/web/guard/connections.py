# SPDX-License-Identifier: Apache-2.0
"""Connections that keep to time: whoever sends a request by drops, or reads an answer by drops, holds up nobody else.

uvicorn waits for a first request as long as it takes, and for a reader too.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0
"""From a connection's or a request's first byte to the end of its headers."""
READING_SECONDS = 30.0
"""Without taking anything of an answer."""
MOST = 200
"""At once. One more, and the one that others have waited for longest ends; where all are being answered, the newcomer does."""


class Connection(H11Protocol):
    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _awaited_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._timer is None:
            self._wait()

    @property
    def is_awaited(self) -> bool:
        """Headers or a body are still to come."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def send_400_response(self, msg: str) -> None:
        self._end(HTTPStatus.BAD_REQUEST)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _wait(self) -> None:
        self._awaited_since = self.loop.time()
        self._timer = self.loop.call_later(SECONDS, self._end, HTTPStatus.REQUEST_TIMEOUT)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _make_room(self) -> None:
        others = [one for one in self.connections if isinstance(one, Connection) and one is not self]
        awaited = [one for one in others if one.is_awaited and not one.transport.is_closing()]
        given_up = min(awaited, key=lambda one: one._awaited_since, default=self)
        given_up._end(HTTPStatus.SERVICE_UNAVAILABLE)

    def _end(self, status: HTTPStatus) -> None:
        """In plain text: there is no request that has a language."""
        if self.transport.is_closing():
            return
        if self.cycle and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()
            return
        said = status.phrase.encode()
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain\r\nContent-Length: {len(said)}\r\n"
        head += "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        self.transport.write(head.encode() + said)
        self.transport.close()
