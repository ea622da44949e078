# SPDX-License-Identifier: Apache-2.0
"""Kinds of rows, as the tables have them."""

from __future__ import annotations

from enum import Enum


class EntryKind(Enum):
    SUBSCRIBED = "subscribed"
    REFUNDED = "refunded"
    ALLOTTED = "allotted"
    TAKEN_UP = "taken up"
    RETAINED = "retained"
    TRANSFER = "transfer"
    FORCED = "forced"
    RECOVERED = "recovered"
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
