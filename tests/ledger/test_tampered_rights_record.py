# SPDX-License-Identifier: Apache-2.0
"""What the record says of rights, with one thing changed: refused or found, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.transact import call
from regalia.ledger.reading import read_events
from tests.ledger.patents_stage import PatentsLife
from tests.ledger.test_tampered_record import found_in, leaves, one_character_changed, parent, record_data

pytestmark = pytest.mark.devnet
CONTRACTS = ("pool_facts", "rights.registry", "rights.oracle", "rights.gates", "rights.valuation_oracle")
FIELDS = [
    *(f"{role}.{field}" for role in CONTRACTS for field in ("address", "code_hash", "artefact", "source_hash")),
    "rights.since",
]


def test_fields__about_rights__all_of_them_are_tampered_with_here(patents: PatentsLife) -> None:
    found = {leaf for leaf in leaves(record_data(patents.life)) if leaf.startswith(("rights.", "pool_facts."))}
    assert found == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_verify__one_character_of_the_record_changed__found(patents: PatentsLife, field: str, tmp_path: Path) -> None:
    """Another kind of pool is none whose rights are recorded."""
    data = record_data(patents.life)
    holder, key = parent(data, field)
    holder[key] = one_character_changed(holder[key])
    named = {"pool_facts.artefact": "rights are recorded where pool_facts is a RightsPool"}
    assert named.get(field, field) in found_in(patents.life, data, tmp_path)


def test_verify__first_block_too_early__registry_s_answer_named(patents: PatentsLife, tmp_path: Path) -> None:
    data = record_data(patents.life)
    data["rights"]["since"] -= 1
    assert "record.rights.since" in found_in(patents.life, data, tmp_path)


@pytest.mark.parametrize(
    ("role", "field", "named"),
    [
        ("rights.registry", "registry", "RepurchaseDemanded: by the rules"),
        ("rights.oracle", "oracle", "LegalEventReported: said by: expected an officer"),
        ("rights.valuation_oracle", "valuation_oracle", "record.rights.registry"),
        ("pool_facts", "pool", "record.pool_facts"),
    ],
)
def test_verify__contract_of_the_same_code_that_knows_nothing__found(
    patents: PatentsLife, role: str, field: str, named: str, tmp_path: Path
) -> None:
    """Their code is genuine: only what is said tells them apart."""
    data = record_data(patents.life)
    holder, key = parent(data, role)
    address = getattr(patents.elsewhere, field)
    code = patents.life.chain.web3.eth.get_code(address)
    holder[key] |= {"address": address, "code_hash": patents.life.chain.web3.keccak(code).to_0x_hex()}
    assert named in found_in(patents.life, data, tmp_path)


def test_verify__gates_that_others_ask__pool_s_answer_named(patents: PatentsLife, tmp_path: Path) -> None:
    data = record_data(patents.life)
    web3 = patents.life.chain.web3
    others = patents.life.contract("RightsPool", patents.elsewhere.pool)
    data["rights"]["gates"]["address"] = call(web3, others.functions.GATES())
    assert "record.rights.gates" in found_in(patents.life, data, tmp_path)


def test_verify__record_older_than_the_oracle_of_valuations__an_appraiser_like_others(
    patents: PatentsLife, tmp_path: Path
) -> None:
    data = record_data(patents.life)
    del data["rights"]["valuation_oracle"]
    assert found_in(patents.life, data, tmp_path) == ""


def test_verify__rights_left_out__refused(patents: PatentsLife, tmp_path: Path) -> None:
    data = record_data(patents.life)
    data["rights"] = None
    assert "rights are recorded where pool_facts is a RightsPool" in found_in(patents.life, data, tmp_path)


def test_verify__pool_said_to_be_a_source_of_others__facts_are_not_believed_quietly(
    patents: PatentsLife, tmp_path: Path
) -> None:
    """Without rights and without an artefact the record is one of a foreign source, whose facts are taken as told."""
    data = record_data(patents.life)
    data["rights"] = None
    data["pool_facts"] |= {"artefact": None, "source_hash": None}
    assert "record.pool_facts.artefact" in found_in(patents.life, data, tmp_path)


def test_read__record_without_rights__nothing_of_registry_or_pool(patents: PatentsLife) -> None:
    record = patents.life.record
    assert record.pool_facts is not None
    foreign = record.pool_facts.model_copy(update={"artefact": None, "source_hash": None})
    events = read_events(patents.life.chain.web3, record.model_copy(update={"rights": None, "pool_facts": foreign}))
    assert record.pool_facts.address not in {event.address for event in events}
    assert "FactsTaken" in {event.name for event in events}
