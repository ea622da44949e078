# SPDX-License-Identifier: Apache-2.0
"""A holder who sends just so little gas that a dear foreign registry runs dry on his country, and the claim does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.withholding import TaxRate, TaxTable
from tests.contracts.test_erc3643_registry import IDENTITY, PROFESSIONAL, dear, scripted, word
from tests.support.chain import RefusedError
from tests.support.contract import Contract, calldata
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

FUND, FOREIGN = actor("fund"), actor("foreign registry")
HERE = 250
TABLE = TaxTable((TaxRate(HERE, 0, 300_000), TaxRate(0, 0, 0)))
"""30% here, and nothing from anybody else."""


def deal_over(platform: Platform, money: Contract, verified: int, country: int) -> DealContracts:
    """Live with income; its registry needs so much gas to say who is verified, and to say where somebody is."""
    chain, admin = platform.chain, actor("admin")
    behaviour = {
        "identity": dear(country, word(IDENTITY)),
        "isVerified": dear(verified, word(1)),
        "investorCountry": dear(country, word(HERE)),
    }
    chain.place(FOREIGN, scripted(behaviour))
    adapter = Contract.deploy(chain, "Erc3643Registry", FOREIGN, PROFESSIONAL, by=admin)
    shared = (adapter.address, platform.agent.address, platform.supervisor.address)
    token = Contract.deploy(chain, "TrancheToken", *shared, by=admin)
    platform.factory = platform.deploy_factory(token.address)
    deal = platform.create(money, replace(plain_spec(100), tax_table=TABLE.pack(), tax_authority="tax"))
    deal.sell({"fund": (60,), "bank": (40,)})
    deal.close()
    deal.pay_date(1_000_000)
    return deal


@pytest.mark.parametrize("verified", [400_000, 950_000])
@pytest.mark.parametrize("country", [20_000, 30_000])
def test_claim__with_the_least_gas_it_goes_through_with__the_same_tax(
    platform: Platform, money: Contract, verified: int, country: int
) -> None:
    deal = deal_over(platform, money, verified, country)
    claim = calldata("RoyaltyEscrow", "claim", deal.tokens[0].address)
    for gas in range(21_000 + verified, 300_000 + 2 * verified + 2 * country, 100):
        try:
            deal.chain.send(FUND, deal.escrow.address, claim, gas=gas)
            break
        except RefusedError:
            continue
    assert deal.payable("tax") == 180_000
