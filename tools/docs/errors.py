# SPDX-License-Identifier: Apache-2.0
"""What stops a site from being made."""

from __future__ import annotations

from regalia.errors import RegaliaError


class PageError(RegaliaError, ValueError):
    """A page, or the list of pages, says something that can't be followed."""
