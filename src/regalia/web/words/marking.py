# SPDX-License-Identifier: Apache-2.0
"""Messages that are said elsewhere than where they are written."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message, to be translated where it is shown."""
    return message
