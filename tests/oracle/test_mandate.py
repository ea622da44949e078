# SPDX-License-Identifier: Apache-2.0
"""An attestor signs nowhere but where it was appointed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain import deployer
from regalia.chain.record import DeploymentRecord
from regalia.oracle.mandate import Mandate, WrongDomainError
from regalia.oracle.typed_data import SigningDomain
from tests.chain.records import record_data
from tests.oracle.market import USD, Market
from tests.oracle.stage import ATTACKER

WRONG_HASH = "0x" + "11" * 32


@pytest.fixture
def paid(market: Market) -> Market:
    market.pay(100 * USD)
    return market


def refusal(market: Market, mandate: Mandate, domain: SigningDomain | None = None, deal: str = "") -> WrongDomainError:
    report = market.report(deal=deal or market.made.deal)
    with pytest.raises(WrongDomainError) as caught:
        market.attestor(mandate=mandate).sign(report, domain or mandate.domain)
    assert "Nothing was signed" in caught.value.hint
    return caught.value


def test_from_record__deployment_record__its_chain_contracts_and_block() -> None:
    record = DeploymentRecord.model_validate(record_data())
    mandate = Mandate.from_record(record)
    assert mandate == Mandate(31337, record.oracle, record.deal, record.escrow, 12)
    assert mandate.domain == SigningDomain(31337, record.oracle.address)  # type: ignore[arg-type]


@pytest.mark.devnet
@pytest.mark.parametrize("chain_id", [1, 31338])
def test_sign__proposed_for_another_chain__refused(paid: Market, chain_id: int) -> None:
    error = refusal(paid, paid.mandate, SigningDomain(chain_id, paid.platform.oracle))
    assert (error.field, error.own, error.found) == ("chain id of the proposal", 31337, chain_id)


@pytest.mark.devnet
def test_sign__proposed_for_another_oracle__refused(paid: Market) -> None:
    error = refusal(paid, paid.mandate, SigningDomain(31337, ATTACKER))
    assert (error.field, error.own, error.found) == ("oracle of the proposal", paid.platform.oracle, ATTACKER)


@pytest.mark.devnet
def test_sign__report_for_another_deal__refused(paid: Market) -> None:
    error = refusal(paid, paid.mandate, deal=ATTACKER)
    assert (error.field, error.own, error.found) == ("deal of the report", paid.made.deal, ATTACKER)


@pytest.mark.devnet
def test_sign__node_of_another_chain__refused(paid: Market) -> None:
    error = refusal(paid, replace(paid.mandate, chain_id=1))
    assert (error.field, error.own, error.found) == ("chain id of the node", 1, 31337)


@pytest.mark.devnet
@pytest.mark.parametrize("contract", ["oracle", "deal", "escrow"])
def test_sign__other_code_at_the_address__refused(paid: Market, contract: str) -> None:
    known = getattr(paid.mandate, contract)
    changed = known.model_copy(update={"code_hash": WRONG_HASH})
    error = refusal(paid, replace(paid.mandate, **{contract: changed}))
    assert (error.field, error.own, error.found) == (f"code hash of the {contract}", WRONG_HASH, known.code_hash)


@pytest.mark.devnet
def test_sign__nothing_at_the_address__refused(paid: Market) -> None:
    empty = paid.mandate.oracle.model_copy(update={"address": ATTACKER})
    error = refusal(paid, replace(paid.mandate, oracle=empty))
    nothing = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"  # keccak-256 of no bytes
    assert (error.field, error.found) == ("code hash of the oracle", nothing)


@pytest.mark.devnet
def test_sign__true_oracle_that_is_not_the_deals__refused(paid: Market) -> None:
    other = deployer.deploy_contract(paid.web3, "RoyaltyOracle", paid.outsider, paid.outsider, 0)
    error = refusal(paid, replace(paid.mandate, oracle=paid.known(other)))
    assert (error.field, error.own, error.found) == ("oracle of the deal", other, paid.platform.oracle)


@pytest.mark.devnet
def test_sign__true_escrow_that_is_not_the_deals__refused(paid: Market) -> None:
    """Into an escrow of his own an attacker could pay, and take it out again."""
    other = paid.foreign_escrow()
    error = refusal(paid, replace(paid.mandate, escrow=paid.known(other)))
    assert (error.field, error.own, error.found) == ("escrow of the deal", other, paid.made.escrow)
