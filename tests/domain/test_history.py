# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.conservation import Flow, NotConservedError, check_conserved
from regalia.domain.history import (
    AmountRangeError,
    DealBooks,
    PeriodOutOfOrderError,
    PeriodReport,
    PeriodsAccrueError,
    Source,
    accruing_steps,
)
from regalia.domain.program import DueKind, Program, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from regalia.errors import RegaliaError
from tests.domain.small_deals import NOTES, PASS_THROUGH, run


def trust(cash: int = 0) -> DealBooks:
    books = DealBooks(PASS_THROUGH, State.opening(PASS_THROUGH))
    books.collect(cash)
    return books


def figures(books: DealBooks) -> tuple[int, int, int, int, State]:
    return books.collection, books.attested, books.distributed, books.next_period, books.state


def report(period: int, received: int, expenses: int = 0, other: int = 0, target: int | None = None) -> PeriodReport:
    return PeriodReport(period, received, other, target, (expenses,))


def test_execute__cash_and_report_agree__everything_is_distributed() -> None:
    books = trust(1_000)
    date = books.execute(report(1, 900, expenses=300, other=100))
    assert (date.paid(SubjectKind.PAYEE), date.paid(SubjectKind.TRANCHE)) == ((300,), (700,))
    assert figures(books)[:4] == (0, 1_000, 1_000, 2)


def test_execute__cash_nobody_attested__waits() -> None:
    books = trust(1_046)
    date = books.execute(report(1, 1_000))
    assert (date.flow.available, date.collection) == (1_000, 46)


def test_execute__attested_without_cash__visible_and_paid_when_it_comes() -> None:
    books = trust(600)
    first = books.execute(report(1, 1_000))
    assert (first.flow.available, books.attested - books.distributed) == (600, 400)
    books.collect(400)
    second = books.execute(report(2, 0))
    assert second.paid(SubjectKind.TRANCHE) == (400,)


def test_execute__reserve_built_then_released__both_leave_collection_empty() -> None:
    books = trust(1_000)
    built = books.execute(report(1, 1_000, target=250))
    assert (built.paid(SubjectKind.ACCOUNT), books.state.account) == ((250,), (250,))
    released = books.execute(report(2, 0, target=0))
    assert released.paid(SubjectKind.TRANCHE) == (250,)
    assert figures(books)[:3] == (0, 1_000, 1_000)


def test_execute__release_nobody_takes__goes_back_to_collection_and_is_paid_later() -> None:
    no_residual = replace(PASS_THROUGH, steps=PASS_THROUGH.steps[:2])
    books = DealBooks(no_residual, State((0,), (0,), (300,), (0, 0)))
    date = books.execute(report(1, 0, target=100))
    assert (date.flow.released, date.flow.left, books.collection, books.distributed) == (200, 200, 200, -200)
    paid = books.execute(report(2, 0, expenses=150, target=100))
    assert (paid.flow.available, paid.paid(SubjectKind.PAYEE)) == (200, (150,))


def test_execute__expenses_above_receipts__drawn_from_the_reserve_and_shown_as_its_source() -> None:
    books = DealBooks(PASS_THROUGH, State((0,), (0,), (80,), (0, 0, 0)))
    books.collect(100)
    date = books.execute(report(1, 100, expenses=150, target=30))
    assert date.sources(0) == (Source("available funds", 100), Source("reserve", 50))
    assert date.sources(2) == ()
    assert date.flow == Flow(available=100, drawn=50, released=0, payees=150, tranches=0, accounts=0, left=0)


@pytest.mark.parametrize("period", [0, 1, 3, -1])
def test_execute__period_out_of_order__refused_and_nothing_changes(period: int) -> None:
    books = trust(1_000)
    books.execute(report(1, 1_000))
    before = figures(books)
    with pytest.raises(PeriodOutOfOrderError, match=f"period {period} is out of order: the next period is 2"):
        books.execute(report(period, 5))
    assert figures(books) == before


@pytest.mark.parametrize(
    "wrong",
    [
        PeriodReport(1, -1, invoices=(0,)),
        PeriodReport(1, 0, -1, invoices=(0,)),
        PeriodReport(1, 2**96, invoices=(0,)),
        PeriodReport(1, 5, invoices=()),
        PeriodReport(1, 5, invoices=(-1,)),
        PeriodReport(1, 5, target=-1, invoices=(0,)),
    ],
)
def test_execute__impossible_report__refused_and_nothing_changes(wrong: PeriodReport) -> None:
    books = trust(10)
    before = figures(books)
    with pytest.raises(ValueError):
        books.execute(wrong)
    assert figures(books) == before


@pytest.mark.parametrize("amount", [-1, 2**128])
def test_collect__amount_out_of_range__refused(amount: int) -> None:
    books = trust(10)
    with pytest.raises(AmountRangeError, match=r"outside 0 to 2\^128 - 1"):
        books.collect(amount)
    assert books.collection == 10


