# SPDX-License-Identifier: Apache-2.0
"""Break-evens: found to a millionth, the exact engine on both sides, and the same from both engines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from regalia.domain.accrual import PPM
from regalia.projection.break_even import Stress, Threshold
from regalia.projection.engine import EnginesDisagreeError
from regalia.projection.exact import project_exact
from regalia.projection.measures import is_timely, is_ultimate
from regalia.projection.outcomes import Outcomes
from regalia.projection.report import Desk
from regalia.projection.whole import Mask
from tests.projection.desks import desk, notes


def stress(made: Desk) -> Stress:
    return Stress(made.builder, made.builder.scenario(None), made.projector)


def holds_at(made: Desk, holds: Callable[[Outcomes], Mask], reduction: int) -> bool:
    outlook = made.builder.reduced(made.builder.scenario(None), [reduction])
    return bool(holds(project_exact(made.program, made.projector.opening, outlook))[0])


@pytest.mark.parametrize("tranche", [0, 1])
@pytest.mark.parametrize("condition", [is_timely, is_ultimate])
def test_tranches__of_the_notes__last_that_holds_by_the_exact_engine(
    tranche: int, condition: Callable[[Outcomes, int], Mask]
) -> None:
    made = notes()
    found = stress(made).tranches()[tranche]
    last = (found.timely if condition is is_timely else found.ultimate).last
    assert last is not None and 0 < last < PPM
    assert holds_at(made, lambda o: condition(o, tranche), last)
    assert not holds_at(made, lambda o: condition(o, tranche), last + 1)


def test_tranches__senior__bears_more_than_mezzanine() -> None:
    senior, mezzanine = stress(notes()).tranches()
    assert (senior.ultimate.last or 0) > (mezzanine.ultimate.last or 0)
    assert senior.timely.monotone and mezzanine.ultimate.monotone


def test_tranches__exact_engine_alone__the_same_break_evens() -> None:
    assert stress(notes(periods=6, exact=True)).tranches() == stress(notes(periods=6)).tranches()


def test_tranches__too_little_even_unreduced__none() -> None:
    made = notes(receipts={"kind": "flat", "amount": "140,000"})
    assert [t.ultimate.last for t in stress(made).tranches()] == [None, None]


def test_tranches__late_receipts__timely_breaks_before_ultimate() -> None:
    changes = [{"kind": "delay", "periods": "3", "since": "2024Q1"}]
    made = notes(periods="40", scenarios=[{"id": "late", "changes": changes}])
    mezzanine = stress(made).tranches()[1]
    assert mezzanine.timely.last is None
    assert (mezzanine.ultimate.last or 0) > 300_000


def test_triggers__coverage_ladder__trip_in_its_order_at_the_first_reduction() -> None:
    made = desk("hi-fi-ii", periods=20)
    found = {point.trigger: point.first for point in stress(made).triggers()}
    ladder = [found[f"coverage-{level}"] for level in (140, 130, 115)]
    assert ladder == sorted(ladder, key=lambda first: first or 0) and None not in ladder
    assert found["anticipated-repayment"] == 0
    assert found["legal-final"] is None
    place = [trigger.label for trigger in made.program.triggers].index("coverage-130")
    first = found["coverage-130"] or 0
    quiet = [holds_at(made, lambda o: ~o.active[:, place].any(axis=0), first + d) for d in (-1, 0)]
    assert quiet == [True, False]


def test_threshold__condition_that_comes_back__the_one_before_the_first_failure_and_said_so() -> None:
    def in_two_pieces(outcomes: Outcomes) -> Mask:
        received = outcomes.received.sum(axis=0).astype(np.float64) / (12 * 300_000 * 10**6)
        found: Mask = (received > 0.7) | (received < 0.2)
        return found

    made = notes()
    assert stress(made).threshold(in_two_pieces) == Threshold(299_999, False)


def test_threshold__always_or_never__the_ends() -> None:
    made = stress(notes(periods=4))
    assert made.threshold(lambda o: np.ones(o.scenarios, np.bool_)) == Threshold(PPM, True)
    assert made.threshold(lambda o: np.zeros(o.scenarios, np.bool_)) == Threshold(None, True)


def test_threshold__exact_engine_that_does_not_confirm__refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = stress(notes())
    monkeypatch.setattr("regalia.projection.break_even.project_exact", lambda *_: made.project([0, 0]))
    with pytest.raises(EnginesDisagreeError, match="the break-even"):
        made.tranches()
