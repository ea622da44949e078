# SPDX-License-Identifier: Apache-2.0
"""The tree of receipts: node for node the one of OpenZeppelin's library, and what a proof must not prove."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.oracle.receipt_leaf import LEAF_TYPES, LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import (
    NO_RECEIPTS,
    DuplicateLeafError,
    LeafError,
    LeafMissingError,
    climb,
    leaf_hash,
    salt_of,
    salted,
    tree_of,
    verify,
)
from tests.oracle.leaves import LEAVES, PLAIN, SEED, leaf, receipts

SCRIPT = Path(__file__).with_name("standard_tree.js")
ELEVEN = receipts(11)
TREE = tree_of(ELEVEN)
ATTACKED = ELEVEN[4]
PROOF = TREE.proof(ATTACKED)


class Library:
    """OpenZeppelin's own, in one process of Node for all cases."""

    def __init__(self, node: subprocess.Popen[str]) -> None:
        self._node = node

    def ask(self, case: dict[str, Any]) -> Any:
        assert self._node.stdin and self._node.stdout
        print(json.dumps(case), file=self._node.stdin, flush=True)
        return json.loads(self._node.stdout.readline())

    def assert_same(self, leaves: Sequence[ReceiptLeaf]) -> None:
        ours = tree_of(leaves)
        dump = ours.dump()
        theirs = self.ask({"types": LEAF_TYPES, "values": [entry["value"] for entry in dump["values"]]})
        assert dump == theirs["dump"]
        for one, proof in zip(leaves, theirs["proofs"], strict=True):
            assert ["0x" + node.hex() for node in ours.proof(one)] == proof
            assert verify(ours.root, one, ours.proof(one))


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    command = ["node", str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        yield Library(node)


@pytest.mark.parametrize("count", [*range(1, 18), 31, 32, 33, 40])
def test_tree__so_many_leaves__every_node_and_proof_the_librarys(library: Library, count: int) -> None:
    library.assert_same(receipts(count))


@settings(max_examples=60, deadline=None)
@given(leaves=st.lists(LEAVES, min_size=1, max_size=12, unique_by=lambda one: one.source))
def test_tree__any_leaves__every_node_and_proof_the_librarys(library: Library, leaves: list[ReceiptLeaf]) -> None:
    library.assert_same(leaves)


def test_dump__of_ours__loaded_and_found_valid_by_the_library(library: Library) -> None:
    assert library.ask({"load": TREE.dump()}) == {"root": "0x" + TREE.root.hex()}
    spoilt = TREE.dump()
    spoilt["values"][3]["value"][9] = "1"
    assert "does not contain the expected value" in library.ask({"load": spoilt})["error"]


def test_tree__leaves_in_another_order__the_same_root() -> None:
    assert tree_of(ELEVEN[::-1]).root == TREE.root


def test_tree__no_leaves__the_root_of_no_receipts_which_nothing_proves() -> None:
    tree = tree_of(())
    assert tree.root == NO_RECEIPTS == keccak(text="regalia: no receipts")
    assert not verify(tree.root, PLAIN, ())
    with pytest.raises(LeafMissingError, match="not among the 0 of the tree"):
        tree.proof(PLAIN)


def test_tree__one_leaf__its_own_root_with_an_empty_proof() -> None:
    tree = tree_of([PLAIN])
    assert (tree.root, tree.proof(PLAIN)) == (leaf_hash(PLAIN), ())
    assert verify(tree.root, PLAIN, ())


@pytest.mark.parametrize(
    "change",
    [
        {"salt": bytes(32)}, {"kind": LeafKind.INVOICE}, {"licence": "other"}, {"period": 2}, {"currency": "EUR"},
        {"gross": 1}, {"deductions": 1}, {"net": 1}, {"rate": 1}, {"amount": 1}, {"reference": "other"}, {"source": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_verify__one_field_of_the_leaf_changed__false(change: dict[str, Any]) -> None:
    assert verify(TREE.root, ATTACKED, PROOF)
    altered = leaf(**vars(ATTACKED) | change)
    assert altered != ATTACKED
    assert not verify(TREE.root, altered, PROOF)
    with pytest.raises(LeafMissingError):
        TREE.proof(altered)


def test_verify__proof_in_another_order_cut_or_lengthened__false() -> None:
    assert len(PROOF) >= 3
    assert not verify(TREE.root, ATTACKED, PROOF[::-1])
    assert not verify(TREE.root, ATTACKED, (PROOF[1], PROOF[0], *PROOF[2:]))
    for end in range(len(PROOF)):
        assert not verify(TREE.root, ATTACKED, PROOF[:end])
        assert not verify(TREE.root, ATTACKED, PROOF[end + 1 :])
    assert not verify(TREE.root, ATTACKED, (*PROOF, bytes(32)))
    assert not verify(TREE.root, ATTACKED, (*PROOF, TREE.root))


def test_verify__proof_against_another_root__false() -> None:
    other = tree_of(receipts(12))
    assert not verify(other.root, ATTACKED, PROOF)
    assert not verify(TREE.root, ATTACKED, other.proof(other.leaves[4]))
    assert not verify(TREE.root, ATTACKED, TREE.proof(ELEVEN[5]))


def test_verify__nodes_that_are_not_32_bytes__false() -> None:
    tree = tree_of(ELEVEN[:2])
    (sibling,) = tree.proof(ELEVEN[0])
    assert verify(tree.root, ELEVEN[0], (sibling,))
    for proof in ((sibling[:31],), (sibling + b"\0",), (b"", sibling)):
        assert not verify(tree.root, ELEVEN[0], proof)


def test_verify__inner_node_passed_as_a_leaf__false() -> None:
    """An attacker's receipt made of two nodes: only a hash taken once would be an inner node, and a leaf is hashed twice."""
    for place in range(len(TREE.nodes) - len(ELEVEN)):
        left, right = sorted((TREE.nodes[2 * place + 1], TREE.nodes[2 * place + 2]))
        above = above_of(place)
        assert climb(keccak(left + right), above) == TREE.root  # so it would go through, were leaves hashed once
        assert climb(keccak(keccak(left + right)), above) != TREE.root
        forged = leaf(salt=left, licence=right)
        assert not verify(TREE.root, forged, above)
        assert not verify(TREE.root, forged, PROOF)


def above_of(place: int) -> list[bytes]:
    """The siblings from an inner node up."""
    found = []
    while place:
        found.append(TREE.nodes[place + 1 if place % 2 else place - 1])
        place = (place - 1) // 2
    return found


def test_tree__receipt_twice__refused_also_under_another_salt() -> None:
    for again in (ATTACKED, replace(ATTACKED, salt=bytes(32))):
        with pytest.raises(DuplicateLeafError, match="two are alike but for their salt: kind 0, licence 0x") as refusal:
            tree_of([*ELEVEN, again])
        assert refusal.value.hint == "Leave one of them out."
    with pytest.raises(DuplicateLeafError):
        salted([PLAIN, leaf(amount=7), PLAIN], SEED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"salt": bytes(31)}, "leaf: salt: 0x" + "00" * 31 + ": must be 32 bytes"),
        ({"source": bytes(33)}, "leaf: source: 0x" + "00" * 33 + ": must be 32 bytes"),
        ({"kind": 3}, "leaf: kind: 3: must be one of 0, 1, 2"),
        ({"period": 2**32}, "leaf: period: 4294967296: must be a uint32"),
        ({"amount": -1}, "leaf: amount: -1: must be a uint256"),
        ({"net": 2**256}, f"leaf: net: {2**256}: must be a uint256"),
        ({"currency": "元"}, "leaf: currency: '元': must be an ISO 4217 code"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_leaf__value_its_field_can_not_hold__refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(LeafError) as refusal:
        tree_of([leaf(**change)])
    assert refusal.value.message == said


def test_salted__any_order__sorted_and_each_salted_by_its_place() -> None:
    given_ = [
        leaf(kind=LeafKind.INVOICE, licence=bytes(32), reference=bytes(32)),
        leaf(licence=b"\2" * 32),
        leaf(licence=b"\1" * 32, period=2),
        leaf(licence=b"\1" * 32, period=1, reference=b"\2" * 32),
        leaf(licence=b"\1" * 32, period=1, reference=b"\1" * 32, source=b"\2" * 32),
        leaf(licence=b"\1" * 32, period=1, reference=b"\1" * 32, source=b"\1" * 32),
        leaf(kind=LeafKind.OTHER_INCOME, licence=bytes(32)),
    ]
    found = salted(given_, SEED)
    expected = [given_[i] for i in (5, 4, 3, 2, 1, 6, 0)]
    assert [replace(one, salt=bytes(32)) for one in found] == expected
    assert [one.salt for one in found] == [keccak(SEED + bytes(31) + bytes([i])) for i in range(7)]
    assert salted(reversed(found), SEED) == found


def test_salted__receipts_of_one_source_in_two_currencies__in_one_order() -> None:
    dollars, euros = leaf(), leaf(currency="EUR")
    assert salted([dollars, euros], SEED) == salted([euros, dollars], SEED)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_salted__seed_of_another_length__refused(length: int) -> None:
    with pytest.raises(LeafError, match=f"seed: {length} bytes: must be 32"):
        salted([PLAIN], bytes(length))


def test_salt__seed_or_place_differs__another() -> None:
    assert len({salt_of(seed, place) for seed in (SEED, bytes(32)) for place in (0, 1, 256, 2**64)}) == 8


def test_tree__twelve_thousand_receipts__within_seconds() -> None:
    """A year of a thousand licences. About a second and a half; some machines are four times as slow on some days."""
    started = time.process_time()
    tree = tree_of(receipts(12_000))
    assert verify(tree.root, tree.leaves[-1], tree.proof(tree.leaves[-1]))
    assert time.process_time() - started < 15
