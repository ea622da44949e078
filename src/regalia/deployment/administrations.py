# SPDX-License-Identifier: Apache-2.0
"""Who administers the contracts of a platform, where that is not the wish's account, or is not to stay so."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain.issuance import NOBODY
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.node_errors import WrongAnswerError
from regalia.deployment.offices import SEATS
from regalia.deployment.pieces import Piece
from regalia.deployment.sale import moment
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted

_ASKED = [keccak(text=f"{view}()")[:4] for view in ("defaultAdmin", "pendingDefaultAdmin")]
_WORDS = (1, 2)


@dataclass(frozen=True)
class Administration:
    """``successor`` may take over from ``since`` on (seconds of the chain); None where nobody is to."""

    seat: Piece
    administrator: ChecksumAddress
    successor: ChecksumAddress | None
    since: int

    def said(self, account: ChecksumAddress) -> str:
        """In words, what a wish of that account doesn't say."""
        parts = []
        if self.administrator != account:
            parts.append(f"{_named(self.administrator)} administers {self.seat.name}, not the account of the wish")
        if self.successor is not None:
            parts.append(f"{_named(self.successor)} is to administer {self.seat.name}, from {moment(self.since)} on")
        return "; ".join(parts)


def administrations(view: View, wanted: Wanted) -> list[Administration]:
    """Those that are not the account's for good. Raises ``WrongAnswerError``."""
    seats = [piece for key, piece in wanted.pieces.items() if key in SEATS.values() and view.code(piece.address)]
    questions = [Question(piece.address, data) for piece in seats for data in _ASKED]
    answers = ask_many(view.web3, questions) if questions else []
    found = [_read(piece, answers[2 * i : 2 * i + 2]) for i, piece in enumerate(seats)]
    return [one for one in found if one.administrator != wanted.wish.account or one.successor is not None]


def _read(seat: Piece, answers: list[bytes | None]) -> Administration:
    words = []
    for answer, count in zip(answers, _WORDS, strict=True):
        if answer is None or len(answer) != 32 * count:
            raise WrongAnswerError(
                f"{seat.name} at {seat.address}: does not say who administers it", "Ask another node."
            )
        words += [answer[32 * i : 32 * i + 32] for i in range(count)]
    administrator, successor, since = words
    pending = int.from_bytes(since, "big")
    return Administration(seat, _address(administrator), _address(successor) if pending else None, pending)


def _address(word: bytes) -> ChecksumAddress:
    return to_checksum_address(word[-20:])


def _named(who: ChecksumAddress) -> str:
    return "nobody" if who == NOBODY else who
