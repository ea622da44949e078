# SPDX-License-Identifier: Apache-2.0
"""R6: nothing costs more because there are more holders, more wallets of one of them, or a longer past."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.failures.estate import estate
from tests.invariants.bare_deal import BareDeal
from tests.support.chain import refused
from tests.support.contract import calldata
from tests.support.deal import DealContracts
from tests.support.platform import ELIGIBLE_UNTIL, Platform, plain_spec
from tests.support.powers import order
from tests.support.roles import actor

CONTRACTS = Path(__file__).parents[2] / "contracts"
HOLDERS = 10_000
AT_ONCE = 200
"""Who are sent a unit in one transaction."""


def spread(holders: int) -> DealContracts:
    """So many hold a unit each, the junior investor one of the rest, and the senior all others."""
    platform = Platform()
    deal = platform.create(platform.money(), plain_spec(20_000))
    deal.sell({"senior_investor": (19_999,), "junior_investor": (1,)})
    deal.close()
    wallets = [actor(f"holder {i}") for i in range(holders - 2)]
    for wallet in wallets:
        data = calldata("InvestorRegistry", "admit", wallet, 840, 2, ELIGIBLE_UNTIL)
        assert platform.chain.attempt(actor("registrar"), platform.registry.address, data)[0]
    for i in range(0, len(wallets), AT_ONCE):
        some = wallets[i : i + AT_ONCE]
        data = calldata("TrancheToken", "batchTransfer", some, [1] * len(some))
        assert platform.chain.attempt(actor("senior_investor"), deal.tokens[0].address, data)[0]
    return deal


def costs(holders: int) -> dict[str, int]:
    deal = spread(holders)
    deal.pay_date(10**9)
    deal.pay_royalty(10**9)
    report = deal.report(10**9)
    deal.reach(2)
    found = {"report": deal.submit(report).gas, "payment date": deal.execute(report).gas}
    found["claim"] = deal.claim(0, "senior_investor").gas
    found["transfer"] = deal.tokens[0].send("transfer", actor("junior_investor"), 1, by=actor("senior_investor")).gas
    assert deal.units(0, "senior_investor") == 19_999 - max(0, holders - 2) - 1
    return found


def test_r6__with_two_or_ten_thousand_holders__report_date_claim_and_transfer_cost_the_same() -> None:
    few, many = costs(2), costs(HOLDERS)
    for what, gas in few.items():
        assert abs(many[what] - gas) * 100 <= gas, (what, gas, many[what])


PUSHES = {
    "compliance/InvestorRegistry.sol": "issuers, by the administrator, 255 at most",
    "deal/RecordDates.sol": "a checkpoint of a holder whose units moved; read by halving, written at the end",
    "registry/LicenceBook.sol": "live licences of a right, by a registrar, a limited number",
    "registry/PoolSums.sol": "exposures of a right, as many as its licences",
    "registry/RightsPool.sol": "rights of a pool, by the deal's originator, a limited number",
    "registry/TitleBook.sol": "owners of a right, by a registrar, a limited number",
}
"""Every storage list that grows, and who lets it grow."""


def test_r6__lists_that_grow__are_those_an_officer_fills_or_nobody_walks() -> None:
    found = set()
    for path in sorted(CONTRACTS.rglob("*.sol")):
        if "mocks" not in path.parts and ".push(" in re.sub(r"//.*", "", path.read_text()):
            found.add(str(path.relative_to(CONTRACTS)))
    assert found == set(PUSHES)


@pytest.mark.parametrize("function", ["addIssuer", "addWallet", "admit"])
def test_r6__stranger_who_would_lengthen_a_list__refused(platform: Platform, function: str) -> None:
    arguments = {
        "addIssuer": (actor("accomplice"),),
        "addWallet": (actor("accomplice"), actor("senior_investor")),
        "admit": (actor("accomplice"), 840, 2, ELIGIBLE_UNTIL),
    }
    with refused("AccessControlUnauthorizedAccount"):
        platform.registry.send(function, *arguments[function], by=actor("attacker"))


def test_r6__as_many_wallets_as_an_investor_may_have__seized_burnt_and_paid_for_what_one_costs(
    platform: Platform,
) -> None:
    """Under a limit of holders, where wallets of an investor are looked through."""
    most = int(platform.registry.read("MAX_WALLETS"))
    gas = {wallets: _ends_of(wallets) for wallets in (2, most)}
    per_wallet = 8_000
    for one, many in zip(gas[2], gas[most], strict=True):
        assert many - one <= per_wallet * (most - 2) < 10**6


def _ends_of(wallets: int) -> tuple[int, ...]:
    """Gas of a seizure, of a redemption and of a claim when the investor has so many wallets."""
    deal = estate(TransferRules(holder_limit=9))
    for i in range(2, wallets):
        deal.platform.add_wallet(actor(f"further wallet {i}"), actor("fund"))
        assert deal.act("fund", deal.tokens[0], "transfer", f"further wallet {i}", 0) is None
    deal.distribute([1_000_003])
    fund, token = actor("fund"), deal.tokens[0]
    seized = order(deal.platform, "forcedTransferByOrder", token, fund, actor("bank"), 9, 0).gas
    burnt = order(deal.platform, "redeem", token, fund, 1).gas
    claimed = deal.escrow.send("claim", token.address, by=fund).gas
    return seized, burnt, claimed


def test_r6__one_wallet_more_than_an_investor_may_have__refused(platform: Platform) -> None:
    most = int(platform.registry.read("MAX_WALLETS"))
    for i in range(1, most):
        platform.add_wallet(actor(f"wallet {i}"), actor("senior_investor"))
    with refused("InvestorRegistry_TooManyWallets", limit=most, given=most + 1):
        platform.add_wallet(actor("wallet too many"), actor("senior_investor"))


def _moved(deal: BareDeal, times: int) -> None:
    """To and fro, each in a second of its own."""
    for i in range(times):
        deal.chain.now += 1
        giver, taker = ("bank", "saver") if i % 2 == 0 else ("saver", "bank")
        assert deal.act(giver, deal.tokens[0], "transfer", taker, 1) is None


def test_r6__after_two_thousand_record_dates__a_transfer_and_a_claim_cost_what_they_did() -> None:
    deal = estate(TransferRules(RuleFlag.RECORD_DATES))
    deal.distribute([1_000_003])
    deal.escrow.send("claim", deal.tokens[0].address, by=actor("bank"))
    gas = []
    for times in (4, 2_000):
        _moved(deal, times)
        deal.distribute([1_000_003])
        deal.chain.now += 1
        sent = deal.tokens[0].send("transfer", actor("saver"), 1, by=actor("bank")).gas
        claimed = deal.escrow.send("claim", deal.tokens[0].address, by=actor("bank")).gas
        gas.append((sent, claimed))
        deal.tokens[0].send("transfer", actor("bank"), 1, by=actor("saver"))
    assert all(abs(late - early) * 100 <= early for early, late in zip(*gas, strict=True)), gas
    assert deal.cells(0, ("bank", "saver"))["bank"].units == 4
