# SPDX-License-Identifier: Apache-2.0
"""The words of the registry of rights, with the numbers the chain has for them: the twin of ``contracts/types/IPRight.sol``."""

from __future__ import annotations

from enum import IntEnum, IntFlag

PPM = 10**6
"""Shares of owners and of licences are parts per million, and a right is whole."""


class Kind(IntEnum):
    """What a right is. Zero is a right nobody entered."""

    NONE = 0
    PATENT = 1
    UTILITY_MODEL = 2
    TRADEMARK = 3
    COPYRIGHT = 4
    SOFTWARE = 5
    TRADE_SECRET = 6


class Status(IntEnum):
    """Where a right stands in law. Which act leads from which to which is in ``status``."""

    ENTERED = 0
    PENDING = 1
    DISCONTINUED = 2
    IN_FORCE = 3
    UNDER_REVIEW = 4
    LAPSED = 5
    SURRENDERED = 6
    INVALIDATED = 7
    EXPIRED = 8


class Act(IntEnum):
    """What happened to a right in law, by the categories of WIPO ST.27, which stand beside each."""

    NONE = 0
    FILED = 1  # A
    DISCONTINUED = 2  # B
    REVIVED = 3  # C
    GRANTED = 4  # F
    SUBSISTING = 5  # none: what needs no grant
    CHALLENGED = 6  # L
    UPHELD = 7  # M
    LAPSED = 8  # H
    SURRENDERED = 9  # H
    INVALIDATED = 10  # H
    EXPIRED = 11  # H
    REINSTATED = 12  # K
    APPEAL_WON = 13  # V
    TERMINATED = 14  # N
    EXTENDED = 15  # G
    RENEWED = 16  # U
    TITLE_DISPUTED = 17  # S
    DISPUTE_SETTLED = 18  # S
    TRANSFER_BARRED = 19  # W
    TRANSFER_ALLOWED = 20  # W
    LISTED_NEGATIVE = 21  # W
    DELISTED = 22  # W
    NOTED = 23  # D, E, P, Q, R, T, W, Y, Z


class Purpose(IntEnum):
    """What a document hash stands for: one meaning each."""

    NONE = 0
    ENTRY = 1
    TITLE = 2
    LIEN = 3
    LICENCE = 4
    VALUATION = 5
    LEGAL_EVENT = 6
    LICENCE_END = 7
    LIEN_RELEASE = 8
    BREACH = 9


class Method(IntEnum):
    """How an appraiser found a value."""

    NONE = 0
    INCOME = 1
    MARKET = 2
    COST = 3
    RELIEF_FROM_ROYALTY = 4


class Condition(IntEnum):
    """What can be wrong with a right that backs a deal: the number of its bit, of its haircut and of its fact."""

    LAPSED = 0
    INVALIDATED = 1
    EXPIRED = 2
    UNDER_REVIEW = 3
    IN_DISPUTE = 4
    PLEDGED = 5
    STALE = 6
    BREACHED = 7
    RESTRICTED = 8
    UNTITLED = 9


class Restriction(IntFlag):
    """What keeps a right from being transferred or from backing a deal."""

    NONE = 0
    BARRED = 1
    NEGATIVE = 2


class Why(IntEnum):
    """Why a right left a deal."""

    RELEASED = 1
    SUBSTITUTED = 2
    REPURCHASED = 3
    LOST = 4


def word(member: IntEnum) -> str:
    """``in force``: the name of a member as people write it."""
    return member.name.replace("_", " ").lower()
