# SPDX-License-Identifier: Apache-2.0
"""How much is tried: little at every change (``make test``), much in the deep tier (``make deep``)."""

from __future__ import annotations

import os

DEEP = os.environ.get("REGALIA_TIER") == "deep"


def tries(quick: int, deep: int, name: str = "") -> int:
    """So many in this tier; what the environment says under that name comes first."""
    return int(os.environ.get(name) or (deep if DEEP else quick))
