# SPDX-License-Identifier: Apache-2.0
"""12: a patent falls, and the deal names it as the cause; then a stranger verifies every deal of the demo."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.step import Said, Step, Table
from regalia.demo.regulator.world import QUIET, World, offered
from regalia.demo.rights_chapters import INVALIDATED_ON, Patents
from regalia.demo.scenario import PATENTS
from regalia.demo.stranger import verify_as_stranger
from regalia.servicing import rights as desk

FLAG, FACT = "rights", "rights-invalidated"
HEADINGS = (
    Said("deal", "交易"),
    Said("payment dates", "支付日"),
    Said("comparisons", "比对"),
    Said("differences", "差异"),
)


def stage(world: World) -> None:
    if world.patents is None:
        world.patents = Patents.begin(world.stage, QUIET)
        world.enter(world.patents.deal)
    if not world.paid("patents"):
        world.patents.pay(0, QUIET)


def play(world: World) -> Iterator[Step]:
    patents = world.patents
    assert patents is not None  # the stage made them
    deal, address = patents.deal, patents.deal.contracts.deal.address
    before = desk.value_of_pool(patents.rights.contracts, address)
    same("flags before", FLAG in deal.figures["periods"][0]["flags"], False)
    patents.fall(QUIET)
    after = desk.value_of_pool(patents.rights.contracts, address)
    holds("the pool is worth less", after < before)
    yield Step(
        people.ATTESTORS,
        Said(
            f"{INVALIDATED_ON}: the gazette says that a patent is invalid. Two of three who look it up for themselves sign, and "
            "the registry knows it. "
            "Handed in once more, it is refused.",
            f"{INVALIDATED_ON}：公报载明一件专利被宣告无效。三方中两方自行核查后签名，登记簿即知此事。重复提交被拒。",
        ),
        {
            Said("the pool counted for", "资产池原计"): deal.amount(before),
            Said("it counts for now", "现计"): deal.amount(after),
        },
    )
    patents.pay(1, QUIET)
    period = deal.figures["periods"][1]
    facts = {fact["fact"]: fact for fact in period["facts"]}
    holds("the flag is up", FLAG in period["flags"])
    (cause,) = facts[FACT]["causes"]
    trapped = deal.money.to_units(str(period["trapped"]["trap"]))
    holds("cash is trapped", trapped > 0)
    yield Step(
        people.PASSER_BY,
        Said(
            f"{period['payment_date']}: the payment date reads the registry. The trigger trips, half of what is left is trapped "
            "and the other half repays "
            f"Class A. The cause is named: {cause}.",
            f"{period['payment_date']}：支付日读取登记簿。触发器生效，剩余资金一半被截留，另一半清偿 A 级。原因载明：{cause}。",
        ),
        {
            Said("share of the pool invalidated", "资产池被无效比例"): facts[FACT]["value"],
            Said("trapped", "截留"): deal.amount(trapped),
            Said("paid to Class A", "付给 A 级"): deal.amount(
                deal.money.to_units(str(period["distributed"]["senior"]))
            ),
        },
    )
    rows = []
    for other in (*world.earlier, world):
        for one in other.deals.values():
            found = verify_as_stranger(other.stage, one, QUIET)
            same(f"{one.terms.id}: differences", found["differences"], [])
            rows.append((one.terms.id, str(other.paid(one.terms.id)), f"{found['comparisons']:,}", "0"))
    yield Step(
        people.STRANGER,
        Said(
            "Other processes, which know an address, a deal file and a record and nothing else, replay every deal from its "
            "events and compare "
            "every figure: each step, balance and entitlement.",
            "另起进程，只知节点地址、交易文件与部署记录，自链上事件重放每笔交易，逐一比对每一步、每一余额与每一权益。",
        ),
        {
            Said("deals", "交易数"): str(len(rows)),
            Said("differences", "差异"): "0",
        },
        Table(HEADINGS, rows, "lrrr"),
    )


CHAPTER = Chapter(
    number=12,
    title=Said("An invalidated patent; a stranger verifies it all", "专利被无效；陌生人核验一切"),
    minutes=6,
    shows=Said(
        "A fact of the registry trips a trigger, cash is trapped and the cause is named. Then everything is verified from outside.",
        "登记簿事实触发条款，现金被截留且原因载明。随后由外部核验一切。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered(PATENTS),
    stage=stage,
    play=play,
    pages=("/deals/patents/pool", "/deals/patents/dates/2", "/supervisor"),
)
