# SPDX-License-Identifier: Apache-2.0
"""The worlds that forge plays in: platforms and deals made in this process, written as a genesis and the addresses beside it.

``python -m tests.forge.worlds`` writes them all to ``.build/forge/<world>/``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.contracts import meeting_deal
from tests.forge.genesis import genesis
from tests.invariants.market.stage import coupon_book, price_book
from tests.support import sample, whole
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import OPEN_RULES, DealSpec, Platform, fixed_price, plain_spec
from tests.support.roles import actor, attestors, key_of

FOLDER = Path(__file__).parents[2] / ".build" / "forge"
HOLDERS = ("saver", "fund", "bank", "trader", "second wallet", "newcomer")
"""Whose key is the hash of the name: they sign orders and permits. The second wallet is the saver's, the newcomer is not admitted yet."""
PURSE = 10**15
"""Enough for whatever a run comes to."""
TAXES = TaxTable((TaxRate(156, 1, 200_000), TaxRate(0, 3, 0), TaxRate(0, 0, 100_001)))
RULES = (
    TransferRules(RuleFlag.RECORD_DATES),
    TransferRules(RuleFlag.RECORD_DATES, holder_limit=4),
    TransferRules(denomination=5),
)
"""Of the live deal: record dates for the meeting, a limit of holders, a denomination."""
SHARES: Mapping[str, Sequence[int]] = {"saver": (500, 100, 2_500), "fund": (300, 300, 0), "bank": (200, 0, 7_500)}
"""Who buys how many units of each tranche."""


@dataclass(frozen=True)
class World:
    """A platform with the deal that is played, and a hostile deal beside it on the same oracle, registry and money."""

    platform: Platform
    deal: DealContracts
    hostile: DealContracts
    desk: Contract

    def manifest(self) -> dict[str, object]:
        platform, deal = self.platform, self.deal
        payees = [actor(name) for name in (*deal.program.payees, "originator", "tax_office", "attacker")]
        return {
            "now": platform.chain.now,
            "oracle": platform.oracle.address,
            "registry": platform.registry.address,
            "agent": platform.agent.address,
            "supervisor": platform.supervisor.address,
            "meeting": platform.meeting.address,
            "facility": platform.support.address,
            "factory": platform.factory.address,
            "implementation": platform.implementation.address,
            "tokenImplementation": platform.token.address,
            "checker": platform.checker.address,
            "desk": self.desk.address,
            "money": deal.money.address,
            "deal": deal.deal.address,
            "escrow": deal.escrow.address,
            "offering": deal.offering.address,
            "tokens": [token.address for token in deal.tokens],
            "payees": payees,
            "invoices": len(deal.program.invoiced_steps),
            "facilities": len(deal.program.facilities),
            "accounts": len(deal.program.accounts),
            "levels": [deal.offering.read("offerOf", t) >> 240 & 255 for t in range(len(deal.tokens))],
            "program": f"0x{deal.program.pack().hex()}",
            "hostileDeal": self.hostile.deal.address,
            "hostileEscrow": self.hostile.escrow.address,
            "hostileToken": self.hostile.tokens[0].address,
        }

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "genesis.json").write_text(json.dumps(genesis(self.platform.chain)), encoding="utf-8")
        (folder / "manifest.json").write_text(json.dumps(self.manifest(), indent=1), encoding="utf-8")


def wallet(role: str) -> str:
    return key_of(role).address


def offered() -> World:
    """Open for bids; the first were made, so that it can close."""
    _, mezzanine, junior = sample.PRICES
    offers = (coupon_book(2), price_book(mezzanine, 10), fixed_price(1, junior))
    return _world(DealSpec(offers=offers, funding=(1_000 * sample.USD,)), sold=False)


def live() -> World:
    """Noteholders may meet, reports may be disputed, tax is withheld; two payment dates are past, and one bid is not collected, whose
    bidder is not admitted any more."""
    spec = replace(
        meeting_deal.SPEC,
        transfer_rules=tuple(rules.pack() for rules in RULES),
        dispute_window=2 * sample.DAY,
        dispute_bond=1_000 * sample.USD,
        missing_after_days=60,
        tax_table=TAXES.pack(),
        tax_authority="tax_office",
    )
    world = _two_dates(_world(spec))
    world.platform.remove(wallet("bank"))
    return world


def ending() -> World:
    """A liquidity line, a guarantee and calls; over with its second payment date, so that it can be concluded and redeemed."""
    spec = whole.spec(replace(whole.TWO_DATES, legal_final=date(2024, 7, 20)), dispute_window=3_600)
    return _world(spec)


def market() -> World:
    """Plain units, many of them with the makers and takers of the desk."""
    return _two_dates(_world(DealSpec()))


WORLDS: Mapping[str, Callable[[], World]] = {"offered": offered, "live": live, "ending": ending, "market": market}


def _world(spec: DealSpec, sold: bool = True) -> World:
    platform = Platform()
    for role in HOLDERS[:4]:
        platform.admit(wallet(role))
    platform.add_wallet(wallet("second wallet"), wallet("saver"))
    platform.admit(actor("originator"))
    money = platform.money()
    deal = platform.create(money, spec)
    desk = Contract.deploy(platform.chain, "SettlementDesk", by=actor("anybody"))
    _bid(deal)
    if sold:
        _close(deal)
    own = replace(
        plain_spec(1),
        threshold=1,
        attestors=tuple(key.address for key in attestors(1, "accomplice")),
        deadline=platform.chain.now,
        transfer_rules=(OPEN_RULES,),
    )
    platform.admit(actor("attacker"))
    hostile = platform.create(money, own, by=actor("attacker"))
    if sold:
        hostile.sell({"attacker": (1,)})
        hostile.close()
    world = World(platform, deal, hostile, desk)
    _equip(world)
    return world


def _bid(deal: DealContracts) -> None:
    for role, units in SHARES.items():
        for tranche, count in enumerate(units[: len(deal.tokens)]):
            if count:
                deal.subscribe(wallet(role), tranche, count)


def _close(deal: DealContracts) -> None:
    """All bids but the last are collected."""
    deal.close_alone()
    waiting, deal.bids = deal.bids[-1:], deal.bids[:-1]
    deal.collect()
    deal.bids = waiting


def _two_dates(world: World) -> World:
    deal = world.deal
    window = int(world.platform.oracle.read("signersOf", deal.deal.address)[3])
    for received in (150_000 * sample.USD, 31_234_567_891):
        deal.pay_royalty(received)
        report = deal.report(received)
        deal.reach(report.period)
        deal.submit(report)
        world.platform.chain.now += window
        deal.execute(report)
    deal.escrow.send("claim", deal.tokens[0].address, by=wallet("saver"))
    return world


def _equip(world: World) -> None:
    """Everybody has money, and lets those take it whom he would pay."""
    deal, desk = world.deal, world.desk
    parties = ("licensee", "attacker", "outsider", "disputer", "originator", *deal.program.payees)
    wallets = [wallet(role) for role in HOLDERS]
    spenders = [deal.escrow, deal.offering, world.platform.oracle, desk, world.hostile.escrow, world.hostile.offering]
    for who in (*wallets, *map(actor, dict.fromkeys(parties))):
        deal.money.send("mint", who, PURSE, by=who)
        for spender in spenders:
            deal.money.send("approve", spender.address, UNLIMITED, by=who)
    for who in wallets:
        for token in deal.tokens:
            token.send("approve", desk.address, UNLIMITED, by=who)


def write_all(folder: Path = FOLDER) -> None:
    for name, make in WORLDS.items():
        make().write(folder / name)


if __name__ == "__main__":
    write_all()
