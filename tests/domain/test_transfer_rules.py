# SPDX-License-Identifier: Apache-2.0
"""The bytes of transfer rules: a known word, there and back, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.transfer_rules import ALL_CLASSES, RuleFlag, TransferRules, TransferRulesError
from regalia.errors import RegaliaError

WORD = bytes.fromhex("07 0c 000000c8 000000001388 00000000000a 0000000000fa 65c56b00 0000 0019")
RULES = TransferRules(
    flags=RuleFlag.ELIGIBLE_SENDER | RuleFlag.JURISDICTIONS | RuleFlag.RECORD_DATES,
    class_mask=0b01100,  # professional, institutional
    holder_limit=200,
    largest_holding=5_000,
    denomination=10,
    retained=250,
    locked_until=1_707_436_800,  # 2024-02-09
    venue_fee_cap=25,  # 0.25%
    countries=frozenset({4, 255, 256, 840}),
)
BITMAP = b"".join(
    word.to_bytes(32, "big") for word in (1 << 4 | 1 << 255, 1, 0, 1 << 72)
)  # 840 is 3 words and 72 bits on

units = st.integers(0, 2**48 - 1)
seconds = st.integers(0, 2**32 - 1)


@st.composite
def any_rules(draw: st.DrawFn) -> TransferRules:
    flags = RuleFlag(draw(st.integers(0, 7)))
    limited = RuleFlag.JURISDICTIONS in flags
    return TransferRules(
        flags=flags,
        class_mask=draw(st.integers(1, 15)) << 1,
        holder_limit=draw(seconds),
        largest_holding=draw(units),
        denomination=draw(units),
        retained=draw(units),
        locked_until=draw(seconds),
        venue_fee_cap=draw(st.integers(0, 10_000)),
        countries=draw(st.frozensets(st.integers(0, 1023))) if limited else frozenset(),
    )


def test_pack__known_rules__known_bytes() -> None:
    assert RULES.pack() == WORD
    assert RULES.jurisdictions_bitmap() == BITMAP
    assert TransferRules.unpack(WORD, BITMAP) == RULES


def test_pack__no_rules__all_classes_and_zeros() -> None:
    assert TransferRules().pack() == b"\0\x1e" + bytes(30)
    assert TransferRules().jurisdictions_bitmap() == b""
    assert TransferRules.unpack(b"\0\x1e" + bytes(30)) == TransferRules()
    assert ALL_CLASSES == 0x1E


def test_bitmap__limited_to_no_country__still_128_bytes() -> None:
    assert TransferRules(flags=RuleFlag.JURISDICTIONS).jurisdictions_bitmap() == bytes(128)


@given(any_rules())
def test_unpack__of_packed__same_rules(rules: TransferRules) -> None:
    assert TransferRules.unpack(rules.pack(), rules.jurisdictions_bitmap()) == rules


@pytest.mark.parametrize(
    ("word", "bitmap", "rule"),
    [
        (WORD[:-1], BITMAP, "transfer rules: 31 bytes, must be 32"),
        (b"\x0f" + WORD[1:], BITMAP, "transfer rules, flags: 0x0f, must have no bit but 0, 1 and 2"),
        (WORD[:1] + b"\x01" + WORD[2:], BITMAP, "transfer rules, classes: 0x01, must have no bit but 1 to 4"),
        (WORD[:1] + b"\x20" + WORD[2:], BITMAP, "transfer rules, classes: 0x20, must have no bit but 1 to 4"),
        (WORD[:1] + b"\x00" + WORD[2:], BITMAP, "transfer rules, classes: none, must admit one"),
        (WORD[:-4] + b"\x00\x01\x00\x00", BITMAP, "transfer rules, bytes 28 and 29: 0001, must be zero"),
        (WORD[:-2] + b"\x27\x11", BITMAP, "transfer rules, venue fee cap: 10001, must be at most 10,000"),
        (WORD, b"", "jurisdictions: 0 bytes, must be 128"),
        (WORD, BITMAP[:-1], "jurisdictions: 127 bytes, must be 128"),
        (b"\x05" + WORD[1:], BITMAP, "jurisdictions: 128 bytes, must be 0"),
    ],
)
def test_unpack__not_transfer_rules__refused_by_name(word: bytes, bitmap: bytes, rule: str) -> None:
    with pytest.raises(TransferRulesError) as caught:
        TransferRules.unpack(word, bitmap)
    assert caught.value.message == rule
    assert caught.value.hint and isinstance(caught.value, RegaliaError)


def test_pack__wider_than_its_field__never_cut() -> None:
    with pytest.raises(OverflowError):
        TransferRules(holder_limit=2**32).pack()
