# SPDX-License-Identifier: Apache-2.0
"""The times of a deal, from its offering to a halt, and of its reports: each act on a stage of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from regalia.domain.transfer_rules import TransferRules
from tests.failures.deadlines import MEZZANINE, OUTSIDER, SENIOR, Timed, live
from tests.oracle.court import SIGNERS, THRESHOLD, WINDOW, Court
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.powers import halt
from tests.support.roles import actor
from tests.support.sample import DAY


def offered(**changes: Any) -> DealContracts:
    platform = Platform()
    deal = platform.create(platform.money(), replace(plain_spec(10, 5), **changes))
    deal.give(SENIOR, 50, deal.offering)
    return deal


def bid_after_opening() -> Timed:
    deal = offered(opens=sample.START + DAY)
    return Timed(deal.chain, lambda: deal.subscribe(SENIOR, 0, 10), "Offering_NotOpen", sample.START + DAY, True)


def bid_before_the_end() -> Timed:
    deal = offered()
    return Timed(deal.chain, lambda: deal.subscribe(SENIOR, 0, 10), "Offering_Ended", sample.DEADLINE)


def sold() -> DealContracts:
    deal = offered()
    deal.subscribe(SENIOR, 0, 10)
    return deal


def closing_begins() -> Timed:
    deal = sold()
    return Timed(
        deal.chain, lambda: deal.offering.send("close", by=OUTSIDER), "Offering_NotEnded", sample.DEADLINE + 1, True
    )


def closing_ends() -> Timed:
    deal = sold()
    act = lambda: deal.offering.send("close", by=OUTSIDER)  # noqa: E731
    return Timed(deal.chain, act, "Offering_ClosingWindowOver", sample.DEADLINE + 7 * DAY)


def refunded() -> Timed:
    deal = sold()
    act = lambda: deal.offering.send("refund", 0, 0, 0, by=OUTSIDER)  # noqa: E731
    return Timed(deal.chain, act, "Offering_NotSettled", sample.DEADLINE + 7 * DAY + 1, True)


def executed_on_its_date() -> Timed:
    deal = live(Platform())
    given = deal.report(0)
    deal.submit(given)
    return Timed(deal.chain, lambda: deal.execute(given), "Deal_BeforeScheduledDate", sample.FIRST_DATE, True)


def executed_when_final() -> Timed:
    court = Court()
    given = court.accept()
    return Timed(
        court.chain, lambda: court.execute(given), "RoyaltyOracle_ReportNotFinal", court.chain.now + WINDOW, True
    )


def disputed() -> Timed:
    court = Court()
    court.accept()
    return Timed(court.chain, court.dispute, "OracleDisputes_WindowOver", court.chain.now + WINDOW - 1)


def decided() -> Timed:
    court = Court()
    court.accept()
    court.dispute()
    return Timed(court.chain, lambda: court.decide(True), "AccessControlUnauthorizedAccount", court.stage()[1])


def appealed() -> Timed:
    court = Court()
    court.accept()
    court.dispute()
    court.decide(True)
    return Timed(court.chain, court.appeal, "OracleDisputes_WrongStage", court.stage()[1])


def settled() -> Timed:
    court = Court()
    court.accept()
    court.dispute()
    court.decide(True)
    return Timed(court.chain, court.settle, "OracleDisputes_WrongStage", court.stage()[1] + 1, True)


def proposed() -> tuple[Court, Callable[[], Any]]:
    court = Court()
    names = [key.address for key in SIGNERS]
    court.oracle.send("proposeSigners", court.address, THRESHOLD, names, [1] * 5, by=actor("governor"))
    return court, lambda: court.oracle.send("enactSigners", court.address, by=OUTSIDER)


def enacted() -> Timed:
    court, act = proposed()
    return Timed(court.chain, act, "OracleSigners_TooEarly", court.oracle.read("proposalReadyAt", court.address), True)


def enacted_in_time() -> Timed:
    court, act = proposed()
    last = court.oracle.read("proposalReadyAt", court.address) + court.oracle.read("ENACT_WITHIN")
    return Timed(court.chain, act, "OracleSigners_TooLate", last)


def declared_missing() -> Timed:
    court = Court(missing_after_days=5)
    act = lambda: court.oracle.send("declareMissing", court.address, by=OUTSIDER)  # noqa: E731
    return Timed(court.chain, act, "RoyaltyOracle_NotMissingYet", sample.FIRST_DATE + 5 * DAY, True)


def received_while_eligible() -> Timed:
    platform = Platform()
    token = live(platform).tokens[0]
    platform.admit(actor("buyer"), until=token.chain.now + DAY)
    act = lambda: token.send("transfer", actor("buyer"), 1, by=SENIOR)  # noqa: E731
    return Timed(token.chain, act, "TrancheToken_TransferRefused", token.chain.now + DAY)


def moved_when_unlocked() -> Timed:
    platform, unlocked = Platform(), sample.CLOSING + 30 * DAY
    token = live(
        platform, replace(plain_spec(10), transfer_rules=(TransferRules(locked_until=unlocked).pack(),))
    ).tokens[0]
    act = lambda: token.send("transfer", MEZZANINE, 1, by=SENIOR)  # noqa: E731
    return Timed(token.chain, act, "TrancheToken_TransferRefused", unlocked, True)


def moved_after_a_halt() -> Timed:
    platform = Platform()
    token, until = live(platform).tokens[0], platform.chain.now + DAY
    halt(platform, "haltTranche", token.address, until=until)
    act = lambda: token.send("transfer", MEZZANINE, 1, by=SENIOR)  # noqa: E731
    return Timed(token.chain, act, "TrancheToken_TransferRefused", until + 1, True)


def claimed_after_a_halt() -> Timed:
    platform = Platform()
    deal = live(platform)
    deal.pay_date(100_000 * sample.USD)
    until = platform.chain.now + DAY
    halt(platform, "haltHolder", deal.deal.address, SENIOR, until=until)
    return Timed(deal.chain, lambda: deal.claim(0, "senior_investor"), "RoyaltyEscrow_HolderHalted", until + 1, True)


OF_DEALS: tuple[Callable[[], Timed], ...] = (
    bid_after_opening,
    bid_before_the_end,
    closing_begins,
    closing_ends,
    refunded,
    executed_on_its_date,
    executed_when_final,
    disputed,
    decided,
    appealed,
    settled,
    enacted,
    enacted_in_time,
    declared_missing,
    received_while_eligible,
    moved_when_unlocked,
    moved_after_a_halt,
    claimed_after_a_halt,
)
