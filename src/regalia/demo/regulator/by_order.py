# SPDX-License-Identifier: Apache-2.0
"""What officers do to holders by order: a freeze, units taken, a lost wallet recovered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from regalia.chain.transact import call
from regalia.demo.refusals import refused
from regalia.demo.regulator import people
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import World
from regalia.demo.running import RunningDeal
from regalia.demo.trading import transfer
from regalia.servicing import payments, powers, registration
from regalia.servicing.orders import Order

TAKEN = 500
"""Units that go to a creditor."""


def frozen_and_taken(world: World, deal: RunningDeal) -> Iterator[Step]:
    """A wallet is frozen, a court gives some of its units to somebody else, and it is released."""
    cast, holder, receiver = world.stage.cast, deal.investor("mezzanine_investor"), deal.investor("senior_investor_1")
    order = _order("court 2024-117", "interim injunction")
    powers.freeze_wallet(deal.contracts, "mezzanine", holder, order, cast.wallet("freezer"))
    sale = refused(partial(transfer, deal, "mezzanine", "mezzanine_investor", "senior_investor_1", TAKEN))
    nobody = refused(
        lambda: powers.force(deal.contracts, "mezzanine", holder, receiver, TAKEN, order, cast.wallet("supervisor"))
    )
    yield Step(
        people.FREEZER,
        Said(
            f"By order court 2024-117 a wallet is frozen. It goes on earning, and sells nothing: {sale}. A supervisor has no "
            f"power over units: {nobody}.",
            f"依 court 2024-117 号令冻结钱包。其仍计收益，但不得出售：{sale}。监管人无权处置份额：{nobody}。",
        ),
        {Said("units frozen", "冻结份额"): f"{_units(deal, 'mezzanine', 'mezzanine_investor'):,}"},
    )
    before = _units(deal, "mezzanine", "mezzanine_investor"), _units(deal, "mezzanine", "senior_investor_1")
    order = _order("court 2024-125", "judgment: units go to the creditor")
    powers.force(deal.contracts, "mezzanine", holder, receiver, TAKEN, order, cast.wallet("enforcer"))
    after = _units(deal, "mezzanine", "mezzanine_investor"), _units(deal, "mezzanine", "senior_investor_1")
    same("units after the order", after, (before[0] - TAKEN, before[1] + TAKEN))
    powers.release_wallet(
        deal.contracts, "mezzanine", holder, _order("court 2024-131", "injunction lifted"), cast.wallet("freezer")
    )
    yield Step(
        people.ENFORCER,
        Said(
            "By order court 2024-125 units go to a creditor, whom the registry knows; then the freeze is lifted. Each act has "
            "its order and the "
            "hash of its document in the log.",
            "依 court 2024-125 号令，份额转给登记在册的债权人；随后解冻。每一行为均载明命令编号与文件哈希。",
        ),
        {
            Said("units taken", "划转份额"): f"{TAKEN:,}",
            Said("left with the holder", "持有人剩余"): f"{after[0]:,}",
            Said("with the creditor", "债权人持有"): f"{after[1]:,}",
        },
    )


def recovered(world: World, deal: RunningDeal) -> Iterator[Step]:
    """A holder who lost its key gets everything back in another wallet."""
    web3, registry, registrar = deal.web3, world.stage.platform.registry, world.stage.cast.wallet("registrar")
    role = "senior_investor_2"
    before = _units(deal, "senior", role), payments.entitlement(deal.contracts, "senior", deal.investor(role))
    fresh = deal.replace_wallet(role)
    lost = deal.lost_wallets[role]
    registration.add_wallet(web3, registry, fresh, lost, registrar)
    registration.close_wallet(web3, registry, lost, registrar)
    order = _order("request 2024-09", "affidavit of loss")
    powers.recover(deal.contracts, lost, fresh, order, world.stage.cast.wallet("recoverer"))
    after = _units(deal, "senior", role), payments.entitlement(deal.contracts, "senior", fresh)
    same("units and income after the recovery", after, before)
    holds("the lost wallet is empty", not call(web3, deal.contracts.token("senior").functions.balanceOf(lost)))
    yield Step(
        people.RECOVERER,
        Said(
            "A holder lost its key. The registrar binds a new wallet to the same investor and closes the lost one; the "
            "recoverer moves "
            "everything there, to the fraction.",
            "持有人遗失密钥。登记人将新钱包绑定至同一投资者并关闭旧钱包；恢复人将全部权益移入，分毫不差。",
        ),
        {
            Said("units", "份额"): f"{after[0]:,}",
            Said("unclaimed income", "未领收益"): deal.amount(after[1]),
            Said("left in the lost wallet", "旧钱包剩余"): "0",
        },
    )


def _units(deal: RunningDeal, tranche: str, role: str) -> int:
    return int(call(deal.web3, deal.contracts.token(tranche).functions.balanceOf(deal.investor(role))))


def _order(reference: str, document: str) -> Order:
    """The order's document stands for itself here: a line of text."""
    return Order.of(reference, sha256(document.encode()).digest())
