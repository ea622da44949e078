# SPDX-License-Identifier: Apache-2.0
"""The flow chart of a payment date: bars as wide as what was paid, in their order, within the drawing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from regalia.views.date_steps import DateStep, Held, SourceOf
from regalia.views.payment_date import DateView, Funds
from regalia.web.flow import flow_of
from regalia.web.flow_shapes import Flow, FlowRow

NOTHING = Decimal(0)


def step(number: int, due: int, paid: int, remaining: int, *, reserve: int = 0, released: int = 0) -> DateStep:
    """Of ``paid``, the ``reserve`` gave so much."""
    sources = [SourceOf("available", "available", "", Decimal(paid - reserve))] if paid > reserve else []
    sources += [SourceOf("reserve", "account", "Reserve", Decimal(reserve))] if reserve else []
    return DateStep(
        id=number,
        label=f"step-{number}",
        name=f"Step {number}",
        kind="interest",
        to_kind="tranche",
        to="senior",
        to_name="Senior",
        due=Decimal(due),
        paid=Decimal(paid),
        shortfall=Decimal(due - paid),
        drawn=Decimal(reserve),
        released=Decimal(released),
        remaining=Decimal(remaining),
        carried=False,
        open_ended=False,
        sources=tuple(sources),
        held=None,
    )


def view(available: int, *steps: DateStep) -> DateView:
    """Only what the drawing looks at."""
    found = object.__new__(DateView)
    funds = object.__new__(Funds)
    object.__setattr__(funds, "available", Decimal(available))
    object.__setattr__(found, "funds", funds)
    object.__setattr__(found, "steps", steps)
    return found


def row(flow: Flow, number: int) -> FlowRow:
    return next(found for found in flow.rows if found.step.id == number)


@pytest.mark.parametrize("narrow", [False, True])
def test_flow__of_two_payments__has_bars_in_proportion_that_use_up_the_trunk(narrow: bool) -> None:
    flow = flow_of(view(1000, step(1, 250, 250, 750), step(2, 750, 750, 0)), narrow=narrow)
    first, second = (row(flow, number).shapes[0] for number in (1, 2))
    assert first.width * 3 == second.width and first.width + second.width == flow.pool.width
    assert first.right == flow.pool.right and second.x == flow.pool.x
    assert flow.trunk[1].width == second.width and first.y < second.y


def test_flow__with_support__adds_it_beside_what_funds_paid() -> None:
    flow = flow_of(view(100, step(1, 140, 140, 0, reserve=40)))
    funds, reserve = row(flow, 1).shapes
    assert (funds.kind, reserve.kind) == ("tranche", "account")
    assert reserve.x == funds.right and (funds.width, reserve.width) == (Decimal(400), Decimal(160))


def test_flow__with_a_shortfall__hatches_it_and_says_so() -> None:
    found = row(flow_of(view(100, step(1, 120, 100, 0))), 1)
    assert [shape.kind for shape in found.shapes] == ["tranche", "short"] and found.note == "short"
    assert found.shapes[1].width * 5 == found.shapes[0].width and not found.shapes[1].cut


@pytest.mark.parametrize("narrow", [False, True])
def test_flow__with_a_shortfall_of_more_than_there_is_room_for__is_cut_within_the_drawing(narrow: bool) -> None:
    flow = flow_of(view(100, step(1, 10**12, 100, 0)), narrow=narrow)
    short = row(flow, 1).shapes[-1]
    assert short.cut and short.right == flow.frame.chart + flow.frame.chart_width


def test_flow__of_a_step_that_takes_all_there_is__hatches_nothing() -> None:
    turbo = replace(step(1, 10**6, 100, 0), open_ended=True)
    found = row(flow_of(view(100, turbo)), 1)
    assert [shape.kind for shape in found.shapes] == ["tranche"] and found.note == "outstanding"


def test_flow__with_money_given_back__widens_the_trunk() -> None:
    flow = flow_of(view(100, step(1, 40, 40, 60), step(2, 0, 0, 80, released=20), step(3, 80, 80, 0)))
    given = row(flow, 2).shapes[0]
    assert given.kind == "released" and flow.trunk[2].width > flow.trunk[1].width
    assert abs(given.right - flow.trunk[2].right) < 1


def test_flow__of_a_step_held_back__is_a_row_without_a_bar() -> None:
    held = replace(step(1, 0, 0, 100), held=Held((), ("trap",)))
    found = row(flow_of(view(100, held)), 1)
    assert (found.shapes, found.note) == ((), "held")


@pytest.mark.parametrize("narrow", [False, True])
def test_flow__with_nothing_at_all__still_has_its_rows(narrow: bool) -> None:
    flow = flow_of(view(0, step(1, 0, 0, 0), step(2, 50, 0, 0)), narrow=narrow)
    assert [found.note for found in flow.rows] == ["nothing", "short"]
    assert flow.pool.width == NOTHING and flow.height > flow.bottom > flow.rows[-1].top


@pytest.mark.parametrize("narrow", [False, True])
def test_flow__with_a_name_of_ten_thousand_signs__cuts_it(narrow: bool) -> None:
    long = replace(step(1, 10, 10, 0), name="W" * 10_000, to_name="权利" * 5_000)
    found = row(flow_of(view(10, long), narrow=narrow), 1)
    assert len(found.lines) == 6 and found.lines[2].text.endswith("…") and found.height < 200


@pytest.mark.parametrize("narrow", [False, True])
def test_flow__of_forty_steps__has_rows_below_each_other(narrow: bool) -> None:
    steps = [step(i + 1, 1, 1, 39 - i) for i in range(40)]
    flow = flow_of(view(40, *steps), narrow=narrow)
    for above, below in pairwise(flow.rows):
        assert above.top + above.height == below.top
        assert all(shape.y + shape.height <= below.top for shape in above.shapes)
    assert all(shape.right <= flow.frame.width for found in flow.rows for shape in found.shapes)
