# SPDX-License-Identifier: Apache-2.0
"""What a dispute, or a decision about one, rests on: a text or a document, whose keccak-256 goes on chain."""

from __future__ import annotations

import re
from pathlib import Path

from eth_utils.crypto import keccak

from regalia.servicing.orders import EvidenceFileError, OrderError

_HASH = re.compile(r"0x[0-9a-fA-F]{64}")


def hash_of_text(text: str) -> bytes:
    """Of its UTF-8, without white space at either end. Raises ``OrderError`` for one without words."""
    stripped = text.strip()
    if not stripped:
        raise OrderError("text: is empty", "Say what is wrong, or why.")
    return keccak(text=stripped)


def hash_of_document(given: str) -> bytes:
    """Of a file's bytes, or the hash itself when ``0x`` and 64 digits are given. Raises ``EvidenceFileError`` and ``OrderError``."""
    if not _HASH.fullmatch(given):
        try:
            return keccak(Path(given).read_bytes())
        except OSError as error:
            raise EvidenceFileError(
                f"document: {given} can't be read: {error.strerror or error}", "Give a file, or its keccak-256 as 0x…"
            ) from error
    found = bytes.fromhex(given[2:])
    if not any(found):
        raise OrderError("document: its hash must not be zero", "Give the document itself.")
    return found
