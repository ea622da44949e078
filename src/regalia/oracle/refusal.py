# SPDX-License-Identifier: Apache-2.0
"""Why an attestor does not sign: every reason, published beside the signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from eth_account.messages import SignableMessage, encode_defunct
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.errors import RegaliaError
from regalia.oracle.attestation import Attestation, fault_of

MOST_OBJECTIONS = 1_000
MOST_DETAIL = 2_000


class Rule(StrEnum):
    """Which of an attestor's checks said no."""

    MANDATE = "mandate"
    SIGNER_SET = "signer-set"
    SEQUENCE = "sequence"
    PROPOSAL = "proposal"
    CUT_OFF = "cut-off"
    DOCUMENTS = "documents"
    STATEMENTS = "statements"
    BANK = "bank"
    INVOICES = "invoices"
    RESERVE_TARGET = "reserve-target"
    NOT_COVERED = "not-covered"
    PAYMENTS = "payments"
    CASH = "cash"
    CORRECTION = "correction"
    ALREADY_SIGNED = "already-signed"


@dataclass(frozen=True)
class Objection:
    """One reason, with a sentence that whoever proposed understands."""

    rule: Rule
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


class Refused(RegaliaError, ValueError):
    """An attestor does not sign; ``objections`` has every reason."""

    def __init__(self, named: str, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        count = "1 reason" if len(objections) == 1 else f"{len(objections)} reasons"
        lines = "".join(f"\n  {objection}" for objection in objections)
        super().__init__(
            f"{named}: refused for {count}{lines}",
            "Nothing was signed. Find out which document is right, then have the report proposed again.",
        )


@dataclass(frozen=True)
class Refusal:
    """A refusal as it is published. The attestor signs it (EIP-191), so that nobody refuses in another's name."""

    digest: bytes
    attestor: ChecksumAddress
    objections: tuple[Objection, ...]
    signature: bytes = b""

    @classmethod
    def by(cls, signer: LocalAccount, digest: bytes, objections: Sequence[Objection]) -> Refusal:
        plain = cls(digest, signer.address, tuple(_fitting(objections)))
        return replace(plain, signature=bytes(signer.sign_message(_message(plain)).signature))

    @property
    def is_signed(self) -> bool:
        """By the attestor it names."""
        message = _message(self)
        hashed = keccak(b"\x19" + message.version + message.header + message.body)
        return not fault_of(Attestation(self.attestor, self.signature), hashed)


def _fitting(objections: Sequence[Objection]) -> Iterator[Objection]:
    """As many, and as long, as a document may have."""
    kept = objections if len(objections) <= MOST_OBJECTIONS else objections[: MOST_OBJECTIONS - 1]
    for objection in kept:
        detail = "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in objection.detail)
        yield Objection(objection.rule, detail if len(detail) <= MOST_DETAIL else detail[: MOST_DETAIL - 1] + "…")
    if len(kept) < len(objections):
        yield Objection(objections[-1].rule, f"and {len(objections) - len(kept):,} more reasons")


def _message(refusal: Refusal) -> SignableMessage:
    lines = ["Regalia: not signed", f"digest 0x{refusal.digest.hex()}", f"attestor {refusal.attestor}"]
    return encode_defunct(text="\n".join([*lines, *map(str, refusal.objections)]))
