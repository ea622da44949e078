# SPDX-License-Identifier: Apache-2.0
"""Every field of the record with one character changed, in turn: refused or found, and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.connection import WrongNetworkError, connect
from regalia.chain.record import DeploymentRecord, RecordError, load_record
from regalia.domain.compile import compile_terms
from regalia.domain.terms import load_terms
from regalia.ledger.code import compare_code
from regalia.ledger.comparison import Tally
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.verify import verify
from tests.ledger.life import Life
from tests.mills import NOTES

pytestmark = pytest.mark.devnet
WHOLE = (
    "factory",
    "escrow",
    "oracle",
    "investor_registry",
    "transfer_agent",
    "supervisor",
    "support_facility",
    "deal_lens",
    "program_checker",
    "noteholder_meeting",
    "settlement_desk",
)
TERMS = load_terms(NOTES)
PAYEES = compile_terms(TERMS).payees
TRANCHES = tuple(tranche.id for tranche in TERMS.tranches)
ARGUMENTS = {
    "terms_hash": 1,
    "program": 1,
    "payment_token": 1,
    "originator": 1,
    "payees": 4,
    "funding": 1,
    "facts": 1,
    "names": 3,
    "symbols": 3,
    "offers": 3,
    "opens": 1,
    "deadline": 1,
    "oracle.threshold": 1,
    "oracle.dispute_window": 1,
    "oracle.missing_after_days": 1,
    "oracle.dispute_bond": 1,
    "oracle.attestors": 5,
    "oracle.weights": 5,
    "meeting": 1,
    "transfer_rules": 3,
    "countries": 3,
    "tax_table": 1,
    "tax_authority": 1,
    "salt": 1,
}
LISTS = (
    "payees",
    "funding",
    "names",
    "symbols",
    "offers",
    "oracle.attestors",
    "oracle.weights",
    "transfer_rules",
    "countries",
)


def fields() -> Iterator[str]:
    """Every value of the record of the notes, but the compiler's settings."""
    yield from ("schema_version", "chain_id", "genesis_hash", "deal_id", "terms_hash", "block_number")
    yield from ("transaction_hash", "deployer", "compiler.version")
    for role in WHOLE:
        yield from (f"{role}.{field}" for field in ("address", "code_hash", "artefact", "source_hash"))
    for clone in ("deal", "offering", *(f"tokens.{tranche}" for tranche in TRANCHES)):
        yield from (f"{clone}.{field}" for field in ("address", "code_hash", "implementation"))
    for name in ("Deal", "Offering", "TrancheToken"):
        yield from (f"implementations.{name}.{field}" for field in ("address", "code_hash", "artefact", "source_hash"))
    yield from ("payment_token.address", "payment_token.code_hash")
    yield from (f"payees.{payee}" for payee in PAYEES)
    yield from (f"attestors.{what}.{i}" for what in ("signers", "weights") for i in range(5))
    yield "attestors.threshold"
    for name, number in ARGUMENTS.items():
        yield from (f"arguments.{name}.{i}" for i in range(number)) if name in LISTS else (f"arguments.{name}",)


def leaves(data: Any, path: str = "") -> Iterator[str]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if pairs is None:
        if data is not None:
            yield path
        return
    for key, value in pairs:
        yield from leaves(value, f"{path}.{key}" if path else str(key))


def parent(data: Any, path: str) -> tuple[Any, Any]:
    *upper, last = path.split(".")
    for key in upper:
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data, int(last) if isinstance(data, list) else last


