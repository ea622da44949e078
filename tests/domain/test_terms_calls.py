# SPDX-License-Identifier: Apache-2.0
"""Calls that repay something, at a price that is one."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, problems, sheet


@pytest.mark.parametrize(
    ("sheet_name", "change", "path"),
    [
        ("pik_note", {"calls__0__price": "0.99x"}, "calls[0].price"),
        ("pik_note", {"calls__0__price": "99.9999%"}, "calls[0].price"),
        ("pik_note", {"calls__0__price": "10.01x"}, "calls[0].price"),
        ("pik_note", {"calls__0__tranches": ["note", "note"]}, "calls[0].tranches[1]"),
        ("special_plan", {"calls": [{"tranches": ["a", "b"]}]}, "calls[0].tranches[1]"),
        ("whole_business", {"calls__0__price": "0x"}, "calls[0].price"),
        ("whole_business", {"calls__0__remaining": "0%"}, "calls[0].remaining"),
        ("whole_business", {"calls__0__remaining": "100%"}, "calls[0].remaining"),
    ],
)
def test_call__repays_nothing_or_at_no_price__refused(sheet_name: str, change: dict[str, Any], path: str) -> None:
    data = changed(sheet(sheet_name), **change)
    if sheet_name == "special_plan":
        data["calls"][0] |= {"kind": "optional", "holder": "originator", "since": "2019-05-01", "price": "100%"}
    assert list(problems(data)) == [path]


@pytest.mark.parametrize("price", ["1.00x", "100%", "10x"])
def test_call__at_par_or_ten_times_it__taken(price: str) -> None:
    assert terms_from(changed(sheet("pik_note"), calls__0__price=price)).calls[0].price >= 10**6


def test_clean_up__no_tranche_has_a_balance__refused() -> None:
    data = sheet("special_plan")
    data["tranches"] = [data["tranches"][1] | {"id": "a"}]
    data["steps"] = [{"id": "rest", "kind": "residual", "tranche": "a"}]
    data["facilities"], data["retentions"] = [], []
    data["calls"] = [{"kind": "clean-up", "holder": "manager", "remaining": "10%", "price": "100%"}]
    assert problems(data) == {"calls[0]": "has nothing to repay: no tranche has a balance"}


def test_calls__nine__refused_and_eight_taken() -> None:
    data = sheet("pik_note")
    data["calls"] *= 8
    assert len(terms_from(data).calls) == 8
    data["calls"].append(data["calls"][0])
    assert problems(data) == {"calls": "must be at most 8"}
