# SPDX-License-Identifier: Apache-2.0
"""What a ``PaymentDateExecuted`` event carries: the step records and, of a deal with triggers, what they answered."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.waterfall import StepRecord

RECORD_BYTES = 64
AMOUNT_BYTES = 16
ANSWERS_BYTES = 32
ACTIVE_BIT = 224
DEFAULTED_BIT = 238
ACCELERATED_BIT = 239


@dataclass(frozen=True)
class ToldDate:
    """``answers`` is the word of the triggers, None where the event has none; see ``IDeal.PaymentDateExecuted``."""

    records: tuple[StepRecord, ...]
    answers: int | None = None

    @property
    def accelerated(self) -> bool:
        """Whether the acceleration list ran."""
        return self.answers is not None and bool(self.answers >> ACCELERATED_BIT & 1)


def unpack_date(packed: bytes) -> ToldDate:
    """Four 16-byte amounts a step, then perhaps a word. ValueError for bytes of another length."""
    answers = None
    if len(packed) % RECORD_BYTES == ANSWERS_BYTES:
        packed, answers = packed[:-ANSWERS_BYTES], int.from_bytes(packed[-ANSWERS_BYTES:], "big")
    return ToldDate(unpack_records(packed), answers)


def unpack_records(packed: bytes) -> tuple[StepRecord, ...]:
    """Four 16-byte amounts a step."""
    if len(packed) % RECORD_BYTES:
        raise ValueError(f"{len(packed)} bytes of step records are not a multiple of {RECORD_BYTES}")
    amounts = [int.from_bytes(packed[i : i + AMOUNT_BYTES], "big") for i in range(0, len(packed), AMOUNT_BYTES)]
    return tuple(
        StepRecord(amounts[i], amounts[i + 1], amounts[i + 2], amounts[i + 3]) for i in range(0, len(amounts), 4)
    )
