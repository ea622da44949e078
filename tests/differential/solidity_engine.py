# SPDX-License-Identifier: Apache-2.0
"""Runs the Solidity waterfall inside this process. Encodes by hand: every value is a 32-byte word, and speed matters here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eth_utils.abi import function_signature_to_4byte_selector as selector
from pyrevm import EVM

from regalia.chain import artefacts
from regalia.domain.program import Program
from regalia.domain.waterfall import Inputs, Outcome, State, StepRecord

_STATE = "(uint256[],uint256[],uint256[],uint256[])"
_INPUTS = "(uint256,uint256,uint256,bool,uint256,uint256[])"
_RUN = selector(f"run(bytes,{_STATE},{_INPUTS})")
_TIMESTAMP = selector("paymentTimestamp(bytes,uint256)")
_DAYS = selector("accrualDays(bytes,uint8,uint256)")
_CALLER = "0x" + "11" * 20


def word(value: int) -> bytes:
    return value.to_bytes(32, "big")


def array(values: Sequence[int]) -> bytes:
    return word(len(values)) + b"".join(map(word, values))


def with_tails(heads: Sequence[int | bytes]) -> bytes:
    """ABI head and tail: an int is a word in place, bytes are a tail behind its offset."""
    offset = 32 * len(heads)
    head, tail = b"", b""
    for value in heads:
        if isinstance(value, int):
            head += word(value)
        else:
            head += word(offset + len(tail))
            tail += value
    return head + tail


def packed(data: bytes) -> bytes:
    return word(len(data)) + data.ljust(-(-len(data) // 32) * 32, b"\0")


class SolidityEngine:
    """The harness contract, deployed once."""

    def __init__(self) -> None:
        self.evm = EVM(gas_limit=2**60)
        code = bytes.fromhex(artefacts.load("WaterfallHarness").bytecode.removeprefix("0x"))
        self.address = self.evm.deploy(_CALLER, code)

    def call(self, data: bytes) -> bytes:
        return bytes(self.evm.message_call(_CALLER, self.address, data))

    def run(self, program: Program, state: State, inputs: Inputs) -> Outcome:
        state_data = with_tails(
            [array(state.balance), array(state.arrears), array(state.account), array(state.carried)]
        )
        inputs_data = with_tails(
            [
                inputs.period,
                inputs.available,
                inputs.received,
                int(inputs.target is not None),
                inputs.target or 0,
                array(inputs.invoices),
            ]
        )
        output = self.call(_RUN + with_tails([packed(program.pack()), state_data, inputs_data]))
        words = [int.from_bytes(output[i : i + 32], "big") for i in range(0, len(output), 32)]
        records_at, state_at, left = words[0] // 32, words[1] // 32, words[2]
        records = list(_records(words, records_at))
        arrays = [_array(words, state_at + words[state_at + k] // 32) for k in range(4)]
        return Outcome(tuple(records), State(*arrays), left)

    def payment_timestamp(self, program: Program, period: int) -> int:
        return int.from_bytes(self.call(_TIMESTAMP + with_tails([packed(program.pack()), period])), "big")

    def accrual_days(self, program: Program, day_count: int, period: int) -> int:
        return int.from_bytes(self.call(_DAYS + with_tails([packed(program.pack()), day_count, period])), "big")


def _records(words: list[int], start: int) -> Iterator[StepRecord]:
    for i in range(words[start]):
        yield StepRecord(*words[start + 1 + 4 * i : start + 5 + 4 * i])


def _array(words: list[int], start: int) -> tuple[int, ...]:
    return tuple(words[start + 1 : start + 1 + words[start]])
