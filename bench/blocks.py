# SPDX-License-Identifier: Apache-2.0
"""Thousands of transactions on a local chain: unsigned, many to a block, not awaited one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from eth_typing import ChecksumAddress
from web3.types import RPCEndpoint

from regalia.chain.devnet import Devnet

BLOCK_GAS = 15_000_000
"""Half a block: fuller ones would make every further transaction dearer."""


class Post(NamedTuple):
    """A call of a contract by an unlocked account."""

    sender: ChecksumAddress
    to: ChecksumAddress
    data: str


def post(chain: Devnet, posts: Iterable[Post], gas: int) -> None:
    """Send them with so much gas each. Whether they went through is for the caller to look at, by what they should have done."""
    ask(chain, "evm_setAutomine", False)
    for count, (sender, to, data) in enumerate(posts, 1):
        ask(chain, "eth_sendTransaction", {"from": sender, "to": to, "data": data, "gas": hex(gas)})
        if count % (BLOCK_GAS // gas) == 0:
            chain.mine()
    chain.mine()
    ask(chain, "evm_setAutomine", True)


@contextmanager
def undone(chain: Devnet) -> Iterator[None]:
    """What is done within is undone at the end."""
    before = ask(chain, "evm_snapshot")
    yield
    ask(chain, "evm_revert", before)


def ask(chain: Devnet, method: str, *arguments: object) -> Any:
    """A request of this kind of chain only."""
    answer = chain.web3.provider.make_request(RPCEndpoint(method), list(arguments))
    if "error" in answer:
        raise RuntimeError(f"the chain refused {method}: {answer['error']}")
    return answer["result"]
