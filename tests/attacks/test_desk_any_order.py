# SPDX-License-Identifier: Apache-2.0
"""Instructions in two moneys, of honest and counterfeit tranches, by parties who sell and buy at once, in any order of acts: the desk has
what it promised, as its events tell."""

from __future__ import annotations

from random import Random

from tests.contracts.desk_instruction import Instruction, instruct
from tests.contracts.desk_world import ATTACKER, MAKER, MONEY, STRANGER, TAKER, DeskWorld
from tests.support.chain import RefusedError
from tests.support.contract import Contract

PARTIES = (MAKER.address, TAKER.address, ATTACKER.address)
ACTS = ("instruct", "pay", "pay", "pay", "settle", "cancel", "take_back", "name", "wait")


class Bazaar:
    """``done`` counts the acts that went through."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.world = DeskWorld()
        self.moneys = (self.world.money, self.world.platform.money())
        self.world.bring(ATTACKER.address)
        chain = self.world.chain
        self.fakes = [Contract.deploy(chain, "MockCounterfeitTranche", m.address, by=STRANGER) for m in self.moneys]
        for party in PARTIES:
            self.moneys[1].send("mint", party, MONEY, by=party)
            self.moneys[1].send("approve", self.world.desk.address, MONEY, by=party)
        self.given: list[Instruction] = []
        self.done = dict.fromkeys(ACTS, 0)
        self.money_of: dict[int, str] = {}
        self.promised: dict[str, int] = {m.address: 0 for m in self.moneys}
        self._read = len(chain.log)

    def act(self) -> None:
        what = self.rng.choice(ACTS) if self.given else "instruct"
        try:
            self._try(what)
            self.done[what] += 1
        except RefusedError:
            pass

    def _try(self, what: str) -> None:
        rng, world = self.rng, self.world
        if what == "instruct":
            seller, buyer = rng.sample(PARTIES, 2)
            terms = {
                "units": rng.randint(1, 3),
                "price": rng.randint(0, 3),
                "deadline": world.chain.now + rng.randint(0, 40),
            }
            token = rng.choice((world.token, *self.fakes)).address
            self.given.append(instruct(world, by=seller, token=token, buyer=buyer, **terms))
        elif what == "name":
            rng.choice(self.fakes).send("name", rng.choice(self.moneys).address, by=STRANGER)
        elif what == "wait":
            world.chain.now += rng.randint(1, 5)
        else:
            self._on(rng.choice(self.given[-5:]), what)

    def _on(self, one: Instruction, what: str) -> None:
        """By the one who may, mostly, and mostly as much as is due."""
        found, sure = one.read(), self.rng.random() < 0.7
        who = found["seller" if what == "cancel" else "buyer"] if sure else self.rng.choice(PARTIES)
        if what == "pay":
            due = found["units"] * found["price"] - found["paid"]
            one.pay(due if sure else self.rng.randint(1, 9), by=who)
        else:
            getattr(one, what)(by=who)

    def follow(self) -> None:
        """What the desk owes, by the events since the last time."""
        for event in self.world.chain.log[self._read :]:
            said = event.args
            match event.name:
                case "Instructed":
                    self.money_of[said["id"]] = said["paymentToken"]
                case "PaidIn":
                    self.promised[self.money_of[said["id"]]] += said["amount"]
                case "InstructionSettled":
                    self.promised[self.money_of[said["id"]]] -= said["paid"]
                case "CashReturned":
                    self.promised[self.money_of[said["id"]]] -= said["amount"]
        self._read = len(self.world.chain.log)

    def owned(self, money: Contract) -> int:
        return sum(int(money.read("balanceOf", party)) for party in PARTIES)


def test_anybody__in_any_order_of_acts__the_desk_has_what_it_promised_and_nothing_is_lost() -> None:
    bazaar = Bazaar(7)
    desk = bazaar.world.desk.address
    total = [bazaar.owned(money) for money in bazaar.moneys]
    for _ in range(700):
        bazaar.act()
        bazaar.follow()
        for money, all_of_it in zip(bazaar.moneys, total, strict=True):
            promised = bazaar.promised[money.address]
            assert money.read("balanceOf", desk) == promised
            assert bazaar.owned(money) + promised == all_of_it
    assert sum(each.paid for each in bazaar.given) == sum(bazaar.promised.values())
    assert min(bazaar.done.values()) > 5, bazaar.done
