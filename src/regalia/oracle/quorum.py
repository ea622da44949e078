# SPDX-License-Identifier: Apache-2.0
"""From attestations to the bytes the oracle takes: each checked, in rising order, exactly as many as are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eth_account import Account
from eth_account.messages import SignableMessage
from eth_keys.exceptions import BadSignature
from eth_typing import ChecksumAddress
from eth_utils.exceptions import ValidationError

from regalia.errors import RegaliaError
from regalia.oracle.attestor import Attestation
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import Stream
from regalia.oracle.typed_data import SigningDomain, signable

SIGNATURE = 65
_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0


@dataclass(frozen=True)
class Faults:
    """What is wrong with a collection of attestations, by signer; ``invalid`` has the reason as well."""

    duplicated: tuple[ChecksumAddress, ...] = ()
    unknown: tuple[ChecksumAddress, ...] = ()
    invalid: tuple[tuple[ChecksumAddress, str], ...] = ()


class QuorumError(RegaliaError, ValueError):
    """Too few attestations, or some that don't belong there. ``valid`` and ``missing`` are known attestors."""

    def __init__(
        self, required: int, valid: Sequence[ChecksumAddress], attestors: Sequence[str], faults: Faults
    ) -> None:
        self.required, self.valid, self.faults = required, tuple(valid), faults
        self.missing = tuple(attestor for attestor in attestors if attestor not in valid)
        parts = [f"attestations: {len(valid)} valid, {required} of {len(attestors)} attestors needed"]
        parts += [f"{who} signed more than once" for who in faults.duplicated]
        parts += [f"{who} is not an attestor of the deal" for who in faults.unknown]
        parts += [f"{who}: {reason}" for who, reason in faults.invalid]
        if len(valid) < required:
            parts += [f"missing: {', '.join(self.missing)}"]
        hint = "Have the missing ones sign the same report." if parts[-1].startswith("missing") else "Leave those out."
        super().__init__("; ".join(parts), hint)


@dataclass(frozen=True)
class Quorum:
    """Who may sign, in rising order, and how many have to."""

    attestors: tuple[ChecksumAddress, ...]
    threshold: int

    @classmethod
    def of(cls, stream: Stream) -> Quorum:
        return cls(stream.attestors, stream.threshold)

    def encode(self, report: RoyaltyReport, domain: SigningDomain, attestations: Iterable[Attestation]) -> bytes:
        """The ``signatures`` argument of the oracle's ``submit``: of ``threshold`` attestors, the lowest addresses.

        A key's signature must recover to its signer. A contract's only the contract can judge: the oracle asks it.
        Raises ``QuorumError`` when there are too few, and when any is repeated, unknown or invalid: that is never an
        accident to be passed over.
        """
        collected = list(attestations)
        message = signable(report, domain)
        times = Counter(a.signer for a in collected)
        known = [a for a in collected if a.signer in self.attestors and times[a.signer] == 1]
        reasons = {a.signer: _fault(a, message) for a in known}
        good = sorted((a for a in known if not reasons[a.signer]), key=lambda a: int(a.signer, 16))
        faults = Faults(
            duplicated=tuple(who for who, count in times.items() if count > 1),
            unknown=tuple(who for who in times if who not in self.attestors),
            invalid=tuple((who, reason) for who, reason in reasons.items() if reason),
        )
        if len(good) < self.threshold or faults != Faults():
            raise QuorumError(self.threshold, [a.signer for a in good], self.attestors, faults)
        return encode_signatures(good[: self.threshold])


def encode_signatures(attestations: Sequence[Attestation]) -> bytes:
    """65 bytes each, in the order given.

    A contract's 65 bytes are its address, where its signature stands and 0; there, behind all heads, length and bytes.
    """
    heads, tails = b"", b""
    for attestation in attestations:
        if not attestation.by_contract:
            heads += attestation.signature
            continue
        offset = SIGNATURE * len(attestations) + len(tails)
        heads += bytes.fromhex(attestation.signer[2:]).rjust(32, b"\0") + offset.to_bytes(32, "big") + b"\0"
        tails += len(attestation.signature).to_bytes(32, "big") + attestation.signature
    return heads + tails


def _fault(attestation: Attestation, message: SignableMessage) -> str:
    """Why the oracle would refuse a key's signature; empty when it would not."""
    signature = attestation.signature
    if attestation.by_contract:
        return ""
    if len(signature) != SIGNATURE:
        return f"a signature has {SIGNATURE} bytes, this one {len(signature)}"
    if signature[64] not in (27, 28):
        return f"v is 27 or 28, not {signature[64]}"
    if int.from_bytes(signature[32:64], "big") > _HALF_ORDER:
        return "the signature is in its malleable form (high s)"
    try:
        recovered = Account.recover_message(message, signature=signature)
    except (BadSignature, ValidationError):
        return "the signature is not one"
    return "" if recovered == attestation.signer else f"over this report the signature is that of {recovered}"
