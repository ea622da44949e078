# SPDX-License-Identifier: Apache-2.0
"""A proof that one receipt is part of a report, as a JSON document for whoever may see that receipt and no other."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from eth_utils.crypto import keccak
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from regalia.chain.record import Address
from regalia.errors import RegaliaError
from regalia.oracle.faults import faults_of
from regalia.oracle.leaf_words import LeafWords
from regalia.oracle.report import PERIOD_LIMIT, Hash32

FORMAT: Literal["regalia-receipt-proof-1"] = "regalia-receipt-proof-1"
_MOST_NODES = 64
"""No tree is that high."""


def _printable(value: str) -> str:
    """It is shown in terminals, and no text of somebody else's may move their cursor."""
    if not value.isprintable():
        raise ValueError("must be printable text")
    return value


Text = Annotated[str, Field(max_length=500), AfterValidator(_printable)]


class ReceiptProofError(RegaliaError, ValueError):
    """Something that is not a receipt proof; the message lists every fault."""


class ReceiptProof(BaseModel):
    """The report by its place and evidence root, the leaf in clear, and the hashes from the leaf up.

    ``licence`` is the id (of an invoice, its step's label) and ``reference`` the payment reference, both of which the leaf has as hashes;
    ``reference`` is None where it isn't told.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: Literal["regalia-receipt-proof-1"]
    chain_id: Annotated[int, Field(ge=1)]
    oracle: Address
    deal: Address
    period: Annotated[int, Field(ge=1, lt=PERIOD_LIMIT)]
    epoch: Annotated[int, Field(ge=1, lt=2**32)]
    evidence_root: Hash32
    licence: Text
    reference: Text | None = None
    leaf: LeafWords
    proof: Annotated[tuple[Hash32, ...], Field(max_length=_MOST_NODES)]

    @model_validator(mode="after")
    def _consistent(self) -> ReceiptProof:
        if keccak(text=self.licence) != self.leaf.licence:
            raise ValueError(f"licence {self.licence!r} is not the one of the leaf: its keccak-256 is another")
        if self.reference is not None and keccak(text=self.reference) != self.leaf.reference:
            raise ValueError(f"reference {self.reference!r} is not the one of the leaf: its keccak-256 is another")
        if self.leaf.period > self.period:
            raise ValueError(f"leaf.period {self.leaf.period} is later than the report's, {self.period}")
        return self

    @classmethod
    def made(cls, **fields: Any) -> ReceiptProof:
        """From values. Raises ``ReceiptProofError`` with every fault."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise _refusal(error) from error

    @classmethod
    def from_json(cls, text: str | bytes) -> ReceiptProof:
        """Read what ``to_json`` wrote. Raises ``ReceiptProofError`` with every fault."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise _refusal(error) from error

    def to_json(self) -> str:
        """The text of the file; amounts are decimal text, hashes ``0x…``."""
        return self.model_dump_json(indent=2) + "\n"


def _refusal(error: ValidationError) -> ReceiptProofError:
    lines = ["not a receipt proof:", *faults_of(error, "proof")]
    return ReceiptProofError("\n".join(lines), "Take the proof as it was made: regalia receipts prove.")
