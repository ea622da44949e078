# SPDX-License-Identifier: Apache-2.0
"""The hash of one receipt as a leaf of a report's tree, and when two leaves are the same receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, fields
from itertools import pairwise
from typing import Any

from eth_abi.abi import encode, is_encodable
from eth_utils.crypto import keccak

from regalia.errors import RegaliaError
from regalia.oracle.receipt_leaf import LEAF_TYPES, LeafKind, ReceiptLeaf

_NAMES = tuple(field.name for field in fields(ReceiptLeaf))
_RULES = {
    "bytes32": "must be 32 bytes",
    "string": "must be an ISO 4217 code",
    "uint8": f"must be one of {', '.join(map(str, map(int, LeafKind)))}",
}


class LeafError(RegaliaError, ValueError):
    """A leaf, or the seed of its salt, with a value that can't be."""


class DuplicateLeafError(RegaliaError, ValueError):
    """A receipt that is there twice: counted twice, the report would claim money that came once."""

    def __init__(self, leaf: ReceiptLeaf) -> None:
        super().__init__(
            f"leaves: two are alike but for their salt: kind {int(leaf.kind)}, licence 0x{leaf.licence.hex()}, period {leaf.period}, "
            f"reference 0x{leaf.reference.hex()}, amount {leaf.amount}",
            "Leave one of them out.",
        )
        self.leaf = leaf


def leaf_hash(leaf: ReceiptLeaf) -> bytes:
    """keccak256(keccak256(abi.encode(fields))). Raises ``LeafError`` with field, value and rule."""
    values = astuple(leaf)
    for name, type_, value in zip(_NAMES, LEAF_TYPES, values, strict=True):
        if not _fits(type_, value):
            shown = "0x" + value.hex() if isinstance(value, bytes) else f"{value!r:.80}"
            rule = _RULES.get(type_, f"must be a {type_}")
            raise LeafError(f"leaf: {name}: {shown}: {rule}", "Make the leaf anew from its receipt.")
    return keccak(keccak(encode(LEAF_TYPES, values)))


def leaf_order(leaf: ReceiptLeaf) -> tuple[Any, ...]:
    """By (kind, licence, period, reference, source), what is equal in these by all the rest; the salt plays no part."""
    named = (leaf.kind, leaf.licence, leaf.period, leaf.reference, leaf.source)
    return (*named, leaf.currency, leaf.gross, leaf.deductions, leaf.net, leaf.rate, leaf.amount)


def refuse_duplicates(leaves: Iterable[ReceiptLeaf]) -> None:
    """Raises ``DuplicateLeafError`` when two leaves differ in nothing but their salt."""
    for one, following in pairwise(sorted(leaves, key=leaf_order)):
        if leaf_order(one) == leaf_order(following):
            raise DuplicateLeafError(following)


def _fits(type_: str, value: Any) -> bool:
    """eth_abi would fill up bytes that are too short."""
    if type_ == "bytes32":
        return isinstance(value, bytes) and len(value) == 32
    if type_ == "string":
        return isinstance(value, str) and value.isascii()
    return is_encodable(type_, value) and (type_ != "uint8" or value in set(LeafKind))
