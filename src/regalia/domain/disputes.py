# SPDX-License-Identifier: Apache-2.0
"""How long who decides about a disputed report has, and who attests a missing one. Constants of ``RoyaltyOracle``, no terms of a deal."""

from __future__ import annotations

TRUSTEE_DAYS = 7
APPEAL_DAYS = 3
SUPERVISOR_DAYS = 14
MOST_STRUCK = 3
"""Struck reports of one period, after which only the supervisor can dispute the next."""
MISSING_GRACE_DAYS = 3
"""In which a signed report takes the place of an empty one that stands in for it."""
