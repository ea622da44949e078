# SPDX-License-Identifier: Apache-2.0
"""A contract of the attacker's, written by hand: it answers as he likes, calls whom he likes while it is asked, and does his errands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eth_utils.crypto import keccak

Words = Sequence[int]
Errand = tuple[str, bytes]
"""Whom to call, and with what."""


def counterfeit(answers: Mapping[str, Words], errands: Mapping[str, Errand] | None = None) -> bytes:
    """Answers each question with these words. Asked what has an errand it does that first, and keeps whether it worked in slot 0 (1 or 2).

    Anything else it takes as an errand: 32 bytes of whom to call and what with; it is refused with the other's refusal.
    """
    errands = errands or {}
    questions = list(dict.fromkeys([*answers, *errands]))
    head, size = bytes.fromhex("5f3560e01c"), 5 + 11 * len(questions)
    body = _forwarding(size)
    for question in questions:
        head += b"\x80\x63" + keccak(text=question)[:4] + b"\x14\x61" + (size + len(body)).to_bytes(2, "big") + b"\x57"
        body += b"\x5b"
        if question in errands:
            body += _errand(*errands[question])
        words = answers.get(question, ())
        body += b"".join(_store(place, word) for place, word in enumerate(words))
        body += _push2(32 * len(words)) + bytes.fromhex("5ff3")
    return head + body


def errand(target: str, data: bytes) -> bytes:
    """The calldata that makes it call somebody."""
    return bytes(12) + bytes.fromhex(target[2:]) + data


def _forwarding(start: int) -> bytes:
    copy = bytes.fromhex("602036038060205f37")  # what is behind the first word, to memory
    call = bytes.fromhex("5f5f825f5f5f355af1")  # to the address in the first word
    returned = bytes.fromhex("3d5f5f3e")
    good = start + len(copy + call + returned) + 4 + 3
    return copy + call + returned + _push2(good) + b"\x57" + bytes.fromhex("3d5ffd5b3d5ff3")


def _errand(target: str, data: bytes) -> bytes:
    padded = data + bytes(-len(data) % 32)
    words = [int.from_bytes(padded[at : at + 32], "big") for at in range(0, len(padded), 32)]
    stored = b"".join(_store(place, word) for place, word in enumerate(words))
    call = bytes.fromhex("5f5f") + _push2(len(data)) + bytes.fromhex("5f5f73") + bytes.fromhex(target[2:]) + b"\x5a\xf1"
    return stored + call + bytes.fromhex("6001015f55")  # 1 + success, to slot 0


def _store(place: int, word: int) -> bytes:
    return b"\x7f" + word.to_bytes(32, "big") + _push2(32 * place) + b"\x52"


def _push2(number: int) -> bytes:
    return b"\x61" + number.to_bytes(2, "big")
