# SPDX-License-Identifier: Apache-2.0
"""Triggers that can be measured, and acceleration that can come about and takes over what is carried."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import ABSENT, changed, plain_note, problems, sheet


@pytest.mark.parametrize(
    ("sheet_name", "change", "path"),
    [
        ("guaranteed", {"triggers__0__memory__periods": 9}, "triggers[0].memory.periods"),
        ("guaranteed", {"triggers__0__memory__of": 17}, "triggers[0].memory.of"),
        ("whole_business", {"triggers__2__memory__periods": 17}, "triggers[2].memory.periods"),
        ("guaranteed", {"triggers__4__measure__date": ABSENT}, "triggers[4].measure.date"),
        ("guaranteed", {"triggers__4__measure__which": "legal-final"}, "triggers[4].measure.date"),
        ("turbo_note", {"calendar__legal_final": ABSENT}, "triggers[1].measure.which"),
        ("guaranteed", {"triggers__2__measure__trailing": 61}, "triggers[2].measure.trailing"),
        ("master_trust", {"triggers__0__measure__trailing": 61}, "triggers[0].measure.trailing"),
        ("whole_business", {"triggers__2__measure__trailing": 61}, "triggers[2].measure.trailing"),
        ("guaranteed", {"triggers__0__measure__tranches": ["senior", "senior"]}, "triggers[0].measure.tranches[1]"),
        ("guaranteed", {"triggers__0__measure__tranches": ["equity"]}, "triggers[0].measure"),
        ("guaranteed", {"triggers__0__measure__kind": "leverage"} | {"triggers__0__measure__tranches": ["equity"]},
         "triggers[0].measure"),
        ("guaranteed", {"triggers__0__measure__kind": "debt-service-coverage", "triggers__0__measure__tranches": ["equity"]},
         "triggers[0].measure"),
        ("guaranteed", {"triggers__0__measure__kind": "interest-coverage", "triggers__0__measure__tranches": ["equity"]},
         "triggers[0].measure"),
        ("turbo_note", {"tranches__0__coupon__shortfall": "capitalised"}, "triggers[0].measure.tranche"),
        ("turbo_note", {"triggers__0__measure__threshold": 255}, "triggers[0].measure.threshold"),
        ("master_trust", {"triggers__4__measure__threshold": 3661}, "triggers[4].measure.threshold"),
        ("master_trust", {"triggers__0__measure__threshold": "0x"}, "triggers[0].measure.threshold"),
        ("turbo_note", {"triggers__0__measure__breached": "at-least"}, "triggers[0].measure.threshold"),
        ("guaranteed", {"triggers__2__measure__threshold": "100%"}, "triggers[2].measure.threshold"),
        ("guaranteed", {"triggers__3__measure__threshold": "100%"}, "triggers[3].measure.threshold"),
        ("turbo_note", {"acceleration": ABSENT}, "acceleration"),
    ],
)  # fmt: skip
def test_trigger__can_not_be_measured__refused(sheet_name: str, change: dict[str, Any], path: str) -> None:
    assert list(problems(changed(sheet(sheet_name), **change))) == [path]


@pytest.mark.parametrize(
    ("sheet_name", "change"),
    [
        ("guaranteed", {"triggers__0__memory__of": 16, "triggers__0__memory__periods": 16}),
        ("whole_business", {"triggers__2__memory__periods": 16}),
        ("master_trust", {"triggers__0__measure__trailing": 60}),
        ("guaranteed", {"triggers__0__measure__tranches": ["senior", "equity"]}),
        ("turbo_note", {"triggers__0__measure__threshold": 254}),
        ("master_trust", {"triggers__4__measure__threshold": 3660}),
        ("guaranteed", {"triggers__1__measure__threshold": "100%"}),
    ],
)
def test_trigger__at_its_limits__taken(sheet_name: str, change: dict[str, Any]) -> None:
    assert terms_from(changed(sheet(sheet_name), **change)).triggers


def test_trigger__arrears_of_a_tranche_without_a_coupon__refused() -> None:
    measure = {"kind": "arrears-age", "tranche": "equity", "breached": "above", "threshold": 0}
    found = problems(changed(sheet("guaranteed"), triggers__0__measure=measure))
    assert found == {"triggers[0].measure.tranche": "is never in arrears"}


def test_forecast__none__every_trigger_that_reads_it_refused() -> None:
    found = problems(changed(sheet("whole_business"), forecast=ABSENT))
    assert found == {f"triggers[{i}].measure": "needs the deal's forecast" for i in (1, 2)}


def test_triggers__fifteen__refused_and_fourteen_taken() -> None:
    data = sheet("guaranteed")
    data["triggers"] += [data["triggers"][4] | {"id": f"more-{i}"} for i in range(8)]
    assert len(terms_from(data).triggers) == 14
    data["triggers"].append(data["triggers"][4] | {"id": "one-more"})
    assert problems(data) == {"triggers": "must be at most 14"}


def test_acceleration__nothing_leads_to_it__refused() -> None:
    data = plain_note()
    data["acceleration"] = data["steps"]
    assert problems(data)["acceleration"] == "is never reached: nothing in the terms is an event of default"


def test_acceleration__missing_where_unpaid_interest_is_a_default__refused() -> None:
    found = problems(plain_note(tranches__0__coupon__shortfall="default"))
    assert found == {"acceleration": "must list the steps that follow an event of default"}


@pytest.mark.parametrize(
    ("sheet_name", "change", "path"),
    [
        ("master_trust", {"acceleration__0__payee": "bank"}, "acceleration[0].payee"),
        ("regulated_note", {"acceleration__0__tranches": ["b", "a"]}, "acceleration[0].tranches"),
    ],
)
def test_acceleration__step_of_the_same_id_owed_to_another__refused(
    sheet_name: str, change: dict[str, Any], path: str
) -> None:
    data = sheet(sheet_name)
    if sheet_name == "regulated_note":
        data["acceleration"] = [dict(step) for step in data["steps"]]
        default = {"id": "late", "measure": {"kind": "date-reached", "which": "date", "date": "2026-01-01"}}
        data["triggers"] = [default | {"cure": "latched", "measured": "before", "effect": {"kind": "event-of-default"}}]
    assert terms_from(data).acceleration
    found = problems(changed(data, **change))
    assert list(found) == [path] and "has the same id" in found[path]


def test_acceleration__trap_of_the_normal_list_given_back_under_its_id__taken() -> None:
    data = sheet("master_trust")
    data["acceleration"][2]["id"] = "trap-all"
    assert terms_from(data).acceleration[2].kind == "reserve"


def test_acceleration__trap_shut_by_its_own_guard__taken() -> None:
    data = sheet("master_trust")
    data["acceleration"][2] = data["steps"][4]
    assert terms_from(data).acceleration[2].kind == "trap"
