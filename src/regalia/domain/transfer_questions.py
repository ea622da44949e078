# SPDX-License-Identifier: Apache-2.0
"""The questions that a move of units must pass, in the order in which they are asked, and what a refusal says.

A question's code and refusal are those of ``contracts/compliance/TransferPolicy.sol``: the reason shown off chain is the
one on chain.
"""

from __future__ import annotations

from enum import IntEnum


class Question(IntEnum):
    """The value is the reason code; 0 is no refusal."""

    TRADABLE = 1
    NOT_HALTED = 2
    NOT_PAUSED = 3
    TWO_PARTIES = 4
    SENDER_NOT_FROZEN = 5
    RECEIVER_NOT_FROZEN = 6
    SENDER_NOT_HALTED = 7
    RECEIVER_NOT_HALTED = 8
    UNITS_NOT_FROZEN = 9
    SENDER_ELIGIBLE = 10
    RECEIVER_ELIGIBLE = 11
    JURISDICTION = 12
    CLASS = 13
    UNLOCKED = 14
    DENOMINATION = 15
    RETENTION = 16
    LARGEST_SHARE = 17
    HOLDER_COUNT = 18

    @property
    def asks(self) -> str:
        """The question in plain words; yes lets the move go on."""
        return _TEXTS[self][0]

    @property
    def refusal(self) -> str:
        """Why the move is refused when the answer is no."""
        return _TEXTS[self][1]


_TEXTS: dict[Question, tuple[str, str]] = {
    Question.TRADABLE: (
        "Has the deal closed, so that its units can be traded?",
        "the deal has not closed, so its units can't be traded yet",
    ),
    Question.NOT_HALTED: ("Has the supervisor not halted trading?", "the supervisor has halted trading"),
    Question.NOT_PAUSED: ("Is trading not paused?", "trading is paused"),
    Question.TWO_PARTIES: (
        "Are there a sender and another receiver?",
        "a transfer needs a sender and another receiver",
    ),
    Question.SENDER_NOT_FROZEN: ("Is the sender's wallet not frozen?", "the sender's wallet is frozen"),
    Question.RECEIVER_NOT_FROZEN: ("Is the receiver's wallet not frozen?", "the receiver's wallet is frozen"),
    Question.SENDER_NOT_HALTED: (
        "Has the supervisor not halted the sender?",
        "the supervisor has halted the sender",
    ),
    Question.RECEIVER_NOT_HALTED: (
        "Has the supervisor not halted the receiver?",
        "the supervisor has halted the receiver",
    ),
    Question.UNITS_NOT_FROZEN: ("Are the units not frozen?", "the units are frozen"),
    Question.SENDER_ELIGIBLE: (
        "Is the sender an eligible investor, where it has to be?",
        "the sender is not an eligible investor",
    ),
    Question.RECEIVER_ELIGIBLE: (
        "Is the receiver an eligible investor?",
        "the receiver is not an eligible investor",
    ),
    Question.JURISDICTION: (
        "Is the receiver's country admitted to this tranche?",
        "the receiver's country is not admitted to this tranche",
    ),
    Question.CLASS: (
        "Is the receiver's class admitted to this tranche?",
        "the receiver's class is not admitted to this tranche",
    ),
    Question.UNLOCKED: ("Is the lock-up of the tranche over?", "the tranche is locked up"),
    Question.DENOMINATION: (
        "Are the units moved, and those kept, no fewer than the smallest denomination?",
        "the units moved or kept are below the smallest denomination",
    ),
    Question.RETENTION: (
        "Does the originator retain what it has to?",
        "the originator has to retain these units",
    ),
    Question.LARGEST_SHARE: (
        "Does the receiver's share of the tranche stay within the largest?",
        "the receiver's share of the tranche would be too large",
    ),
    Question.HOLDER_COUNT: (
        "Do the holders of the tranche stay within their limit?",
        "the tranche would have too many holders",
    ),
}
TOO_FEW_UNITS = 19
"""No question of the ladder, as the register asks it first."""
_OTHER_TEXTS = {0: "the transfer is allowed", TOO_FEW_UNITS: "the sender does not hold so many units"}
_UNKNOWN = "unknown code"


def refusal_text(code: int) -> str:
    """What ``messageForTransferRestriction`` of a tranche token says of a reason code, known or not."""
    texts = _OTHER_TEXTS | {question.value: question.refusal for question in Question}
    return texts.get(code, _UNKNOWN)
