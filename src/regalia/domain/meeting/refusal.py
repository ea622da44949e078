# SPDX-License-Identifier: Apache-2.0
"""What a meeting refuses."""

from __future__ import annotations

from regalia.errors import RegaliaError


class MeetingRefusedError(RegaliaError, ValueError):
    """A ballot or resolution that the rules of the meeting don't allow; nothing was changed."""
