# SPDX-License-Identifier: Apache-2.0
"""What is signed has one type, three ways: the contract's constant, the compiler's output, Python."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
from eth_account._utils.encode_typed_data.encoding_and_hashing import encode_type, hash_type
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.right_reports import LEGAL, VALUATION, ReportKind
from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act, Method
from regalia.oracle import right_report
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.right_report import RightReport, message
from regalia.oracle.typed_data import Signable, digest, type_text, typed_data
from regalia.oracle.valuation_report import SignedValuation, ValuationReport
from tests.mills import ROOT
from tests.oracle.solidity_types import compiled_types, forge_types, written_types
from tests.oracle.stage import NOON, REPORT, Stage, report
from tests.oracle.test_restatement import DOMAIN, RESTATEMENT
from tests.support.chain import Chain
from tests.support.contract import Contract
from tests.support.rights import number
from tests.support.roles import actor

IN_CONTRACTS = {
    "RoyaltyReport": "RoyaltyOracle",
    "Restatement": "RoyaltyOracle",
    "LegalEvent": "LegalOracle",
    "LegalReport": "LegalOracle",
    "SignedValuation": "ValuationOracle",
    "ValuationReport": "ValuationOracle",
}
"""Each type with the contract that has its hash."""
STRUCTS = ("RoyaltyReport", "Restatement", "LegalEvent", "SignedValuation")
EVENTS = tuple(
    LegalEvent(number(n), n, Act.NOTED, 20240229, 20250301, b"H10".ljust(32, b"\0"), bytes([n]) * 32) for n in (1, 2)
)
VALUATIONS = tuple(
    SignedValuation(number(n), n, actor("token"), 2**84 - n, Method.COST, 20240229, 20250301, bytes([n]) * 32)
    for n in (1, 2)
)
compiled = functools.cache(compiled_types)


@functools.cache
def python_types() -> dict[str, Any]:
    """The field tables as they are given to eth-account, by type."""
    given = [typed_data(REPORT, DOMAIN), typed_data(RESTATEMENT, DOMAIN)]
    for report_ in (LegalReport(EVENTS, 1), ValuationReport(VALUATIONS, 1)):
        given.append(message(report_, 1, actor("oracle")).typed_data())
    return {name: fields for whole in given for name, fields in whole["types"].items() if name != "EIP712Domain"}


def encoded(name: str) -> str:
    """As eth-account encodes the type from our table: it must not be given types that the message doesn't have."""
    tables = python_types()
    inner = {field["type"].removesuffix("[]") for field in tables[name]} & set(tables)
    return str(encode_type(name, {one: tables[one] for one in (name, *inner)}))


@pytest.mark.parametrize("name", IN_CONTRACTS)
def test_type__of_a_message__the_same_in_contract_compiler_and_python(name: str) -> None:
    assert written_types()[name] == compiled()[name] == encoded(name)


@pytest.mark.parametrize("name", IN_CONTRACTS)
def test_type_hash__of_pythons_type__is_a_constant_in_the_compiled_contract(name: str) -> None:
    code = bytes.fromhex(artefacts.load(IN_CONTRACTS[name]).deployed_bytecode[2:])
    assert keccak(text=encoded(name)) in code
    assert keccak(text=encoded(name) + " ") not in code


@pytest.mark.parametrize("kind", [RoyaltyReport, Restatement])
def test_type__made_from_our_table__what_eth_account_hashes(kind: type[Signable]) -> None:
    name = kind.__name__
    assert type_text(kind) == encoded(name)
    assert keccak(text=type_text(kind)) == hash_type(name, {name: python_types()[name]})


def test_types__derived_by_forge__the_same_again(tmp_path: Path) -> None:
    found = forge_types(tmp_path)
    assert {name: found[name] for name in STRUCTS} == {name: encoded(name) for name in STRUCTS}


def test_types__in_the_oracles_sources__none_that_is_not_tried_here() -> None:
    assert set(written_types()) <= set(IN_CONTRACTS)


def test_digest__of_a_royalty_report__the_contracts() -> None:
    stage = Stage()
    for given in (REPORT, report(invoices=()), report(received=2**96 - 1, has_target=False, reserve_target=0)):
        assert stage.digest_of(given) == digest(given, stage.domain)


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("kind", [LEGAL, VALUATION], ids=lambda kind: kind.name)
def test_digest__of_a_report_on_rights__the_contracts(kind: ReportKind, count: int) -> None:
    arguments = (actor("registry"), actor("admin"), 1, 1)
    oracle = Contract.deploy(Chain(NOON), kind.contract, *arguments, by=actor("deployer"))
    given: RightReport = LegalReport(EVENTS[:count], 1_800_000_000)
    if kind is VALUATION:
        given = ValuationReport(VALUATIONS[:count], 1_800_000_000)
    expected = right_report.digest(given, oracle.chain.chain_id, oracle.address)
    assert oracle.read("digestOf", given.words(), given.deadline) == expected


def test_type__of_a_restatement__is_the_one_of_the_decision() -> None:
    decision = (ROOT / "docs" / "decisions" / "0005-receipts-one-can-believe.md").read_text(encoding="utf-8")
    assert f"`{type_text(Restatement)}`" in decision
