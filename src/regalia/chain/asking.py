# SPDX-License-Identifier: Apache-2.0
"""Questions to a node as plain JSON-RPC, asked again when it is busy. Answers are not formatted: there may be a million of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from requests import Response
from requests.exceptions import HTTPError, ReadTimeout
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain.node_errors import ChainUnreachableError, NodeRefusedError
from regalia.errors import RegaliaError

T = TypeVar("T")
_BUSY = ("rate limit", "rate-limit", "ratelimit", "too many requests", "request limit", "per second", "capacity")
"""Words of providers that want to be asked less often. What they say of a range that is too wide has none of them."""
_BUSY_STATUS = frozenset({429})
_TOO_LARGE = frozenset({408, 413, 504})
"""A smaller question may do."""
_LONGEST_PAUSE = 30.0
_AT_ONCE = 100
"""Questions in a batch."""


@dataclass(frozen=True)
class Patience:
    """Pauses in seconds before a question is asked again: of a node that says it is ``busy``, and of one that is ``silent``: it can't
    be reached, its answer means nothing, or it has not got a block yet. As many times as there are pauses.
    """

    busy: Sequence[float] = (0.5, 1.0, 2.0, 4.0)
    silent: Sequence[float] = ()
    sleep: Callable[[float], None] = time.sleep


USUAL = Patience()
PATIENT = Patience(busy=(0.5, 1.0, 2.0, 4.0, 8.0, 15.0), silent=(0.25, 1.0, 2.0))
"""For whoever reads long and would rather wait than begin anew."""


class NodeBusyError(ChainUnreachableError):
    """The node was asked more often than it allows, and went on saying so."""


class NodeSilentError(ChainUnreachableError):
    """The node gave no answer, or one that means nothing; ``why`` in a word or two."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the node stopped answering ({why})", "Try again.")
        self.why = why


class TooLargeError(NodeRefusedError):
    """The node would not or could not answer a question of this size."""


class RawNode:
    """Raises ``NodeRefusedError`` (``TooLargeError`` among it) at once, ``NodeBusyError`` and ``NodeSilentError`` after the last pause.

    With ``USUAL`` patience it has that of the connection.
    """

    def __init__(self, web3: Web3, patience: Patience = USUAL) -> None:
        self._provider = getattr(web3.provider, "hasty", web3.provider)
        connection_s: Patience = getattr(web3.provider, "patience", USUAL)
        self._patience = connection_s if patience is USUAL else patience
        self._make_batch: Callable[[Any], Any] | None = getattr(self._provider, "make_batch_request", None)

    def ask(self, method: str, params: Sequence[Any], read: Callable[[Any], T]) -> T:
        """What ``read`` makes of the answer; it raises ``NodeSilentError`` when that means nothing, and the node is asked again."""
        return self._patiently(lambda: read(_result(self._provider.make_request(RPCEndpoint(method), list(params)))))

    def ask_many(self, method: str, params: Sequence[Sequence[Any]], read: Callable[[Any], T]) -> list[T]:
        """An answer each, in their order; in batches where the node takes them."""
        found: list[T] = []
        for start in range(0, len(params), _AT_ONCE):
            some = params[start : start + _AT_ONCE]
            found += self._batch(method, some, read) or [self.ask(method, one, read) for one in some]
        return found

    def _batch(self, method: str, params: Sequence[Sequence[Any]], read: Callable[[Any], T]) -> list[T] | None:
        """None when the node does not take batches, or not this one: each is asked by itself then."""
        if (make := self._make_batch) is None or len(params) == 1:
            return None
        questions = [(RPCEndpoint(method), list(one)) for one in params]
        try:
            found = self._patiently(lambda: [read(answer) for answer in _results(make(questions))])
            return found if len(found) == len(params) else None
        except (NodeRefusedError, NodeSilentError):
            self._make_batch = None
            return None

    def _patiently(self, question: Callable[[], T]) -> T:
        return patiently(question, self._patience)


def patiently(question: Callable[[], T], patience: Patience) -> T:
    """Ask again until there is an answer, or patience is at an end. Raises as ``RawNode``; what the provider raised is the cause."""
    when_busy, when_silent = iter(patience.busy), iter(patience.silent)
    while True:
        try:
            return _explained(question)
        except NodeBusyError as error:
            if (pause := next(when_busy, None)) is None:
                raise
            pause = max(pause, min(_retry_after(error), _LONGEST_PAUSE))
        except NodeSilentError:
            if (pause := next(when_silent, None)) is None:
                raise
        patience.sleep(pause)


def _explained(question: Callable[[], T]) -> T:
    try:
        return question()
    except RegaliaError:
        raise
    except ReadTimeout as error:
        raise TooLargeError("the node took too long", "Ask for less, or use another provider.") from error
    except HTTPError as error:
        raise _of_status(error.response) from error
    except OSError as error:  # all that requests raises is one
        raise NodeSilentError(type(error).__name__) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # no JSON, or not an answer of JSON-RPC
        raise NodeSilentError(f"no JSON-RPC: {type(error).__name__}") from error


def _result(answer: Any) -> Any:
    if (error := answer.get("error")) is None:
        return answer["result"]
    if says_busy(answer):
        raise _busy(_words(error))
    raise NodeRefusedError(_words(error), "Use another provider.")


def says_busy(answer: Mapping[str, Any]) -> bool:
    """Whether the node answered that it wants to be asked less often."""
    error = answer.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return error is not None and (code in _BUSY_STATUS or any(word in _words(error).lower() for word in _BUSY))


def _words(error: Any) -> str:
    return str(error["message"]) if isinstance(error, dict) and "message" in error else str(error)


def _results(answers: Any) -> list[Any]:
    return [_result(answer) for answer in answers] if isinstance(answers, list) else [_result(answers)]


def _of_status(response: Response) -> Exception:
    """The address is not told: it may have a key in it."""
    if response.status_code in _BUSY_STATUS:
        return _busy(f"HTTP {response.status_code}")
    if response.status_code in _TOO_LARGE:
        return TooLargeError(f"HTTP {response.status_code}", "Ask for less, or use another provider.")
    return NodeSilentError(f"HTTPError {response.status_code}")


def _busy(words: str) -> NodeBusyError:
    return NodeBusyError(f"the node is asked too often: {words}", "Try again later, or use another provider.")


def _retry_after(error: Exception) -> float:
    """Seconds the node asks for, where it does."""
    cause = error.__cause__
    said = cause.response.headers.get("Retry-After", "") if isinstance(cause, HTTPError) else ""
    return int(said) if said.isdecimal() else 0
