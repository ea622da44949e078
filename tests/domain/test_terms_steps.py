# SPDX-License-Identifier: Apache-2.0
"""The priority of payments: everyone is paid, once, in an order that makes sense."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import ABSENT, changed, plain_note, problems, sheet, terms


def reordered(*order: int) -> dict[str, Any]:
    data = plain_note()
    data["steps"] = [data["steps"][i] for i in order]
    return data


def test_residual__missing__refused() -> None:
    found = problems(reordered(0, 1, 2, 3, 4, 5, 6, 7, 8))
    assert found == {"steps": "must end with a residual step: something must take what is left"}


def test_residual__not_last__refused() -> None:
    assert list(problems(reordered(0, 1, 2, 3, 4, 5, 6, 7, 9, 8))) == ["steps[8]"]


def test_residual__twice__refused() -> None:
    data = plain_note()
    data["steps"].insert(0, data["steps"][-1] | {"id": "first"})
    assert list(problems(data)) == ["steps[0]"]


@pytest.mark.parametrize("change", [{"steps__9__tranche": "junior"}, {"steps__9__payee": ABSENT}])
def test_residual__both_or_neither_receiver__refused(change: dict[str, Any]) -> None:
    assert problems(plain_note(**change)) == {"steps[9]": "must name either a tranche or a payee"}


def test_interest__no_step_for_a_coupon__refused() -> None:
    assert problems(reordered(0, 1, 2, 3, 4, 6, 7, 8, 9)) == {
        "tranches[1].coupon": "is paid by no interest step in steps"
    }


def test_interest__step_without_a_coupon__refused() -> None:
    found = problems(plain_note(tranches__1__coupon=ABSENT))
    assert found == {"steps[5].tranche": "must have a coupon to be paid interest"}


def test_interest__two_unguarded_steps__refused_as_it_would_accrue_twice() -> None:
    data = plain_note()
    data["steps"].insert(5, data["steps"][4] | {"id": "again"})
    assert list(problems(data)) == ["steps[5].tranche"]


def test_interest__two_guarded_steps__taken() -> None:
    data = sheet("guaranteed")
    data["steps"].insert(7, data["steps"][3] | {"id": "subordinated", "guard": {"while_active": ["rapid"]}})
    assert [step.kind for step in terms_from(data).steps].count("interest") == 3


def test_interest__after_principal_of_its_tranche__refused() -> None:
    found = problems(reordered(0, 1, 2, 3, 5, 6, 7, 8, 4, 9))
    assert found["steps[8]"] == "must come before steps[7], which lowers the balance it accrues on"


def test_expense_on_outstanding__after_principal__refused() -> None:
    assert "steps[8]" in problems(reordered(0, 1, 3, 4, 5, 6, 7, 8, 2, 9))


def test_tranche__neither_principal_nor_residual__refused() -> None:
    found = problems(plain_note(steps__8__tranches=["senior"]))
    assert found == {"tranches[1]": "has no principal step and no residual in steps"}


def test_tranche__balance_and_only_residual__taken() -> None:
    data = plain_note(steps__8__tranches=["senior"], steps__9__payee=ABSENT, steps__9__tranche="junior")
    assert terms_from(data).steps[-1].kind == "residual"


def test_tranche__repaid_without_a_balance__refused() -> None:
    data = plain_note(tranches__1__balance=0, tranches__1__coupon=ABSENT)
    del data["steps"][5]
    assert problems(data) == {"tranches[1].balance": "is repaid in steps, so it must be above zero"}


def test_account__no_step_looks_at_it__refused() -> None:
    assert problems(reordered(0, 1, 2, 3, 4, 5, 6, 8, 9)) == {"accounts[0]": "has no reserve step in steps"}


def test_acceleration__same_rules__refused() -> None:
    data = sheet("turbo_note")
    del data["acceleration"][1]
    assert problems(data) == {"accounts[0]": "has no reserve step in acceleration"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"steps__0__due__amount": 0}, "steps[0].due.amount"),
        ({"steps__1__due__rate": "0%"}, "steps[1].due.rate"),
        ({"steps__2__due__rate": "0%"}, "steps[2].due.rate"),
        ({"steps__2__due__tranches": ["senior", "senior"]}, "steps[2].due.tranches[1]"),
        ({"steps__0__support": ["reserve", "reserve"]}, "steps[0].support[1]"),
        ({"steps__1__cap": {}}, "steps[1].cap"),
        ({"steps__1__cap": {"per_period": 0}}, "steps[1].cap.per_period"),
        ({"steps__1__cap": {"per_period": 1, "per_year": 0}}, "steps[1].cap.per_year"),
        ({"steps__1__carry_rate": "5%"}, "steps[1].carry_rate"),
        ({"steps__1__due": {"kind": "above-cap", "step": "trustee-fee"}}, "steps[1].due.step"),
        ({"steps__6__target": {}}, "steps[6].target"),
        ({"steps__6__target__protects": ABSENT}, "steps[6].target.protects"),
        ({"steps__6__target__protects": ["senior", "senior"]}, "steps[6].target.protects[1]"),
        ({"steps__6__target__parts__1": {"kind": "fixed", "amount": 1}}, "steps[6].target.parts"),
        ({"steps__6__target__parts__1__periods": 121}, "steps[6].target.parts[1].periods"),
        ({"steps__7__target__protects": ["senior"]}, "steps[7].target.protects"),
        ({"steps__8__tranches": ["senior", "junior", "senior"]}, "steps[8].tranches[2]"),
        ({"steps__8__due": {"kind": "scheduled"}}, "steps[8].due"),
        ({"steps__8__due": {"kind": "scheduled", "share_of_original": "0%"}}, "steps[8].due.share_of_original"),
        (
            {"steps__8__due": {"kind": "target-balance", "share_of_pool_value": "0%"}},
            "steps[8].due.share_of_pool_value",
        ),
        ({"steps__8__due": {"kind": "target-balance"}}, "steps[8].due"),
    ],
)
def test_step__contradicts_itself__refused(change: dict[str, Any], path: str) -> None:
    assert path in problems(plain_note(**change))


def test_above_cap__of_a_later_step__refused() -> None:
    data = sheet("guaranteed")
    data["steps"].insert(0, data["steps"].pop(9))
    assert "steps[0].due.step" in problems(data)


def test_above_cap__second_step_for_the_same_cap__refused() -> None:
    data = sheet("guaranteed")
    data["steps"].insert(10, data["steps"][9] | {"id": "again"})
    assert problems(data) == {"steps[10].due.step": "is what excess takes already"}


def test_above_cap__held_back_when_the_capped_step_runs__refused() -> None:
    guard = {"while_active": ["rapid"]}
    found = problems(changed(sheet("guaranteed"), steps__9__guard=guard))
    assert found == {"steps[9].guard": "must be always, or that of costs: what its cap leaves out would be lost"}


@pytest.mark.parametrize("guards", [{"steps__0__guard": {"while_active": ["rapid"]}}, {}])
def test_above_cap__runs_whenever_the_capped_step_does__taken(guards: dict[str, Any]) -> None:
    assert terms_from(changed(sheet("guaranteed"), **guards)).steps[9].id == "excess"
    both = guards | {"steps__9__guard": guards.get("steps__0__guard", "always")}
    assert terms_from(changed(sheet("guaranteed"), **both)).steps[9].id == "excess"


@pytest.mark.parametrize(("change", "path"), [({"guard": "always"}, "guard"), ({"share": "0%"}, "share")])
def test_trap__never_shut_or_keeps_nothing__refused(change: dict[str, Any], path: str) -> None:
    data = sheet("master_trust")
    data["steps"][4] |= change
    assert list(problems(data)) == [f"steps[4].{path}"]


def test_steps__more_than_forty_in_the_program__refused_and_forty_taken() -> None:
    data = plain_note()  # eleven program steps
    data["steps"][0:0] = [data["steps"][0] | {"id": f"fee-{i}"} for i in range(29)]
    assert len(terms(steps=data["steps"]).steps) == 39
    data["steps"].insert(0, data["steps"][0] | {"id": "one-more"})
    assert list(problems(data)) == ["steps"]


def test_steps__more_than_forty_in_both_lists__refused_and_forty_taken() -> None:
    data = sheet("turbo_note")  # five steps and four
    data["steps"][0:0] = [data["steps"][0] | {"id": f"fee-{i}"} for i in range(15)]
    data["acceleration"][0:0] = [data["steps"][0] | {"id": f"fee-{i}"} for i in range(16)]
    assert len(terms_from(data).acceleration) == 20
    data["acceleration"].insert(0, data["steps"][0] | {"id": "one-more"})
    assert list(problems(data)) == ["steps"]


def test_guard__always__same_as_left_out() -> None:
    assert terms_from(changed(plain_note(), steps__0__guard="always")) == terms()
