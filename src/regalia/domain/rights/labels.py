# SPDX-License-Identifier: Apache-2.0
"""The labels of what a pool knows: the twin of ``contracts/registry/PoolLabels.sol``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.words import Condition

LABEL_BYTES = 32
RIGHTS_LABELS: Mapping[str, Condition] = MappingProxyType(
    {f"rights-{condition.name.lower().replace('_', '-')}": condition for condition in Condition}
)
"""``rights-lapsed`` and so on: the share of the value with the condition."""
UNLICENSED = "rights-unlicensed"
LARGEST_RIGHT = "largest-right"
LARGEST_JURISDICTION = "largest-jurisdiction"
LARGEST_LICENSEE = "largest-licensee"
LARGEST_GROUP = "largest-group"
LIMITS_BROKEN = "limits-broken"
POOL_VALUE = "pool-value"
LARGEST = (LARGEST_RIGHT, LARGEST_JURISDICTION, LARGEST_LICENSEE, LARGEST_GROUP)
LIMITABLE = (*RIGHTS_LABELS, UNLICENSED, *LARGEST)
"""Labels a limit may be on, in the order of their numbers on chain."""
LABELS = (*LIMITABLE, LIMITS_BROKEN, POOL_VALUE)
"""All of them; a label's place is its number on chain."""


def require_label(label: str, known: tuple[str, ...] = LABELS) -> None:
    if label not in known:
        raise RightsRefusedError("RightsPool_UnknownLabel", packed(label))


def packed(label: str) -> bytes:
    """As the chain has it."""
    return label.encode("utf-8").ljust(LABEL_BYTES, b"\0")


def unpacked(label: bytes) -> str:
    return label.rstrip(b"\0").decode("utf-8", "replace")
