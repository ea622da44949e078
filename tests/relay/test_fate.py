# SPDX-License-Identifier: Apache-2.0
"""What became of signed work, told by made-up events."""

from __future__ import annotations

import pytest

from regalia.oracle.typed_data import Signable
from regalia.relay.fate import Fate, fate_of
from tests.oracle.stage import REPORT
from tests.relay.told_logs import RESTATEMENT, accepted, struck, told, voided, work

OTHER_REPORT = REPORT.model_copy(update={"received": 1})
BOTH = pytest.mark.parametrize("report", [REPORT, RESTATEMENT], ids=["report", "restatement"])


def in_epoch(report: Signable, epoch: int) -> Signable:
    return report.model_copy(update={"epoch": epoch})


@BOTH
def test_fate__nothing_told__open(report: Signable) -> None:
    assert fate_of(work(report), []) == Fate(epoch=1)


@BOTH
def test_fate__accepted__there(report: Signable) -> None:
    (event,) = events = told(accepted(5, report))
    assert fate_of(work(report), events) == Fate(epoch=1, accepted=event)


@pytest.mark.parametrize(
    ("report", "changes"),
    [
        (REPORT, {"received": 1}),
        (REPORT, {"other_income": 1}),
        (REPORT, {"reserve_target": 1}),
        (REPORT, {"has_target": False, "reserve_target": 0}),
        (REPORT, {"invoices": (132_887_000_000, 1)}),
        (REPORT, {"evidence_root": bytes(32)}),
        (RESTATEMENT, {"period": 2}),
        (RESTATEMENT, {"received": 1}),
        (RESTATEMENT, {"other_income": -1}),
        (RESTATEMENT, {"corrects": bytes(32)}),
        (RESTATEMENT, {"evidence_root": bytes(32)}),
    ],
)
def test_fate__accepted_with_another_value__is_another_one(report: Signable, changes: dict[str, object]) -> None:
    (event,) = events = told(accepted(5, report.model_copy(update=changes)))
    assert fate_of(work(report), events) == Fate(epoch=1, other=event)


def test_fate__acceptance_of_another_number__nothing() -> None:
    later = (REPORT.model_copy(update={"period": 2}), RESTATEMENT.model_copy(update={"number": 2}))
    events = told(accepted(5, later[0]), accepted(6, later[1]))
    assert fate_of(work(REPORT), events) == fate_of(work(RESTATEMENT), events) == Fate(epoch=1)


@BOTH
def test_fate__same_content_in_another_epoch__is_another_one(report: Signable) -> None:
    void, event = events = told(voided(4), accepted(5, report))
    assert fate_of(work(report), events) == Fate(epoch=2, other=event, void=void)
    assert fate_of(work(in_epoch(report, 2)), events) == Fate(epoch=2, accepted=event)


@BOTH
def test_fate__accepted_then_void__accepted_for_the_old_and_other_for_the_new(report: Signable) -> None:
    event, void = events = told(accepted(5, report), voided(6))
    assert fate_of(work(report), events) == Fate(epoch=2, accepted=event, void=void)
    assert fate_of(work(in_epoch(report, 2)), events) == Fate(epoch=2, other=event)


def test_fate__epochs__the_first_after_its_own_made_it_void() -> None:
    _, second, third = events = told(voided(4, 2), voided(5, 3), voided(6, 4))
    assert fate_of(work(in_epoch(REPORT, 2)), events).void == second
    assert fate_of(work(in_epoch(REPORT, 3)), events).void == third
    assert fate_of(work(in_epoch(REPORT, 4)), events).void is None
    assert fate_of(work(in_epoch(REPORT, 5)), events) == Fate(epoch=4)


def test_fate__report_struck__and_reported_anew() -> None:
    again = in_epoch(REPORT, 2)
    first, strike, second = events = told(accepted(5), struck(6), accepted(7))
    assert fate_of(work(), events) == Fate(epoch=2, accepted=first, struck=strike, other=second, void=strike)
    assert fate_of(work(again), events) == Fate(epoch=2, accepted=second)


def test_fate__struck_twice__each_by_its_own() -> None:
    again = in_epoch(REPORT, 2)
    _, first, _, second = events = told(accepted(5), struck(6), accepted(7), struck(8, again, epoch=3))
    assert (fate_of(work(), events).struck, fate_of(work(again), events).struck) == (first, second)


def test_fate__another_report_struck__the_period_is_free() -> None:
    *_, strike = events = told(accepted(5, OTHER_REPORT), struck(6, OTHER_REPORT))
    assert fate_of(work(), events) == Fate(epoch=2, void=strike)
    assert fate_of(work(in_epoch(REPORT, 2)), events) == Fate(epoch=2)


def test_fate__restatement_struck__its_number_is_used_up() -> None:
    first, strike = events = told(accepted(5, RESTATEMENT), struck(6, RESTATEMENT))
    assert fate_of(work(RESTATEMENT), events) == Fate(epoch=1, accepted=first, struck=strike)
    other = work(RESTATEMENT.model_copy(update={"received": 9}))
    assert fate_of(other, events) == Fate(epoch=1, other=first)
