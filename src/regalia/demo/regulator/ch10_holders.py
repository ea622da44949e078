# SPDX-License-Identifier: Apache-2.0
"""10: a transfer refused with its reason, a freeze, units taken by order, a lost key, and what the originator must keep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from regalia.chain.transact import call
from regalia.demo.refusals import refusal_of
from regalia.demo.regulator import by_order, people
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import MILLS_NOTES, World, offered, paid_up_to
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Profile
from regalia.demo.selling import admit
from regalia.demo.trading import transfer
from regalia.domain.transfer_questions import Question
from regalia.servicing.transfers import Explanation, explain_transfer

PAID = 2
"""Dates over when the chapter begins: the lock-up of forty days is, too."""
ABROAD = Profile("BR", "professional")
CODE = Said("code of the token", "代币返回码")


def stage(world: World) -> None:
    paid_up_to(world, PAID, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills-notes"]
    admit(world.stage, deal, "buyer_abroad", ABROAD)
    found = _refused(deal, "senior", "senior_investor_1", "buyer_abroad", 500)
    yield Step(
        people.HOLDER,
        Said(
            "A sale to an investor of a country that is not admitted. Anybody can ask before; tried, the token gives the same "
            f"reason: {found.reason}.",
            f"拟售予不获准国家的投资者。任何人可事先查询；尝试时代币给出同一理由：{found.reason}。",
        ),
        {CODE: str(found.code), Said("units", "份额"): "500"},
    )
    yield from by_order.frozen_and_taken(world, deal)
    yield from by_order.recovered(world, deal)
    kept = call(deal.web3, deal.contracts.token("junior").functions.balanceOf(deal.originator))
    found = _refused(deal, "junior", "originator", "senior_investor_1", int(kept))
    holds("it must keep them as well", not found.yes[Question.RETENTION - 1])
    yield Step(
        people.ORIGINATOR,
        Said(
            f"The originator tries to sell the units it was issued to keep: {found.reason}. After that day "
            f"{Question.RETENTION.refusal}.",
            f"原始权益人试图出售其获配须留存的份额：{found.reason}。锁定期后：{Question.RETENTION.refusal}。",
        ),
        {
            CODE: str(found.code),
            Said("units kept, 5% of the class", "留存份额（该级 5%）"): f"{kept:,}",
            Said("until", "至"): str(deal.terms.tranches[2].transfer.locked_until),
        },
    )


def _refused(deal: RunningDeal, tranche: str, seller: str, buyer: str, units: int) -> Explanation:
    """Foretold, then tried: code and words must be the same."""
    found = explain_transfer(deal.contracts, tranche, deal.investor(seller), deal.investor(buyer), units)
    holds("the transfer is foretold to be refused", not found.allowed)
    answer = refusal_of(partial(transfer, deal, tranche, seller, buyer, units))
    told = answer.arguments.get("code"), answer.arguments.get("reason")
    same("code and reason", told, (found.code, found.reason))
    return found


CHAPTER = Chapter(
    number=10,
    title=Said("Refused, frozen, taken, recovered, retained", "拒绝、冻结、划转、恢复、留存"),
    minutes=6,
    shows=Said(
        "Transfer rules with their reasons; officers with one power each, under orders; the originator's 5% stays locked.",
        "转让规则及其理由；各司其权、依令行事的职务；原始权益人 5% 留存锁定。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered(MILLS_NOTES),
    stage=stage,
    play=play,
    pages=("/supervisor", "/supervisor/log", "/deals/mills-notes/tranches/junior", "/investor"),
)
