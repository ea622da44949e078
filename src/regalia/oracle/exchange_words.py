# SPDX-License-Identifier: Apache-2.0
"""The fields of the documents that attestors exchange, with their bounds."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from regalia.chain.record import Address
from regalia.oracle.leaf_words import LeafWords, Whole
from regalia.oracle.proposal import LATER_PERIOD
from regalia.oracle.refusal import MOST_DETAIL, MOST_OBJECTIONS, Rule
from regalia.oracle.report import Hash32, RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.reconciliation.model import Reason

PROPOSAL: Literal["regalia-proposal-1"] = "regalia-proposal-1"
ATTESTATION: Literal["regalia-attestation-1"] = "regalia-attestation-1"
REFUSAL: Literal["regalia-refusal-1"] = "regalia-refusal-1"
MOST_LEAVES = 20_000
_MOST_SIGNATURE = 8_192
_MOST_TEXT = 300
_HEX = re.compile(r"0x((?:[0-9a-f]{2})*)", re.ASCII)
_REASONS = {*Reason, LATER_PERIOD}


def _bytes(value: Any) -> Any:
    if isinstance(value, bytes):
        return value
    match = _HEX.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be 0x and small hexadecimal digits, two a byte")
    return bytes.fromhex(match[1])


def _reason(value: str) -> str:
    if value not in _REASONS:
        raise ValueError(f"must be one of {', '.join(sorted(_REASONS))}")
    return value


def _rule(value: Any) -> Any:
    if not isinstance(value, str) or value not in set(Rule):
        raise ValueError(f"must be one of {', '.join(Rule)}")
    return Rule(value)


def _plain(value: str) -> str:
    """No text of somebody else's may move the cursor of whoever reads it."""
    if not all(sign.isprintable() or sign == "\n" for sign in value):
        raise ValueError("must be printable text")
    return value


def _line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be a line of printable text")
    return value


Signature = Annotated[
    bytes,
    Field(max_length=_MOST_SIGNATURE),
    BeforeValidator(_bytes),
    PlainSerializer(lambda value: "0x" + value.hex(), return_type=str, when_used="json"),
]


Text = Annotated[str, Field(max_length=_MOST_TEXT), AfterValidator(_line)]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class OpenWords(_Words):
    licence: Hash32
    reference: Hash32
    amount: Whole
    reason: Annotated[str, AfterValidator(_reason)]


class ProposalWords(_Words):
    """Either ``report`` or ``restatement`` is there."""

    format: Literal["regalia-proposal-1"]
    chain_id: Annotated[int, Field(ge=1)]
    oracle: Address
    report: RoyaltyReport | None = None
    restatement: Restatement | None = None
    seed: Hash32
    block: Annotated[int, Field(ge=0, lt=2**64)] | None = None
    leaves: Annotated[tuple[LeafWords, ...], Field(max_length=MOST_LEAVES)]
    open: Annotated[tuple[OpenWords, ...], Field(max_length=MOST_LEAVES)] = ()
    texts: Annotated[tuple[Text, ...], Field(max_length=2 * MOST_LEAVES)] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> ProposalWords:
        if (self.report is None) == (self.restatement is None):
            raise ValueError("must have either a report or a restatement")
        return self


class AttestationWords(_Words):
    """``digest`` is of the report; ``signature`` r ‖ s ‖ v of a key, or what a contract (ERC-1271) takes."""

    format: Literal["regalia-attestation-1"]
    digest: Hash32
    signer: Address
    signature: Signature
    by_contract: bool = False


class ObjectionWords(_Words):
    rule: Annotated[Rule, BeforeValidator(_rule)]
    detail: Annotated[str, Field(max_length=MOST_DETAIL), AfterValidator(_plain)]


class RefusalWords(_Words):
    """``signature`` is of the attestor over the words of the refusal (EIP-191)."""

    format: Literal["regalia-refusal-1"]
    digest: Hash32
    attestor: Address
    objections: Annotated[tuple[ObjectionWords, ...], Field(min_length=1, max_length=MOST_OBJECTIONS)]
    signature: Signature
