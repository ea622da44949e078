# SPDX-License-Identifier: Apache-2.0
"""Reserves and facilities that are used, provided by somebody, and paid back."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import ABSENT, changed, plain_note, problems, sheet, terms


def test_reserve__neither_support_nor_set_by_the_report__refused_as_without_a_use() -> None:
    found = problems(plain_note(steps__0__support=ABSENT, steps__4__support=ABSENT))
    rule = "is a reserve without a use: no step has it as support, and no report sets its target"
    assert found == {"accounts[1]": rule}


def test_reserve__set_by_the_report_or_support_of_principal__taken() -> None:
    assert terms(steps__5__support=ABSENT).accounts[0].id == "spare"
    assert terms(steps__0__support=ABSENT, steps__4__support=ABSENT, steps__8__support=["reserve"]).accounts


def test_reserve__support_in_the_acceleration_list_only__refused() -> None:
    data = changed(sheet("turbo_note"), steps__1__support=ABSENT, acceleration__0__support=["interest-reserve"])
    assert list(problems(data)) == ["accounts[0]"]


def test_facility__no_step_has_it_as_support__refused() -> None:
    data = changed(sheet("guaranteed"), steps__3__support=ABSENT)
    assert problems(data) == {"facilities[1]": "has no use: no step has it as support"}


def test_facility__support_in_the_acceleration_list_only__taken() -> None:
    data = sheet("turbo_note")
    data["parties"].append({"id": "lender", "name": "Lender", "roles": ["liquidity-provider"]})
    data["facilities"] = [{"id": "line", "name": "Line", "kind": "liquidity", "provider": "lender"}]
    repay = {"id": "repay", "kind": "repay-support", "facility": "line"}
    data["acceleration"][0]["support"] = ["line"]
    data["steps"].insert(2, repay)
    assert problems(data) == {
        "facilities[0]": "has no repay-support step in acceleration: what it pays would never be paid back"
    }
    data["acceleration"].insert(1, repay)
    assert terms_from(data).facilities


def test_facility__no_step_repays_it__refused() -> None:
    data = sheet("special_plan")
    del data["steps"][2]
    assert problems(data) == {
        "facilities[0]": "has no repay-support step in steps: what it pays would never be paid back"
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"facilities__0__provider": "insurer"}, "facilities[0].provider"),
        ({"facilities__1__provider": "lender"}, "facilities[1].provider"),
        ({"facilities__0__limit": 0}, "facilities[0].limit"),
        ({"facilities__0__notice_hours": 2161}, "facilities[0].notice_hours"),
        ({"facilities__0__notice_hours": 0}, "facilities[0].notice_hours"),
        ({"facilities__0__rate": "-6%"}, "facilities[0].rate"),
        ({"facilities__0__rate": "101%"}, "facilities[0].rate"),
    ],
)
def test_facility__provider_limit_notice_rate_that_can_not_be__refused(change: dict[str, Any], path: str) -> None:
    assert list(problems(changed(sheet("guaranteed"), **change))) == [path]


def test_support__four_sources__refused_and_three_taken() -> None:
    data = changed(sheet("guaranteed"), steps__2__support=["reserve", "line", "undertaking"])
    assert terms_from(data).facilities
    data["accounts"].append({"id": "more", "name": "More", "kind": "reserve"})
    data["steps"].insert(0, {"id": "fill", "kind": "reserve", "account": "more", "target": {"set_by_report": True}})
    data["steps"][3]["support"].append("more")
    assert problems(data) == {"steps[3].support": "must be at most 3"}
