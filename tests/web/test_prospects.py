# SPDX-License-Identifier: Apache-2.0
"""No yearly yield is said of money that is back within weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regalia.market.payments import Payment
from regalia.views.prospects import SOON_DAYS, Prospect, is_back_soon, no_yield

TODAY = date(2025, 1, 3)


def paid(*after: tuple[int, int]) -> tuple[Payment, ...]:
    """Days after today, and amounts."""
    return tuple(Payment(TODAY + timedelta(days), amount) for days, amount in after)


@pytest.mark.parametrize(
    ("payments", "soon"),
    [
        (paid((SOON_DAYS - 1, 100)), True),
        (paid((SOON_DAYS, 100)), False),
        (paid((0, 50), (2 * SOON_DAYS, 50)), False),
        (paid((0, 51), (2 * SOON_DAYS, 49)), True),
        (paid((-14, 100)), True),
        ((), False),
    ],
)
def test_money__back_on_average_within_ninety_days__is_back_soon(payments: tuple[Payment, ...], soon: bool) -> None:
    assert is_back_soon(payments, TODAY) is soon
    why = no_yield(Prospect("trailing", (payments,)), 100, None, soon)
    assert why == ("back-soon" if soon else "no-payment")


def test_money__without_a_price__has_no_yield_for_that_reason() -> None:
    assert no_yield(Prospect("trailing", (paid((1, 1)),)), None, None, True) == "no-price"
