# SPDX-License-Identifier: Apache-2.0
"""Kinds of rows, as the tables have them."""

from __future__ import annotations

from enum import Enum


class EntryKind(Enum):
    """The two sides of a transfer differ in the sign of their units; by order, where units may be none, in their kind."""

    SUBSCRIBED = "subscribed"
    REFUNDED = "refunded"
    ALLOTTED = "allotted"
    TAKEN_UP = "taken up"
    RETAINED = "retained"
    TRANSFER = "transfer"
    FORCED_IN = "forced in"
    FORCED_OUT = "forced out"
    RECOVERED_IN = "recovered in"
    RECOVERED_OUT = "recovered out"
    REDEEMED = "redeemed"
    CLAIMED = "claimed"


class PaymentKind(Enum):
    DATE = "payment date"
    CALL = "call"
    CONCLUSION = "conclusion"


class MarkKind(Enum):
    FROZEN_UNITS = "frozen units"
    WALLET_FROZEN = "wallet frozen"
    HALTED = "halted until"
