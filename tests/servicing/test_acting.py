# SPDX-License-Identifier: Apache-2.0
"""The line that is said before a question: who acts, as what, with how much for gas, on which chain."""

from __future__ import annotations

import pytest

from regalia.servicing.acting import acting_line, ether, offices_of, parts_of
from tests.servicing.reporting import Reporting

pytestmark = pytest.mark.devnet


def test_parts_of__officers_and_parties__each_by_what_it_is(closed: Reporting) -> None:
    deal, accounts = closed.deal, closed.chain.accounts
    assert parts_of(deal, closed["oracle-trustee"]) == ("oracle-trustee",)
    assert parts_of(deal, accounts[1]) == ("originator",)
    assert "attestor" in parts_of(deal, closed.keys[0].address)
    administrator = parts_of(deal, accounts[0])
    assert administrator[0] == "registrar"
    assert administrator[-1] == "administrator of InvestorRegistry, TransferAgent, Supervisor and RoyaltyOracle"


def test_parts_of__somebody_else__said_so(closed: Reporting) -> None:
    assert parts_of(closed.deal, closed["outsider"]) == ("no party or officer of the deal",)


def test_offices_of__one_contract__its_administrator(closed: Reporting) -> None:
    seats = {"oracle-governor": closed.deal.oracle.address}
    assert offices_of(closed.chain.web3, seats, closed.chain.accounts[0]) == ("administrator of RoyaltyOracle",)
    assert offices_of(closed.chain.web3, seats, closed["oracle-governor"]) == ("oracle-governor",)


def test_acting_line__everything_known__in_one_line_without_the_keys_of_the_node(closed: Reporting) -> None:
    who, node = closed["rival"], "https://user:password@node.example/v3/KEY?token=KEY"
    line = acting_line(closed.chain.web3, who, "rival.json", ("oracle-trustee",), "ethereum:sepolia", node)
    assert line.startswith(f"acting as {who} (rival.json, 10,000 ETH; oracle-trustee)")
    assert line.endswith(") on ethereum:sepolia, chain 31337, node https://node.example")


def test_acting_line__nothing_known_but_the_account__still_says_the_chain(closed: Reporting) -> None:
    line = acting_line(closed.chain.web3, closed["rival"])
    assert line.endswith(" ETH) on chain 31337") and "None" not in line


@pytest.mark.parametrize(
    ("wei", "shown"),
    [(0, "0 ETH"), (1, "0 ETH"), (10**14, "0.0001 ETH"), (10**22, "10,000 ETH"), (19_999 * 10**14 - 1, "1.9998 ETH")],
)
def test_ether__any_amount__never_more_than_there_is(wei: int, shown: str) -> None:
    assert ether(wei) == shown
