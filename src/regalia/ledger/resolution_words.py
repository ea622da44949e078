# SPDX-License-Identifier: Apache-2.0
"""The act of a proposal: its bytes taken apart, and the number that the Governor gives it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.decoding import Entry, decode_values, signature
from regalia.domain.meeting.resolutions import (
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.errors import RegaliaError

_SELECTOR = 4
_KINDS: dict[str, Callable[[Mapping[str, Any]], Resolution]] = {
    "replacePayee": lambda a: ReplacePayee(a["payee"], a["successor"]),
    "replaceSigners": lambda a: ReplaceSigners(a["threshold"], a["signers"], a["weights"]),
    "declareDefault": lambda a: DeclareDefault(),
    "waive": lambda a: Waive(a["trigger"]),
    "amend": lambda a: Amend(a["field"], a["value"]),
    "openCall": lambda a: OpenCall(a["index"]),
}


class NotAnActError(RegaliaError, ValueError):
    """Bytes that ask the meeting for nothing it can do."""


def read_act(data: bytes) -> tuple[str, Resolution]:
    """The deal an act is for, and what it does. Raises ``NotAnActError``."""
    entry = _acts().get(data[:_SELECTOR])
    try:
        args = decode_values(entry["inputs"], data[_SELECTOR:]) if entry else {}
    except DecodingError as error:
        raise NotAnActError(f"act: 0x{data.hex()}: {error}", "The event is damaged: use another node.") from error
    if entry is None:
        raise NotAnActError(f"act: 0x{data[:_SELECTOR].hex()}: none of {', '.join(_KINDS)}", "Use another node.")
    return args["deal"], _KINDS[entry["name"]](args)


def number_of(targets: Sequence[str], values: Sequence[int], acts: Sequence[bytes], description: str) -> int:
    """As ``Governor.getProposalId``."""
    types = ["address[]", "uint256[]", "bytes[]", "bytes32"]
    packed = encode(types, [list(targets), list(values), list(acts), keccak(text=description)])
    return int.from_bytes(keccak(packed), "big")


@functools.cache
def _acts() -> Mapping[bytes, Entry]:
    """By selector."""
    entries = [entry for entry in artefacts.load("NoteholderMeeting").abi if entry["type"] == "function"]
    return {keccak(text=signature(entry))[:_SELECTOR]: entry for entry in entries if entry["name"] in _KINDS}
