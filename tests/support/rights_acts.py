# SPDX-License-Identifier: Apache-2.0
"""What is done to rights beside what ``RightsDesk`` has: time, title, ends of liens and licences, repurchases, and deals that lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from eth_typing import ChecksumAddress

from tests.support.answering import answering
from tests.support.chain import Answer
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.rights import FILED, GRANTED, MATURITY, MILLION, NONE, RightsDesk, number
from tests.support.roles import actor

ORIGINATOR, REGISTRAR, APPRAISER, TRUSTEE = map(actor, ("originator", "registrar", "appraiser", "trustee"))
OWNER, BUYER, ATTACKER = map(actor, ("owner", "buyer", "attacker"))
TODAY = 20240120
"""The day on which the chain of a test starts."""
CLOSED_ON = 20240130
"""When the window of a deal made on that day is over, so that it closes."""
PATENT_1, PATENT_2 = number(1), number(2)


def on(desk: RightsDesk, day: int, seconds: int = 0) -> None:
    """Wait for so many seconds after midnight UTC of a day."""
    civil = date(day // 10_000, day // 100 % 100, day % 100)
    desk.chain.now = int(datetime.combine(civil, time(), UTC).timestamp()) + seconds


def facts_of(desk: RightsDesk, right: bytes) -> Mapping[str, Any]:
    """What the registry knows of a right."""
    facts: Mapping[str, Any] = desk.registry.read("factsOf", right)
    return facts


def owners_of(desk: RightsDesk, right: bytes) -> dict[str, int]:
    """Owners and their shares."""
    owners, shares = desk.registry.read("ownersOf", right)
    return dict(zip(owners, shares, strict=True))


def transfer(
    desk: RightsDesk, right: bytes, sender: str, receiver: str, share: int = MILLION, day: int = TODAY
) -> Answer:
    return desk.registry.send("transferTitle", right, sender, receiver, share, day, desk.document(), by=REGISTRAR)


def release_lien(desk: RightsDesk, right: bytes, lien: int = 1, day: int = TODAY) -> Answer:
    return desk.registry.send("releaseLien", right, lien, day, desk.document(), by=REGISTRAR)


def terminate(desk: RightsDesk, right: bytes, licence: int = 1, day: int = TODAY) -> Answer:
    return desk.registry.send("terminateLicence", right, licence, day, desk.document(), by=REGISTRAR)


def in_force(desk: RightsDesk, right: bytes) -> dict[int, int]:
    """Licences that were not terminated: number and share."""
    return {licence["number"]: licence["share"] for licence in desk.registry.read("liveLicences", right)}


def count_of(desk: RightsDesk, right: bytes) -> Mapping[str, Any]:
    """What a right counts for in its deal."""
    count: Mapping[str, Any] = desk.pool.read("pledgeOf", right)["count"]
    return count


def demand(desk: RightsDesk, right: bytes, by: str = TRUSTEE) -> Answer:
    return desk.pool.send("demandRepurchase", right, desk.document(), by=by)


def fund(desk: RightsDesk, amount: int, by: str = ORIGINATOR) -> None:
    """The buyer has so much more cash, and has allowed the pool to take it."""
    desk.money.send("mint", by, amount, by=by)
    desk.money.send("approve", desk.pool.address, UNLIMITED, by=by)


def buy_back(desk: RightsDesk, right: bytes, most: int = UNLIMITED, by: str = ORIGINATOR) -> Answer:
    return desk.pool.send("repurchase", right, most, by=by)


def repurchase(desk: RightsDesk, right: bytes) -> Answer:
    """The originator buys back, and has the price."""
    fund(desk, desk.pool.read("priceOf", right))
    return buy_back(desk, right)


def release(desk: RightsDesk, *rights: bytes, by: str = actor("outsider")) -> Answer:
    return desk.pool.send("release", rights, by=by)


def let_go(desk: RightsDesk, right: bytes, by: str = actor("outsider")) -> Answer:
    return desk.pool.send("letGo", right, by=by)


def settle(desk: RightsDesk, deal: DealContracts, most: int = 100) -> int:
    """How many rights were looked at."""
    done = desk.pool.send("settle", deal.deal.address, most, by=actor("outsider"))
    return int.from_bytes(done.output, "big")


def held_under_licence(
    desk: RightsDesk, right: bytes, amount: int, licensee: str = ORIGINATOR, until: int = MATURITY
) -> bytes:
    """A right of the owner's, in force and valued, under an exclusive licence to the licensee: number 1."""
    desk.enter(right, owners=(OWNER,))
    desk.happen(right, FILED, GRANTED)
    desk.value(right, amount)
    desk.licence(right, licensee, licensor=OWNER, exclusive=True, until=until)
    return right


def lying_deal(
    desk: RightsDesk, real: DealContracts, originator: str, status: int = 0, escrow: str | None = None
) -> ChecksumAddress:
    """A contract that answers as a deal does: its originator is whom it likes, all else is the real one's."""
    program = real.deal.read("program")
    words = [int.from_bytes(program[i : i + 32].ljust(32, b"\0"), "big") for i in range(0, len(program), 32)]
    where = actor("lying deal")
    answers = {
        "parties()": (int(escrow or real.escrow.address, 16), 0, 0, int(originator, 16), 160, 0),
        "sources()": (int(NONE, 16), int(desk.pool.address, 16)),
        "status()": (status,),
        "program()": (32, len(program), *words),
        "tranches()": (1,),
        "isRedeemed(uint256)": (0,),
    }
    desk.chain.place(where, answering(answers))
    return where
