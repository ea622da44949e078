# SPDX-License-Identifier: Apache-2.0
"""Since when there is code at an address, as far as a node remembers."""

from __future__ import annotations

from collections.abc import Iterable

from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.chain.connection import ChainUnreachableError


def first_block_with_code(web3: Web3, addresses: Iterable[str], known: int) -> int:
    """The first block in which any of ``addresses``, which all have code in block ``known``, has it.

    Found by halving, so in a few questions. 0 where the node keeps no state of old blocks: what is read from there on misses nothing.
    Raises ``ChainUnreachableError``.
    """
    first = known
    try:
        for address in addresses:
            first = _first(web3, address, first)
    except RequestException as error:
        raise ChainUnreachableError(
            f"eth_getCode: the node stopped answering ({type(error).__name__})", "Try again."
        ) from error
    except (Web3Exception, ValueError):  # each node has its own words for a state it has thrown away
        return 0
    return first


def _first(web3: Web3, address: str, known: int) -> int:
    """At or before ``known``; ``known`` itself where the code is not older."""
    if known == 0 or not _has_code(web3, address, known - 1):
        return known
    without, having = -1, known - 1
    while having - without > 1:
        middle = (without + having) // 2
        without, having = (without, middle) if _has_code(web3, address, middle) else (middle, having)
    return having


def _has_code(web3: Web3, address: str, block: int) -> bool:
    return bool(web3.eth.get_code(Web3.to_checksum_address(address), block_identifier=block))
