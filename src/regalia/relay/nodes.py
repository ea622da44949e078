# SPDX-License-Identifier: Apache-2.0
"""One view of the chain out of two nodes: what both say about the same block, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from web3 import Web3

from regalia.chain.connection import WrongNetworkError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.relay.errors import NodeWaitError
from regalia.relay.node import Block, Node, Receipt

T = TypeVar("T")
DEPTH = 12
"""Blocks above one after which it stays."""
_SO = "Nothing is sent while they disagree."


@dataclass(frozen=True)
class Identity:
    """Of a chain: its id, and the hash of its block 0."""

    chain_id: int
    genesis: str


@dataclass(frozen=True)
class View:
    """The block that everything is read at: the highest one both nodes have. ``lag``: how far the one is behind the other."""

    head: Block
    lag: int

    @property
    def height(self) -> int:
        return self.head.number


class AgreedChain:
    """Reads through two nodes and compares; with one node there is nothing to compare with, so it is believed.

    ``most_lag``: a node that is further behind is waited for.
    """

    def __init__(
        self, identity: Identity, first: Web3, second: Web3 | None = None, depth: int = DEPTH, most_lag: int = 3
    ) -> None:
        self.identity, self.depth, self._most_lag = identity, depth, most_lag
        self.nodes = [Node(first, "first")] + ([Node(second, "second")] if second is not None else [])
        self._identified = False

    def look(self) -> View:
        """The block to read at. Raises ``NodeWaitError``, ``NodesDisagreeError``, ``WrongNetworkError`` and ``NodeUnusableError``."""
        self._check("chain id", self.identity.chain_id, [node.chain_id() for node in self.nodes])
        if not self._identified:
            self._check("genesis", self.identity.genesis, [self._block(node, 0).hash for node in self.nodes])
            self._identified = True
        heads = [self._block(node) for node in self.nodes]
        low, high = min(head.number for head in heads), max(head.number for head in heads)
        if high - low > self._most_lag:
            raise NodeWaitError(f"a node lags {high - low} blocks behind the other", "It is waited for.")
        at_low = [head if head.number == low else self._block(node, low) for node, head in zip(self.nodes, heads)]  # noqa: B905
        if at_low[0].hash != at_low[-1].hash:
            self._check_deep(low)
        return View(at_low[0], high - low)

    def _check(self, what: str, expected: object, found: Sequence[object]) -> None:
        if found[0] != found[-1]:
            raise NodesDisagreeError(what, found[0], found[-1], _SO)
        if found[0] != expected:
            raise WrongNetworkError(
                f"{what}: expected {expected}, the node says {found[0]}", "Use a node of the deal's network."
            )

    def _check_deep(self, height: int) -> None:
        """At the tip honest nodes may differ for a while; ``depth`` blocks below they may not. Raises in any case."""
        deep = max(height - self.depth, 0)
        first, second = (self._block(node, deep).hash for node in self.nodes)
        if first != second and (again := [self._block(node, deep).hash for node in self.nodes])[0] != again[1]:
            raise NodesDisagreeError(f"hash of block {deep}", again[0], again[1], _SO)
        raise NodeWaitError(f"the nodes have different blocks {height}", "Wait until they are at one.")

    def agreed(self, view: View, what: str, question: Callable[[Node], T]) -> T:
        """The answer of both about ``view``'s block, or one below it.

        When they differ they are asked once more, as the chain may have moved in between. Raises ``NodesDisagreeError`` when they
        differ although both still have this very block.
        """
        first, second = self._both(question)
        if first == second:
            return first
        first, second = self._both(question)
        if first == second:
            return first
        if any(self._block(node, view.height).hash != view.head.hash for node in self.nodes):
            raise NodeWaitError(f"{what}: the chain moved while it was read", "Look again.")
        raise NodesDisagreeError(f"{what} at block {view.height}", first, second, _SO)

    def receipt(self, view: View, hash_: str) -> Receipt | None:
        """As it stands at the view's block. A node that doesn't have it yet is waited for."""

        def at_view(node: Node) -> Receipt | None:
            found = node.receipt(hash_)
            return found if found and found.block <= view.height else None

        first, second = self._both(at_view)
        if (first is None) != (second is None):
            raise NodeWaitError(f"transaction {hash_}: one node has its receipt, the other not yet", "Look again.")
        return first if first == second else self.agreed(view, f"receipt of {hash_}", at_view)

    def block(self, view: View, number: int) -> Block:
        """Of a height up to the view's."""
        return self.agreed(view, f"block {number}", lambda node: self._block(node, number))

    def _both(self, question: Callable[[Node], T]) -> tuple[T, T]:
        answers = [question(node) for node in self.nodes]
        return answers[0], answers[-1]

    def _block(self, node: Node, number: int | None = None) -> Block:
        block = node.block(number)
        if block is None:
            raise NodeWaitError(f"{node.name} node: it doesn't have block {number} yet", "It is waited for.")
        return block
