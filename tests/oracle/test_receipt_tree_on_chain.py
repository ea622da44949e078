# SPDX-License-Identifier: Apache-2.0
"""A contract can check a receipt: OpenZeppelin's MerkleProof, compiled here, agrees about every proof, good or bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import pytest
from eth_abi.abi import decode, encode
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.chain.compiler import PROJECT, compile_contracts
from regalia.oracle.receipt_leaf import LEAF_TYPES, ReceiptLeaf
from regalia.oracle.receipt_tree import leaf_hash, tree_of, verify
from tests.oracle.leaves import LEAVES, receipts
from tests.support.chain import Chain
from tests.support.roles import actor

SOURCE = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
contract ReceiptCheck {
    function check(bytes32 root, bytes32 leaf, bytes32[] calldata proof) external pure returns (bool) {
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }
    function leafHash(
        bytes32 salt, uint8 kind, bytes32 licence, uint32 period, string memory currency, uint256 gross,
        uint256 deductions, uint256 net, uint256 rate, uint256 amount, bytes32 ref, bytes32 source
    ) external pure returns (bytes32) {
        bytes memory all = abi.encode(salt, kind, licence, period, currency, gross, deductions, net, rate, amount, ref, source);
        return keccak256(bytes.concat(keccak256(all)));
    }
}
"""
SEVEN = receipts(7)
TREE = tree_of(SEVEN)


class OnChain:
    def __init__(self, chain: Chain, address: ChecksumAddress) -> None:
        self._chain, self._address = chain, address

    def check(self, root: bytes, leaf: bytes, proof: Sequence[bytes]) -> bool:
        answer = self._call("check(bytes32,bytes32,bytes32[])", ["bytes32", "bytes32", "bytes32[]"], root, leaf, proof)
        return bool(decode(["bool"], answer)[0])

    def leaf_hash(self, leaf: ReceiptLeaf) -> bytes:
        return self._call(f"leafHash({','.join(LEAF_TYPES)})", LEAF_TYPES, *astuple(leaf))

    def _call(self, signature: str, types: Sequence[str], *arguments: object) -> bytes:
        data = keccak(text=signature)[:4] + encode(types, arguments)
        return self._chain.read(actor("investor"), self._address, data)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> OnChain:
    project = tmp_path_factory.mktemp("project")
    for folder in ("node_modules", "tools"):
        (project / folder).symlink_to(PROJECT / folder)
    (project / "contracts").mkdir()
    (project / "contracts" / "ReceiptCheck.sol").write_text(SOURCE, encoding="utf-8")
    (artefact,) = (found for found in compile_contracts(project) if found.name == "ReceiptCheck")
    chain = Chain(1_718_000_000)
    return OnChain(chain, chain.deploy(actor("deployer"), bytes.fromhex(artefact.bytecode[2:])))


@settings(max_examples=50, deadline=None)
@given(leaf=LEAVES)
def test_leaf__any__hashed_by_solidity_as_by_python(contract: OnChain, leaf: ReceiptLeaf) -> None:
    assert contract.leaf_hash(leaf) == leaf_hash(leaf)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 13, 40])
def test_proof__of_every_receipt__taken_by_the_contract(contract: OnChain, count: int) -> None:
    tree = tree_of(receipts(count))
    for leaf in tree.leaves:
        assert contract.check(tree.root, leaf_hash(leaf), tree.proof(leaf))


@settings(max_examples=100, deadline=None)
@given(
    leaf=st.sampled_from(SEVEN),
    proof=st.lists(st.sampled_from(TREE.nodes), max_size=4),
    root=st.sampled_from((TREE.root, tree_of(SEVEN[:6]).root)),
)
def test_proof__of_any_nodes__contract_and_python_agree(
    contract: OnChain, leaf: ReceiptLeaf, proof: list[bytes], root: bytes
) -> None:
    assert contract.check(root, leaf_hash(leaf), proof) == verify(root, leaf, proof)


def test_proof__altered__refused_by_the_contract(contract: OnChain) -> None:
    leaf, proof = SEVEN[2], TREE.proof(SEVEN[2])
    for wrong in (proof[::-1], proof[:-1], proof[1:], (*proof, bytes(32)), TREE.proof(SEVEN[3])):
        assert not contract.check(TREE.root, leaf_hash(leaf), wrong)
    assert not contract.check(tree_of(SEVEN[:6]).root, leaf_hash(leaf), proof)


def test_proof__inner_node_as_if_it_were_a_receipt__refused_only_because_leaves_are_hashed_twice(
    contract: OnChain,
) -> None:
    left, right = sorted(TREE.nodes[3:5])  # below node 1, beside node 2
    assert contract.check(TREE.root, keccak(left + right), [TREE.nodes[2]])
    assert not contract.check(TREE.root, keccak(keccak(left + right)), [TREE.nodes[2]])
