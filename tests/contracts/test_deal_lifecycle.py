# SPDX-License-Identifier: Apache-2.0
"""A deal is offered, sold and live, or it lapses; where it stands follows from facts, and no other way leads there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain.artefacts import load
from regalia.domain.state import State
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor

OFFERED, SOLD, LAPSED, LIVE = range(4)
PURE = {"decimals", "CLOCK_MODE", "supportsInterface", "messageForTransferRestriction"}
POWERS = {
    "forcedTransfer", "assignIncome", "recoveryAddress", "setFrozenTokens", "freezePartialTokens",
    "unfreezePartialTokens", "setAddressFrozen", "pause", "unpause",
}  # fmt: skip
"""What the transfer agent's contract alone may do to a tranche."""


def status(deal: DealContracts) -> int:
    return int(deal.deal.read("status"))


def test_status__new_deal__offered(offered: DealContracts) -> None:
    assert status(offered) == OFFERED


WINDOW = 7 * sample.DAY


@pytest.mark.parametrize(("seconds", "expected"), [(-1, OFFERED), (0, OFFERED), (1, LAPSED), (WINDOW, LAPSED)])
def test_status__one_unit_below_the_minimum_around_the_deadline__lapses_after_its_last_second(
    offered: DealContracts, seconds: int, expected: int
) -> None:
    offered.sell({"senior_investor": (1_000, 400, 9_999)})
    offered.chain.now = sample.DEADLINE + seconds
    assert status(offered) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(-1, OFFERED), (0, OFFERED), (1, SOLD), (WINDOW, SOLD), (WINDOW + 1, LAPSED)]
)
def test_status__every_minimum_reached_around_both_ends__sold_for_a_week_after_the_deadline(
    offered: DealContracts, seconds: int, expected: int
) -> None:
    offered.sell({"senior_investor": (1_000, 400, 9_999)})
    offered.subscribe(actor("junior_investor"), 2, 1)
    offered.chain.now = sample.DEADLINE + seconds
    assert status(offered) == offered.offering.read("stage") == expected


@pytest.mark.parametrize("after", [1, WINDOW])
def test_close__in_the_week_after_the_deadline__live(sold: DealContracts, after: int) -> None:
    sold.chain.now = sample.DEADLINE + after
    sold.close()
    assert status(sold) == LIVE


def test_close__sold_out__balances_begin_and_books_open(sold: DealContracts) -> None:
    assert sold.state() == replace(State.opening(sample.PROGRAM), balance=(0, 0, 0))
    sold.close()
    state = sold.deal.read("state")
    assert state["balance"] == (1_000_000 * sample.USD, 400_000 * sample.USD, 100_000 * sample.USD)
    assert state["account"] == (sample.FUNDING,)
    assert [token.read("totalSupply") for token in sold.tokens] == [1_000, 400, 10_000]
    assert [sold.lens.read("poolFactorDown", sold.deal.address, t) for t in range(3)] == [10**6] * 3


def test_close__twice__refused(live: DealContracts) -> None:
    live.chain.now += 60
    with refused("Deal_AlreadyClosed", closedAt=sample.CLOSING):
        live.close()


@pytest.mark.parametrize("role", ["outsider", "issuer", "originator", "senior_investor", "attacker"])
def test_close__of_the_deal_itself_by_a_stranger__refused(sold: DealContracts, role: str) -> None:
    with refused("Deal_OnlyOffering", offering=sold.offering.address, caller=actor(role)):
        sold.deal.send("close", sample.PROCEEDS, b"", by=actor(role))


@pytest.mark.parametrize("stage", ["offered", "sold"])
def test_payment_date__before_closing__refused(request: pytest.FixtureRequest, stage: str) -> None:
    deal: DealContracts = request.getfixturevalue(stage)
    if stage == "sold":
        deal.end_window()
    report = deal.report(100)
    with refused("Deal_NotLive", status=OFFERED if stage == "offered" else SOLD):
        deal.execute(report)
    with refused("DealLens_NotLive", deal=deal.deal.address):
        deal.preview(report)


def test_execute__lapsed__refused(offered: DealContracts) -> None:
    offered.chain.now = sample.FIRST_DATE
    report = offered.report(100)
    offered.submit(report)
    with refused("Deal_NotLive", status=LAPSED):
        offered.execute(report)


def test_initialize__deal_of_the_factory__already_wired(offered: DealContracts) -> None:
    with refused("Deal_AlreadyWired"):
        offered.deal.send("initialize", b"", b"", b"", by=actor("attacker"))


def test_implementation__initialize__only_clones_are_wired(platform: Platform) -> None:
    with refused("Deal_AlreadyWired", wiring=platform.implementation.address):
        platform.implementation.send("initialize", b"", b"", b"", by=actor("attacker"))


@pytest.mark.parametrize(
    ("getter", "name", "function", "arguments"),
    [
        ("DEAL", "Deal", "close", (0, b"")),
        ("DEAL", "Deal", "program", ()),
        ("TRANCHE_TOKEN", "TrancheToken", "mint", (actor("attacker"), 1)),
        ("TRANCHE_TOKEN", "TrancheToken", "transfer", (actor("attacker"), 0)),
        ("OFFERING", "Offering", "close", ()),
        ("OFFERING", "Offering", "subscribe", (0, 0, 1)),
    ],
)
def test_implementation__used_itself__inert(
    platform: Platform, getter: str, name: str, function: str, arguments: tuple[object, ...]
) -> None:
    implementation = Contract(platform.chain, name, platform.factory.read(getter))
    with pytest.raises(RefusedError):
        implementation.send(function, *arguments, by=actor("attacker"))


def test_interface__state_changing_functions__no_owner_no_setter_no_exit() -> None:
    def actions(name: str) -> set[str]:
        return {e["name"] for e in load(name).abi if e["type"] == "function" and "view" not in e["stateMutability"]}

    assert actions("Deal") == {
        "initialize", "close", "execute", "heed", "receiveSupport", "exerciseCall", "carryOut", "conclude",
    }  # fmt: skip
    assert actions("DealLens") == set()
    assert actions("SupportFacility") == {"demand", "pay", "deposit"}
    books = {"rebook", "amend", "restrain", "stopTrading", "heed"}
    assert actions("RoyaltyEscrow") - books == {
        "payRoyalty", "claim", "withdraw", "openBooks", "distribute", "receiveFrom", "shut",
    }  # fmt: skip
    assert actions("Offering") == {
        "subscribe",
        "close",
        "collect",
        "refund",
        "moveBid",
        "takeUp",
        "permit",
        "multicall",
    }
    assert actions("DealFactory") == {"createDeal"}
    assert actions("TrancheToken") - PURE - POWERS == {
        "forcedTransferByOrder", "mint", "burn", "transfer", "transferFrom", "tradeFrom", "batchTransfer", "approve", "permit",
    }  # fmt: skip


def test_tranche_at__no_such_tranche__refused(offered: DealContracts) -> None:
    with refused("Deal_NoTranche", tranches=3, given=3):
        offered.deal.read("trancheAt", 3)
    with refused("DealLens_NoTranche", tranches=3, given=4):
        offered.lens.read("poolFactorDown", offered.deal.address, 4)


def test_scheduled_at__first_and_later_periods__midnight_of_the_payment_day(offered: DealContracts) -> None:
    assert offered.deal.read("scheduledAt", 1) == sample.FIRST_DATE
    assert offered.deal.read("scheduledAt", 2) == sample.SECOND_DATE
