# SPDX-License-Identifier: Apache-2.0
"""What attestors sign of rights (EIP-712): reports of legal events and of valuations. They differ in what they list alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_utils.crypto import keccak

VERSION = "1"
_DOMAIN = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


@dataclass(frozen=True)
class ReportKind:
    """``contract`` takes such a report, whose type is ``name`` and which lists ``items`` of the type ``item`` with these ``fields``."""

    contract: str
    name: str
    items: str
    item: str
    fields: tuple[tuple[str, str], ...]

    @property
    def event(self) -> str:
        """What the contract says when it has taken one."""
        return f"{self.name}Taken"


LEGAL = ReportKind(
    "LegalOracle",
    "LegalReport",
    "events",
    "LegalEvent",
    (
        ("right", "bytes32"),
        ("number", "uint32"),
        ("act", "uint8"),
        ("effective", "uint32"),
        ("date", "uint32"),
        ("code", "bytes32"),
        ("document", "bytes32"),
    ),
)
VALUATION = ReportKind(
    "ValuationOracle",
    "ValuationReport",
    "valuations",
    "SignedValuation",
    (
        ("right", "bytes32"),
        ("number", "uint32"),
        ("token", "address"),
        ("amount", "uint96"),
        ("method", "uint8"),
        ("day", "uint32"),
        ("until", "uint32"),
        ("document", "bytes32"),
    ),
)


@dataclass(frozen=True)
class ReportMessage:
    """A report in the words of its contract: ``items`` are values in the order of the kind's fields. It counts for one oracle on one
    chain, and until the last second, ``deadline``.
    """

    kind: ReportKind
    items: Sequence[tuple[Any, ...]]
    deadline: int
    chain_id: int
    oracle: str

    def typed_data(self) -> dict[str, Any]:
        """The whole EIP-712 message (types, domain and values), as wallets take it."""
        kind = self.kind
        names = [name for name, _ in kind.fields]
        report = ((kind.items, f"{kind.item}[]"), ("deadline", "uint256"))
        return {
            "types": {
                "EIP712Domain": _table(_DOMAIN),
                kind.name: _table(report),
                kind.item: _table(kind.fields),
            },
            "primaryType": kind.name,
            "domain": {
                "name": f"Regalia {kind.contract}",
                "version": VERSION,
                "chainId": self.chain_id,
                "verifyingContract": self.oracle,
            },
            "message": {
                kind.items: [dict(zip(names, values, strict=True)) for values in self.items],
                "deadline": self.deadline,
            },
        }

    def signable(self) -> SignableMessage:
        """As eth-account signs and recovers it."""
        return encode_typed_data(full_message=self.typed_data())

    def digest(self) -> bytes:
        """The 32 bytes that are signed; what the oracle's ``digestOf`` returns."""
        encoded = self.signable()
        return keccak(b"\x19" + encoded.version + encoded.header + encoded.body)


def _table(fields: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "type": type_} for name, type_ in fields]
