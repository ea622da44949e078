# SPDX-License-Identifier: Apache-2.0
"""What exactly is signed (EIP-712), reports and restatements alike, and the same in words for the person who signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement

NAME = "Regalia RoyaltyOracle"
VERSION = "1"
Signable = RoyaltyReport | Restatement
"""What the oracle's attestors sign; ``as_tuple`` has the values in the order of the fields below."""
_FIELDS: dict[type[Signable], tuple[tuple[str, str], ...]] = {
    RoyaltyReport: (
        ("deal", "address"),
        ("period", "uint32"),
        ("epoch", "uint32"),
        ("received", "uint256"),
        ("otherIncome", "uint256"),
        ("hasTarget", "bool"),
        ("reserveTarget", "uint256"),
        ("invoices", "uint256[]"),
        ("evidenceRoot", "bytes32"),
    ),
    Restatement: (
        ("deal", "address"),
        ("number", "uint32"),
        ("epoch", "uint32"),
        ("period", "uint32"),
        ("received", "int256"),
        ("otherIncome", "int256"),
        ("corrects", "bytes32"),
        ("evidenceRoot", "bytes32"),
    ),
}
_DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


@dataclass(frozen=True)
class SigningDomain:
    """Where a signature counts, and nowhere else: one oracle on one chain."""

    chain_id: int
    oracle: ChecksumAddress


def type_text(kind: type[Signable]) -> str:
    """The EIP-712 type as text, whose keccak-256 is the contract's constant: ``Name(type field,…)``."""
    return f"{kind.__name__}({','.join(f'{type_} {name}' for name, type_ in _FIELDS[kind])})"


def typed_data(message: Signable, domain: SigningDomain) -> dict[str, Any]:
    """The whole EIP-712 message (types, domain and values), as wallets take it."""
    kind = type(message)
    fields = _FIELDS[kind]
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": type_} for name, type_ in _DOMAIN_FIELDS],
            kind.__name__: [{"name": name, "type": type_} for name, type_ in fields],
        },
        "primaryType": kind.__name__,
        "domain": {
            "name": NAME,
            "version": VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.oracle,
        },
        "message": dict(zip((name for name, _ in fields), message.as_tuple(), strict=True)),
    }


def signable(message: Signable, domain: SigningDomain) -> SignableMessage:
    """The message as eth-account signs and recovers it."""
    return encode_typed_data(full_message=typed_data(message, domain))


def digest(message: Signable, domain: SigningDomain) -> bytes:
    """The 32 bytes that are signed; what the oracle's ``digestOf`` and ``restatementDigestOf`` return."""
    encoded = signable(message, domain)
    return keccak(b"\x19" + encoded.version + encoded.header + encoded.body)


def signing_text(message: Signable, domain: SigningDomain, program: Program, currency: Currency) -> str:
    """What is signed, for a person, a line a field; amounts in whole currency."""
    name = "restatement" if isinstance(message, Restatement) else "receipts report"
    lines = [
        (name, f"period {message.period}, {program.schedule.collection_period(message.period)}"),
        ("deal", message.deal),
        ("oracle", f"{domain.oracle} on chain {domain.chain_id}"),
        ("signer set", str(message.epoch)),
        *(_deltas(message, currency) if isinstance(message, Restatement) else _amounts(message, program, currency)),
        ("evidence", "0x" + message.evidence_root.hex()),
        ("digest", "0x" + digest(message, domain).hex()),
    ]
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in lines)


def _amounts(report: RoyaltyReport, program: Program, currency: Currency) -> list[tuple[str, str]]:
    labels = [program.all_steps[index].label for index in program.invoiced_steps]
    return [
        ("royalties received", _money(report.received, currency)),
        ("other income", _money(report.other_income, currency)),
        *((f"invoice {label}", _money(due, currency)) for label, due in zip(labels, report.invoices, strict=True)),
        ("reserve target", _money(report.reserve_target, currency) if report.has_target else "by the formula"),
    ]


def _deltas(restatement: Restatement, currency: Currency) -> list[tuple[str, str]]:
    def delta(amount: int) -> str:
        return ("+" if amount > 0 else "") + _money(amount, currency)

    return [
        ("number", f"{restatement.number} of the deal"),
        ("change of royalties received", delta(restatement.received)),
        ("change of other income", delta(restatement.other_income)),
        ("corrects the evidence", "0x" + restatement.corrects.hex()),
    ]


def _money(amount: int, currency: Currency) -> str:
    return f"{currency.format(amount)} {currency.code}"
