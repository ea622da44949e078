# SPDX-License-Identifier: Apache-2.0
"""What exactly is signed (EIP-712), and the same in words for the person who signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.oracle.report import RoyaltyReport

NAME = "Regalia RoyaltyOracle"
VERSION = "1"
_FIELDS = (
    ("deal", "address"),
    ("period", "uint32"),
    ("epoch", "uint32"),
    ("received", "uint256"),
    ("otherIncome", "uint256"),
    ("hasTarget", "bool"),
    ("reserveTarget", "uint256"),
    ("invoices", "uint256[]"),
    ("evidenceRoot", "bytes32"),
)
_DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


@dataclass(frozen=True)
class SigningDomain:
    """Where a signature counts, and nowhere else: one oracle on one chain."""

    chain_id: int
    oracle: ChecksumAddress


def typed_data(report: RoyaltyReport, domain: SigningDomain) -> dict[str, Any]:
    """The whole EIP-712 message (types, domain and values), as wallets take it."""
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN_FIELDS],
            "RoyaltyReport": [{"name": name, "type": kind} for name, kind in _FIELDS],
        },
        "primaryType": "RoyaltyReport",
        "domain": {
            "name": NAME,
            "version": VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.oracle,
        },
        "message": dict(zip((name for name, _ in _FIELDS), report.as_tuple(), strict=True)),
    }


def signable(report: RoyaltyReport, domain: SigningDomain) -> SignableMessage:
    """The message as eth-account signs and recovers it."""
    return encode_typed_data(full_message=typed_data(report, domain))


def digest(report: RoyaltyReport, domain: SigningDomain) -> bytes:
    """The 32 bytes that are signed; what the oracle's ``digestOf`` returns."""
    message = signable(report, domain)
    return keccak(b"\x19" + message.version + message.header + message.body)


def signing_text(report: RoyaltyReport, domain: SigningDomain, program: Program, currency: Currency) -> str:
    """What is signed, for a person, a line a field; amounts in whole currency."""

    def money(amount: int) -> str:
        return f"{currency.format(amount)} {currency.code}"

    labels = [program.all_steps[index].label for index in program.invoiced_steps]
    lines = [
        ("receipts report", f"period {report.period}, {program.schedule.collection_period(report.period)}"),
        ("deal", report.deal),
        ("oracle", f"{domain.oracle} on chain {domain.chain_id}"),
        ("signer set", str(report.epoch)),
        ("royalties received", money(report.received)),
        ("other income", money(report.other_income)),
        *((f"invoice {label}", money(amount)) for label, amount in zip(labels, report.invoices, strict=True)),
        ("reserve target", money(report.reserve_target) if report.has_target else "by the formula"),
        ("evidence", "0x" + report.evidence_root.hex()),
        ("digest", "0x" + digest(report, domain).hex()),
    ]
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in lines)
