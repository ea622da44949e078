# SPDX-License-Identifier: Apache-2.0
"""How large the fields of an offer may be. By itself, as the rules of terms ask for it too."""

from __future__ import annotations

MAX_LEVELS = 64
LOT_LIMIT = 2**24
MINIMUM_LIMIT = 2**48
STEP_LIMIT = 2**64
PRICE_LIMIT = 2**96
DEMAND_LIMIT = 2**48
"""Units bid at one level are below this."""
