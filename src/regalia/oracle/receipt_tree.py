# SPDX-License-Identifier: Apache-2.0
"""The tree of a report's receipts: OpenZeppelin's standard Merkle tree, so that anybody's tools can check a proof.

A leaf is hashed twice: an inner node, hashed once from 64 bytes, can't be passed off as one. A pair is hashed in rising order, so that a
proof needs no sides. The tree is an array, the children of node i at 2i + 1 and 2i + 2, the leaves last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from eth_utils.crypto import keccak

from regalia.errors import RegaliaError
from regalia.oracle.leaf_hash import DuplicateLeafError, LeafError, leaf_hash, leaf_order, refuse_duplicates
from regalia.oracle.receipt_leaf import LEAF_TYPES, ReceiptLeaf

__all__ = [
    "NO_RECEIPTS",
    "DuplicateLeafError",
    "LeafError",
    "LeafMissingError",
    "ReceiptTree",
    "climb",
    "leaf_hash",
    "salt_of",
    "salted",
    "tree_of",
    "verify",
]
NO_RECEIPTS = keccak(text="regalia: no receipts")
"""The root of a report without leaves."""
_HASH = 32


class LeafMissingError(RegaliaError, LookupError):
    """A leaf that is not in the tree."""


@dataclass(frozen=True)
class ReceiptTree:
    """``nodes`` is the array, root first, empty without leaves; ``places`` has the index in it of each leaf's hash."""

    nodes: tuple[bytes, ...]
    leaves: tuple[ReceiptLeaf, ...]
    places: Mapping[bytes, int]

    @property
    def root(self) -> bytes:
        return self.nodes[0] if self.nodes else NO_RECEIPTS

    def proof(self, leaf: ReceiptLeaf) -> tuple[bytes, ...]:
        """The siblings with which the leaf hashes up to the root. Raises ``LeafMissingError`` and ``LeafError``."""
        place = self.places.get(leaf_hash(leaf))
        if place is None:
            raise LeafMissingError(
                f"leaf of amount {leaf.amount}: not among the {len(self.leaves):,} of the tree",
                "Take the proposal of the report that was accepted.",
            )
        found = []
        while place:
            found.append(self.nodes[place + 1 if place % 2 else place - 1])
            place = (place - 1) // 2
        return tuple(found)

    def dump(self) -> dict[str, Any]:
        """As OpenZeppelin's library dumps and loads a tree: numbers as decimal text, hashes as ``0x…``."""
        return {
            "format": "standard-v1",
            "leafEncoding": list(LEAF_TYPES),
            "tree": ["0x" + node.hex() for node in self.nodes],
            "values": [
                {"value": [_plain(v) for v in astuple(leaf)], "treeIndex": self.places[leaf_hash(leaf)]}
                for leaf in self.leaves
            ],
        }


def tree_of(leaves: Sequence[ReceiptLeaf]) -> ReceiptTree:
    """The order of the leaves makes no difference to the tree. Raises ``LeafError`` and ``DuplicateLeafError``."""
    refuse_duplicates(leaves)
    size = max(0, 2 * len(leaves) - 1)
    nodes = [b""] * size
    places = {hash_: size - 1 - i for i, hash_ in enumerate(sorted(map(leaf_hash, leaves)))}
    for hash_, place in places.items():
        nodes[place] = hash_
    for place in reversed(range(size - len(leaves))):
        nodes[place] = _pair(nodes[2 * place + 1], nodes[2 * place + 2])
    return ReceiptTree(tuple(nodes), tuple(leaves), places)


def verify(root: bytes, leaf: ReceiptLeaf, proof: Sequence[bytes]) -> bool:
    """Whether the proof hashes the leaf up to the root. Raises ``LeafError``."""
    return all(len(node) == _HASH for node in proof) and climb(leaf_hash(leaf), proof) == root


def climb(node: bytes, proof: Iterable[bytes]) -> bytes:
    """What a node and its siblings, from the lowest up, hash to."""
    for sibling in proof:
        node = _pair(node, sibling)
    return node


def salt_of(seed: bytes, place: int) -> bytes:
    """What makes a leaf unguessable: with the hash of a leaf alone, its amounts could be tried out."""
    return keccak(seed + place.to_bytes(32, "big"))


def salted(leaves: Iterable[ReceiptLeaf], seed: bytes) -> tuple[ReceiptLeaf, ...]:
    """The leaves in their order (``leaf_order``), each salted by its place in it; a salt that was there is replaced.

    Raises ``DuplicateLeafError``, and ``LeafError`` when the seed has not 32 bytes.
    """
    if len(seed) != _HASH:
        raise LeafError(f"seed: {len(seed)} bytes: must be 32", "Take 32 random bytes, new ones for each report.")
    ordered = sorted(leaves, key=leaf_order)
    refuse_duplicates(ordered)
    return tuple(replace(leaf, salt=salt_of(seed, place)) for place, leaf in enumerate(ordered))


def _pair(one: bytes, other: bytes) -> bytes:
    return keccak(one + other if one < other else other + one)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value if isinstance(value, str) else str(int(value))
