# SPDX-License-Identifier: Apache-2.0
"""What one node or two say of the chain's blocks."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.chain.asking import Patience, RawNode
from regalia.chain.logs import ChainChangedError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.chain.raw_logs import BlockMissingError, Header, header_of
from regalia.ledger.index.follow_errors import NodeBehindError

_SO = "Nothing of these blocks was kept."


def latest(nodes: Sequence[RawNode]) -> int:
    """The latest block that all of them have. Raises ``ChainUnreachableError`` and ``NodeRefusedError``, as all of these do."""
    return min(node.ask("eth_blockNumber", [], lambda answer: int(answer, 16)) for node in nodes)


def hash_on(node: RawNode, number: int) -> str:
    """Of a block the node said it has. Raises ``NodeBehindError`` when it has not."""
    try:
        return node.ask("eth_getBlockByNumber", [hex(number), False], header_of).hash
    except BlockMissingError as error:
        raise NodeBehindError(
            f"the node has no block {number}, which it said it has", "It lags: try again, or use another one."
        ) from error


def same_on_all(nodes: Sequence[RawNode], end: Header, patience: Patience) -> None:
    """Close to the head honest nodes may differ for a while, so they are asked again. Raises ``ChainChangedError`` when the first one
    no longer has the block that was read, ``NodesDisagreeError`` when another goes on having another one.
    """
    if len(nodes) == 1:
        return
    for pause in (*patience.silent, None):
        first, *others = (hash_on(node, end.number) for node in nodes)
        if first != end.hash:
            raise ChainChangedError(f"block {end.number}: its hash was {end.hash} and now is {first}", "Try again.")
        differing = [other for other in others if other != first]
        if not differing:
            return
        if pause is None:
            raise NodesDisagreeError(f"hash of block {end.number}", first, differing[0], _SO)
        patience.sleep(pause)
