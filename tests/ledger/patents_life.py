# SPDX-License-Identifier: Apache-2.0
"""The deal on patents over six payment dates, and all that can happen to the rights behind a deal.

Patents are numbered from 1 on as in ``data/ip/patents-portfolio.yaml``; ``SPARE`` and ``OTHERS`` are the originator's own.

| date | before it |
|---|---|
| 1 | another deal on a right lapses, which frees it; the tax office has a lien on patent 3 |
| 2 | the lien is released; patent 5 is invalidated |
| 3 | the appeal is won; patent 2 is challenged; company A sells patent 1, which stays pledged on its licence |
| 4 | patent 2 is upheld; the licence of patent 7 ends, and the one under it; patent 1 is bought back: other income |
| 5 | patent 7 is let go of; the spare patent takes the place of patent 4; attestors value patents 2 and 4 anew |
| 6 | valuations ran out, and somebody settles |
"""

from __future__ import annotations

from regalia.chain.deployer import deploy_platform
from regalia.chain.devnet import Devnet
from regalia.chain.transact import send
from regalia.domain.rights.acts import LienEntry, LienRelease, TitleTransfer
from regalia.domain.rights.words import PPM, Act
from regalia.servicing import rights as desk
from regalia.servicing.offices import appoint, dismiss
from tests.ledger.life import USD
from tests.ledger.patents_closing import FIRST_LICENCE, another_deal, close, own_rights
from tests.ledger.patents_stage import SPARE, PatentsLife, attestor, set_stage

PRICE = 1_700_000
"""Of patent 1 in dollars, at which it was pledged."""


def patents_life(chain: Devnet) -> PatentsLife:
    world = set_stage(chain, deploy_platform(chain.web3, chain.accounts[0]))
    own_rights(world)
    close(world)
    another_deal(world)
    lien(world)
    invalidated(world)
    won_and_challenged(world)
    lost_and_bought_back(world)
    replaced(world)
    stale(world)
    return world


def lien(world: PatentsLife) -> None:
    world.on(20250310)
    words = (world.people["tax-office"], 0, 20250301)
    desk.enter_lien(world.rights, LienEntry(world.patent(3), *words, world.paper()), world.people["registrar"])
    world.pay(1)


def invalidated(world: PatentsLife) -> None:
    world.on(20250512)
    release = LienRelease(world.patent(3), 1, 20250510, world.paper())
    desk.release_lien(world.rights, release, world.people["registrar"])
    world.on(20250704)
    world.happen(world.patent(5), Act.INVALIDATED, effective=20250703)
    world.pay(2)


def won_and_challenged(world: PatentsLife) -> None:
    """Attestors change meanwhile, and three have to sign. The buyer of patent 1 gets what the licence leaves."""
    web3, oracle, admin = world.rights.web3, world.rights.oracle_address, world.life.chain.accounts[0]
    world.on(20250912)
    world.happen(world.patent(5), Act.APPEAL_WON)
    newcomer = attestor(9)
    appoint(web3, "legal-attestor", oracle, newcomer.address, admin)
    dismiss(web3, "legal-attestor", oracle, world.signers[0].address, admin)
    send(web3, world.rights.oracle.functions.setThreshold(3), admin)
    world.signers = [world.signers[1], attestor(2), newcomer]
    world.happen(world.patent(2), Act.CHALLENGED)
    sold = (world.people["company-a"], world.people["buyer"], PPM, 20250910)
    desk.transfer_title(world.rights, TitleTransfer(world.patent(1), *sold, world.paper()), world.people["registrar"])
    world.pay(3)


def lost_and_bought_back(world: PatentsLife) -> None:
    """The demand is made, withdrawn and made again."""
    rights, trustee, originator = world.rights, world.people["trustee"], world.people["originator"]
    world.on(20251105)
    world.happen(world.patent(2), Act.UPHELD)
    words = (world.patent(7), FIRST_LICENCE, 20251101, world.paper())
    desk.terminate_licence(rights, *words, world.people["registrar"])
    desk.demand_repurchase(rights, world.patent(1), world.paper(), trustee)
    desk.withdraw_demand(rights, world.patent(1), trustee)
    desk.demand_repurchase(rights, world.patent(1), world.paper(), trustee)
    world.on(20251201)
    world.life.send(world.life.cash.functions.mint(originator, PRICE * USD), world.life.anybody)
    desk.repurchase(world.deal, rights, world.patent(1), originator)
    world.pay(4, bought_back=PRICE)


def replaced(world: PatentsLife) -> None:
    """The spare patent is worth more by now."""
    rights = world.rights
    world.on(20260210)
    send(rights.web3, rights.pool.functions.letGo(world.patent(7)), world.life.anybody)
    world.value(SPARE, 1_600_000, 20270630)
    desk.substitute(rights, world.patent(4), SPARE, 0, world.people["originator"])
    world.attest_values((world.patent(2), 2, 1_550_000), (world.patent(4), 2, 1_390_000), until=20270331)
    world.pay(5)


def stale(world: PatentsLife) -> None:
    """The day after valuations were good nobody can be paid until somebody has settled."""
    world.on(20260701)
    desk.settle(world.rights, world.deal.deal.address, 20, world.life.anybody)
    world.pay(6)
