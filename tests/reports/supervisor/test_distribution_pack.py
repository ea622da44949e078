# SPDX-License-Identifier: Apache-2.0
"""The distribution report two trading days before: what is foreseen is what is then paid, and when it was final."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import pytest

from regalia.domain.restating import NEVER
from regalia.ledger.stream_model import DisputeTold, PendingReport
from regalia.receipts import ReceiptsRow
from regalia.reports.distribution import distribution_report
from regalia.reports.supervisor.distribution_parts import distribution_section
from regalia.reports.supervisor.errors import NoSuchPeriodError
from regalia.reports.supervisor.flat import Flat
from regalia.reports.supervisor.foreseen import report_of
from regalia.reports.supervisor.holidays import TradingDays
from regalia.reports.supervisor.subject import Subject
from regalia.reports.supervisor.timing import IN_TIME, LATE, OPEN, OVERDUE, Timing, timing_of
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import Chronicle
from tests.reports.supervisor.subjects import subject_of

HOUR = 3_600
DUE = date(2024, 9, 18)
"""Of the third payment date, 2024-09-20."""


def at(day: date, hour: int = 12) -> int:
    return int(datetime.combine(day, time(hour), UTC).timestamp())


@dataclass
class Waiting:
    """The notes after two quarters; the third is reported."""

    deal: Chronicle
    row: ReceiptsRow

    def subject(self, day: date = date(2024, 9, 10)) -> Subject:
        return subject_of(self.deal.ledger, day)

    def timing(self, final_at: int | None, day: date = date(2024, 9, 10)) -> Timing:
        """With a report that is final then, or with none."""
        stream = self.deal.ledger.stream
        stream.pending = None
        if final_at is not None:
            signers = tuple(self.deal.ledger.record.attestors.signers[:3])
            place = self.deal.ledger.receipts[-1].place
            root = "0x" + self.row.evidence.hex()
            stream.pending = PendingReport(self.row.report, root, signers, place, 1, final_at, weight=3, needed=3)
        found = timing_of(self.subject(day))
        assert found is not None
        return found


@pytest.fixture
def waiting() -> Waiting:
    deal = Chronicle(mills.NOTES)
    for tranche in deal.ledger.terms.tranches:
        deal.subscribe(tranche.id, address(701), tranche.units)
    deal.close()
    rows = deal.rows(mills.SIX_QUARTERS_NOTES)
    for row in rows[:2]:
        deal.quarter(row)
    deal.time = at(date(2024, 9, 2))
    deal.pay_royalty(rows[2].collected)
    return Waiting(deal, rows[2])


def test_foreseen__report_waits__what_is_then_paid_to_the_unit(waiting: Waiting) -> None:
    timing = waiting.timing(at(date(2024, 9, 12)))
    before = waiting.deal.ledger.deal.state
    foreseen = report_of(waiting.subject(), timing)
    assert foreseen is not None
    assert waiting.deal.ledger.deal.state == before and len(waiting.deal.ledger.dates) == 2
    waiting.deal.ledger.stream.pending = None
    waiting.deal.time = at(date(2024, 9, 20))
    waiting.deal.execute(waiting.row)
    paid = distribution_report(waiting.deal.ledger, 2)
    assert (foreseen.steps, foreseen.tranches, foreseen.accounts) == (paid.steps, paid.tranches, paid.accounts)
    assert foreseen.funds == paid.funds and foreseen.funds.available > 0


def test_foreseen__half_of_the_cash_is_there__no_more_than_that(waiting: Waiting) -> None:
    timing = waiting.timing(at(date(2024, 9, 12)))
    books = waiting.deal.ledger.deal
    books.collection -= waiting.row.collected // 2
    foreseen = report_of(waiting.subject(), timing)
    assert foreseen is not None
    assert foreseen.funds.available == books.collection and foreseen.funds.uncovered > 0


@pytest.mark.parametrize(
    ("final_at", "day", "status", "late"),
    [
        (at(DUE, 23), DUE, IN_TIME, 0),
        (at(DUE) + 12 * HOUR, DUE, LATE, 1),  # midnight is the next day
        (at(date(2024, 9, 25)), DUE, LATE, 7),
        (None, DUE, OPEN, 0),
        (None, date(2024, 9, 20), OVERDUE, 2),
        (NEVER, date(2024, 9, 19), OVERDUE, 1),
    ],
    ids=["last-hour", "midnight-after", "a-week", "no-report-yet", "no-report", "disputed"],
)
def test_timing__report_and_day__whether_it_was_final_in_time(
    waiting: Waiting, final_at: int | None, day: date, status: str, late: int
) -> None:
    found = waiting.timing(final_at, day)
    assert (found.period, found.due, found.status, found.late_days) == (3, DUE, status, late)
    assert found.disputed == (final_at == NEVER)


def test_timing__executed_date_after_a_dismissed_dispute__final_when_that_was_settled(waiting: Waiting) -> None:
    ledger = waiting.deal.ledger
    ledger.stream.dispute_window = 24 * HOUR
    done = ledger.dates[1]
    opened = replace(done.reported, log_index=9)
    settled = replace(done.reported, timestamp=done.reported.timestamp + 5 * HOUR)
    told = DisputeTold(0, 2, address(1), 0, "0x", opened, settled=settled, struck=False)
    subject = replace(waiting.subject(), period=2)
    assert (timing_of(subject) or pytest.fail()).final_at == done.reported.timestamp + 24 * HOUR
    ledger.stream.past.append(replace(told, was_final_at=done.reported.timestamp + 24 * HOUR))
    assert (timing_of(subject) or pytest.fail()).final_at == settled.timestamp


def test_timing__period_that_is_neither_executed_nor_next__refused_by_name(waiting: Waiting) -> None:
    with pytest.raises(NoSuchPeriodError, match="period 9: it is neither executed nor the next") as refused:
        timing_of(replace(waiting.subject(), period=9))
    assert "1 to 3" in refused.value.hint


def test_section__holidays_of_another_year__says_that_weekdays_alone_were_counted(waiting: Waiting) -> None:
    timing, money = waiting.timing(at(DUE)), waiting.deal.ledger.terms.money
    told = []
    for years in (frozenset[int](), frozenset({2023}), frozenset({2024})):
        subject = replace(waiting.subject(), days=TradingDays("exchange" if years else "", years))
        says = distribution_section(subject, timing).parts[1]
        told.append(Flat(money, subject.names).part(says)[0])
    assert told == [
        "Trading days are weekdays alone: no holidays file was given.",
        "Trading days are weekdays alone: the holidays of exchange are not of this year.",
        "Trading days are weekdays but the holidays of exchange.",
    ]


def test_section__no_report_waits__no_figures_and_says_so(waiting: Waiting) -> None:
    section = distribution_section(waiting.subject(), waiting.timing(None))
    assert [part.key for part in section.parts] == ["timing", "trading_days", "attestation"]
