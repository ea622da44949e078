# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a relay, its journal and its nodes."""

from __future__ import annotations

from regalia.chain.connection import ChainUnreachableError
from regalia.errors import RegaliaError


class JournalError(RegaliaError, OSError):
    """The journal can't be read or written: without it nothing is sent."""


class JournalLockedError(RegaliaError, BlockingIOError):
    """Another relay runs on this journal."""


class WrongJournalError(RegaliaError, ValueError):
    """The journal is of another chain, oracle or key."""


class IllegalStepError(RegaliaError, ValueError):
    """A report can't go from the one state to the other; nothing was written."""


class SourceError(RegaliaError, ValueError):
    """The place where signed reports are found can't be read, or a document there is not one."""


class NodeUnusableError(ChainUnreachableError):
    """A node gave no answer, or one that means nothing. It is asked again."""


class NodeWaitError(RegaliaError, RuntimeError):
    """The nodes are not at one yet, as one lags or the chain moved while it was read. Nothing is sent; look again."""
