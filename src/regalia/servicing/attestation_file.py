# SPDX-License-Identifier: Apache-2.0
"""An issuer's signed attestation as a file, which goes from the issuer to the investor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address

from regalia.errors import RegaliaError
from regalia.servicing.eligibility import Eligibility, RegistryDomain

_NUMBERS = ("country", "class", "valid_until", "nonce", "deadline", "chain_id")
_ADDRESSES = ("wallet", "investor", "registry", "issuer")
_FIELDS = {*_NUMBERS, *_ADDRESSES, "signature"}


class AttestationFileError(RegaliaError, ValueError):
    """The file is not a signed attestation, or not one for this registry."""


@dataclass(frozen=True)
class SignedEligibility:
    """An attestation, where it counts, who signed it, and the signature."""

    eligibility: Eligibility
    domain: RegistryDomain
    issuer: ChecksumAddress
    signature: bytes

    def to_json(self) -> str:
        """The text of the file."""
        e = self.eligibility
        fields = {
            "wallet": e.wallet,
            "investor": e.investor,
            "country": e.country,
            "class": e.investor_class,
            "valid_until": e.valid_until,
            "nonce": e.nonce,
            "deadline": e.deadline,
            "chain_id": self.domain.chain_id,
            "registry": self.domain.registry,
            "issuer": self.issuer,
            "signature": "0x" + self.signature.hex(),
        }
        return json.dumps(fields, indent=2) + "\n"


def save_attestation(signed: SignedEligibility, path: Path) -> None:
    """Write the file; one that is there stays. Raises ``AttestationFileError``."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(signed.to_json())
    except OSError as error:
        raise AttestationFileError(
            f"attestation: {path} can't be written: {error.strerror or error}", "Name a new file."
        ) from error


def load_attestation(path: Path, domain: RegistryDomain) -> SignedEligibility:
    """Read a file that must be for the registry ``domain``. Raises ``AttestationFileError``."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(f"{path} can't be read: {error.strerror or error}") from error
    except ValueError as error:
        raise _wrong(f"{path} is not JSON") from error
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise _wrong(f"{path} must have the fields {', '.join(sorted(_FIELDS))} and no other")
    _check(fields)
    found = SignedEligibility(
        Eligibility(
            fields["wallet"],
            fields["investor"],
            fields["country"],
            fields["class"],
            fields["valid_until"],
            fields["nonce"],
            fields["deadline"],
        ),
        RegistryDomain(fields["chain_id"], fields["registry"]),
        fields["issuer"],
        bytes.fromhex(fields["signature"].removeprefix("0x")),
    )
    if found.domain != domain:
        raise _wrong(f"{path} is for {_named(found.domain)}, the deal uses {_named(domain)}")
    return found


def _check(fields: dict[str, Any]) -> None:
    for name in _NUMBERS:
        if type(fields[name]) is not int:
            raise _wrong(f"{name}: {fields[name]!r} is not a whole number")
    for name in _ADDRESSES:
        if not is_checksum_address(fields[name]):
            raise _wrong(f"{name}: {fields[name]!r} is not an address in checksum form")
    try:
        bytes.fromhex(str(fields["signature"]).removeprefix("0x"))
    except ValueError as error:
        raise _wrong(f"signature: {fields['signature']!r} is not hexadecimal") from error


def _named(domain: RegistryDomain) -> str:
    return f"the registry {domain.registry} on chain {domain.chain_id}"


def _wrong(message: str) -> AttestationFileError:
    return AttestationFileError(f"attestation: {message}", "Take the file as the issuer signed it.")