def one_character_changed(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return value[:-1] + ("1" if value[-1] == "0" else "0")


def found_in(life: Life, data: dict[str, Any], folder: Path) -> str:
    """What a stranger reads who was given this record; empty when nothing is wrong. The views, which take the longest,
    are only asked when everything before agreed.
    """
    file = folder / "record.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    try:
        record = load_record(file)
        web3 = connect(life.chain.url, record.chain_id, record.genesis_hash)
    except (RecordError, WrongNetworkError) as error:
        return str(error)
    tally = Tally(life.terms.money)
    if compare_code(web3, record, tally):
        replay(life.terms, record, read_events(web3, record), tally)
    return "\n".join(map(str, tally.differences or verify(web3, record, life.terms).differences))


def record_data(life: Life) -> dict[str, Any]:
    data = json.loads(life.record.to_json())
    assert isinstance(data, dict)
    return data


def test_fields__of_the_record__all_of_them_are_tampered_with_here(life: Life) -> None:
    found = {leaf for leaf in leaves(record_data(life)) if not leaf.startswith("compiler.settings.")}
    assert found == set(fields())


def name_of(field: str) -> str:
    """What a message calls it: lists of arguments and the compiler are compared as a whole."""
    if field.startswith(("arguments.", "attestors.weights")) and field[-1].isdigit():
        return f"record.{field.rpartition('.')[0]}"
    return {
        "chain_id": "chain id",
        "genesis_hash": "genesis hash",
        "compiler.version": "record.compiler",
    }.get(field, field)


@pytest.mark.parametrize("field", fields())
def test_verify__one_character_of_the_record_changed__field_named(life: Life, field: str, tmp_path: Path) -> None:
    data = record_data(life)
    holder, key = parent(data, field)
    holder[key] = one_character_changed(holder[key])
    found = found_in(life, data, tmp_path)
    assert name_of(field) in found


ADDRESSES = [f for f in fields() if f.endswith(".address") or f.startswith(("payees.", "attestors.signers."))]


@pytest.mark.parametrize(
    "field",
    [
        *ADDRESSES,
        *(f"arguments.{name}" for name in ("originator", "payment_token", "facts", "tax_authority")),
        "deployer",
    ],
)
def test_verify__another_well_formed_address__field_named(life: Life, field: str, tmp_path: Path) -> None:
    """An address that passes its checksum."""
    data = record_data(life)
    holder, key = parent(data, field)
    signers = [int(signer, 16) for signer in data["attestors"]["signers"]]
    number = signers[int(key)] + 1 if field.startswith("attestors") else 0xDEAD
    holder[key] = life.chain.web3.to_checksum_address(f"0x{number:040x}")
    found = found_in(life, data, tmp_path)
    assert field in found or f"{field.rpartition('.')[0]}.implementation" in found or "among implementations" in found


def test_verify__contracts_of_another_deal_of_the_platform__fields_named(
    life: Life, neighbour: Life, tmp_path: Path
) -> None:
    """Their code is genuine: only the events tell them apart."""
    for role in ("escrow", "offering"):
        data = record_data(life)
        data[role] = record_data(neighbour)[role]
        assert f"record.{role}.address: in DealCreated" in found_in(life, data, tmp_path)
    data = record_data(life)
    data["deal"] = record_data(neighbour)["deal"]
    found = found_in(life, data, tmp_path)
    assert "record.transaction_hash: of DealCreated" in found
    assert "record.escrow.address: in DealCreated" in found
    data = record_data(life)
    data["tokens"]["senior"] = record_data(neighbour)["tokens"]["senior"]
    assert "record.tokens.senior" in found_in(life, data, tmp_path)


@pytest.mark.parametrize("role", WHOLE)
def test_verify__contract_said_to_be_others__refused(life: Life, role: str, tmp_path: Path) -> None:
    """A contract without an artefact could have any code."""
    data = record_data(life)
    data[role] |= {"artefact": None, "source_hash": None}
    assert f"record.{role}.artefact: the contract" in found_in(life, data, tmp_path)


@pytest.mark.parametrize("clone", ["deal", "offering", "tokens.senior"])
def test_verify__clone_said_to_be_whole__refused(life: Life, clone: str, tmp_path: Path) -> None:
    data = record_data(life)
    holder, key = parent(data, clone)
    holder[key]["implementation"] = None
    assert f"record.{clone}.implementation: clone of" in found_in(life, data, tmp_path)


def test_verify__other_compiler_settings__named(life: Life, tmp_path: Path) -> None:
    data = record_data(life)
    data["compiler"]["settings"]["optimizer"]["runs"] += 1
    assert "record.compiler" in found_in(life, data, tmp_path)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_verify__argument_left_out__named(life: Life, argument: str, tmp_path: Path) -> None:
    data = record_data(life)
    holder, key = parent(data, f"arguments.{argument}")
    del holder[key]
    assert f"record.{f'arguments.{argument}'.rpartition('.')[0]}: names" in found_in(life, data, tmp_path)


@pytest.mark.parametrize("said", [None, 7, "oracle"])
def test_verify__oracle_s_arguments_that_are_none__named(life: Life, said: object, tmp_path: Path) -> None:
    data = record_data(life)
    data["arguments"]["oracle"] = said
    assert "record.arguments.oracle: names" in found_in(life, data, tmp_path)


def test_verify__weights_left_out__named(life: Life, tmp_path: Path) -> None:
    """They may be left out of a record: everybody weighs one then, but that is not what this one was made with."""
    data = record_data(life)
    data["attestors"]["weights"] = None
    assert "record.attestors.weights: of the deal file" in found_in(life, data, tmp_path)


@pytest.mark.parametrize("salt", ["", "0x", "salt", 7])
def test_verify__salt_that_is_none__named(life: Life, salt: object, tmp_path: Path) -> None:
    data = record_data(life)
    data["arguments"]["salt"] = salt
    assert "record.arguments.salt: of the deal" in found_in(life, data, tmp_path)


def test_verify__untouched_record__nothing_found(life: Life, tmp_path: Path) -> None:
    data = record_data(life)
    assert DeploymentRecord.model_validate_json(json.dumps(data)) == life.record
    assert found_in(life, data, tmp_path) == ""
