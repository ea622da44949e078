# SPDX-License-Identifier: Apache-2.0
"""A number of the program that a meeting may change, between bounds."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.program import Program
from regalia.domain.program_fields import Place, ProgramField


@dataclass(frozen=True)
class AmendableField:
    """``label`` is how a person calls it; ``lowest`` and ``highest`` are as the program has them: smallest units or ppm."""

    label: str
    field: ProgramField
    place: Place
    lowest: int
    highest: int

    def read(self, packed: bytes) -> int:
        """What it is in a packed program."""
        return self.place.read(packed)

    def written(self, packed: bytes, value: int) -> bytes:
        """A packed program with another number in it. MeetingRefusedError outside the bounds."""
        self.check(value)
        return self.place.written(packed, value)

    def amended(self, program: Program, value: int) -> Program:
        """The same of a program as the Python engine has it."""
        self.check(value)
        return self.field.changed(program, value)

    def check(self, value: int) -> None:
        if not self.lowest <= value <= self.highest:
            raise MeetingRefusedError(
                f"{self.label}: {value} is outside {self.lowest} to {self.highest}",
                "Propose a number between these bounds of the deal file; amounts are in smallest units, rates and ratios in ppm.",
            )

    def pack(self) -> bytes:
        head = self.place.word.to_bytes(2, "big") + bytes([self.place.lowest, self.place.bits])
        return head + self.lowest.to_bytes(16, "big") + self.highest.to_bytes(16, "big")
