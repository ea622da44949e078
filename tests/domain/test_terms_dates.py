# SPDX-License-Identifier: Apache-2.0
"""Tables by period that the deal can follow, and nothing planned for after the legal final date."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, plain_note, problems, sheet, terms


def amounts(*periods: str) -> list[dict[str, Any]]:
    return [{"period": period, "amount": 1} for period in periods]


def planned(due: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Principal by a table; periods are paid on the 10th of the month after."""
    return plain_note(steps__8__due=due, **changes)


@pytest.mark.parametrize(
    ("kind", "field"), [("scheduled", "amounts"), ("target-balance", "balances"), ("forecast", "forecast")]
)
def test_table__period_paid_after_legal_final__refused_and_on_it_taken(kind: str, field: str) -> None:
    def deal(*periods: str) -> dict[str, Any]:
        if kind == "forecast":
            return plain_note(forecast=amounts(*periods), calendar__legal_final="2030-02-10")
        return planned({"kind": kind, field: amounts(*periods)}, calendar__legal_final="2030-02-10")

    assert terms_from(deal("2024M01", "2030M01"))
    path = "forecast" if kind == "forecast" else f"steps[8].due.{field}"
    rule = "is paid on {}, after the legal final date, 2030-02-10"
    assert problems(deal("2024M01", "2030M02", "2031M02")) == {
        f"{path}[1].period": rule.format("2030-03-10"),
        f"{path}[2].period": rule.format("2031-03-10"),
    }


def test_table__in_the_acceleration_list__looked_at_too() -> None:
    due = {"kind": "scheduled", "amounts": amounts("2043Q1")}
    found = problems(changed(sheet("turbo_note"), acceleration__2__due=due))
    assert list(found) == ["acceleration[2].due.amounts[0].period"]


def test_table__period_before_the_first_that_the_deal_pays__refused() -> None:
    found = problems(plain_note(forecast=amounts("2023M12", "2024M01")))
    assert found == {"forecast[0].period": "must not be before 2024M01, the first period that this deal pays itself"}


@pytest.mark.parametrize(
    ("periods", "index", "rule"),
    [
        (("2024M02", "2024M02"), 1, "periods must rise"),
        (("2024M03", "2024M02"), 1, "periods must rise"),
        (("2024M02", "2024Q2"), 1, "a monthly deal has periods of 1 months"),
        (("2024M02", "2101M01"), 1, "must not be after the year 2100"),
    ],
)
def test_table__periods_that_are_none_of_the_deal__refused(periods: tuple[str, ...], index: int, rule: str) -> None:
    due = {"kind": "scheduled", "amounts": amounts(*periods)}
    assert problems(planned(due, calendar__legal_final="2030-01-01"))[f"steps[8].due.amounts[{index}].period"] == rule


def test_tables__longer_than_a_program_can_be__refused_and_900_periods_taken() -> None:
    longest = amounts("2024M01", "2098M12")  # 75 years of months
    assert terms_from(planned({"kind": "scheduled", "amounts": longest}))
    longer = longest + amounts("2099M01")
    assert problems(planned({"kind": "scheduled", "amounts": longer})) == {
        "steps[8].due.amounts": "with all other tables spans 901 periods; must be at most 900"
    }


def test_forecast__counted_once_for_each_trigger_that_reads_it() -> None:
    data = changed(sheet("whole_business"), forecast__1__period="2075Q2")  # 224 quarters, two triggers
    assert terms_from(data)
    data["triggers"] += [data["triggers"][1] | {"id": f"more-{i}"} for i in range(2)]
    assert terms_from(data)
    data["triggers"].append(data["triggers"][1] | {"id": "one-more"})
    assert list(problems(data)) == ["forecast"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tranches__0__coupon__step_up": {"rate": "5%", "since": "{}"}}, "tranches[0].coupon.step_up.since"),
        (
            {"calls": [{"kind": "optional", "holder": "label", "tranches": ["senior"], "since": "{}", "price": "1x"}]},
            "calls[0].since",
        ),
        (
            {
                "triggers": [
                    {
                        "id": "late",
                        "measure": {"kind": "date-reached", "which": "date", "date": "{}"},
                        "cure": "latched",
                        "measured": "before",
                        "effect": {"kind": "flag", "flag": "late"},
                    }
                ]
            },
            "triggers[0].measure.date",
        ),
    ],
)
def test_day__on_legal_final__refused_and_the_day_before_taken(change: dict[str, Any], path: str) -> None:
    def on(day: str) -> dict[str, Any]:
        return plain_note(**_dated(change, day), calendar__legal_final="2030-02-10")

    assert terms_from(on("2030-02-09"))
    assert problems(on("2030-02-10")) == {path: "must be before the legal final date, 2030-02-10"}
    assert problems(on("2031-02-10")) == {path: "must be before the legal final date, 2030-02-10"}


def _dated(value: Any, day: str) -> Any:
    if isinstance(value, dict):
        return {key: _dated(item, day) for key, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, day) for item in value]
    return day if value == "{}" else value


def test_legal_final__before_the_first_payment_date__refused_and_on_it_taken() -> None:
    assert terms(calendar__legal_final="2024-02-10").calendar.legal_final
    found = problems(plain_note(calendar__legal_final="2024-02-09"))
    assert found == {"calendar.legal_final": "must not be before the first payment date, 2024-02-10"}
