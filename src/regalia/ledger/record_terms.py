# SPDX-License-Identifier: Apache-2.0
"""The deployment record against the deal file: what can be compared without a chain."""

from __future__ import annotations

from typing import Any

from regalia.chain.record import POOL_OF_RIGHTS, DeploymentRecord
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_oracle import compile_oracle
from regalia.domain.compile_rules import compile_transfer_rules, compile_withholding
from regalia.domain.program import Program
from regalia.domain.terms import Terms, terms_hash
from regalia.ledger.comparison import Tally
from regalia.ledger.run import NOBODY

_FROM_CHAIN = {"originator", "opens", "deadline", "tax_authority", "salt"}
"""Arguments that only the chain can confirm."""


def compare_record_with_terms(terms: Terms, program: Program, record: DeploymentRecord, tally: Tally) -> None:
    def same(field: str, what: str, expected: object, found: object) -> None:
        tally.same("record", f"record.{field}", what, expected, found)

    tranches = [tranche.id for tranche in terms.tranches]
    same("deal_id", "id of the deal file", terms.id, record.deal_id)
    same("terms_hash", "hash of the deal file", "0x" + terms_hash(terms).hex(), record.terms_hash)
    same("tokens", "tranches of the deal file", sorted(tranches), sorted(record.tokens))
    same("payees", "payees of the deal file", sorted(program.payees), sorted(record.payees))
    if terms.pool is not None:  # else facts would be taken as told
        told_by = record.pool_facts and record.pool_facts.artefact
        same("pool_facts.artefact", "of a deal with a pool of rights", POOL_OF_RIGHTS, told_by)
    same("attestors.threshold", "of the deal file", terms.oracle.threshold, record.attestors.threshold)
    weights = sorted(weight for _, weight in compile_oracle(terms).weights)
    same("attestors.weights", "of the deal file", weights, sorted(record.attestors.weights or []))
    same("attestors.signers", "as many as the deal file has", len(terms.attestors), len(record.attestors.signers))
    withheld = compile_withholding(terms)
    if withheld is None or withheld[1] in record.payees:
        authority = record.payees[withheld[1]] if withheld else NOBODY
        same("arguments.tax_authority", "of the deal file", authority, record.arguments.get("tax_authority"))
    expected = _arguments(terms, program, record)
    same("arguments", "names", sorted([*expected, "oracle", *_FROM_CHAIN]), sorted(record.arguments))
    for name, value in expected.items():
        if name in record.arguments:
            same(f"arguments.{name}", "of the deal file and the record", value, record.arguments[name])
    attested, said = _attested(terms, record), record.arguments.get("oracle")
    told: dict[str, Any] = said if isinstance(said, dict) else {}
    same("arguments.oracle", "names", sorted(attested), sorted(told))
    for name, value in attested.items():
        if name in told:
            same(f"arguments.oracle.{name}", "of the deal file and the record", value, told[name])


def _arguments(terms: Terms, program: Program, record: DeploymentRecord) -> dict[str, Any]:
    """What the factory was asked for, as far as terms and the rest of the record decide it."""
    money, rules, withheld = terms.money, compile_transfer_rules(terms), compile_withholding(terms)
    meeting = compile_meeting(terms, program)
    return {
        "terms_hash": "0x" + terms_hash(terms).hex(),
        "program": "0x" + program.pack().hex(),
        "payment_token": record.payment_token.address,
        "payees": [record.payees.get(payee) for payee in program.payees],
        "funding": [money.to_units(account.funded_at_closing) for account in terms.accounts],
        "facts": record.pool_facts.address if record.pool_facts else NOBODY,
        "names": [tranche.name for tranche in terms.tranches],
        "symbols": [tranche.symbol for tranche in terms.tranches],
        "offers": ["0x" + offer.pack().hex() for offer in compile_offers(terms)],
        "meeting": "0x" + (meeting.pack().hex() if meeting else ""),
        "transfer_rules": ["0x" + rule.pack().hex() for rule in rules],
        "countries": ["0x" + rule.jurisdictions_bitmap().hex() for rule in rules],
        "tax_table": "0x" + (withheld[0].pack().hex() if withheld else ""),
    }


def _attested(terms: Terms, record: DeploymentRecord) -> dict[str, Any]:
    """How receipts are attested, as the oracle was told."""
    said = compile_oracle(terms)
    return {
        "threshold": said.threshold,
        "dispute_window": said.dispute_window,
        "missing_after_days": said.missing_after_days,
        "dispute_bond": said.dispute_bond,
        "attestors": record.attestors.signers,
        "weights": record.attestors.weights,
    }
