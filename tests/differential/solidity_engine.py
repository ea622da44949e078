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


def encode_state(program: Program, state: State) -> bytes:
    """What a program doesn't use is left out, as a deal leaves it out."""
    looks_back = any(trigger.looks_back for trigger in program.triggers)
    series = [array([c << 128 | s for c, s in pairs]) for pairs in state.series] if looks_back else []
    return with_tails(
        [
            array(state.balance),
            array(state.arrears),
            array(state.account),
            array(state.carried),
            array(state.used if any(step.counts_year for step in program.all_steps) else ()),
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


def encode_inputs(inputs: Inputs) -> bytes:
    return with_tails(
        [
            inputs.period,
            inputs.available,
            inputs.received,
            int(inputs.target is not None),
            inputs.target or 0,
            array(inputs.invoices),
            array(inputs.facts),
            inputs.report_age,
            inputs.unpaid,
            int(inputs.ending),
        ]
    )


class Answer:
    """What a call returned, as words."""

    def __init__(self, output: bytes) -> None:
        self.words = [int.from_bytes(output[i : i + 32], "big") for i in range(0, len(output), 32)]

    def array(self, start: int) -> tuple[int, ...]:
        return tuple(self.words[start + 1 : start + 1 + self.words[start]])

    def records(self, start: int) -> tuple[StepRecord, ...]:
        first, w = start + 1, self.words
        return tuple(StepRecord(w[i], w[i + 1], w[i + 2], w[i + 3]) for i in range(first, first + 4 * w[start], 4))

    def state(self, at: int, before: State) -> State:
        balance, arrears, account, carried, used, drawn, cost, called = (
            self.array(at + self.words[at + k] // 32) for k in range(8)
        )
        age, history, active, defaulted, collected = self.words[at + 9 : at + 14]
        triggers = len(before.history)
        return State(
            balance=balance,
            arrears=arrears,
            account=account,
            carried=carried,
            age=unlaned(age, 8, len(before.age)),
            used=used or before.used,
            drawn=drawn,
            cost=cost,
            called=called,
            history=unlaned(history, 16, triggers),
            active=tuple(map(bool, unlaned(active, 1, triggers))),
            series=self.series(at + self.words[at + 8] // 32) or before.series,
            defaulted=bool(defaulted),
            collected=collected,
        )

    def series(self, at: int) -> tuple[Series, ...]:
        first = at + 1
        lists = (self.array(first + self.words[first + i] // 32) for i in range(self.words[at]))
        return tuple(tuple((pair >> 128, pair & _LOW) for pair in pairs) for pairs in lists)


class SolidityEngine:
    """The harness contract and the check of programs, deployed once."""

    def __init__(self) -> None:
        self.evm = EVM(gas_limit=2**60)
        self.address = self.deployed("WaterfallHarness")
        self.checker = self.deployed("ProgramChecker")

    def deployed(self, name: str) -> str:
        return str(self.evm.deploy(_CALLER, bytes.fromhex(artefacts.load(name).bytecode.removeprefix("0x"))))

    def call(self, data: bytes) -> bytes:
        return bytes(self.evm.message_call(_CALLER, self.address, data))

    def run(self, program: Program, state: State, inputs: Inputs) -> Outcome:
        arguments = [_packed_program(program), encode_state(program, state), encode_inputs(inputs)]
        answer = Answer(self.call(_RUN + with_tails(arguments)))
        records_at, state_at, left, unmet_at, accelerated = answer.words[:5]
        return Outcome(
            answer.records(records_at // 32),
            answer.state(state_at // 32, state),
            left,
            answer.array(unmet_at // 32),
            bool(accelerated),
        )

    def check(self, program: bytes, payees: int) -> None:
        """Raises when the contracts refuse the program; the error holds what the contract said."""
        self.evm.message_call(_CALLER, self.checker, _CHECK + with_tails([packed(program), payees]))

    def call_price(
        self, program: Program, call: int, balance: Sequence[int], arrears: Sequence[int], period: int, day: int
    ) -> tuple[int, ...]:
        """``day``: since 1970. What each tranche is owed."""
        arguments: list[int | bytes] = [_packed_program(program), call, array(balance), array(arrears), period, day]
        return Answer(self.call(_CALL_PRICE + with_tails(arguments))).array(1)

    def payment_timestamp(self, program: Program, period: int) -> int:
        return int.from_bytes(self.call(_TIMESTAMP + with_tails([_packed_program(program), period])), "big")

    def accrual_days(self, program: Program, day_count: int, period: int) -> int:
        return int.from_bytes(self.call(_DAYS + with_tails([_packed_program(program), day_count, period])), "big")

    def days_between(self, day_count: int, start: date, end: date) -> int:
        data = _BETWEEN + word(day_count) + word(yyyymmdd(start)) + word(yyyymmdd(end))
        return int.from_bytes(self.call(data), "big")

    def from_days(self, day: int) -> tuple[int, ...]:
        return tuple(Answer(self.call(_FROM_DAYS + word(day))).words)


def yyyymmdd(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
