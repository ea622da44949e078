# SPDX-License-Identifier: Apache-2.0
"""Proofs of receipts as documents: what is written is what is read, faults are named, and only what was accepted is proved."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.oracle.acceptance import Acceptance
from regalia.oracle.receipt_choice import ReceiptChoiceError, choose
from regalia.oracle.receipt_leaf import LeafKind
from regalia.oracle.receipt_proof import (
    NotProvedError,
    ReceiptProof,
    ReceiptProofError,
    check_place,
    check_proof,
    proof_of,
)
from regalia.oracle.receipt_tree import LeafMissingError, salted, tree_of
from regalia.oracle.typed_data import SigningDomain
from tests.oracle.leaves import SEED, leaf
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, RELAY, report

LEAVES = salted(
    (
        leaf(),
        leaf(reference="EMI-2024-2", amount=7, currency="EUR", rate=11 * 10**11),
        leaf(licence="sony", amount=2**96 - 1, net=2**200),
        leaf(kind=LeafKind.INVOICE, licence="expenses", reference="INV-1"),
    ),
    SEED,
)
TREE = tree_of(LEAVES)
REPORT = report(evidence_root=TREE.root)
DOMAIN = SigningDomain(31337, RELAY)
EMI = choose(LEAVES, "emi", "EMI-2024-3")
PROOF = proof_of(REPORT, DOMAIN, TREE, EMI, "emi", "EMI-2024-3")
ACCEPTED = Acceptance(
    REPORT, tuple(a.address for a in ATTESTORS[:3]), 1_718_000_000, 7, "0x" + "b1" * 32, "0x" + "7a" * 32
)


def test_proof__written_and_read__the_same_and_proved() -> None:
    read = ReceiptProof.from_json(PROOF.to_json())
    assert read == PROOF
    assert read.leaf.leaf == EMI
    check_place(read, DOMAIN, DEAL)
    check_proof(read, ACCEPTED)


@pytest.mark.parametrize("name", ["emi", "sony", "expenses"])
def test_proof__of_each_kind_of_receipt__proved_and_nothing_of_the_others_told(name: str) -> None:
    receipt = choose(LEAVES, name, "EMI-2024-2" if name == "emi" else None)
    text = proof_of(REPORT, DOMAIN, TREE, receipt, name).to_json()
    check_proof(ReceiptProof.from_json(text), ACCEPTED)
    for other in LEAVES:
        assert (other.salt.hex() in text) == (other == receipt)
    assert SEED.hex() not in text


def test_proof__amounts__decimal_text_that_any_reader_keeps_whole() -> None:
    written = json.loads(proof_of(REPORT, DOMAIN, TREE, choose(LEAVES, "sony"), "sony").to_json())
    assert written["leaf"]["net"] == str(2**200)
    assert written["leaf"]["amount"] == str(2**96 - 1)
    assert (written["leaf"]["kind"], written["leaf"]["period"], written["reference"]) == (0, 1, None)


def test_proof_of__tree_of_another_report__refused() -> None:
    with pytest.raises(NotProvedError, match=r"the report has 0x[0-9a-f]{64}, its 4 leaves give 0x"):
        proof_of(report(), DOMAIN, TREE, EMI, "emi")


def test_proof_of__receipt_of_another_tree_or_name__refused() -> None:
    with pytest.raises(LeafMissingError):
        proof_of(REPORT, DOMAIN, TREE, leaf(), "emi")
    with pytest.raises(ReceiptProofError, match="licence 'sony' is not the one of the leaf"):
        proof_of(REPORT, DOMAIN, TREE, EMI, "sony")


def altered(leaf: dict[str, Any] | None = None, **changes: Any) -> str:
    content = json.loads(PROOF.to_json()) | changes
    content["leaf"] |= leaf or {}
    return json.dumps(content)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (altered(format="regalia-receipt-proof-2"), "format: 'regalia-receipt-proof-2': Input should be 'regalia-rec"),
        (altered(chain_id=0), "chain_id: 0: Input should be greater than or equal to 1"),
        (altered(oracle=RELAY.lower()), f"oracle: '{RELAY.lower()}': must be an address in checksum form"),
        (altered(deal="mills"), "deal: 'mills': must be an address in checksum form"),
        (altered(period=0), "period: 0: Input should be greater than or equal to 1"),
        (altered(epoch="1"), "epoch: '1': Input should be a valid integer"),
        (altered(evidence_root="0x12"), "evidence_root: '0x12': must be 32 bytes, in text 0x and 64 hexadecimal"),
        (altered(licence="sony"), "proof: licence 'sony' is not the one of the leaf: its keccak-256 is another"),
        (altered(licence="\x1b[2Jemi"), "licence: '\\x1b[2Jemi': must be printable text"),
        (altered(reference="X"), "proof: reference 'X' is not the one of the leaf: its keccak-256 is another"),
        (altered(leaf={"period": 2}), "proof: leaf.period 2 is later than the report's, 1"),
        (altered(proof=["0x00"]), "proof.0: '0x00': must be 32 bytes"),
        (altered(proof=["0x" + "00" * 32] * 65), "proof: Tuple should have at most 64 items"),
        (altered(note="hello"), "note: 'hello': Extra inputs are not permitted"),
        (altered(leaf={"kind": 3}), "leaf.kind: 3: must be 0 (royalty), 1 (other income) or 2 (invoice)"),
        (altered(leaf={"kind": True}), "leaf.kind: True: must be 0 (royalty), 1 (other income) or 2 (invoice)"),
        (altered(leaf={"currency": "usd"}), "leaf.currency: 'usd': String should match pattern"),
        (altered(leaf={"amount": 271}), "leaf.amount: 271: must be a whole number as text"),
        (altered(leaf={"amount": "-1"}), "leaf.amount: '-1': must be a whole number as text"),
        (altered(leaf={"amount": "01"}), "leaf.amount: '01': must be a whole number as text"),
        (altered(leaf={"net": "1e3"}), "leaf.net: '1e3': must be a whole number as text"),
        (altered(leaf={"net": "٣"}), "leaf.net: '٣': must be a whole number as text"),
        (altered(leaf={"net": str(2**256)}), f"leaf.net: {2**256}: Input should be less than"),
        ("{", "Invalid JSON"),
        ("[]", "proof: Input should be an object"),
    ],
    ids=lambda text: text[:40],
)
def test_from_json__one_fault__refused_with_field_value_and_rule(text: str, fault: str) -> None:
    with pytest.raises(ReceiptProofError) as refusal:
        ReceiptProof.from_json(text)
    assert refusal.value.message.startswith("not a receipt proof:\n")
    assert fault in refusal.value.message
    assert refusal.value.hint


def test_from_json__faults_here_and_there__all_listed() -> None:
    with pytest.raises(ReceiptProofError) as refusal:
        ReceiptProof.from_json(altered(chain_id=0, leaf={"amount": 1, "rate": "x"}))
    assert len(refusal.value.message.splitlines()) == 4


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((SigningDomain(1, RELAY), DEAL), "chain id: the proof says 31337, it is 1"),
        ((SigningDomain(31337, ATTACKER), DEAL), f"oracle: the proof says {RELAY}, it is {ATTACKER}"),
        ((DOMAIN, ATTACKER), f"deal: the proof says {DEAL}, it is {ATTACKER}"),
    ],
)
def test_check_place__of_another_one__refused(place: tuple[SigningDomain, str], said: str) -> None:
    with pytest.raises(NotProvedError) as refusal:
        check_place(PROOF, *place)
    assert refusal.value.message == said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("deal", ATTACKER, "deal: the proof says"),
        ("period", 2, "period: the proof says 1, it is 2"),
        ("epoch", 2, "epoch: the proof says 1, it is 2"),
        ("evidence_root", keccak(text="another"), "evidence root: the proof says 0x"),
    ],
    ids=["deal", "period", "epoch", "evidence root"],
)
def test_check_proof__another_report_was_accepted__refused(field: str, value: object, said: str) -> None:
    with pytest.raises(NotProvedError, match=said):
        check_proof(PROOF, replace(ACCEPTED, report=REPORT.model_copy(update={field: value})))


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 271_000_000_001},
        {"net": 271_000 * 10**12 + 1},
        {"salt": bytes(32)},
        {"source": bytes(32)},
        {"kind": LeafKind.OTHER_INCOME},
    ],
    ids=lambda change: next(iter(change)),
)
def test_check_proof__receipt_dressed_up__refused(change: dict[str, Any]) -> None:
    forged = ReceiptProof.made(**PROOF.model_dump() | {"leaf": vars(EMI) | change})
    with pytest.raises(NotProvedError, match="leaf and proof don't hash to the evidence root 0x"):
        check_proof(forged, ACCEPTED)


def test_check_proof__attackers_own_tree__refused_by_the_root_on_chain() -> None:
    """A proof that holds in itself is worth nothing: the root must be the accepted one."""
    dear = leaf(amount=10**18)
    own = tree_of([dear])
    claimed = proof_of(report(evidence_root=own.root), DOMAIN, own, dear, "emi")
    with pytest.raises(NotProvedError, match="evidence root: the proof says"):
        check_proof(claimed, ACCEPTED)
    with pytest.raises(NotProvedError, match="leaf and proof don't hash"):
        check_proof(ReceiptProof.made(**claimed.model_dump() | {"evidence_root": TREE.root}), ACCEPTED)


def test_choose__licence_with_one_receipt__that_one() -> None:
    assert choose(LEAVES, "sony").amount == 2**96 - 1
    assert choose(LEAVES, "expenses").kind is LeafKind.INVOICE


def test_choose__licence_with_two__asked_which_and_told_by_reference_or_period() -> None:
    with pytest.raises(ReceiptChoiceError, match="licence 'emi': 2 of the report's receipts") as refusal:
        choose(LEAVES, "emi")
    assert set(refusal.value.found) == {one for one in LEAVES if one.licence == EMI.licence}
    assert "royalty, period 1, EUR, amount 7, reference 0x" in refusal.value.message
    assert choose(LEAVES, "emi", "EMI-2024-2").amount == 7
    late = leaf(period=2)
    assert choose([*LEAVES[:0], leaf(), late], "emi", period=2) == late


def test_choose__twelve_of_a_licence__ten_shown() -> None:
    many = [leaf(reference=f"R-{i}") for i in range(12)]
    with pytest.raises(ReceiptChoiceError) as refusal:
        choose(many, "emi")
    assert refusal.value.message.splitlines()[-1] == "  and 2 more"
    assert len(refusal.value.found) == 12


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("EMI", None, None), "licence 'EMI': none of the report's 4 receipts"),
        (("emi", "X", None), "licence 'emi', reference 'X': none of the report's 4 receipts"),
        (("emi", None, 9), "licence 'emi', period 9: none of the report's 4 receipts"),
        (("\udcff", None, None), "licence '\\udcff': must be printable text"),
        (("emi", "\n", None), "reference '\\n': must be printable text"),
    ],
)
def test_choose__nothing_meant__said_what_was_looked_for(asked: tuple[str, str | None, int | None], said: str) -> None:
    with pytest.raises(ReceiptChoiceError) as refusal:
        choose(LEAVES, *asked)
    assert refusal.value.message == said
