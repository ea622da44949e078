# SPDX-License-Identifier: Apache-2.0
"""What the oracle itself says it hashes must be what is signed; whatever differs is named, all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.oracle.mandate import WrongDomainError
from regalia.oracle.typed_data import SigningDomain
from tests.oracle.panel import PERIOD, Panel
from tests.oracle.stage import ATTACKER, report

pytestmark = pytest.mark.devnet


def differences(panel: Panel, **changes: object) -> list[str]:
    mandate = replace(panel.mandate, **changes)  # type: ignore[arg-type]
    with pytest.raises(WrongDomainError) as refusal:
        mandate.check(panel.web3, report(deal=mandate.deal.address, period=PERIOD), mandate.domain)
    assert refusal.value.message.splitlines() == [str(difference) for difference in refusal.value.differences]
    return [difference.field for difference in refusal.value.differences]


def test_check__as_recorded__passes(panel: Panel) -> None:
    mandate = panel.mandate
    mandate.check(panel.web3, report(deal=mandate.deal.address), mandate.domain)


@pytest.mark.parametrize(("constant", "field"), [("NAME", "name"), ("VERSION", "version")])
def test_check__oracle_names_another_domain__refused(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, constant: str, field: str
) -> None:
    monkeypatch.setattr(f"regalia.oracle.mandate.{constant}", "Another")
    assert differences(panel) == [f"EIP-712 {field} of the oracle"]


def test_check__contract_without_a_domain__no_answer(panel: Panel) -> None:
    """Another contract of the deal stands where the oracle should."""
    fields = differences(panel, oracle=panel.mandate.escrow)
    assert fields == ["oracle of the deal", "EIP-712 domain of the oracle"]


def test_check__everything_wrong__all_of_it_named_and_nothing_asked_twice(panel: Panel) -> None:
    mandate = panel.mandate
    nowhere = mandate.oracle.model_copy(update={"address": ATTACKER})
    other = replace(mandate, chain_id=1, oracle=nowhere, deal=nowhere, escrow=nowhere)
    with pytest.raises(WrongDomainError) as refusal:
        other.check(panel.web3, report(), SigningDomain(2, mandate.domain.oracle))
    assert [difference.field for difference in refusal.value.differences] == [
        "chain id of the proposal",
        "oracle of the proposal",
        "deal of the report",
        "chain id of the node",
        "code hash of the oracle",
        "code hash of the deal",
        "code hash of the escrow",
        "oracle of the deal",
        "escrow of the deal",
        "EIP-712 domain of the oracle",
    ]
