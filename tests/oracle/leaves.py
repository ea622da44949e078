# SPDX-License-Identifier: Apache-2.0
"""Receipts as leaves, for tests."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak
from hypothesis import strategies as st

from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted

SEED = bytes(range(32))
ONE = 10**12
PLAIN = ReceiptLeaf(
    salt=bytes(32),
    kind=LeafKind.ROYALTY,
    licence=keccak(text="emi"),
    period=1,
    currency="USD",
    gross=280_000 * ONE,
    deductions=9_000 * ONE,
    net=271_000 * ONE,
    rate=ONE,
    amount=271_000_000_000,
    reference=keccak(text="EMI-2024-3"),
    source=bytes.fromhex("5a" * 32),
)
"""What EMI paid for a quarter, unsalted."""
_HASHES = st.binary(min_size=32, max_size=32)
_AMOUNTS = st.one_of(st.integers(0, 2**256 - 1), st.integers(0, 10**20))
LEAVES = st.builds(
    ReceiptLeaf,
    salt=_HASHES,
    kind=st.sampled_from(LeafKind),
    licence=_HASHES,
    period=st.integers(1, 2**24 - 1),
    currency=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    gross=_AMOUNTS,
    deductions=_AMOUNTS,
    net=_AMOUNTS,
    rate=_AMOUNTS,
    amount=_AMOUNTS,
    reference=_HASHES,
    source=_HASHES,
)


def leaf(**changes: Any) -> ReceiptLeaf:
    """``PLAIN`` with other values; ``licence`` and ``reference`` may be their texts."""
    hashed = {
        name: keccak(text=value) if isinstance(value, str) and name != "currency" else value
        for name, value in changes.items()
    }
    return ReceiptLeaf(**{**vars(PLAIN), **hashed})


def receipts(count: int) -> tuple[ReceiptLeaf, ...]:
    """Of as many licences, salted, in their order."""
    plain = (leaf(licence=f"licence {i}", reference=f"R-{i}", amount=10**9 + i) for i in range(count))
    return salted(plain, SEED)
