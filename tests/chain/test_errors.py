# SPDX-License-Identifier: Apache-2.0
"""Decoded refusals: every kind of data, every place a node puts it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hexbytes import HexBytes
from web3.exceptions import ContractCustomError, ContractLogicError, TransactionNotFound, Web3RPCError

from regalia.chain.decoding import errors_by_selector
from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.errors import ContractRevertedError, Revert, decode_revert, revert_data
from regalia.chain.hints import HINTS
from regalia.chain.resolution_stage import ResolutionStage
from regalia.servicing.offices import EVERY_OFFICE, Office

REFUSED = keccak(text="ErrorSample_Refused(uint256,uint256)")[:4] + encode(["uint256", "uint256"], [2, 3])
HOLDER = "0x00000000000000000000000000000000000000AA"
CONTRACTS = Path(__file__).parents[2] / "contracts"
GOVERNANCE = Path(__file__).parents[2] / "node_modules" / "@openzeppelin" / "contracts" / "governance"


def test_decode__custom_error__name_and_named_arguments() -> None:
    revert = decode_revert(REFUSED)
    assert (revert.name, revert.arguments) == ("ErrorSample_Refused", {"expected": 2, "given": 3})
    assert str(revert) == "ErrorSample_Refused(expected=2, given=3)"


def test_decode__custom_error_with_struct__nested_names() -> None:
    body = encode(["(address,uint256[])", "bytes32"], [(HOLDER, [7, 8]), b"\x05" * 32])
    revert = decode_revert(keccak(text="ErrorSample_Pair((address,uint256[]),bytes32)")[:4] + body)
    assert revert.arguments == {"pair": {"owner": HOLDER, "amounts": (7, 8)}, "tag": b"\x05" * 32}
    assert str(revert) == f"ErrorSample_Pair(pair=(owner={HOLDER}, amounts=[7, 8]), tag=0x{'05' * 32})"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"CN102024000012345".ljust(32, b"\0"), "CN102024000012345"),
        (b"x" * 32, "x" * 32),
        (b"XX", "XX"),
        (bytes(32), f"0x{'00' * 32}"),
        (b"A\0B".ljust(32, b"\0"), f"0x410042{'00' * 29}"),
        (b"two words".ljust(32, b"\0"), "0x" + b"two words".ljust(32, b"\0").hex()),
        ("Ü".encode().ljust(32, b"\0"), f"0xc39c{'00' * 30}"),
        (b"\0\0", "0x0000"),
        (b"A\0", "0x4100"),
        (b"text", "0x74657874"),
        (b"", "0x"),
    ],
)
def test_revert__bytes__as_text_where_they_are_a_number_label_or_office(value: bytes, shown: str) -> None:
    assert str(Revert("RightsPool_UnknownLabel", {"label": value})) == f"RightsPool_UnknownLabel(label={shown})"


def test_decode__error_with_text__its_text() -> None:
    revert = decode_revert(bytes.fromhex("08c379a0") + encode(["string"], ["not today"]))
    assert str(revert) == "Error(message='not today')"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [(0x01, "assertion"), (0x11, "overflow"), (0x12, "division by zero"), (0x32, "out of bounds"), (0x99, "unknown")],
)
def test_decode__panic__its_meaning(code: int, meaning: str) -> None:
    revert = decode_revert(bytes.fromhex("4e487b71") + encode(["uint256"], [code]))
    assert revert.arguments["code"] == code
    assert meaning in revert.arguments["meaning"]


def test_decode__selector_of_nobody__shown_as_hex() -> None:
    assert str(decode_revert(bytes.fromhex("deadbeef2a"))) == "UnknownError(selector=0xdeadbeef, data=0x2a)"


@pytest.mark.parametrize(
    "data", [REFUSED[:-1], REFUSED[:4], bytes.fromhex("08c379a0ff"), bytes.fromhex("4e487b71"), b"\x01"]
)
def test_decode__cut_short__shown_as_hex(data: bytes) -> None:
    assert decode_revert(data).name == "UnknownError"


def test_decode__nothing_returned__said_so() -> None:
    assert str(decode_revert(b"")) == "NoReason()"


TEXT = "0x" + REFUSED.hex()


@pytest.mark.parametrize(
    "error",
    [
        ContractCustomError(TEXT, data=TEXT),
        ContractLogicError("execution reverted", data=TEXT),
        ContractLogicError(f"execution reverted: custom error {TEXT}"),
        Web3RPCError("reverted", rpc_response={"error": {"code": 3, "message": "reverted", "data": TEXT}}),
        ValueError({"code": 3, "message": "execution reverted", "data": TEXT}),
        ValueError({"code": -32015, "message": "VM execution error.", "data": f"Reverted {TEXT}"}),
        ValueError({"code": -32603, "message": "Internal error", "data": {"code": 3, "data": TEXT}}),
        ValueError({"message": "revert", "data": {"0x" + "ab" * 32: {"error": "revert", "return": TEXT}}}),
        ValueError({"message": "revert", "data": {"hash": "0x" + "ab" * 32, "result": TEXT}}),
    ],
    ids=["custom", "logic", "text", "rpc", "geth", "parity", "nested", "by-transaction", "beside-hash"],
)  # fmt: skip
def test_revert_data__every_known_shape__the_same_bytes(error: Exception) -> None:
    assert revert_data(error) == REFUSED


def test_revert_data__bytes_objects__found() -> None:
    assert revert_data(ContractLogicError("execution reverted", data={"data": TEXT})) == REFUSED
    assert revert_data(ValueError({"message": "execution reverted", "data": HexBytes(REFUSED)})) == REFUSED


def test_revert_data__revert_without_data__empty() -> None:
    assert revert_data(ContractLogicError("execution reverted")) == b""
    assert revert_data(ValueError({"code": 3, "message": "execution reverted"})) == b""


@pytest.mark.parametrize("error", [TransactionNotFound("no 0xab"), ValueError("insufficient funds"), KeyError("data")])
def test_revert_data__something_else__none(error: Exception) -> None:
    assert revert_data(error) is None


def test_reverted_error__known_name__hint_and_action() -> None:
    data = keccak(text="RoyaltyOracle_PeriodOutOfOrder(uint256,uint256)")[:4] + encode(["uint256", "uint256"], [2, 3])
    error = ContractRevertedError(decode_revert(data), "submit")
    assert error.message == "submit: RoyaltyOracle_PeriodOutOfOrder(expected=2, given=3)"
    assert error.hint == HINTS["RoyaltyOracle_PeriodOutOfOrder"]
    assert isinstance(error, RuntimeError)


@pytest.mark.parametrize("office", EVERY_OFFICE.values(), ids=EVERY_OFFICE)
def test_hint__account_without_a_role__named_as_people_name_it(office: Office) -> None:
    name = next(name for name, found in EVERY_OFFICE.items() if found is office)
    missing = Revert("AccessControlUnauthorizedAccount", {"account": "0x", "neededRole": keccak(text=office.role)})
    assert name in re.findall(r"[\w-]+", ContractRevertedError(missing).hint)


def test_hint__administrator_s_act__only_the_administrator() -> None:
    missing = Revert("AccessControlUnauthorizedAccount", {"account": "0x", "neededRole": bytes(32)})
    assert ContractRevertedError(missing).hint == "Only the administrator may."


@pytest.mark.parametrize(
    "source",
    [
        *(f"interfaces/{name}" for name in ("IIPRegistry", "IRightsPool")),
        *(f"interfaces/{name}" for name in ("IAttestorQuorum", "ILegalOracle", "IValuationOracle")),
        *(
            f"interfaces/{name}"
            for name in ("IRoyaltyOracle", "IOracleSigners", "IOracleDisputes", "IOracleRestatements")
        ),
        *(f"interfaces/{name}" for name in ("IOffering", "ISettlementDesk", "INoteholderMeeting")),
        "types/OracleTerms",
        "types/MeetingTerms",
        "oracle/PendingReport",
    ],
)
def test_hints__contracts_of_rights_receipts_and_the_market__every_error_has_one(source: str) -> None:
    errors = re.findall(r"error (\w+)\(", (CONTRACTS / f"{source}.sol").read_text(encoding="utf-8"))
    assert errors and [name for name in errors if not HINTS.get(name)] == []


@pytest.mark.parametrize(
    ("stage", "shown"),
    [(0, "none"), (1, "with-trustee"), (2, "appealable"), (3, "with-supervisor"), (4, "due"), (5, "5")],
)
def test_decode__stage_of_a_dispute__in_a_word(stage: int, shown: str) -> None:
    revert = decode_revert(keccak(text="OracleDisputes_WrongStage(uint8)")[:4] + encode(["uint8"], [stage]))
    assert str(revert) == f"OracleDisputes_WrongStage(stage={shown})"
    assert revert.arguments == {"stage": stage}


@pytest.mark.parametrize(("stage", "shown"), [(0, "pending"), (5, "queued"), (8, "8")])
def test_decode__stage_of_a_resolution__in_a_word(stage: int, shown: str) -> None:
    selector = keccak(text="GovernorUnexpectedProposalState(uint256,uint8,bytes32)")[:4]
    revert = decode_revert(selector + encode(["uint256", "uint8", "bytes32"], [7, stage, bytes(32)]))
    assert str(revert).startswith(f"GovernorUnexpectedProposalState(proposalId=7, current={shown}, ")


def test_resolution_stage__enum_of_the_governor__the_same_names_in_the_same_order() -> None:
    source = (GOVERNANCE / "IGovernor.sol").read_text(encoding="utf-8")
    (members,) = re.findall(r"enum ProposalState \{([^}]*)\}", source)
    british = {"Canceled": "Cancelled"}
    names = [british.get(name.strip(), name.strip()) for name in members.split(",")]
    assert names == [stage.name.title() for stage in ResolutionStage]


def test_hints__errors_of_the_governor__every_one_has_one() -> None:
    source = (GOVERNANCE / "IGovernor.sol").read_text(encoding="utf-8")
    errors = re.findall(r"error (\w+)\(", source)
    assert errors and [name for name in errors if not HINTS.get(name)] == []


def test_dispute_stage__contract_s_enum__the_same_names_in_the_same_order() -> None:
    source = (CONTRACTS / "interfaces" / "IOracleDisputes.sol").read_text(encoding="utf-8")
    (members,) = re.findall(r"enum Stage \{([^}]*)\}", source)
    assert [name.strip() for name in members.split(",")] == [s.name.title().replace("_", "") for s in DisputeStage]


def test_hints__every_name__an_error_of_a_contract() -> None:
    known = {entry["name"] for entry in errors_by_selector().values()}
    assert HINTS.keys() - known == set()
