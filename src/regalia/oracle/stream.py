# SPDX-License-Identifier: Apache-2.0
"""State of a deal's stream of reports, as the oracle answers it."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.transact import call


@dataclass(frozen=True)
class Stream:
    """The signer set in force. ``attestors`` rise by address; ``dispute_window`` in seconds; ``invoices`` a report."""

    epoch: int
    threshold: int
    invoices: int
    dispute_window: int
    attestors: tuple[ChecksumAddress, ...]


@dataclass(frozen=True)
class Latest:
    """The latest accepted period (the one before the first when there is none).

    While it waits for its payment date: ``pending``, ``final_at`` (seconds since 1970) and the first 25 bytes of its
    digest; zeros afterwards.
    """

    period: int
    pending: bool
    final_at: int
    digest: bytes


def read_stream(web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress) -> Stream:
    """Raises ``ContractRevertedError`` (``RoyaltyOracle_NoStream``) and ``ChainUnreachableError``."""
    functions = contract(web3, "RoyaltyOracle", oracle).functions
    epoch, threshold, invoices, dispute_window, attestors = call(web3, functions.signersOf(deal))
    return Stream(epoch, threshold, invoices, dispute_window, tuple(attestors))


def read_latest(web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress) -> Latest:
    """Raises as ``read_stream`` does."""
    functions = contract(web3, "RoyaltyOracle", oracle).functions
    period, pending, final_at, head = call(web3, functions.latest(deal))
    return Latest(period, pending, final_at, bytes(head))
