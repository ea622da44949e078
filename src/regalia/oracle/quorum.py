# SPDX-License-Identifier: Apache-2.0
"""From attestations to the bytes the oracle takes: each checked, in rising order, no more than are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eth_typing import ChecksumAddress

from regalia.errors import RegaliaError
from regalia.oracle.attestation import SIGNATURE, Attestation, fault_of
from regalia.oracle.stream import Stream
from regalia.oracle.typed_data import Signable, SigningDomain, digest


@dataclass(frozen=True)
class Faults:
    """What is wrong with a collection of attestations, by signer; ``invalid`` has the reason as well."""

    duplicated: tuple[ChecksumAddress, ...] = ()
    unknown: tuple[ChecksumAddress, ...] = ()
    invalid: tuple[tuple[ChecksumAddress, str], ...] = ()


class QuorumError(RegaliaError, ValueError):
    """Too little weight, or attestations that don't belong there. ``valid`` and ``missing`` are known attestors."""

    def __init__(self, quorum: Quorum, valid: Sequence[ChecksumAddress], faults: Faults) -> None:
        self.required, self.valid, self.faults = quorum.threshold, tuple(valid), faults
        self.missing = tuple(attestor for attestor in quorum.attestors if attestor not in valid)
        parts = [f"attestations: {quorum.told(valid)}"]
        parts += [f"{who} signed more than once" for who in faults.duplicated]
        parts += [f"{who} is not an attestor of the deal" for who in faults.unknown]
        parts += [f"{who}: {reason}" for who, reason in faults.invalid]
        if quorum.weight(valid) < quorum.threshold:
            parts += [f"missing: {', '.join(self.missing)}"]
        hint = "Have the missing ones sign the same report." if parts[-1].startswith("missing") else "Leave those out."
        super().__init__("; ".join(parts), hint)


@dataclass(frozen=True)
class Quorum:
    """Who may sign, in rising order, what each weighs (without ``weights``: one), and how much weight is needed."""

    attestors: tuple[ChecksumAddress, ...]
    threshold: int
    weights: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.weights and len(self.weights) != len(self.attestors):
            raise ValueError(f"weights: {len(self.weights)} are given for {len(self.attestors)} attestors")

    @classmethod
    def of(cls, stream: Stream) -> Quorum:
        return cls(stream.attestors, stream.threshold, tuple(getattr(stream, "weights", ())))

    def weight(self, signers: Iterable[ChecksumAddress]) -> int:
        """Of known attestors together; each counts once."""
        by_signer = dict(zip(self.attestors, self.weights or (1,) * len(self.attestors), strict=True))
        return sum(by_signer.get(signer, 0) for signer in set(signers))

    def told(self, signers: Sequence[ChecksumAddress]) -> str:
        """How far signers reach, in words."""
        if set(self.weights) <= {1}:
            return f"{len(set(signers))} valid, {self.threshold} of {len(self.attestors)} attestors needed"
        every = sum(self.weights)
        return f"{len(set(signers))} valid of weight {self.weight(signers)}, {self.threshold} of {every} needed"

    def encode(self, report: Signable, domain: SigningDomain, attestations: Iterable[Attestation]) -> bytes:
        """The ``signatures`` argument of the oracle's ``submit``: the fewest that weigh enough, in rising order.

        Of equal weight the lower address is taken. None is idle: the contract, which looks at one after the other, needs all of them.
        A key's signature must recover to its signer. A contract's only the contract can judge: the oracle asks it.
        Raises ``QuorumError`` when there are too few, and when any is repeated, unknown or invalid: that is never an
        accident to be passed over.
        """
        collected = list(attestations)
        hashed = digest(report, domain)
        times = Counter(a.signer for a in collected)
        known = [a for a in collected if a.signer in self.attestors and times[a.signer] == 1]
        reasons = {a.signer: fault_of(a, hashed) for a in known}
        good = sorted((a for a in known if not reasons[a.signer]), key=_place)
        faults = Faults(
            duplicated=tuple(who for who, count in times.items() if count > 1),
            unknown=tuple(who for who in times if who not in self.attestors),
            invalid=tuple((who, reason) for who, reason in reasons.items() if reason),
        )
        if self.weight(a.signer for a in good) < self.threshold or faults != Faults():
            raise QuorumError(self, [a.signer for a in good], faults)
        return encode_signatures(self._fewest(good))

    def _fewest(self, good: Sequence[Attestation]) -> list[Attestation]:
        """``good`` is in rising order, and the sort keeps that among equals."""
        chosen: list[Attestation] = []
        for attestation in sorted(good, key=lambda a: -self.weight([a.signer])):
            if self.weight(a.signer for a in chosen) >= self.threshold:
                break
            chosen.append(attestation)
        return sorted(chosen, key=_place)


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


def _place(attestation: Attestation) -> int:
    return int(attestation.signer, 16)
