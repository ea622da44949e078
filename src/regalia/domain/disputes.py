# SPDX-License-Identifier: Apache-2.0
"""How long who decides about a disputed report has. Constants of the contract ``RoyaltyOracle``, no terms of a deal."""

from __future__ import annotations

TRUSTEE_DAYS = 7
APPEAL_DAYS = 3
SUPERVISOR_DAYS = 14
MOST_STRUCK = 3
"""Struck reports of one period, after which only the supervisor can dispute the next."""
