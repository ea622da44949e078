# SPDX-License-Identifier: Apache-2.0
"""Contracts written by hand, for the tests that need one to say something no real contract says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eth_utils.crypto import keccak


def answering(answers: Mapping[str, Sequence[int]]) -> bytes:
    """Code of a contract that answers each of these questions with these words, and reverts on any other."""
    head, size, body = bytes.fromhex("5f3560e01c"), 5 + 11 * len(answers) + 3, b""
    for question, words in answers.items():
        head += b"\x80\x63" + keccak(text=question)[:4] + b"\x14\x61" + (size + len(body)).to_bytes(2, "big") + b"\x57"
        body += b"\x5b"
        for place, word in enumerate(words):
            body += b"\x7f" + word.to_bytes(32, "big") + b"\x61" + (32 * place).to_bytes(2, "big") + b"\x52"
        body += b"\x61" + (32 * len(words)).to_bytes(2, "big") + bytes.fromhex("5ff3")
    return head + bytes.fromhex("5f5ffd") + body


def telling(*facts: int) -> bytes:
    """Code of a source of facts that tells these, whatever it is asked, and finds every pool fit to close on."""
    return answering({"factsOf(address,bytes32[])": (32, len(facts), *facts), "requireFit(address)": ()})
