# SPDX-License-Identifier: Apache-2.0
"""What nodes say of a transaction they don't take. Each has words of its own, so only the telling part is looked at, in lower case.

Whole words: an "unknown transaction type" is nothing a node knows already.
"""

from __future__ import annotations

HAS_IT = ("already known", "already imported", "already exists")
NONCE_USED = ("nonce too low", "nonce has already been used")
NOT_REPLACED = ("replacement transaction underpriced",)
"""Another of the same nonce waits, and this one offers too little to take its place."""
TOO_CHEAP = ("underpriced", "less than block base fee", "fee too low", "fee less than")


def says(words: str, *telling: str) -> bool:
    """Whether any of the telling parts is in what a node said."""
    said = words.lower()
    return any(part in said for part in telling)
