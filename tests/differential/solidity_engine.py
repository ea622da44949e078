# SPDX-License-Identifier: Apache-2.0
"""Runs the Solidity waterfall inside this process. Encodes by hand: every value is a 32-byte word, and speed matters here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from eth_utils.abi import function_signature_to_4byte_selector as selector
from pyrevm import EVM

from regalia.chain import artefacts
from regalia.domain.program import Program
from regalia.domain.state import Inputs, Outcome, Series, State, StepRecord

_LIST = "uint256[]"
_STATE = f"({','.join([_LIST] * 8)},uint256[][],uint256,uint256,uint256,bool,uint256)"
_INPUTS = f"(uint256,uint256,uint256,bool,uint256,{_LIST},{_LIST},uint256,uint256,bool)"
_RUN = selector(f"run(bytes,{_STATE},{_INPUTS})")
_CHECK = selector("check(bytes,uint256)")
_CALL_PRICE = selector(f"callPrice(bytes,uint256,{_LIST},{_LIST},uint256,uint256)")
_TIMESTAMP = selector("paymentTimestamp(bytes,uint256)")
_DAYS = selector("accrualDays(bytes,uint256,uint256)")
_BETWEEN = selector("daysBetween(uint256,uint256,uint256)")
_FROM_DAYS = selector("fromDays(uint256)")
_CALLER = "0x" + "11" * 20
_LOW = 2**128 - 1


def word(value: int) -> bytes:
    return value.to_bytes(32, "big")


def array(values: Sequence[int]) -> bytes:
    return b"".join([word(len(values)), *[v.to_bytes(32, "big") for v in values]])


def with_tails(heads: Sequence[int | bytes]) -> bytes:
    """ABI head and tail: an int is a word in place, bytes are a tail behind its offset."""
    offset = 32 * len(heads)
    head, tail = [], []
    for value in heads:
        if isinstance(value, int):
            head.append(word(value))
        else:
            head.append(word(offset))
            tail.append(value)
            offset += len(value)
    return b"".join(head + tail)


def packed(data: bytes) -> bytes:
    return word(len(data)) + data.ljust(-(-len(data) // 32) * 32, b"\0")


@lru_cache(maxsize=4)
def _packed_program(program: Program) -> bytes:
    return packed(program.pack())


def lanes(values: Sequence[int], width: int) -> int:
    """Several numbers of so many bits in one, the first in the lowest bits."""
    return sum(value << width * i for i, value in enumerate(values))


def unlaned(value: int, width: int, count: int) -> tuple[int, ...]:
    return tuple(value >> width * i & (1 << width) - 1 for i in range(count))


def encode_state(state: State) -> bytes:
    """What a program doesn't use is left out, as a deal leaves it out."""
    series = [array([c << 128 | s for c, s in pairs]) for pairs in state.series] if any(state.series) else []
    if not series and state.series:
        series = [word(0)] * len(state.series)
    return with_tails(
        [
            array(state.balance),
            array(state.arrears),
            array(state.account),
            array(state.carried),
            array(state.used if any(state.used) else ()),
            array(state.drawn),
            array(state.cost),
            array(state.called),
            word(len(series)) + with_tails(series),
            lanes(state.age, 8),
            lanes(state.history, 16),
            lanes(state.active, 1),
            int(state.defaulted),
            state.collected,
        ]
    )