def test_collect__largest_amount__accepted_and_not_one_more() -> None:
    books = trust()
    books.collect(2**128 - 1)
    with pytest.raises(AmountRangeError):
        books.collect(1)
    assert books.collection == 2**128 - 1


def test_execute__attested_to_date_at_its_limit__stays_there_and_the_deal_goes_on() -> None:
    books = trust(10)
    books.execute(report(1, 2**96 - 2))
    books.execute(report(2, 2**96 - 1))
    assert books.attested == 2**96 - 1
    books.collect(5)
    assert books.execute(report(3, 1)).paid(SubjectKind.TRANCHE) == (5,)


def test_execute__received_and_other_income_too_large_together__refused_and_nothing_changes() -> None:
    books = trust(10)
    before = figures(books)
    with pytest.raises(AmountRangeError, match=r"received \+ other_income"):
        books.execute(PeriodReport(1, 2**96 - 1, 1))
    assert figures(books) == before


def test_execute__huge_gift_nobody_attested__waits_and_stops_nobody() -> None:
    books = trust(2**100)
    assert books.execute(report(1, 1_000)).paid(SubjectKind.TRANCHE) == (1_000,)


def test_next_period__seasoned_deal__starts_at_its_opening() -> None:
    seasoned = replace(PASS_THROUGH, schedule=replace(PASS_THROUGH.schedule, opening=237))
    assert DealBooks(seasoned, State.opening(seasoned)).next_period == 237


def test_skip_to__nothing_accrues__later_period_runs() -> None:
    books = trust(1_000)
    books.skip_to(5)
    assert books.execute(report(5, 1_000)).paid(SubjectKind.TRANCHE) == (1_000,)


def test_skip_to__notes_accrue__refused_by_the_names_of_the_steps() -> None:
    books = DealBooks(NOTES, State.opening(NOTES))
    with pytest.raises(PeriodsAccrueError, match=r"trustee_fee, interest\.senior, interest\.mezzanine"):
        books.skip_to(2)
    assert books.next_period == 1


def test_skip_to__the_next_period__allowed_for_any_deal() -> None:
    books = DealBooks(NOTES, State.opening(NOTES))
    books.skip_to(1)
    assert books.next_period == 1


def test_skip_to__backwards__refused() -> None:
    books = trust()
    books.skip_to(5)
    with pytest.raises(PeriodOutOfOrderError):
        books.skip_to(4)


def with_first_step(due_kind: DueKind, amount: int = 0, rate: int = 0) -> Program:
    fee = replace(PASS_THROUGH.steps[0], label="fee", due_kind=due_kind, amount=amount, rate=rate)
    return replace(PASS_THROUGH, steps=(fee,))


@pytest.mark.parametrize(
    ("program", "accruing"),
    [
        (PASS_THROUGH, ()),
        (NOTES, ("trustee_fee", "interest.senior", "interest.mezzanine")),
        (with_first_step(DueKind.FIXED, amount=1), ("fee",)),
        (with_first_step(DueKind.FIXED), ()),
        (with_first_step(DueKind.OUTSTANDING_RATE, rate=1), ("fee",)),
        (with_first_step(DueKind.COLLECTIONS_RATE, rate=1), ()),
        (with_first_step(DueKind.AS_INVOICED), ()),
    ],
)
def test_accruing_steps__each_kind__only_what_time_alone_makes_due(program: Program, accruing: tuple[str, ...]) -> None:
    assert accruing_steps(program) == accruing


@pytest.mark.parametrize("field", ["paid", "drawn", "released"])
def test_check_conserved__a_record_off_by_one__refused(field: str) -> None:
    outcome = run(NOTES, available=100_000, invoices=(1_500,))
    last = outcome.records[-1]
    wrong = replace(last, **{field: getattr(last, field) + 1})
    with pytest.raises(NotConservedError, match="differ by"):
        check_conserved(NOTES, 100_000, replace(outcome, records=(*outcome.records[:-1], wrong)))


def test_check_conserved__money_left_is_forgotten__refused() -> None:
    outcome = run(replace(NOTES, steps=NOTES.steps[:1]), available=5_000)
    with pytest.raises(NotConservedError, match="differ by 2500"):
        check_conserved(replace(NOTES, steps=NOTES.steps[:1]), 5_000, replace(outcome, carried=0))


def test_execute__engine_loses_money__nothing_is_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = run(PASS_THROUGH, available=1_000, invoices=(0,))
    lossy = replace(honest, records=(*honest.records[:2], StepRecord(999, 999, 0, 0)))
    monkeypatch.setattr("regalia.domain.history.run_steps", lambda *_: lossy)
    books = trust(1_000)
    before = figures(books)
    with pytest.raises(NotConservedError):
        books.execute(report(1, 1_000))
    assert figures(books) == before


def test_errors__all__are_regalia_errors_with_a_hint() -> None:
    for error in (
        PeriodOutOfOrderError(2, 1),
        PeriodsAccrueError(1, 2, ("fee",)),
        AmountRangeError("cash in", -1, 128),
    ):
        assert isinstance(error, RegaliaError)
        assert error.hint
