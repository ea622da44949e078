# SPDX-License-Identifier: Apache-2.0
"""The step records that a ``PaymentDateExecuted`` event carries."""

from __future__ import annotations

from regalia.domain.waterfall import StepRecord

RECORD_BYTES = 64
AMOUNT_BYTES = 16


def unpack_records(packed: bytes) -> tuple[StepRecord, ...]:
    """The step records of a ``PaymentDateExecuted`` event: four 16-byte amounts a step."""
    if len(packed) % RECORD_BYTES:
        raise ValueError(f"{len(packed)} bytes of step records are not a multiple of {RECORD_BYTES}")
    amounts = [int.from_bytes(packed[i : i + AMOUNT_BYTES], "big") for i in range(0, len(packed), AMOUNT_BYTES)]
    return tuple(
        StepRecord(amounts[i], amounts[i + 1], amounts[i + 2], amounts[i + 3]) for i in range(0, len(amounts), 4)
    )
