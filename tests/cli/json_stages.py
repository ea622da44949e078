# SPDX-License-Identifier: Apache-2.0
"""How the chain of ``json_world`` gets from one stage to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from regalia.chain.record import save_record
from regalia.servicing import offering
from tests.cli.guide_desk import Desk
from tests.cli.json_world import Stage, World
from tests.cli.market_desk import set_up
from tests.cli.test_ip_on_chain import TODAY, pledged
from tests.ledger.life import DAY
from tests.oracle.panel import open_panel
from tests.support.rights_life import seconds
from tests.support.roles import key_of

INCOME = 30_000
"""Dollars of the first quarter: interest is paid, and some principal."""


def reporting(world: World) -> None:
    """Royalties came in; one payment more is known to no bank."""
    place = _folder(world, "office")
    world.office = Desk.set_up(open_panel(world.chain, place), place)
    world.office.panel.pay("emi-mills", 5, "NOBODY-KNOWS")


def offered(world: World) -> None:
    """Senior over-subscribed at 8.25%, of which each gets half there; the rest placed at level 0."""
    world.market = set_up(world.chain, _folder(world, "market"))
    world.market.bid("senior_investor", "senior", 800, 0)
    world.market.bid("buyer", "senior", 200, 1)
    world.market.bid("senior_investor", "senior", 200, 1)
    world.market.bid("buyer", "junior", 95)
    world.market.bid("mezzanine_investor", "mezzanine", 500)


def cleared(world: World) -> None:
    """Closed; nobody has collected."""
    world.market.warp(world.market.life.offering.functions.window().call()[1] + 60)
    offering.close(world.market.life.deal, world.market.life.anybody)


def traded(world: World) -> None:
    """An order is on a board and in a file, 40 of its 100 units filled; an instruction is paid in part."""
    desk = world.market
    offering.collect_all(desk.life.deal, desk.life.anybody)
    desk.warp(desk.now + 60)
    world.board, world.order_file, world.expiry = world.place / "board", world.place / "order.json", desk.now + 90 * DAY
    terms = ["--tranche", "senior", "--sell", "100", "--price", "101.50", "--min-fill", "10", "--expires", "90d"]
    out = ["--board", str(world.board), "--out", str(world.order_file), "--allow", "--any-income"]
    _typed(world, "senior_investor", "trade", "sign", *terms, *out)
    _typed(world, "buyer", "trade", "fill", str(world.order_file), "--units", "40")
    sold = ["--tranche", "senior", "--to", key_of("buyer").address, "--units", "20", "--price", "99", "--any-income"]
    _typed(world, "senior_investor", "trade", "instruct", *sold)
    _typed(world, "buyer", "trade", "pay-in", "1", "--amount", "500")


def paid(world: World) -> None:
    """The first payment date; a holder has claimed."""
    life = world.market.life
    life.pay(INCOME)
    life.execute(life.report(1, INCOME, []))
    life.send(life.escrow.functions.claim(life.token("senior").address), key_of("buyer"))


def convened(world: World) -> None:
    """The vote is on; the senior investor has voted."""
    desk = world.market
    _typed(world, "senior_investor", "vote", "convene", "--amend", "servicer-fee.rate=1.2%", "--description", "The fee")
    desk.warp(desk.now + 3 * DAY + 1)
    _typed(world, "senior_investor", "vote", "cast", "1", "--for")


def on_rights(world: World) -> None:
    """Another deal, offered a year later: two patents, one of which was challenged."""
    world.chain.warp(seconds(TODAY))
    world.pledged = pledged(world.chain)
    world.pledged_record = save_record(world.pledged.record, world.place / "rights")


NEXT: dict[Stage, Callable[[World], None]] = {
    Stage.REPORTING: reporting,
    Stage.OFFERED: offered,
    Stage.CLEARED: cleared,
    Stage.TRADED: traded,
    Stage.PAID: paid,
    Stage.CONVENED: convened,
    Stage.PLEDGED: on_rights,
}


def bring_to(world: World, stage: Stage) -> None:
    """Live on until then; there is no way back."""
    assert world.stage <= stage, f"{stage.name} is over: checks go in the order of their stages"
    while world.stage < stage:
        world.stage = Stage(world.stage + 1)
        NEXT[world.stage](world)


def _folder(world: World, name: str) -> Path:
    found = world.place / name
    found.mkdir()
    return found


def _typed(world: World, role: str, *typed: str) -> None:
    assert world.market.run(*typed, *world.market.by(role), "--yes") == 0
