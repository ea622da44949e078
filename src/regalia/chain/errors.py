# SPDX-License-Identifier: Apache-2.0
"""Why a contract refused, read from the bytes it returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from web3.exceptions import ContractLogicError

from regalia.chain.decoding import Entry, decode_values, errors_by_selector
from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.hints import hint_for
from regalia.chain.resolution_stage import ResolutionStage
from regalia.errors import RegaliaError

WEB3_SAYS = "execution reverted: "
"""What web3 puts before the words of a node."""
_ERROR = bytes.fromhex("08c379a0")  # Error(string)
_PANIC = bytes.fromhex("4e487b71")  # Panic(uint256)
_PANICS = {
    0x00: "a compiler-inserted panic",
    0x01: "a failed assertion",
    0x11: "an arithmetic overflow or underflow",
    0x12: "a division by zero",
    0x21: "a value outside an enum",
    0x22: "a wrongly encoded storage byte array",
    0x31: "pop of an empty array",
    0x32: "an array index out of bounds",
    0x41: "too much memory allocated",
    0x51: "a call to a zero-initialised internal function",
}
_ENUMS: Mapping[str, type[DisputeStage | ResolutionStage]] = {
    "enum IOracleDisputes.Stage": DisputeStage,
    "enum IGovernor.ProposalState": ResolutionStage,
}
"""Numbers of errors that have a word, by their type in Solidity."""


@dataclass(frozen=True)
class Revert:
    """A decoded refusal: the error's name and its arguments by name. ``str`` gives ``Name(argument=value, …)``."""

    name: str
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{key}={_text(value)}' for key, value in self.arguments.items())})"


class ContractRevertedError(RegaliaError, RuntimeError):
    """A contract refused a call, which changed nothing. ``name`` and ``arguments`` are those of the decoded error."""

    def __init__(self, revert: Revert, action: str = "", hint: str = "") -> None:
        super().__init__(
            f"{action}: {revert}" if action else str(revert), hint or hint_for(revert.name, revert.arguments)
        )
        self.name = revert.name
        self.arguments = revert.arguments


def decode_revert(data: bytes) -> Revert:
    """Decode what a reverting contract returned. Bytes that are nobody's error come back as they are."""
    if not data:
        return Revert("NoReason", {})
    selector, body = data[:4], data[4:]
    try:
        if selector == _ERROR:
            return Revert("Error", {"message": decode(["string"], body)[0]})
        if selector == _PANIC:
            (code,) = decode(["uint256"], body)
            return Revert("Panic", {"code": code, "meaning": _PANICS.get(code, "unknown")})
        if entry := errors_by_selector().get(selector):
            return Revert(entry["name"], _with_words(entry["inputs"], decode_values(entry["inputs"], body)))
    except (DecodingError, UnicodeDecodeError):
        pass
    return Revert("UnknownError", {"selector": selector, "data": body})


def _with_words(inputs: Sequence[Entry], values: dict[str, Any]) -> dict[str, Any]:
    """The same values, those of an enum as its members; a number that is no member's stays one."""
    for declared in inputs:
        enum, name = _ENUMS.get(declared.get("internalType", "")), declared["name"]
        if enum is not None and values[name] in set(enum):
            values[name] = enum(values[name])
    return values


def revert_data(error: BaseException) -> bytes | None:
    """The returned bytes inside what web3 raised, wherever the node put them; ``None`` when it is not a revert.

    Seen: ``ContractCustomError`` and ``ContractLogicError`` (``data``), ``Web3RPCError`` (``rpc_response``), a
    ``ValueError`` with the node's answer, the bytes inside ``data.data`` or inside the message.
    """
    found = next((data for source in _sources(error) for data in _hex_strings(source)), None)
    if found is not None:
        return found
    return b"" if _is_empty_revert(error) else None


def _is_empty_revert(error: BaseException) -> bool:
    """web3 says "execution reverted" of a refusal by the node too, where the node's answer has anything but text beside its words."""
    if isinstance(error, ContractLogicError) and (error.data is None or isinstance(error.data, Mapping)):
        return _says_reverted(str(error.message).removeprefix(WEB3_SAYS))
    return isinstance(error, ContractLogicError) or _says_reverted(error)


def _sources(error: BaseException) -> Iterator[Any]:
    yield getattr(error, "data", None)
    yield getattr(error, "rpc_response", None)
    yield from (argument for argument in error.args if isinstance(argument, Mapping) or _says_reverted(argument))


def _hex_strings(value: Any) -> Iterator[bytes]:
    """Bytes a node may have meant as returned data, likeliest first; a transaction's hash is never one."""
    if isinstance(value, bytes):
        yield bytes(value)
    elif isinstance(value, str):
        text = value.rpartition(" ")[2]  # "Reverted 0x…", "execution reverted: custom error 0x…"
        if text.startswith("0x") and len(text) % 2 == 0 and len(text) != 66 and _is_hex(text[2:]):
            yield bytes.fromhex(text[2:])
    elif isinstance(value, Mapping):
        for key in ("data", "return", "error", "result"):
            yield from _hex_strings(value.get(key))
        if _says_reverted(value.get("message")):
            yield from _hex_strings(value["message"])
        for key, inner in value.items():
            if isinstance(inner, Mapping) and str(key).startswith("0x"):
                yield from _hex_strings(inner)


def _is_hex(text: str) -> bool:
    return all(c in "0123456789abcdefABCDEF" for c in text)


def _says_reverted(text: object) -> bool:
    return "revert" in str(text).lower()


def _word(value: bytes) -> str:
    """What contracts keep as text in bytes: a right's number or a fact's label in 32, an office's code in 2. Empty for anything else."""
    text = value.rstrip(b"\0")
    fits = len(value) == 32 or len(value) == len(text) == 2
    return text.decode("ascii") if fits and all(32 < char < 127 for char in text) else ""


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return _word(value) or "0x" + value.hex()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, DisputeStage | ResolutionStage):
        return value.word
    if isinstance(value, Mapping):
        return f"({', '.join(f'{key}={_text(inner)}' for key, inner in value.items())})"
    return repr(value) if isinstance(value, str) and not value.startswith("0x") else str(value)
