# SPDX-License-Identifier: Apache-2.0
"""Many acts in one transaction, by an officer that is a contract: each is told from its neighbours, and none can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from web3 import Web3
from web3.contract.contract import Contract

from regalia.chain.deployer import contract, deploy_contract
from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.domain.terms import load_terms
from regalia.ledger.model import MoveKind
from regalia.ledger.reading import read_events
from tests.ledger.life import DAY, DECEMBER_2023, USD, begin
from tests.ledger.ordered_life import ACCOUNTS, ALL, BIG, EVIDENCE, ROLES, OrderedLife, sell
from tests.ledger.tampering import found_by_all, found_by_replay, replayed
from tests.mills import NOTES

pytestmark = pytest.mark.devnet
ORDER = (b"court 7/24".ljust(32, b"\0"), EVIDENCE)


class Desk:
    """An officer with every role; ``run`` is one transaction. ``forced`` counts the forced transfers asked of it."""

    def __init__(self, world: OrderedLife) -> None:
        self.world, chain, self.forced = world, world.life.chain, 0
        admin = chain.accounts[0]
        self.agent = world.life.contract("TransferAgent", world.life.platform.agent)
        self.desk = contract(chain.web3, "MockDesk", deploy_contract(chain.web3, "MockDesk", admin))
        for role in ROLES:
            world.life.send(self.agent.functions.grantRole(Web3.keccak(text=f"{role}_ROLE"), self.desk.address), admin)

    def run(self, *acts: tuple[Contract, bytes]) -> None:
        calls = [act for _, act in acts]
        self.world.life.send(self.desk.functions.run([to.address for to, _ in acts], calls), self.world.life.anybody)

    def force(self, tranche: str, *arguments: Any) -> tuple[Contract, bytes]:
        self.forced += 1
        return self.token(tranche, "forcedTransferByOrder", *arguments, ORDER)

    def agent_s(self, act: str, tranche: str, *arguments: Any) -> tuple[Contract, bytes]:
        token = self.world.life.token(tranche).address
        self.forced += len(arguments[0]) if act == "batchForcedTransfer" else 0
        return self.agent, _data(self.agent, act, token, *arguments, ORDER)

    def token(self, tranche: str, act: str, *arguments: Any) -> tuple[Contract, bytes]:
        token = self.world.life.token(tranche)
        return token, _data(token, act, *arguments)


def _data(of: Contract, act: str, *arguments: Any) -> bytes:
    return bytes.fromhex(of.encode_abi(act, args=list(arguments))[2:])


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        world = OrderedLife(begin(chain, load_terms(NOTES)))
        desk = Desk(world)
        sell(world)
        world.quarter(1, 288_427, 132_887)
        chain.warp(world.now() + 60 * DAY)
        _trading_and_orders(desk)
        _recoveries(desk)
        world.quarter(2, BIG, 116_456)
        _redemptions(desk)
        yield desk


@pytest.fixture(scope="module")
def events(desk: Desk) -> tuple[Event, ...]:
    return tuple(read_events(desk.world.life.chain.web3, desk.world.life.record))


def _trading_and_orders(desk: Desk) -> None:
    """Acts of token and agent follow each other directly: with a thaw or none, with income or none, of nothing, in two tranches in turn."""
    a, b, c, d = desk.world.life.investors[:4]
    e, f = desk.world.life.investors[7:9]
    for holder in (a, b):
        approval = desk.world.life.token("senior").functions.approve(desk.desk.address, ALL)
        desk.world.life.send(approval, holder)
    desk.run(
        desk.agent_s("freezePartialTokens", "senior", a, 100),
        desk.force("senior", a, b, 950, 0),
        desk.agent_s("setFrozenTokens", "senior", a, 2**60),
        desk.force("senior", a, b, 10, USD),
        desk.token("senior", "transferFrom", b, c, 7),
        desk.force("senior", b, c, 7, ALL),
        desk.token("senior", "transferFrom", b, c, 0),
        desk.force("senior", b, c, 0, 0),
        desk.force("senior", b, c, 0, ALL),
        desk.agent_s("batchForcedTransfer", "senior", [a, a, c, c], [b, b, d, d], [5, 35, 100, 0], [0, ALL, USD, ALL]),
        desk.force("senior", c, d, 1, 0),
        desk.agent_s("batchForcedTransfer", "senior", [c], [d], [1], [0]),
        desk.agent_s("pause", "senior"),
        desk.force("senior", d, c, 3, ALL),
        desk.agent_s("unpause", "senior"),
        desk.force("mezzanine", e, f, 10, USD),
        desk.force("senior", d, c, 3, 0),
        desk.force("mezzanine", e, f, 10, 0),
        desk.agent_s("batchSetFrozenTokens", "senior", [d, c], [10, 2**50]),
        desk.force("senior", d, c, 1_496, ALL),
        desk.agent_s("batchSetAddressFrozen", "senior", [a, c], [True, True]),
        desk.force("senior", c, d, 50, 5 * USD),
        desk.agent_s("batchSetAddressFrozen", "senior", [a, c], [False, False]),
    )


def _recoveries(desk: Desk) -> None:
    """With units, and with income alone right after a transfer of the same two wallets."""
    world, investors = desk.world, desk.world.life.investors
    lost, poor, other = investors[4], investors[6], investors[5]
    fresh, richer = world.fresh, world.life.chain.accounts[25]
    world.registry("addWallet", fresh, lost)
    world.registry("addWallet", richer, poor)
    world.life.send(world.life.token("senior").functions.approve(desk.desk.address, ALL), poor)
    desk.run(
        desk.agent_s("setFrozenTokens", "senior", lost, 5),
        desk.force("senior", other, lost, 9, ALL),
        desk.agent_s("recoverWallet", "senior", lost, fresh, lost),
        desk.force("senior", other, fresh, 9, 0),
        desk.agent_s("setAddressFrozen", "senior", fresh, False),
        desk.force("senior", fresh, other, 12, USD),
        desk.token("senior", "transferFrom", poor, richer, 100),
        desk.agent_s("recoverWallet", "senior", poor, richer, poor),
        desk.force("senior", richer, other, 100, ALL),
    )


def _redemptions(desk: Desk) -> None:
    holders = [holder for holder in desk.world.holders if desk.world.units("senior", holder)]
    *most, last = holders
    desk.run(
        *(desk.agent_s("redeem", "senior", holder, 1) for holder in most),
        *(desk.agent_s("setFrozenTokens", "senior", holder, 2) for holder in most),
        *(desk.agent_s("redeem", "senior", holder, desk.world.units("senior", holder) - 1) for holder in most),
        desk.force("senior", last, most[0], 1, 0),
    )


def test_verify__acts_in_one_transaction__no_difference(desk: Desk, events: tuple[Event, ...]) -> None:
    assert not found_by_all(desk.world.life, events)
    ledger = replayed(desk.world.life, events).ledger
    forced = [move for move in ledger.transfers if move.kind is MoveKind.FORCED]
    assert len(forced) == desk.forced == 22
    assert {act.order.by for act in ledger.acts} == {desk.desk.address}


def test_verify__any_one_event_of_an_act_left_out__found(desk: Desk, events: tuple[Event, ...]) -> None:
    """But for transfers of nothing, which change nothing."""
    acts = {event.transaction_hash for event in events if event.name in ("Ordered", "UnitsRedeemed")}
    unnoticed = [
        (dropped.name, dropped.args)
        for dropped in events
        if dropped.transaction_hash in acts
        and not found_by_replay(desk.world.life, [event for event in events if event is not dropped])
    ]
    assert all(name in ("Transfer", "Approval") and not args["value"] for name, args in unnoticed), unnoticed
    assert len(unnoticed) <= 2
