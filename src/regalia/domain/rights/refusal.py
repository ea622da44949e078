# SPDX-License-Identifier: Apache-2.0
"""A refusal of the registry or of a pool: by the name the contract has for it, and in words."""

from __future__ import annotations

from enum import IntEnum

from regalia.domain.rights.refusal_words import WORDS
from regalia.domain.rights.words import word
from regalia.errors import RegaliaError

Meaning = tuple[bytes, int, int]
"""What a document stands for: right, purpose, number. The chain has the hash of it."""
RefusalValue = int | str | bytes | Meaning


class RightsRefusedError(RegaliaError, ValueError):
    """``name`` is the Solidity error's, ``values`` its arguments in order: ids, hashes, labels and offices as bytes, addresses and texts
    as str, numbers and enums as int, what a document stands for as ``Meaning``.
    """

    def __init__(self, name: str, *values: RefusalValue) -> None:
        sentence, hint = WORDS[name]
        super().__init__(sentence.format(*map(_said, values)), hint)
        self.name = name
        self.values = values


def _said(value: RefusalValue) -> str:
    """Enums by their word, bytes as the text they are; other bytes in hexadecimal, shortened."""
    if isinstance(value, IntEnum):
        return word(value)
    if isinstance(value, tuple):
        return f"{_said(value[0])}, purpose {_said(value[1])}, number {value[2]}"
    if not isinstance(value, bytes):
        return str(value)
    text = value.rstrip(b"\0")
    if text and all(32 < char < 127 for char in text):
        return text.decode("ascii")
    return f"0x{value.hex()[:8]}…" if any(value) else "nothing"
