# SPDX-License-Identifier: Apache-2.0
"""A delta to a period whose payment date is over, as attestors sign it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regalia.chain.record import Address
from regalia.domain.restating import DELTA_LIMIT
from regalia.errors import RegaliaError
from regalia.oracle.faults import faults_of
from regalia.oracle.report import PERIOD_LIMIT, Hash32

Delta = Annotated[int, Field(gt=-DELTA_LIMIT, lt=DELTA_LIMIT)]
"""What is to be added to an amount, or with a minus taken off it."""


class RestatementError(RegaliaError, ValueError):
    """Something that is not a restatement; the message lists every fault."""


class Restatement(BaseModel):
    """Deltas in the payment token's smallest unit, either way below 2^96.

    ``number`` counts the deal's restatements from 1 on. ``evidence_root`` takes the place of ``corrects``: of the period's report, or
    of the last restatement of the period that stands; zero where the report was declared missing.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    deal: Address
    number: Annotated[int, Field(ge=1, lt=2**32)]
    epoch: Annotated[int, Field(ge=1, lt=2**32)]
    period: Annotated[int, Field(ge=1, lt=PERIOD_LIMIT)]
    received: Delta
    other_income: Delta
    corrects: Hash32
    evidence_root: Hash32

    @classmethod
    def from_json(cls, text: str | bytes) -> Restatement:
        """Read what ``to_json`` wrote. Raises ``RestatementError`` with every fault."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise _refusal(error) from error

    @classmethod
    def made(cls, **fields: Any) -> Restatement:
        """From values. Raises ``RestatementError`` with every fault."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise _refusal(error) from error

    def to_json(self) -> str:
        """One JSON object; deltas are integers, hashes are ``0x…``."""
        return self.model_dump_json()

    def as_tuple(self) -> tuple[str, int, int, int, int, int, bytes, bytes]:
        """The struct as a contract call takes it."""
        return (
            self.deal,
            self.number,
            self.epoch,
            self.period,
            self.received,
            self.other_income,
            self.corrects,
            self.evidence_root,
        )

    @property
    def claimed(self) -> int:
        """What it adds to the receipts attested to date, or takes off them."""
        return self.received + self.other_income


def _refusal(error: ValidationError) -> RestatementError:
    lines = ["not a restatement:", *faults_of(error, "restatement")]
    return RestatementError("\n".join(lines), "Take the restatement as it was proposed.")
