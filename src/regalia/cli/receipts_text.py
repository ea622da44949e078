# SPDX-License-Identifier: Apache-2.0
"""What a receipt proof proves, in plain words and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import call
from regalia.domain.compile import compile_terms
from regalia.domain.money import Currency, format_decimal, plain_decimal
from regalia.domain.terms import TermsError, load_terms, terms_hash
from regalia.errors import RegaliaError
from regalia.oracle.acceptance import Acceptance
from regalia.oracle.receipt_leaf import LeafKind
from regalia.oracle.receipt_proof import ReceiptProof
from regalia.statements.model import STATEMENT_DECIMALS

Names = Callable[[int], str]
"""The name of a collection period by its number."""
_SUBJECTS = {
    LeafKind.ROYALTY: "licence {}",
    LeafKind.OTHER_INCOME: "other income of licence {}",
    LeafKind.INVOICE: "invoice of step {}",
}
_SCALE = Currency("", STATEMENT_DECIMALS)


class OtherTermsError(RegaliaError, ValueError):
    """A deal file that is not the deal's."""


@dataclass(frozen=True)
class Shown:
    """A proof that holds, with the payment token's decimals and the names of periods."""

    proof: ReceiptProof
    acceptance: Acceptance
    paid: Currency
    names: Names

    @classmethod
    def of(
        cls, web3: Web3, record: DeploymentRecord, proof: ReceiptProof, acceptance: Acceptance, names: Names
    ) -> Shown:
        token = contract(web3, "MockPaymentToken", web3.to_checksum_address(record.payment_token.address)).functions
        return cls(proof, acceptance, Currency(call(web3, token.symbol()), call(web3, token.decimals())), names)


def period_names(record: DeploymentRecord, terms_file: Path | None) -> Names:
    """As the deal file calls them; their numbers where there is none. Raises ``OtherTermsError`` for a file that was named."""
    usual = Path("deals") / f"{record.deal_id}.yaml"
    if terms_file is None and not usual.is_file():
        return str
    try:
        terms = load_terms(terms_file or usual)
    except TermsError:
        if terms_file is None:
            return str
        raise
    if "0x" + terms_hash(terms).hex() != record.terms_hash:
        if terms_file is None:
            return str
        raise OtherTermsError(
            f"--terms: {terms_file}: its hash is not that of the deal's terms, {record.terms_hash}",
            "Name the deal file the deal was made of.",
        )
    schedule = compile_terms(terms).schedule
    return lambda period: str(schedule.collection_period(period))


def text_of(shown: Shown) -> str:
    proof, leaf, accepted = shown.proof, shown.proof.leaf, shown.acceptance
    paid = format_decimal(shown.paid.to_decimal(leaf.amount), shown.paid.decimals)
    verb = "due" if leaf.kind is LeafKind.INVOICE else "paid"
    head = (
        f"{_SUBJECTS[leaf.kind].format(proof.licence)}, period {shown.names(leaf.period)}: "
        f"net {_SCALE.format(leaf.net)} {leaf.currency}, {paid} {verb}; "
        f"part of the report accepted in block {accepted.block_number}"
    )
    at = datetime.fromtimestamp(accepted.accepted_at, UTC)
    rows = [
        ("gross", f"{_SCALE.format(leaf.gross)} {leaf.currency}"),
        ("deductions", f"{_SCALE.format(leaf.deductions)} {leaf.currency}"),
        ("rate", f"{plain_decimal(_SCALE.to_decimal(leaf.rate))} {shown.paid.code} for 1 {leaf.currency}"),
        ("payment reference", proof.reference or f"not told; its keccak-256 is 0x{leaf.reference.hex()}"),
        ("statement", f"SHA-256 {leaf.source.hex()}"),
        ("report", f"period {shown.names(proof.period)}, evidence root 0x{proof.evidence_root.hex()}"),
        ("signed by", ", ".join(accepted.signers)),
        ("accepted", f"{at:%Y-%m-%d %H:%M} UTC, block {accepted.block_hash}, transaction {accepted.transaction_hash}"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join([f"proved: {head}", *(f"  {name.ljust(width)}  {value}" for name, value in rows)])


def facts_of(shown: Shown) -> dict[str, object]:
    """Amounts as decimal text, as in the proof itself."""
    proof, accepted = shown.proof, shown.acceptance
    return {
        "proved": True,
        "deal": proof.deal,
        "licence": proof.licence,
        "reference": proof.reference,
        "period": shown.names(proof.leaf.period),
        "leaf": proof.leaf.model_dump(mode="json"),
        "payment_token": {"symbol": shown.paid.code, "decimals": shown.paid.decimals},
        "report": {
            "period": shown.names(proof.period),
            "epoch": proof.epoch,
            "evidence_root": "0x" + proof.evidence_root.hex(),
            "signers": accepted.signers,
            "accepted_at": accepted.accepted_at,
            "block_number": accepted.block_number,
            "block_hash": accepted.block_hash,
            "transaction_hash": accepted.transaction_hash,
        },
    }
