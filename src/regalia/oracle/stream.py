# SPDX-License-Identifier: Apache-2.0
"""State of a deal's stream of reports, as the oracle answers it."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.transact import call

NOT_YET = 2**256 - 1
"""No moment: what is disputed becomes final only when the dispute ends."""


@dataclass(frozen=True)
class Stream:
    """The signer set in force, and the rest of how receipts are attested.

    ``attestors`` rise by address and weigh ``weights``; ``threshold`` is the weight a report needs, ``invoices`` are of a report.
    ``dispute_window`` is in seconds, ``dispute_bond`` in smallest units (0: only trustee and supervisor dispute), ``missing_after_days`` 0
    for never.
    """

    epoch: int
    threshold: int
    invoices: int
    dispute_window: int
    attestors: tuple[ChecksumAddress, ...]
    weights: tuple[int, ...] = ()
    dispute_bond: int = 0
    missing_after_days: int = 0

    def __post_init__(self) -> None:
        if not self.weights:
            object.__setattr__(self, "weights", (1,) * len(self.attestors))


@dataclass(frozen=True)
class Latest:
    """The latest accepted period (the one before the first when there is none).

    While it waits for its payment date: ``pending``, ``final_at`` (seconds since 1970) and the first 25 bytes of its
    digest; zeros afterwards. ``final_at`` is ``NOT_YET`` while it is disputed.
    """

    period: int
    pending: bool
    final_at: int
    digest: bytes

    @property
    def disputed(self) -> bool:
        return self.final_at == NOT_YET


def read_stream(web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress) -> Stream:
    """Raises ``ContractRevertedError`` (``RoyaltyOracle_NoStream``) and ``ChainUnreachableError``."""
    functions = contract(web3, "RoyaltyOracle", oracle).functions
    epoch, threshold, invoices, window, attestors, weights, bond, days = call(web3, functions.signersOf(deal))
    return Stream(epoch, threshold, invoices, window, tuple(attestors), tuple(weights), bond, days)


def read_latest(web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress) -> Latest:
    """Raises as ``read_stream`` does."""
    functions = contract(web3, "RoyaltyOracle", oracle).functions
    period, pending, final_at, head = call(web3, functions.latest(deal))
    return Latest(period, pending, final_at, bytes(head))
