# SPDX-License-Identifier: Apache-2.0
"""A resolution as the call by which the meeting carries it out, and back."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from eth_abi.exceptions import EncodingError
from eth_typing import ChecksumAddress, HexStr
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3Exception

from regalia.chain.deployer import contract
from regalia.chain.events import LogError
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
from regalia.servicing.deal_contracts import DealContracts

_CALLS: dict[type[Resolution], str] = {
    ReplacePayee: "replacePayee",
    ReplaceSigners: "replaceSigners",
    DeclareDefault: "declareDefault",
    Waive: "waive",
    Amend: "amend",
    OpenCall: "openCall",
}
"""Each takes the deal first, then the fields of the resolution in their order."""


class ResolutionValueError(RegaliaError, ValueError):
    """A resolution with a value that can't be put on chain."""


def meeting_of(deal: DealContracts) -> Contract:
    """The contract in which the holders of the deal meet; it serves others, too."""
    return contract(deal.web3, "NoteholderMeeting", Web3.to_checksum_address(deal.record.noteholder_meeting.address))


def encoded(deal: DealContracts, act: Resolution) -> bytes:
    """Selector and arguments. Raises ``ResolutionValueError``."""
    try:
        data = meeting_of(deal).encode_abi(_CALLS[type(act)], args=[deal.deal.address, *_values(act)])
    except (ValueError, TypeError, Web3Exception, EncodingError) as error:
        raise ResolutionValueError(
            f"resolution: {act} has a value that no contract can take",
            "Numbers are whole and not negative, a weight or threshold at most 255, addresses have 40 digits behind 0x.",
        ) from error
    return bytes.fromhex(data.removeprefix("0x"))


def decoded(deal: DealContracts, data: bytes) -> tuple[ChecksumAddress, Resolution]:
    """The deal it is for, and what it does. Raises ``LogError`` for a call that is no resolution."""
    kinds = {name: kind for kind, name in _CALLS.items()}
    try:
        function, given = meeting_of(deal).decode_function_input(HexStr("0x" + data.hex()))
        kind = kinds[function.fn_name]
    except (ValueError, KeyError) as error:
        raise LogError(f"resolution: 0x{data[:4].hex()} is no act of a meeting", "Use another provider.") from error
    named, *rest = given.values()
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in rest]
    return named, kind(*values)


def _values(act: Resolution) -> tuple[Any, ...]:
    def value(given: Any) -> Any:
        if isinstance(given, str):
            return Web3.to_checksum_address(given)
        return [value(each) for each in given] if isinstance(given, tuple) else given

    return tuple(map(value, astuple(act)))
