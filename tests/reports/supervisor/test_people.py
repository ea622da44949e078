# SPDX-License-Identifier: Apache-2.0
"""What the originator keeps, who holds which role, what was done by order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.supervisor.parts import Grid
from regalia.reports.supervisor.people import officers_grid, orders_grid
from regalia.reports.supervisor.retention import retention_grid
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import ORIGINATOR, SUPERVISOR, Chronicle
from tests.reports.supervisor.subjects import subject_of


def rows(grid: Grid) -> list[dict[str, Any]]:
    return [{field.key: value for field, value in zip(grid.fields, row, strict=True)} for row in grid.rows]


@pytest.mark.parametrize(
    ("kept", "day", "whole", "locked"),
    [(50, date(2024, 12, 30), True, True), (49, date(2024, 12, 31), False, False)],
    ids=["kept-and-locked", "one-unit-short-on-the-day-it-ends"],
)
def test_retention__junior_units__required_held_and_locked(kept: int, day: date, whole: bool, locked: bool) -> None:
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", address(701), 8_000)
    deal.subscribe("mezzanine", address(701), 2_500)
    deal.subscribe("junior", ORIGINATOR, kept)
    deal.subscribe("junior", address(701), 1_000 - kept)
    deal.close()
    deal.quarter(deal.rows(mills.SIX_QUARTERS_NOTES)[0])
    junior = rows(retention_grid(subject_of(deal.ledger, day)))[2]
    assert (junior["required"], junior["required_units"], junior["held_units"]) == (50_000, 50, kept)
    assert (junior["kept"], junior["five_per_cent"], junior["locked"]) == (whole, whole, locked)
    assert junior["locked_until"] == date(2024, 12, 31)


def test_orders__freeze_force_recovery_and_halt__in_the_order_of_the_chain(orders: DealLedger) -> None:
    last = datetime.fromtimestamp(orders.events[-1].timestamp, UTC).date()
    found = rows(orders_grid(subject_of(orders, last)))
    places = [(row["place"].block_number, row["place"].log_index) for row in found]
    assert places == sorted(places) and len(found) == len(orders.acts) + len(orders.halted)
    assert [row["what"] for row in found][:3] == ["units frozen", "forced transfer", "wallet recovered"]
    assert found[0]["order"] == "court 1/24" and found[1]["income"] == 1_000_000
    (halt,) = (row for row in found if row["what"] == "halt")
    assert (halt["by"], halt["until"]) == (SUPERVISOR, orders.halted[0].until)


def test_orders__halt_after_its_last_second__not_in_force(orders: DealLedger) -> None:
    until = orders.halted[0].until
    assert until is not None
    later = date(2030, 1, 1)
    assert [row["in_force"] for row in rows(orders_grid(subject_of(orders, later))) if row["what"] == "halt"] == [False]


def test_officers__role_nobody_holds__is_there_too(notes: DealLedger) -> None:
    found = rows(officers_grid(subject_of(notes, date(2025, 7, 1))))
    assert [(str(row["office"]), row["holder"]) for row in found] == [
        ("supervisor", notes.record.deployer),
        ("chief-supervisor", None),
        ("administrator", notes.record.deployer),
    ]
