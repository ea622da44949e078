# SPDX-License-Identifier: Apache-2.0
"""What documents of an exchange are called, how large they may be, and reading one by its name."""

from __future__ import annotations

import re
from collections.abc import Callable

from regalia.oracle.attestation import Attestation
from regalia.oracle.documents import DocumentError, attestation_from_json, proposal_from_json, refusal_from_json
from regalia.oracle.proposal import Proposal
from regalia.oracle.refusal import Refusal

MOST_PROPOSAL_BYTES = 40_000_000
MOST_OTHER_BYTES = 4_000_000
_NAME = re.compile(r"proposal\.[0-9a-f]{64}\.json|(?:attestation|refusal)\.[0-9a-f]{64}\.[0-9a-f]{40}\.json", re.ASCII)


def is_name(name: str) -> bool:
    """Whether a document of an exchange may be called that. No such name leads out of a folder."""
    return _NAME.fullmatch(name) is not None


def most_bytes(name: str) -> int:
    return MOST_PROPOSAL_BYTES if name.startswith("proposal.") else MOST_OTHER_BYTES


def proposal_name(digest: bytes) -> str:
    return f"proposal.{digest.hex()}.json"


def attestation_name(digest: bytes, signer: str) -> str:
    return f"attestation.{digest.hex()}.{signer[2:].lower()}.json"


def refusal_name(digest: bytes, attestor: str) -> str:
    return f"refusal.{digest.hex()}.{attestor[2:].lower()}.json"


def proposal_of(name: str, content: bytes) -> Proposal:
    """Raises ``DocumentError``, also when it is another than its name says."""
    proposal = proposal_from_json(content)
    _check_name(name, proposal_name(proposal.digest))
    return proposal


def attestation_of(name: str, content: bytes) -> Attestation:
    digest, attestation = attestation_from_json(content)
    _check_name(name, attestation_name(digest, attestation.signer))
    return attestation


def refusal_of(name: str, content: bytes) -> Refusal:
    refusal = refusal_from_json(content)
    _check_name(name, refusal_name(refusal.digest, refusal.attestor))
    return refusal


def document_of(name: str, content: bytes) -> Proposal | Attestation | Refusal:
    """Whatever it is by its name. Raises ``DocumentError``."""
    readers: dict[str, Callable[[str, bytes], Proposal | Attestation | Refusal]] = {
        "proposal": proposal_of,
        "attestation": attestation_of,
        "refusal": refusal_of,
    }
    return readers[name.partition(".")[0]](name, content)


def check_document(name: str, content: bytes) -> None:
    """Raises ``DocumentError`` for what no reader would take."""
    if not is_name(name):
        raise DocumentError(f"{name!r} is not the name of a document", "Name a document of the exchange.")
    if len(content) > most_bytes(name):
        raise DocumentError(f"{name}: is larger than {most_bytes(name):,} bytes", "Make it smaller.")
    document_of(name, content)


def _check_name(name: str, own: str) -> None:
    if name != own:
        raise DocumentError(f"it is called {name}, by its content it is {own}", "Give it its own name.")
