# SPDX-License-Identifier: Apache-2.0
"""Acts that have a time, each on a stage of its own: what may be done until a second, and what from a second on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regalia.chain.deployer import ADMIN_DELAY
from tests.contracts.desk_instruction import instruct
from tests.contracts.desk_world import DeskWorld
from tests.contracts.registry_desk import RegistryDesk
from tests.contracts.test_token_permit import Permit, sign, submit
from tests.rights.signing import filed
from tests.support import sample
from tests.support.chain import Chain
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.rights import RightsDesk
from tests.support.rights_acts import PATENT_1
from tests.support.roles import actor, key_of
from tests.support.sample import DAY

SENIOR, MEZZANINE, OUTSIDER = actor("senior_investor"), actor("mezzanine_investor"), actor("outsider")


@dataclass(frozen=True)
class Timed:
    """``act`` is good until that second, or with ``since`` from it on, and refused with ``error`` on the other side of it."""

    chain: Chain
    act: Callable[[], Any]
    error: str
    second: int
    since: bool = False

    def is_good(self, at: int) -> bool:
        return at >= self.second if self.since else at <= self.second


def live(platform: Platform, spec: DealSpec | None = None) -> DealContracts:
    deal = platform.create(platform.money(), spec)
    deal.sell(sample.ALLOCATION if spec is None else {"senior_investor": (spec.program.tranches[0].units,)})
    deal.close()
    return deal


def attestation() -> Timed:
    desk = RegistryDesk()
    desk.appoint(key_of("issuer").address)
    given = desk.attestation(actor("pension_fund"))
    return Timed(desk.chain, lambda: desk.register(given), "InvestorRegistry_AttestationExpired", given.deadline)


def permit() -> Timed:
    token = live(Platform()).tokens[0]
    given = Permit(token.address)
    signature = sign(given)
    return Timed(token.chain, lambda: submit(token, given, signature), "TrancheToken_PermitExpired", given.deadline)


def order() -> Timed:
    world = DeskWorld()
    given = world.order(expiry=world.chain.now + DAY)
    return Timed(world.chain, lambda: world.fill(given), "SettlementDesk_Expired", given.expiry)


def legal_report() -> Timed:
    platform = Platform()
    desk = RightsDesk(platform, platform.money())
    desk.enter(PATENT_1)
    events, deadline = filed(desk), desk.chain.now + DAY
    return Timed(desk.chain, lambda: desk.report(events, deadline), "AttestorQuorum_ReportExpired", deadline)


def instruction_paid() -> Timed:
    world = DeskWorld()
    given = instruct(world, deadline=world.chain.now + DAY)
    return Timed(world.chain, given.pay, "SettlementDesk_Expired", world.chain.now + DAY)


def instruction_settled() -> Timed:
    world = DeskWorld()
    given = instruct(world, deadline=world.chain.now + DAY)
    given.pay()
    return Timed(world.chain, given.settle, "SettlementDesk_Expired", world.chain.now + DAY)


def cash_taken_back() -> Timed:
    world = DeskWorld()
    given = instruct(world, deadline=world.chain.now + DAY)
    given.pay()
    return Timed(world.chain, given.take_back, "SettlementDesk_NotReturnable", world.chain.now + DAY + 1, True)


def administrator_replaced() -> Timed:
    platform = Platform()
    due = platform.chain.now + ADMIN_DELAY
    platform.agent.send("beginDefaultAdminTransfer", actor("newcomer"), by=actor("admin"))
    act = lambda: platform.agent.send("acceptDefaultAdminTransfer", by=actor("newcomer"))  # noqa: E731
    return Timed(platform.chain, act, "AccessControlEnforcedDefaultAdminDelay", due + 1, True)


SIGNED: tuple[Callable[[], Timed], ...] = (attestation, permit, order, legal_report)
"""What somebody signed."""
AROUND: tuple[Callable[[], Timed], ...] = (
    instruction_paid,
    instruction_settled,
    cash_taken_back,
    administrator_replaced,
)
"""At the desk and in the offices."""
