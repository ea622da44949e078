# SPDX-License-Identifier: Apache-2.0
"""Whether a node can be relied on: what it is, which chain it serves, how far behind it is, what gas costs."""

from __future__ import annotations

from collections.abc import Iterator

from web3 import Web3
from web3.exceptions import Web3Exception
from web3.types import BlockData

from regalia.chain.record import DeploymentRecord
from regalia.servicing.health.finding import Finding, Level
from regalia.servicing.transfer_text import moment

BEHIND = 300
"""Seconds that a head may be older than this machine's clock."""
AHEAD = 60
"""Seconds that it may be younger."""
_GWEI = 10**9
_OTHER_CHAIN = "Connect to the chain the deal lives on, or take the record of this one."


def look_at_node(web3: Web3, clock: int, record: DeploymentRecord | None = None) -> Iterator[Finding]:
    """``clock`` is this machine's, in seconds since 1970. Where ``node.chain`` fails, nothing more can be said of the record's deal.
    Raises what web3 raises when the node is gone.
    """
    head = web3.eth.get_block("latest")
    block = head["number"]
    yield Finding("node.client", Level.OK, _client(web3), block=block)
    yield _chain(web3, record, block)
    yield _syncing(web3, block)
    yield _age(head, clock)
    yield _fee(head)


def _client(web3: Web3) -> str:
    try:
        return web3.client_version
    except (Web3Exception, ValueError):  # some providers keep it to themselves
        return "does not say what it is"


def _chain(web3: Web3, record: DeploymentRecord | None, block: int) -> Finding:
    chain_id, genesis = web3.eth.chain_id, web3.eth.get_block(0)["hash"].to_0x_hex()
    found = f"chain {chain_id}, genesis {genesis}"
    if record is None or (chain_id, genesis) == (record.chain_id, record.genesis_hash):
        return Finding("node.chain", Level.OK, found, block=block)
    expected = f"the record is of chain {record.chain_id}, genesis {record.genesis_hash}"
    return Finding("node.chain", Level.FAIL, f"{found}; {expected}", _OTHER_CHAIN, "look-at-node", block=block)


def _syncing(web3: Web3, block: int) -> Finding:
    syncing = web3.eth.syncing
    if not syncing:
        return Finding("node.syncing", Level.OK, "it is not catching up", block=block)
    known: dict[str, object] = {} if isinstance(syncing, bool) else {**syncing}
    found = f"it is catching up: at block {known.get('currentBlock')} of {known.get('highestBlock')}"
    return Finding("node.syncing", Level.FAIL, found, "Wait until it has caught up, or use another node.", block=block)


def _age(head: BlockData, clock: int) -> Finding:
    number, made = head["number"], head["timestamp"]
    found = f"block {number} is of {moment(made)}, {_span(abs(clock - made))} {'before' if made <= clock else 'after'} this machine's clock"
    if made - clock > AHEAD:
        remedy = "Set this machine's clock. Of a local chain that is fine: its time can be moved."
        return Finding("node.head", Level.WARN, found, remedy, block=number)
    if clock - made > BEHIND:
        remedy = "Wait, or use another node. Of a local chain that is fine: it makes a block when something is sent."
        return Finding("node.head", Level.WARN, found, remedy, block=number)
    return Finding("node.head", Level.OK, found, block=number)


def _fee(head: BlockData) -> Finding:
    base = head.get("baseFeePerGas")
    if base is None:
        found, remedy = (
            "blocks have no base fee (EIP-1559)",
            "Transactions pay a gas price here: use a client that sets one.",
        )
        return Finding("node.fee", Level.WARN, found, remedy, block=head["number"])
    gwei = f"{base // _GWEI:,}.{base % _GWEI:09}".rstrip("0").rstrip(".")
    return Finding("node.fee", Level.OK, f"the base fee is {gwei} gwei", block=head["number"])


def _span(seconds: int) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {name}{'s' if count > 1 else ''}"
    return "0 seconds"
