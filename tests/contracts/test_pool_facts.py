# SPDX-License-Identifier: Apache-2.0
"""Facts that triggers look at and no report says: asked of their source when a date is executed, told in an event, and needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.program import Program, TriggerProgram
from regalia.domain.program_words import POOL_VALUE, Comparison, Measure
from tests.support import sample, whole
from tests.support.acts import demand
from tests.support.answering import answering, telling
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor
from tests.support.whole import USD, live_whole

SOURCE = actor("source of facts")
POOL = TriggerProgram(
    "pool value", Measure.OVERCOLLATERALISATION, Comparison.BELOW, 1_000_000, tranche_mask=0b11, effect=0
)
LAPSED = TriggerProgram("rights lapsed", Measure.FACT, Comparison.ABOVE, 250_000, subject=1, effect=1)
LATE = TriggerProgram("late report", Measure.DAYS_SINCE_REPORT, Comparison.ABOVE, 90, effect=2)
PROGRAM = replace(whole.PROGRAM, triggers=(POOL, LAPSED), flags=("pool", "rights"), facts=(POOL_VALUE, "rights-lapsed"))
"""Its triggers raise flags that no step heeds: what they answered is in the event."""
ECHO = bytes.fromhex("60205f52600260205260043560501c60405260843560a81c60605260805ff3")
"""Tells the first ten bytes of the deal it is asked about, and the first eleven of the second label."""


def fed(platform: Platform, money: Contract, code: bytes, program: Program = PROGRAM, **changes: Any) -> DealContracts:
    """With such a source; enough comes in that nobody is asked for support."""
    platform.chain.place(SOURCE, code)
    facts = SOURCE if program.facts else DealSpec.facts
    deal = live_whole(platform, money, whole.spec(program, facts=facts, **changes))
    deal.pay_royalty(50_000 * USD)
    return deal


def answers(deal: DealContracts) -> tuple[bool, ...]:
    return deal.state().active


@pytest.mark.parametrize(
    ("value", "lapsed", "expected"),
    [
        (1_400_000 * USD, 250_000, (False, False)),
        (1_400_000 * USD - 1, 250_001, (True, True)),
        (0, 0, (True, False)),
        (2**96 - 1, 2**96 - 1, (False, True)),
    ],
)
def test_facts__around_their_thresholds__triggers_answer_and_the_event_tells(
    platform: Platform, money: Contract, value: int, lapsed: int, expected: tuple[bool, ...]
) -> None:
    deal = fed(platform, money, telling(value, lapsed))
    done = deal.pay_date_without_cash(50_000 * USD)
    assert done.only("FactsTaken") == {"period": 1, "facts": (value, lapsed), "reportAge": 0, "unpaid": 0}
    assert answers(deal) == expected


def test_facts__source_asked__for_this_deal_and_by_label(platform: Platform, money: Contract) -> None:
    deal = fed(platform, money, ECHO)
    told = deal.pay_date_without_cash(50_000 * USD).only("FactsTaken")["facts"]
    assert told == (int(deal.deal.address[2:22], 16), int.from_bytes(b"rights-laps", "big"))


def test_facts__those_of_the_day_of_execution__not_of_the_report(platform: Platform, money: Contract) -> None:
    deal = fed(platform, money, telling(0, 0))
    report = deal.report(50_000 * USD)
    deal.reach(1)
    deal.submit(report)
    platform.chain.place(SOURCE, telling(2_000_000 * USD, 10**6))
    deal.execute(report)
    assert answers(deal) == (False, True)


SILENT: dict[str, tuple[bytes, str]] = {
    "one of them not known": (answering({}), "NoReason"),
    "too few": (telling(1), "Waterfall_FactCount"),
    "too many": (telling(1, 2, 3), "Waterfall_FactCount"),
    "above 2^96": (telling(2**96, 0), "Waterfall_AmountTooLarge"),
}


@pytest.mark.parametrize("case", list(SILENT))
def test_facts__source_does_not_answer_right__the_date_waits_and_is_executed_once_it_does(
    platform: Platform, money: Contract, case: str
) -> None:
    code, error = SILENT[case]
    deal = fed(platform, money, telling(0, 0))
    platform.chain.place(SOURCE, code)
    report = deal.report(50_000 * USD)
    deal.reach(1)
    deal.submit(report)
    for act in (deal.execute, deal.preview, lambda given: demand(deal, 0, given)):
        with refused(error):
            act(report)
    assert deal.deal.read("nextPeriod") == 1
    platform.chain.place(SOURCE, telling(1, 2))
    deal.execute(report)


def test_close__source_finds_the_pool_unfit__refused_with_its_reason(platform: Platform, money: Contract) -> None:
    platform.chain.place(SOURCE, answering({}))
    deal = platform.create(money, whole.spec(PROGRAM, facts=SOURCE))
    deal.sell(whole.ALLOCATION)
    with refused("NoReason"):
        deal.close()
    platform.chain.place(SOURCE, telling(0, 0))
    deal.close()


def test_sources__of_the_deal__both_can_be_read(platform: Platform, money: Contract) -> None:
    assert fed(platform, money, telling(0, 0)).deal.read("sources") == (platform.support.address, SOURCE)


def test_facts__deal_that_looks_at_none__tells_none(live: DealContracts) -> None:
    assert live.pay_date(100_000 * USD).all("FactsTaken") == []
    assert live.deal.read("sources")[1] == DealSpec.facts


def test_facts__at_the_end__not_asked_any_more(platform: Platform, money: Contract) -> None:
    deal = fed(platform, money, telling(0, 0))
    deal.pay_date(1_500_000 * USD)
    platform.chain.place(SOURCE, answering({}))
    deal.deal.send("conclude", by=actor("outsider"))
    assert answers(deal) == (True, False)


@pytest.mark.parametrize(("days", "late"), [(90, False), (91, True)])
@pytest.mark.parametrize("window", [0, 7 * sample.DAY])
def test_report_age__around_its_threshold__whole_days_between_what_became_final(
    platform: Platform, money: Contract, days: int, late: bool, window: int
) -> None:
    deal = fed(
        platform, money, b"", replace(whole.PROGRAM, triggers=(LATE,), flags=("a", "b", "late")), dispute_window=window
    )
    closed = deal.chain.now
    assert deal.deal.read("lastReportAt") == closed
    for period, seconds in ((1, 0), (2, sample.DAY - 1)):
        report = deal.report(30_000 * USD)
        deal.pay_royalty(30_000 * USD)
        deal.chain.now = accepted = deal.deal.read("lastReportAt") + days * sample.DAY + seconds - window
        deal.submit(report)
        deal.chain.now = max(accepted + window, deal.deal.read("scheduledAt", period))
        told = deal.execute(report).only("FactsTaken")
        assert (told["reportAge"], answers(deal)) == (days, (late,))
        assert deal.deal.read("lastReportAt") == accepted + window


def test_report_age__executed_weeks_later__counts_what_was_final_not_what_was_executed(
    platform: Platform, money: Contract
) -> None:
    deal = fed(platform, money, b"", replace(whole.PROGRAM, triggers=(LATE,), flags=("a", "b", "late")))
    report = deal.report(50_000 * USD)
    deal.chain.now += 80 * sample.DAY
    deal.submit(report)
    deal.chain.now += 60 * sample.DAY
    assert deal.execute(report).only("FactsTaken")["reportAge"] == 80
