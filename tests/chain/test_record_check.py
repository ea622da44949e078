# SPDX-License-Identifier: Apache-2.0
"""A record held against a live chain: one altered value is found and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from eth_utils.crypto import keccak
from web3.types import TxReceipt

from regalia.chain import artefacts
from regalia.chain.connection import ChainUnreachableError, connect
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.node_errors import WrongAnswerError
from regalia.chain.record import DeploymentRecord
from regalia.chain.record_check import RecordMismatchError, check_record, check_sources
from regalia.chain.transact import deploy
from tests.chain.records import address, record_data
from tests.support.faulty_rpc import Faults, faulty_rpc

pytestmark = pytest.mark.devnet
SAMPLE = artefacts.load("ErrorSample")
ROLES = (
    "factory",
    "deal",
    "escrow",
    "oracle",
    "investor_registry",
    "transfer_agent",
    "supervisor",
    "support_facility",
    "deal_lens",
    "program_checker",
    "noteholder_meeting",
    "offering",
    "payment_token",
)


def code_hash(chain: Devnet, at: str) -> str:
    return "0x" + keccak(bytes(chain.web3.eth.get_code(chain.web3.to_checksum_address(at)))).hex()


def deployed(chain: Devnet) -> tuple[dict[str, Any], TxReceipt]:
    at, receipt = deploy(chain.web3, SAMPLE, chain.accounts[0], 1)
    return {
        "address": at,
        "code_hash": code_hash(chain, at),
        "artefact": "ErrorSample",
        "source_hash": SAMPLE.source_hash,
    }, receipt


def clone(chain: Devnet, implementation: str, arguments: bytes = b"") -> dict[str, Any]:
    """An ERC-1167 clone with immutable arguments behind its code, put in place by hand."""
    code = bytes.fromhex("363d3d373d3d3d363d73" + implementation[2:] + "5af43d82803e903d91602b57fd5bf3") + arguments
    at = address(0xC10E + len(arguments))
    chain.web3.provider.make_request("anvil_setCode", [at, "0x" + code.hex()])  # type: ignore[arg-type]
    return {"address": at, "code_hash": code_hash(chain, at), "implementation": implementation}


@pytest.fixture
def truth(local_chain: Devnet) -> dict[str, Any]:
    """The data of a record that agrees with the chain."""
    data = record_data()
    for role in ROLES:
        data[role], receipt = deployed(local_chain)
    implementation, _ = deployed(local_chain)
    data["implementations"] = {"ErrorSample": implementation}
    data["tokens"] = {
        "senior": clone(local_chain, implementation["address"]),
        "junior": clone(local_chain, implementation["address"], b"terms"),
    }
    data["genesis_hash"] = local_chain.web3.eth.get_block(0)["hash"].to_0x_hex()
    data["block_number"] = receipt["blockNumber"]
    data["transaction_hash"] = receipt["transactionHash"].to_0x_hex()
    data["deployer"] = local_chain.accounts[0]
    settings = dict(SAMPLE.settings)
    data["compiler"] = {"version": settings.pop("version"), "settings": settings}
    return data


def test_check__record_of_the_chain__accepted(local_chain: Devnet, truth: dict[str, Any]) -> None:
    record = DeploymentRecord.model_validate(truth)
    check_record(local_chain.web3, record)
    check_sources(record)


Change = Callable[[dict[str, Any]], object]


def only_mismatch(chain: Devnet, data: dict[str, Any]) -> tuple[str, str, str]:
    with pytest.raises(RecordMismatchError) as refusal:
        check_record(chain.web3, DeploymentRecord.model_validate(data))
    assert refusal.value.hint
    (mismatch,) = refusal.value.mismatches
    assert str(mismatch) == f"{mismatch.field}: the record says {mismatch.recorded}, found {mismatch.found}"
    return mismatch.field, mismatch.recorded, mismatch.found


@pytest.mark.parametrize(
    ("method", "answer"),
    [("eth_getCode", None), ("eth_chainId", "0x"), ("eth_getBlockByNumber", {"number": "0x0"})],
    ids=["code null", "a number without digits", "block without a hash"],
)
def test_check__node_answers_nonsense__named(
    local_chain: Devnet, truth: dict[str, Any], method: str, answer: object
) -> None:
    def lie(asked: str, params: list[Any], told: dict[str, Any]) -> dict[str, Any]:
        return {**told, "result": answer} if asked == method else told

    faults = Faults()
    with faulty_rpc(local_chain.url, faults) as node:
        web3 = connect(node.at)
        faults.mutate = lie
        with pytest.raises(WrongAnswerError, match=r"record of .*: what the node answered makes no sense") as refusal:
            check_record(web3, DeploymentRecord.model_validate(truth))
    assert refusal.value.hint == "Try again, or use another node."


def test_check__other_chain_id__named_with_both(local_chain: Devnet, truth: dict[str, Any]) -> None:
    truth["chain_id"] = 11_155_111
    assert only_mismatch(local_chain, truth) == ("chain_id", "11155111", "31337")


def test_check__other_genesis__named_with_both(local_chain: Devnet, truth: dict[str, Any]) -> None:
    true = truth["genesis_hash"]
    truth["genesis_hash"] = "0x" + "01" * 32
    assert only_mismatch(local_chain, truth) == ("genesis_hash", "0x" + "01" * 32, true)


def test_check__other_block__named_with_both(local_chain: Devnet, truth: dict[str, Any]) -> None:
    true = truth["block_number"]
    truth["block_number"] = true - 1
    assert only_mismatch(local_chain, truth) == ("block_number", str(true - 1), str(true))


def test_check__other_transaction__named(local_chain: Devnet, truth: dict[str, Any]) -> None:
    truth["transaction_hash"] = "0x" + "03" * 32
    assert only_mismatch(local_chain, truth) == ("transaction_hash", "0x" + "03" * 32, "no such transaction")


def test_check__other_deployer__named_with_both(local_chain: Devnet, truth: dict[str, Any]) -> None:
    truth["deployer"] = local_chain.accounts[1]
    assert only_mismatch(local_chain, truth) == ("deployer", local_chain.accounts[1], local_chain.accounts[0])


@pytest.mark.parametrize("role", ROLES)
def test_check__address_without_code__named(local_chain: Devnet, truth: dict[str, Any], role: str) -> None:
    truth[role]["address"] = address(0xDEAD)
    assert only_mismatch(local_chain, truth) == (f"{role}.address", address(0xDEAD), "no code there")


def test_check__one_digit_of_a_code_hash__named_with_both(local_chain: Devnet, truth: dict[str, Any]) -> None:
    true = truth["tokens"]["junior"]["code_hash"]
    wrong = true[:-1] + ("0" if true[-1] != "0" else "1")
    truth["tokens"]["junior"]["code_hash"] = wrong
    assert only_mismatch(local_chain, truth) == ("tokens.junior.code_hash", wrong, true)


def test_check__code_of_another_artefact__named(local_chain: Devnet, truth: dict[str, Any]) -> None:
    truth["oracle"]["artefact"] = "RoyaltyOracle"
    assert only_mismatch(local_chain, truth) == ("oracle.artefact", "RoyaltyOracle", "other code")


def test_check__clone_that_is_no_clone__named(local_chain: Devnet, truth: dict[str, Any]) -> None:
    implementation = truth["implementations"]["ErrorSample"]["address"]
    truth["deal"]["implementation"] = implementation
    assert only_mismatch(local_chain, truth) == ("deal.implementation", implementation, "code that is not its clone")


def test_check__several_altered__all_named(local_chain: Devnet, truth: dict[str, Any]) -> None:
    truth["deployer"] = local_chain.accounts[1]
    truth["deal"]["address"] = address(0xDEAD)
    truth["escrow"]["code_hash"] = "0x" + "00" * 32
    with pytest.raises(RecordMismatchError) as refusal:
        check_record(local_chain.web3, DeploymentRecord.model_validate(truth))
    assert [m.field for m in refusal.value.mismatches] == ["deployer", "deal.address", "escrow.code_hash"]


def test_check__node_gone__named(truth: dict[str, Any]) -> None:
    with devnet() as gone:
        pass
    with pytest.raises(ChainUnreachableError, match="the node stopped answering"):
        check_record(gone.web3, DeploymentRecord.model_validate(truth))


def change_version(data: dict[str, Any]) -> None:
    data["compiler"]["version"] = "0.8.29"


def change_setting(data: dict[str, Any]) -> None:
    data["compiler"]["settings"]["viaIR"] = not data["compiler"]["settings"]["viaIR"]


def change_source(data: dict[str, Any]) -> None:
    data["escrow"]["source_hash"] = "0x" + "00" * 32


def change_artefact(data: dict[str, Any]) -> None:
    data["escrow"]["artefact"] = "Nothing"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (change_version, "compiler"),
        (change_setting, "compiler"),
        (change_source, "escrow.source_hash"),
        (change_artefact, "escrow.artefact"),
    ],
)
def test_check_sources__altered__named(truth: dict[str, Any], change: Change, field: str) -> None:
    change(truth)
    with pytest.raises(RecordMismatchError) as refusal:
        check_sources(DeploymentRecord.model_validate(truth))
    assert [m.field for m in refusal.value.mismatches] == [field]
