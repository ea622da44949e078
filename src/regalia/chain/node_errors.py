# SPDX-License-Identifier: Apache-2.0
"""What a node may do instead of what it was asked for."""

from __future__ import annotations

from web3.exceptions import BadFunctionCallOutput

from regalia.errors import RegaliaError


class ChainUnreachableError(RegaliaError, ConnectionError):
    """No node answers at the address, or it stopped answering."""


class WrongNetworkError(RegaliaError, ValueError):
    """The node serves another chain than the one asked for."""


class NodeRefusedError(RegaliaError, RuntimeError):
    """The node answered that it will not do what was asked; its words are in the message."""


class ReceiptTimeoutError(RegaliaError, TimeoutError):
    """A transaction was sent and is not mined yet."""


class WrongAnswerError(RegaliaError, BadFunctionCallOutput, ValueError):
    """What came back is no answer of the contract that was asked: nothing is at its address, or something else."""
