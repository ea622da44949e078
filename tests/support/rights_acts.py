# SPDX-License-Identifier: Apache-2.0
"""What is done to rights beside what ``RightsDesk`` has: time, title, ends of liens and licences, repurchases, and deals that lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain.deployer import ADMIN_DELAY
from tests.support.answering import answering
from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.rights import GRANTED, MATURITY, MILLION, NONE, FILED, RightsDesk, number
from tests.support.roles import actor

ORIGINATOR, REGISTRAR, APPRAISER, TRUSTEE = map(actor, ("originator", "registrar", "appraiser", "trustee"))
OWNER, BUYER, ATTACKER = map(actor, ("owner", "buyer", "attacker"))
TODAY = 20240120
"""The day on which the chain of a test starts."""
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


def repurchase(
    desk: RightsDesk, right: bytes, most: int = UNLIMITED, cash: int | None = None, by: str = ORIGINATOR
) -> Answer:
    """The buyer has the price, or so much cash, and has allowed the pool to take it."""
    cash = desk.pool.read("priceOf", right) if cash is None else cash
    desk.money.send("mint", by, cash, by=by)
    desk.money.send("approve", desk.pool.address, UNLIMITED, by=by)
    return desk.pool.send("repurchase", right, most, by=by)


def release(desk: RightsDesk, *rights: bytes, by: str = actor("outsider")) -> Answer:
    return desk.pool.send("release", rights, by=by)


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


def another_pool(desk: RightsDesk, role: bool = True) -> Contract:
    """A second pool on the same registry."""
    admin = actor("admin")
    pool = Contract.deploy(desk.chain, "RightsPool", desk.registry.address, admin, ADMIN_DELAY, by=admin)
    if role:
        desk.registry.send("grantRole", desk.registry.read("POOL_ROLE"), pool.address, by=admin)
    return pool
