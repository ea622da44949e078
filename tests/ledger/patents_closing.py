# SPDX-License-Identifier: Apache-2.0
"""The deal on patents until it closes, and another on a right of the originator's that nobody buys."""

from __future__ import annotations

from regalia.chain.transact import send
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.acts import (
    NO_HASH,
    Licence,
    LicenceGrant,
    LienEntry,
    LienRelease,
    RightEntry,
    TitleTransfer,
)
from regalia.domain.rights.words import PPM, Act, Kind, Purpose
from regalia.servicing import rights as desk
from tests.ledger.life import begin
from tests.ledger.patents_stage import OTHERS, SPARE, TERMS, PatentsLife

FIRST_LICENCE = 1
"""Every owner's to the originator; the one under it is the licence back."""


def own_rights(world: PatentsLife) -> None:
    """The originator's own: of one it buys a share, of which a lien had to be released before, and its papers are written anew."""
    rights, people, registrar = world.rights, world.people, world.people["registrar"]
    for right, owners, shares in (
        (SPARE, ("originator", "company-e"), (600_000, 400_000)),
        (OTHERS, ("originator",), (PPM,)),
    ):
        names = tuple(people[owner] for owner in owners)
        words = (Kind.PATENT, "CN", 20210301, 20410228, 20260301, NO_HASH)
        desk.enter(rights, RightEntry(right, *words, names, shares, world.paper()), registrar)
        world.happen(right, Act.FILED, effective=20210301)
        world.happen(right, Act.GRANTED, effective=20230301)
        world.value(right, 1_400_000, 20251231)
    deed = world.paper()
    desk.enter_lien(rights, LienEntry(SPARE, people["tax-office"], 2, world.today, world.paper()), registrar)
    share = (people["company-e"], people["originator"], 400_000)
    desk.transfer_title(rights, TitleTransfer(SPARE, *share, world.today, deed), registrar)
    desk.release_lien(rights, LienRelease(SPARE, 1, world.today, world.paper()), registrar)
    newer = rights.registry.functions.supersedeDocument(SPARE, Purpose.TITLE, 3, deed, world.paper())
    send(rights.web3, newer, registrar)
    maker = Licence(
        people["originator"], people["maker"], people["maker"], 0, "CN", False, 50_000, 20250101, 20331231, PPM
    )
    desk.grant_licence(rights, LicenceGrant(SPARE, maker, world.paper()), registrar)


def close(world: PatentsLife) -> None:
    """Pledged, sold and closed."""
    life, address = world.life, world.deal.deal.address
    desk.open_pool(world.rights, address, compile_pool(TERMS), world.people["originator"])
    pledged = [(right, FIRST_LICENCE) for right in world.patents]
    desk.pledge(world.rights, address, pledged, world.people["originator"])
    for tranche, units in enumerate((6_000, 2_000, 1_000)):
        life.subscribe(life.investors[tranche], tranche, units)
    life.close()


def another_deal(world: PatentsLife) -> None:
    """One that nobody buys: its right is free again, and another pool holds it for a while."""
    rights, originator, anybody = world.rights, world.people["originator"], world.life.anybody
    other = begin(world.life.chain, TERMS, world.life.platform, salt=b"another".ljust(32), facts=rights.pool_address)
    address = rights.web3.to_checksum_address(other.record.deal.address)
    world.value(OTHERS, 1_400_000, 20251231, other.record.payment_token.address)
    desk.open_pool(rights, address, compile_pool(TERMS), originator)
    desk.pledge(rights, address, [(OTHERS, 0)], originator)
    world.on(20250203)
    desk.release(rights, [OTHERS], anybody)
    registry, pool = rights.registry.functions, world.people["another-pool"]
    role = rights.web3.keccak(text="POOL_ROLE")
    send(rights.web3, registry.grantRole(role, pool), world.life.chain.accounts[0])
    send(rights.web3, registry.bind(OTHERS, True), pool)
    send(rights.web3, registry.free(OTHERS), pool)
