# SPDX-License-Identifier: Apache-2.0
"""The restatement as a model, and what is signed of it."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.money import Currency
from regalia.domain.restating import DELTA_LIMIT
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement, RestatementError
from regalia.oracle.typed_data import NAME, VERSION, Signable, SigningDomain, digest, signable, signing_text, typed_data
from tests.domain.small_deals import PASS_THROUGH
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT

USD = Currency("USD", 6)
DOMAIN = SigningDomain(31337, ATTACKER)
RESTATEMENT = Restatement(
    deal=DEAL,
    number=2,
    epoch=3,
    period=1,
    received=-27_100_000_000,
    other_income=1_500_000,
    corrects=REPORT.evidence_root,
    evidence_root=keccak(text="statements of 2023Q4, corrected"),
)
DELTAS = st.integers(1 - DELTA_LIMIT, DELTA_LIMIT - 1)
MESSAGE = "address deal,uint32 number,uint32 epoch,uint32 period,int256 received,int256 otherIncome,bytes32 corrects,bytes32 evidenceRoot"


def restatement(**changes: object) -> Restatement:
    return Restatement.made(**RESTATEMENT.model_dump() | changes)


@settings(max_examples=50, deadline=None)
@given(DELTAS, DELTAS)
def test_digest__any_deltas__as_worked_out_by_hand(received: int, other_income: int) -> None:
    given_ = restatement(received=received, other_income=other_income)
    types = [field.split()[0] for field in MESSAGE.split(",")]
    struct = encode(["bytes32", *types], [keccak(text=f"Restatement({MESSAGE})"), *given_.as_tuple()])
    domain_type = keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
    words = [domain_type, keccak(text=NAME), keccak(text=VERSION), DOMAIN.chain_id, DOMAIN.oracle]
    domain = encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], words)
    assert digest(given_, DOMAIN) == keccak(b"\x19\x01" + keccak(domain) + keccak(struct))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deal", ATTACKER), ("number", 3), ("epoch", 4), ("period", 2), ("received", 27_100_000_000),
        ("other_income", -1_500_000), ("corrects", bytes(32)), ("evidence_root", bytes(32)),
    ],
)  # fmt: skip
def test_digest__one_field_changed__another_and_the_signature_somebody_elses(field: str, value: object) -> None:
    changed = restatement(**{field: value})
    assert digest(changed, DOMAIN) != digest(RESTATEMENT, DOMAIN)
    signed = ATTESTORS[0].sign_message(signable(RESTATEMENT, DOMAIN))
    assert Account.recover_message(signable(RESTATEMENT, DOMAIN), signature=signed.signature) == ATTESTORS[0].address
    assert Account.recover_message(signable(changed, DOMAIN), signature=signed.signature) != ATTESTORS[0].address


@pytest.mark.parametrize("message", [REPORT, RESTATEMENT], ids=["report", "restatement"])
def test_typed_data__either_message__its_own_type_and_the_same_domain(message: Signable) -> None:
    found = typed_data(message, DOMAIN)
    assert found["primaryType"] == type(message).__name__
    assert set(found["types"]) == {"EIP712Domain", type(message).__name__}
    assert found["domain"] == typed_data(REPORT, DOMAIN)["domain"]
    assert list(found["message"]) == [field["name"] for field in found["types"][found["primaryType"]]]


def test_as_tuple__restatement__in_the_order_of_the_struct() -> None:
    assert list(Restatement.model_fields) == [
        "deal", "number", "epoch", "period", "received", "other_income", "corrects", "evidence_root",
    ]  # fmt: skip
    assert RESTATEMENT.as_tuple() == tuple(RESTATEMENT.model_dump().values())


def test_claimed__restatement__both_deltas() -> None:
    assert RESTATEMENT.claimed == -27_098_500_000


@pytest.mark.parametrize("delta", [0, 1, -1, 2**53 + 1, 2**90 - 1, -(2**90) + 1])
def test_json__written_and_read__the_same(delta: int) -> None:
    given_ = restatement(received=delta, other_income=-delta)
    assert Restatement.from_json(given_.to_json()) == given_


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("-27100000000", str(2**90), f"received: {2**90}: Input should be less than {2**90}"),
        ("-27100000000", str(-(2**90)), f"received: {-(2**90)}: Input should be greater than {-(2**90)}"),
        ("-27100000000", "-27100000000.5", "received: -27100000000.5: Input should be a valid integer"),
        ("-27100000000", '"-27100000000"', "received: '-27100000000': Input should be a valid integer"),
        ('"number":2', '"number":0', "number: 0: Input should be greater than or equal to 1"),
        ('"number":2', f'"number":{2**32}', f"number: {2**32}: Input should be less than {2**32}"),
        ('"epoch":3', '"epoch":true', "epoch: True: Input should be a valid integer"),
        ('"period":1', '"period":0', "period: 0: Input should be greater than or equal to 1"),
        ('"corrects":"0x', '"corrects":"0x00', ": must be 32 bytes, in text 0x and"),
        ('"other_income"', '"otherIncome"', "otherIncome: 1500000: Extra inputs are not permitted"),
        (DEAL, DEAL.lower(), "must be an address in checksum form"),
    ],
)
def test_from_json__one_fault__refused_with_field_and_rule(written: str, instead: str, fault: str) -> None:
    text = RESTATEMENT.to_json()
    assert text.count(written) == 1
    with pytest.raises(RestatementError) as refusal:
        Restatement.from_json(text.replace(written, instead))
    assert refusal.value.message.startswith("not a restatement:\n")
    assert fault in refusal.value.message


def test_from_json__two_faults__both_listed() -> None:
    with pytest.raises(RestatementError) as refusal:
        restatement(number=0, corrects=b"short")
    assert [line.split(":")[0] for line in refusal.value.message.splitlines()[1:]] == ["number", "corrects"]


def test_from_json__a_report__refused() -> None:
    with pytest.raises(RestatementError, match="number: Field required"):
        Restatement.from_json(REPORT.to_json())
    assert RoyaltyReport.from_json(REPORT.to_json()) == REPORT


def test_signing_text__restatement__says_what_changes_which_way() -> None:
    text = signing_text(RESTATEMENT, DOMAIN, PASS_THROUGH, USD)
    lines = [line.split("  ", 1) for line in text.splitlines()]
    assert {name.strip(): value.strip() for name, value in lines} == {
        "restatement": "period 1, 2024Q1",
        "deal": DEAL,
        "oracle": f"{ATTACKER} on chain 31337",
        "signer set": "3",
        "number": "2 of the deal",
        "change of royalties received": "-27,100.00 USD",
        "change of other income": "+1.50 USD",
        "corrects the evidence": "0x" + REPORT.evidence_root.hex(),
        "evidence": "0x" + RESTATEMENT.evidence_root.hex(),
        "digest": "0x" + digest(RESTATEMENT, DOMAIN).hex(),
    }
