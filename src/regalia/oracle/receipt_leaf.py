# SPDX-License-Identifier: Apache-2.0
"""One leaf of a report's tree of receipts: the table in ``docs/decisions/0005-receipts-one-can-believe.md``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

LEAF_TYPES = (
    "bytes32",
    "uint8",
    "bytes32",
    "uint32",
    "string",
    "uint256",
    "uint256",
    "uint256",
    "uint256",
    "uint256",
    "bytes32",
    "bytes32",
)
"""ABI types of the fields below, in their order."""


class LeafKind(IntEnum):
    ROYALTY = 0
    OTHER_INCOME = 1
    INVOICE = 2


@dataclass(frozen=True)
class ReceiptLeaf:
    """``gross``, ``deductions`` and ``net`` in 10^-12 of ``currency``, ``rate`` in 10^-12, ``amount`` in the payment token's smallest unit.

    ``licence`` is the keccak-256 of the licence's id or, of an invoice, of its step's label; ``reference`` that of the payment reference;
    ``source`` the SHA-256 of the statement.
    """

    salt: bytes
    kind: LeafKind
    licence: bytes
    period: int
    currency: str
    gross: int
    deductions: int
    net: int
    rate: int
    amount: int
    reference: bytes
    source: bytes
