# SPDX-License-Identifier: Apache-2.0
"""Why nothing can be prepared."""

from __future__ import annotations

from regalia.errors import RegaliaError


class BusyError(RegaliaError, RuntimeError):
    """As many questions wait for the node as may at once."""


class NotNowError(RegaliaError, ValueError):
    """What was asked for would be refused; the message has every reason."""


class NoBoardError(RegaliaError, LookupError):
    """This server takes no orders."""


class OrderElsewhereError(RegaliaError, ValueError):
    """An order that is not for a deal, a desk or a chain shown here, or is not good any more."""
