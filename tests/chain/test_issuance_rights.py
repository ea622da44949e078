# SPDX-License-Identifier: Apache-2.0
"""The record of a deal whose facts a pool of rights tells: registry, legal oracle and gates behind it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.deployer import (
    ADMIN_DELAY,
    contract,
    deploy_contract,
    deploy_platform,
    deploy_rights,
)
from regalia.chain.devnet import Devnet
from regalia.chain.issuance import FactsSourceError, legal_oracle_of, valuation_oracle_of
from regalia.chain.logs import LogReader
from regalia.chain.record import POOL_OF_RIGHTS, load_record
from regalia.chain.transact import call, send
from regalia.domain.terms import load_terms
from tests.deals import DEALS
from tests.ledger.life import Life, begin
from tests.mills import NOTES

pytestmark = pytest.mark.devnet
PATENTS = load_terms(DEALS / "patents.yaml")


def issued(chain: Devnet, pool: ChecksumAddress) -> Life:
    return begin(chain, PATENTS, deploy_platform(chain.web3, chain.accounts[0]), facts=pool)


def pool_of(chain: Devnet, registry: ChecksumAddress) -> ChecksumAddress:
    web3, admin = chain.web3, chain.accounts[0]
    gates = deploy_contract(web3, "PoolGates", admin)
    return deploy_contract(web3, POOL_OF_RIGHTS, admin, registry, gates, admin, ADMIN_DELAY)


def appoint(chain: Devnet, registry: ChecksumAddress, role: str, who: ChecksumAddress) -> None:
    functions = contract(chain.web3, "IPRegistry", registry).functions
    send(chain.web3, functions.grantRole(chain.web3.keccak(text=role), who), chain.accounts[0])


def test_record__deal_on_a_pool_of_rights__all_behind_it_by_their_artefacts(fresh_chain: Devnet) -> None:
    web3 = fresh_chain.web3
    made = deploy_rights(web3, fresh_chain.accounts[0], 2)
    record = issued(fresh_chain, made.pool).record
    assert record.pool_facts is not None and record.rights is not None
    recorded = {field: part for field, part in record.contracts() if field.startswith(("rights", "pool_facts"))}
    gates = call(web3, contract(web3, POOL_OF_RIGHTS, made.pool).functions.GATES())
    assert {field: (part.address, part.artefact) for field, part in recorded.items()} == {
        "pool_facts": (made.pool, POOL_OF_RIGHTS),
        "rights.registry": (made.registry, "IPRegistry"),
        "rights.oracle": (made.oracle, "LegalOracle"),
        "rights.gates": (gates, "PoolGates"),
        "rights.valuation_oracle": (made.valuation_oracle, "ValuationOracle"),
    }
    assert {part.code_hash for part in recorded.values()} == {
        web3.keccak(web3.eth.get_code(web3.to_checksum_address(part.address))).to_0x_hex() for part in recorded.values()
    }
    assert record.rights.since == call(web3, contract(web3, "IPRegistry", made.registry).functions.SINCE())
    assert web3.eth.get_code(made.registry, record.rights.since) and not web3.eth.get_code(
        made.registry, record.rights.since - 1
    )


def test_record__deal_that_looks_at_no_fact__no_rights(fresh_chain: Devnet) -> None:
    record = begin(fresh_chain, load_terms(NOTES)).record
    assert (record.pool_facts, record.rights) == (None, None)


def test_issue__registry_to_which_no_oracle_reports__refused_with_what_to_do(fresh_chain: Devnet) -> None:
    registry = deploy_contract(fresh_chain.web3, "IPRegistry", *(fresh_chain.accounts[0],) * 2, ADMIN_DELAY)
    with pytest.raises(FactsSourceError) as refusal:
        issued(fresh_chain, pool_of(fresh_chain, registry))
    assert registry in refusal.value.message
    assert refusal.value.hint == "Appoint one first."
    said = LogReader(fresh_chain.web3, [], 0).read()
    assert "DealCreated" not in {event.name for event in said}  # else there would be a deal without its record
    assert said


def test_legal_oracle_of__appointed_one_after_the_other__the_last(fresh_chain: Devnet) -> None:
    web3, admin = fresh_chain.web3, fresh_chain.accounts[0]
    made = deploy_rights(web3, admin, 1)
    since = call(web3, contract(web3, "IPRegistry", made.registry).functions.SINCE())
    assert legal_oracle_of(web3, made.registry, since) == made.oracle
    second = deploy_contract(web3, "LegalOracle", admin, made.registry, admin, ADMIN_DELAY, 1)
    appoint(fresh_chain, made.registry, "ORACLE_ROLE", second)
    assert legal_oracle_of(web3, made.registry, since) == second


def test_valuation_oracle_of__among_appraisers__the_last_contract_of_ours_or_none(fresh_chain: Devnet) -> None:
    web3, admin = fresh_chain.web3, fresh_chain.accounts[0]
    made = deploy_rights(web3, admin, 2, 1)
    since = call(web3, contract(web3, "IPRegistry", made.registry).functions.SINCE())
    oracle = contract(web3, "ValuationOracle", made.valuation_oracle).functions
    assert (call(web3, oracle.threshold()), call(web3, oracle.REGISTRY())) == (1, made.registry)
    for appraiser in (fresh_chain.accounts[1], made.oracle):  # a person, and a contract that is another
        appoint(fresh_chain, made.registry, "APPRAISER_ROLE", appraiser)
    assert valuation_oracle_of(web3, made.registry, since) == made.valuation_oracle
    second = deploy_contract(web3, "ValuationOracle", admin, made.registry, admin, ADMIN_DELAY, 1)
    appoint(fresh_chain, made.registry, "APPRAISER_ROLE", second)
    assert valuation_oracle_of(web3, made.registry, since) == second


def test_record__registry_without_an_oracle_of_valuations__none_recorded_and_read_back(
    fresh_chain: Devnet, tmp_path: Path
) -> None:
    """As records are that were made before there was one."""
    web3, admin = fresh_chain.web3, fresh_chain.accounts[0]
    registry = deploy_contract(web3, "IPRegistry", admin, admin, ADMIN_DELAY)
    legal = deploy_contract(web3, "LegalOracle", admin, registry, admin, ADMIN_DELAY, 1)
    appoint(fresh_chain, registry, "ORACLE_ROLE", legal)
    record = issued(fresh_chain, pool_of(fresh_chain, registry)).record
    assert record.rights is not None and record.rights.valuation_oracle is None
    data = json.loads(record.to_json())
    del data["rights"]["valuation_oracle"]
    path = tmp_path / "record.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_record(path) == record
