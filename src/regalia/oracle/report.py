# SPDX-License-Identifier: Apache-2.0
"""The receipts report of one collection period, as attestors sign it: ``contracts/types/RoyaltyReport.sol``."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator
from pydantic_core import ErrorDetails

from regalia.chain.record import Address
from regalia.domain.history import PeriodReport
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.receipts.row import Amount, ReceiptsRow

PERIOD_LIMIT = 2**24
"""Periods on chain are below this: 4 million years of quarters."""
_HASH = re.compile(r"0x[0-9a-fA-F]{64}")


class ReportError(RegaliaError, ValueError):
    """Something that is not a report, or a row of receipts that is not this deal's; the message lists every fault."""


def _hash(value: Any) -> Any:
    if isinstance(value, str) and _HASH.fullmatch(value):
        return bytes.fromhex(value[2:])
    if not isinstance(value, bytes) or len(value) != 32:
        raise ValueError("must be 32 bytes, in text 0x and 64 hexadecimal digits")
    return value


Hash32 = Annotated[
    bytes,
    BeforeValidator(_hash),
    PlainSerializer(lambda value: "0x" + value.hex(), when_used="json"),
]


class RoyaltyReport(BaseModel):
    """Amounts in the payment token's smallest unit, below 2^96; ``invoices``: one an as-invoiced step, in step order.

    ``epoch`` is the signer set's, ``evidence_root`` the 32-byte hash of what the attestors looked at.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    deal: Address
    period: Annotated[int, Field(ge=1, lt=PERIOD_LIMIT)]
    epoch: Annotated[int, Field(ge=1, lt=2**32)]
    received: Amount
    other_income: Amount
    has_target: bool
    reserve_target: Amount
    invoices: tuple[Amount, ...]
    evidence_root: Hash32

    @model_validator(mode="after")
    def _target_is_flagged(self) -> RoyaltyReport:
        if self.reserve_target and not self.has_target:
            raise ValueError(f"reserve_target is {self.reserve_target} although has_target is false")
        return self

    @classmethod
    def from_row(cls, row: ReceiptsRow, program: Program, deal: str, epoch: int) -> RoyaltyReport:
        """The report that a row of receipts supports. Raises ``ReportError`` when the row is of another program."""
        expected = tuple(program.all_steps[index].label for index in program.invoiced_steps)
        given = tuple(label for label, _ in row.invoices)
        if given != expected:
            raise ReportError(
                f"invoices: the row is for the steps {_names(given)}, the deal has {_names(expected)}",
                "Read the receipts with the program of this deal.",
            )
        return cls._made(
            deal=deal,
            period=row.period,
            epoch=epoch,
            received=row.received,
            other_income=row.other_income,
            has_target=row.reserve_target is not None,
            reserve_target=row.reserve_target or 0,
            invoices=tuple(amount for _, amount in row.invoices),
            evidence_root=row.evidence,
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> RoyaltyReport:
        """Read what ``to_json`` wrote. Raises ``ReportError`` with every fault."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise _report_error(error) from error

    def to_json(self) -> str:
        """One JSON object; amounts are integers, the evidence root is ``0x…``."""
        return self.model_dump_json()

    def as_tuple(self) -> tuple[str, int, int, int, int, bool, int, list[int], bytes]:
        """The struct as a contract call takes it."""
        return (
            self.deal,
            self.period,
            self.epoch,
            self.received,
            self.other_income,
            self.has_target,
            self.reserve_target,
            list(self.invoices),
            self.evidence_root,
        )

    @property
    def claimed(self) -> int:
        """The cash it says came in: what its acceptance adds to the receipts attested to date."""
        return self.received + self.other_income

    @property
    def period_report(self) -> PeriodReport:
        """What the engine needs of it."""
        target = self.reserve_target if self.has_target else None
        return PeriodReport(self.period, self.received, self.other_income, target, self.invoices)

    @classmethod
    def _made(cls, **fields: Any) -> RoyaltyReport:
        try:
            return cls(**fields)
        except ValidationError as error:
            raise _report_error(error) from error


def _report_error(error: ValidationError) -> ReportError:
    faults = [_fault(fault) for fault in error.errors(include_url=False, include_context=False)]
    return ReportError("\n".join(["not a receipts report:", *faults]), "Take the report as it was proposed.")


def _fault(fault: ErrorDetails) -> str:
    field = ".".join(map(str, fault["loc"])) or "report"
    value = "" if isinstance(fault["input"], dict) else f" {fault['input']!r:.80}:"
    return f"{field}:{value} {fault['msg'].removeprefix('Value error, ')}"


def _names(labels: tuple[str, ...]) -> str:
    return ", ".join(labels) or "none"
