# SPDX-License-Identifier: Apache-2.0
"""The whole vocabulary can be written; what can't be executed yet is refused by name, never ignored."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.terms import NotExecutableError, not_executable, terms_from
from regalia.errors import RegaliaError
from tests.domain.term_sheets import changed, plain_note, sheet, terms

EXPECTED = {
    "turbo_note": ["calendar.legal_final", "triggers[0]", "triggers[1]", "acceleration"],
    "pik_note": ["calls[0]", "tranches[0].coupon.day_count", "tranches[0].coupon.shortfall"],
    "master_trust": [
        "calendar.anticipated_repayment",
        "calendar.legal_final",
        "accounts[1].kind",
        *(f"triggers[{i}]" for i in range(5)),
        "tranches[0].coupon.shortfall",
        "tranches[0].coupon.step_up",
        "steps[3].guard",
        "steps[3]",
        "steps[4].guard",
        "steps[4]",
        "steps[5].guard",
    ],
    "guaranteed": [
        "facilities[0]",
        "facilities[1]",
        *(f"triggers[{i}]" for i in range(5)),
        "tranches[0].coupon.day_count",
        "steps[0].cap",
        "steps[0].carry_rate",
        "steps[1].due.day_count",
        "steps[2].support[1]",
        "steps[3].guard",
        "steps[3].support[0]",
        "steps[4]",
        "steps[6].guard",
        "steps[7].due.kind",
        "steps[7].order",
        "steps[8]",
        "steps[9].due.kind",
    ],
    "special_plan": [
        "facilities[0]",
        "tranches[0].coupon.day_count",
        "steps[0].support[0]",
        "steps[1].support[0]",
        "steps[1].due.kind",
    ],
    "whole_business": [
        "calendar.anticipated_repayment",
        "triggers[0]",
        "triggers[1]",
        "forecast",
        "calls[0]",
        "tranches[0].coupon.day_count",
        "tranches[0].coupon.step_up",
        "steps[2].guard",
        "steps[2].due.kind",
        "steps[3].due.kind",
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_compile__rich_vocabulary__every_feature_refused_by_name(name: str) -> None:
    deal = terms_from(sheet(name))
    assert [feature.path for feature in not_executable(deal)] == EXPECTED[name]
    with pytest.raises(NotExecutableError) as caught:
        compile_terms(deal)
    assert all(f"\n  {path}: " in caught.value.message for path in EXPECTED[name])


def test_not_executable__is_a_not_implemented_error_with_a_hint() -> None:
    assert issubclass(NotExecutableError, NotImplementedError) and issubclass(NotExecutableError, RegaliaError)
    assert NotExecutableError(not_executable(terms_from(sheet("pik_note")))).hint


def test_not_executable__deal_of_executable_parts__nothing() -> None:
    assert not_executable(terms()) == []


TRIGGER = {
    "id": "low",
    "measure": {"kind": "debt-service-coverage", "breached": "below", "threshold": "1.4x"},
    "cure": "curable",
    "measured": "before",
    "effect": {"kind": "flag", "flag": "trap"},
}


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ({"triggers": [TRIGGER]}, "triggers[0]", "'debt-service-coverage'"),
        ({"steps__4__support": ["reserve", "spare"]}, "steps[4].support[1]", "'spare'"),
        ({"steps__8__support": ["reserve"]}, "steps[8].support[0]", "'reserve'"),
        ({"steps__0__carry_rate": "1%"}, "steps[0].carry_rate", ""),
        ({"steps__0__cap": {"per_year": 5}}, "steps[0].cap", ""),
        ({"steps__8__order": "pro-rata"}, "steps[8].order", "'pro-rata'"),
        ({"steps__2__due__day_count": "30/360 US"}, "steps[2].due.day_count", "'30/360 US'"),
        ({"tranches__0__coupon__day_count": "ACT/365F"}, "tranches[0].coupon.day_count", "'ACT/365F'"),
        ({"tranches__0__coupon__shortfall": "default"}, "tranches[0].coupon.shortfall", "'default'"),
        ({"steps__6__target__set_by_report": True}, "steps[7].target.set_by_report", "'true'"),
        ({"calendar__legal_final": "2040-01-01"}, "calendar.legal_final", "'2040-01-01'"),
        ({"forecast": [{"period": "2024M01", "amount": 1}]}, "forecast", ""),
        ({"retentions": [{"holder": "trustee", "tranche": "senior", "share": "5%"}]}, "retentions[0]", "'trustee'"),
        (
            {"retentions": [{"holder": "label", "tranche": "senior", "share": share} for share in ("5%", "6%")]},
            "retentions[1]",
            "'senior'",
        ),
    ],
)
def test_not_executable__one_feature__only_that_is_named(change: dict[str, Any], path: str, value: str) -> None:
    (feature,) = not_executable(terms_from(changed(plain_note(), **change)))
    assert (feature.path, feature.value) == (path, value)
    assert feature.rule
