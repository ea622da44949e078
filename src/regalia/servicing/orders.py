# SPDX-License-Identifier: Apache-2.0
"""What a use of power rests on: the number of an order, and the hash of the document behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from regalia.errors import RegaliaError

WORD = 32
_HASH = re.compile(r"0x[0-9a-fA-F]{64}")


class OrderError(RegaliaError, ValueError):
    """An order has no reference, or no evidence, that the contracts could keep."""


class EvidenceFileError(RegaliaError, OSError):
    """The document behind an order can't be read."""


@dataclass(frozen=True)
class Order:
    """Both have 32 bytes and are not zero: ``reference`` is text padded with zero bytes, ``evidence`` a SHA-256."""

    reference: bytes
    evidence: bytes

    @staticmethod
    def of(reference: str, evidence: bytes) -> Order:
        """``reference`` as people write it, at most 32 bytes of UTF-8. Raises ``OrderError``."""
        text = reference.strip().encode()
        if not 0 < len(text) <= WORD:
            raise OrderError(
                f"order: {reference!r} has {len(text)} bytes, must have 1 to {WORD}", "Give the order's short number."
            )
        if len(evidence) != WORD or not any(evidence):
            raise OrderError("evidence: must be a SHA-256 that is not zero", "Give the document itself.")
        return Order(text.ljust(WORD, b"\0"), evidence)

    def as_tuple(self) -> tuple[bytes, bytes]:
        """The struct, as the transfer agent takes it."""
        return self.reference, self.evidence


def evidence_hash(given: str) -> bytes:
    """The SHA-256 of a file (what ``sha256sum`` prints), or the hash itself when ``0x`` and 64 digits are given.

    Raises ``EvidenceFileError``.
    """
    if _HASH.fullmatch(given):
        return bytes.fromhex(given[2:])
    try:
        return sha256(Path(given).read_bytes()).digest()
    except OSError as error:
        raise EvidenceFileError(
            f"evidence: {given} can't be read: {error.strerror or error}", "Give a file, or its SHA-256 as 0x…"
        ) from error
