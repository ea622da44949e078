# SPDX-License-Identifier: Apache-2.0
"""A signature over a report, and whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_typing import ChecksumAddress
from eth_utils.exceptions import ValidationError

SIGNATURE = 65
_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0


@dataclass(frozen=True)
class Attestation:
    """A signature over a report: r ‖ s ‖ v (65 bytes) of a key; of a contract (ERC-1271) whatever it takes."""

    signer: ChecksumAddress
    signature: bytes
    by_contract: bool = False


def fault_of(attestation: Attestation, digest: bytes) -> str:
    """Why the oracle would refuse a key's signature over a digest; empty when it would not, and for a contract's: only it can judge."""
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
        made = Signature(signature_bytes=signature[:64] + bytes([signature[64] - 27]))
        recovered = made.recover_public_key_from_msg_hash(digest).to_checksum_address()
    except (BadSignature, ValidationError):
        return "the signature is not one"
    return "" if recovered == attestation.signer else f"over this report the signature is that of {recovered}"
