# SPDX-License-Identifier: Apache-2.0
"""A court to try signatures and disputes in, as it was at first each time, and what is done with signatures."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import astuple

from eth_account import Account
from eth_utils.address import to_checksum_address

from tests.oracle.court import Court, Delta
from tests.support.chain import CHAIN_ID, Chain
from tests.support.contract import Contract
from tests.support.deal import Report
from tests.support.roles import actor


@functools.cache
def _standing() -> Court:
    return Court()


def undone_court() -> Iterator[Court]:
    """For fixtures."""
    court = _standing()
    with court.chain.undone():
        yield court


def stranger(digest: bytes, signatures: bytes) -> str:
    """Whose signature the first one is, over a digest it was not made for."""
    return str(Account._recover_hash(digest, signature=signatures[:65]))


def digest_of(oracle: Contract, given: Report | Delta) -> bytes:
    function = "digestOf" if isinstance(given, Report) else "restatementDigestOf"
    return bytes(oracle.read(function, astuple(given)))


def hand_in(oracle: Contract, given: Report | Delta, signatures: bytes) -> None:
    oracle.send("submit" if isinstance(given, Report) else "restate", astuple(given), signatures, by=actor("relay"))


def whole_fork(chain: Chain) -> Chain:
    """The next chain id, with what contracts keep as code besides: sets of signers."""
    fork = chain.fork(CHAIN_ID + 1)
    for value in chain.storage().values():
        kept = to_checksum_address((value % 2**160).to_bytes(20, "big"))
        if chain.has_code(kept) and kept not in chain.interfaces:
            fork.place(kept, chain.code(kept))
    return fork
