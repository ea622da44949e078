# SPDX-License-Identifier: Apache-2.0
"""A signature counts for one report, one oracle and one chain. Contract, library and source agree on what is signed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import NAME, VERSION, SigningDomain, digest, signable, typed_data
from tests.mills import ROOT
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, NOON, RELAY, REPORT, Stage, deploy_oracle, refused, report
from tests.support.chain import CHAIN_ID, Chain, RefusedError
from tests.support.contract import Contract, calldata, functions

AMOUNTS = st.integers(0, 2**96 - 1)
REPORTS = st.builds(
    RoyaltyReport,
    deal=st.just(DEAL),
    period=st.integers(1, 2**24 - 1),
    epoch=st.integers(1, 2**32 - 1),
    received=AMOUNTS,
    other_income=AMOUNTS,
    has_target=st.just(True),
    reserve_target=AMOUNTS,
    invoices=st.lists(AMOUNTS, max_size=5).map(tuple),
    evidence_root=st.binary(min_size=32, max_size=32),
)
MUTATIONS: dict[str, Any] = {
    "received": REPORT.received + 1,
    "other_income": 0,
    "reserve_target": REPORT.reserve_target - 1,
    "invoices": (0, 132_887_000_000),
    "evidence_root": keccak(text="statements of 2024Q1"),
}
SHARED = Stage()
"""For calls that change nothing."""


@settings(max_examples=100, deadline=None)
@given(REPORTS)
def test_digest__any_report__contract_and_eth_account_agree(reported: RoyaltyReport) -> None:
    assert SHARED.digest_of(reported) == digest(reported, SHARED.domain)


def test_digest__worked_out_by_hand__equal() -> None:
    type_hash = keccak(text=_type_in_source())
    struct = encode(
        ["bytes32", "address", "uint32", "uint32", "uint256", "uint256", "bool", "uint256", "bytes32", "bytes32"],
        [
            type_hash, DEAL, 1, 1, 288_427_000_000, 1_500_000, True, 40_000_000_000,
            keccak(encode(["uint256", "uint256"], [132_887_000_000, 0])), REPORT.evidence_root,
        ],
    )  # fmt: skip
    domain_type = keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
    domain = encode(
        ["bytes32", "bytes32", "bytes32", "uint256", "address"],
        [domain_type, keccak(text="Regalia RoyaltyOracle"), keccak(text="1"), CHAIN_ID, SHARED.oracle.address],
    )
    assert digest(REPORT, SHARED.domain) == keccak(b"\x19\x01" + keccak(domain) + keccak(struct))


def test_type__in_the_source__is_the_one_eth_account_encodes_and_the_one_of_the_interface() -> None:
    fields = typed_data(REPORT, SHARED.domain)["types"]["RoyaltyReport"]
    components = functions("RoyaltyOracle")["submit"]["inputs"][0]["components"]
    assert _type_in_source() == _encode_type(fields) == _encode_type(components)


def test_domain__asked_of_the_contract__is_the_one_in_python(stage: Stage) -> None:
    fields, name, version, chain_id, verifying, salt, extensions = stage.oracle.read("eip712Domain")
    assert (fields, name, version) == (b"\x0f", NAME, VERSION)
    assert (chain_id, verifying, salt, extensions) == (CHAIN_ID, stage.oracle.address, bytes(32), ())


@pytest.mark.parametrize("field", MUTATIONS)
def test_submit__one_field_changed_after_signing__refused(stage: Stage, field: str) -> None:
    _assert_unknown(stage, report(**{field: MUTATIONS[field]}), stage.sign(REPORT))
    stage.accept(REPORT)


@pytest.mark.parametrize(("invoice", "amount"), [(0, 132_887_000_001), (1, 1)])
def test_submit__one_invoice_changed_after_signing__refused(stage: Stage, invoice: int, amount: int) -> None:
    invoices = tuple(amount if i == invoice else given for i, given in enumerate(REPORT.invoices))
    _assert_unknown(stage, report(invoices=invoices), stage.sign(REPORT))


def test_submit__target_taken_away_after_signing__refused(stage: Stage) -> None:
    _assert_unknown(stage, report(has_target=False, reserve_target=0), stage.sign(REPORT))


def test_submit__target_flag_alone_changed_after_signing__refused(stage: Stage) -> None:
    flagged = report(has_target=True, reserve_target=0)
    _assert_unknown(stage, report(has_target=False, reserve_target=0), stage.sign(flagged))


def test_submit__signed_for_another_deal__refused(stage: Stage) -> None:
    stage.open([a.address for a in ATTESTORS], deal=ATTACKER)
    _assert_unknown(stage, REPORT, stage.sign(report(deal=ATTACKER)))
    _assert_unknown(stage, report(deal=ATTACKER), stage.sign(REPORT))


def test_submit__signed_for_another_period__refused(stage: Stage) -> None:
    _assert_unknown(stage, REPORT, stage.sign(report(period=2)))


def test_submit__signed_for_another_epoch__refused(stage: Stage) -> None:
    _assert_unknown(stage, REPORT, stage.sign(report(epoch=2)))


@pytest.mark.parametrize("chain_id", [1, CHAIN_ID + 1])
def test_submit__signed_for_another_chain__refused(stage: Stage, chain_id: int) -> None:
    _assert_unknown(stage, REPORT, stage.sign(REPORT, domain=SigningDomain(chain_id, stage.oracle.address)))


def test_submit__signed_for_another_deployment__refused_there_and_good_here(stage: Stage) -> None:
    signatures = stage.sign(REPORT)
    first = stage.oracle
    stage.oracle = deploy_oracle(stage.chain)
    stage.open([a.address for a in ATTESTORS])
    _assert_unknown(stage, REPORT, signatures)
    stage.oracle = first
    stage.submit(REPORT, signatures)


def test_submit__same_addresses_on_a_chain_with_another_id__refused() -> None:
    here, there = Stage(1), Stage(2)
    assert here.oracle.address == there.oracle.address
    signatures = here.sign(REPORT)
    _assert_unknown(there, REPORT, signatures)
    here.submit(REPORT, signatures)


def test_submit__chain_split_after_deployment__the_domain_follows_the_new_id(stage: Stage) -> None:
    signatures = stage.sign(REPORT)
    fork, oracle = Chain(NOON, CHAIN_ID + 1), stage.oracle.address
    fork.place(oracle, stage.chain.code(oracle))  # its immutables still hold the old chain's domain
    stage.oracle = Contract(fork, "RoyaltyOracle", oracle)
    stage.open([a.address for a in ATTESTORS])
    _assert_unknown(stage, REPORT, signatures)
    assert stage.digest_of(REPORT) == digest(REPORT, stage.domain)
    stage.accept(REPORT)


def test_submit__personal_message_over_the_digest__refused(stage: Stage) -> None:
    """EIP-191 text signatures are not taken for EIP-712 ones."""
    text = encode_defunct(primitive=digest(REPORT, stage.domain))
    signatures = b"".join(bytes(signer.sign_message(text).signature) for signer in ATTESTORS[:3])
    _assert_unknown(stage, REPORT, signatures)


@pytest.mark.parametrize("word", range(6), ids=["deal", "period", "epoch", "received", "otherIncome", "hasTarget"])
def test_submit__dirty_upper_bit_of_a_word__refused(stage: Stage, word: int) -> None:
    data = bytearray(calldata("RoyaltyOracle", "submit", REPORT.as_tuple(), stage.sign(REPORT)))
    struct = 4 + int.from_bytes(data[4:36], "big")
    data[struct + 32 * word] |= 0x80
    with pytest.raises(RefusedError):
        stage.chain.send(RELAY, stage.oracle.address, bytes(data))
    assert stage.latest()[0] == 0


def test_recover__python_signature__is_the_attestor() -> None:
    signed = ATTESTORS[0].sign_message(signable(REPORT, SHARED.domain))
    recovered = Account.recover_message(signable(REPORT, SHARED.domain), signature=signed.signature)
    assert recovered == ATTESTORS[0].address


def _type_in_source() -> str:
    source = (ROOT / "contracts" / "oracle" / "ReportHash.sol").read_text(encoding="utf-8")
    (found,) = re.findall(r'TYPEHASH = keccak256\(\s*"([^"]+)"\s*\)', source)
    return str(found)


def _encode_type(fields: Any) -> str:
    return "RoyaltyReport(" + ",".join(f"{field['type']} {field['name']}" for field in fields) + ")"


def _assert_unknown(stage: Stage, given: RoyaltyReport, signatures: bytes) -> None:
    """Over another message a signature is that of some other, unknown key. Which one is found out with eth-account."""
    message = signable(given, stage.domain)
    stranger = Account.recover_message(message, signature=signatures[:65])
    with refused(stage, "RoyaltyOracle_UnknownSigner", given.deal, signer=stranger):
        stage.submit(given, signatures)
