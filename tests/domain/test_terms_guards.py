# SPDX-License-Identifier: Apache-2.0
"""Guards that can open, flags that are read, triggers that don't wait for themselves."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, plain_note, problems, sheet


def coverage(name: str, flag: str, **other: Any) -> dict[str, Any]:
    """A trigger measured before, which counts scheduled principal."""
    measure = {"kind": "debt-service-coverage", "breached": "below", "threshold": "1.2x"}
    effect = {"kind": "flag", "flag": flag}
    return {"id": name, "measure": measure, "cure": "curable", "measured": "before", "effect": effect} | other


def dated(name: str, flag: str, **other: Any) -> dict[str, Any]:
    """A trigger that counts nothing."""
    return coverage(name, flag, measure={"kind": "date-reached", "which": "date", "date": "2025-01-01"}, **other)


def scheduled(guard: dict[str, Any], *triggers: dict[str, Any]) -> dict[str, Any]:
    """Senior principal by schedule under that guard, then turbo."""
    data = plain_note(triggers=list(triggers))
    due = {"kind": "scheduled", "share_of_original": "1%"}
    step = {"id": "scheduled", "kind": "principal", "tranches": ["senior"], "due": due, "guard": guard}
    data["steps"].insert(8, step)
    return data


def test_guard__flag_asked_for_up_and_down__refused_as_the_step_never_runs() -> None:
    guard = {"while_active": ["late"], "while_not_active": ["late"]}
    found = problems(plain_note(triggers=[dated("late", "late")], steps__0__guard=guard))
    assert found == {"steps[0].guard.while_not_active[0]": "must be active for this step too, which so never runs"}


@pytest.mark.parametrize("way", ["while_active", "while_not_active"])
def test_guard__flag_twice__refused(way: str) -> None:
    found = problems(plain_note(triggers=[dated("late", "late")], steps__0__guard={way: ["late", "late"]}))
    assert found == {f"steps[0].guard.{way}[1]": "must be listed once"}


def test_guard__of_the_residual__refused() -> None:
    found = problems(plain_note(triggers=[dated("late", "late")], steps__9__guard={"while_active": ["late"]}))
    assert found == {"steps[9].guard": "must be always: else what is left would be nobody's"}


def test_flag__read_by_no_guard__refused() -> None:
    found = problems(plain_note(triggers=[dated("late", "lateness")]))
    assert list(found) == ["triggers[0].effect.flag"] and "is read by no guard" in found["triggers[0].effect.flag"]


def test_flag__named_as_its_trigger__taken_as_one_that_is_only_reported() -> None:
    reported = [dated("late", "late"), dated("later", "late")]
    assert len(terms_from(plain_note(triggers=reported)).triggers) == 2


def test_flag__read_in_the_acceleration_list_only__taken() -> None:
    data = sheet("turbo_note")
    data["triggers"].append(dated("late", "lateness"))
    data["acceleration"].insert(2, data["acceleration"][2] | {"id": "more", "guard": {"while_active": ["lateness"]}})
    assert terms_from(data).acceleration[2].guard.while_active == ("lateness",)


@pytest.mark.parametrize("guard", [{"while_active": ["weak"]}, {"while_not_active": ["weak"]}])
def test_circle__trigger_counts_a_step_that_its_own_flag_guards__refused(guard: dict[str, Any]) -> None:
    found = problems(scheduled(guard, coverage("weak", "weak")))
    rule = "counts steps[8], whose guard reads the flag weak, which this trigger raises: a circle"
    assert found == {"triggers[0].measure": rule}


@pytest.mark.parametrize(
    "other",
    [
        {"cure": "latched"},  # while its answers matter, its flag is down
        {"measured": "after"},  # reads the flag as the date before left it, like the steps
        {"measure": {"kind": "interest-coverage", "breached": "below", "threshold": "1.2x"}},
        {"measure": coverage("", "")["measure"] | {"tranches": ["junior"]}},
    ],
)
def test_circle__answer_does_not_depend_on_the_own_flag__taken(other: dict[str, Any]) -> None:
    assert terms_from(scheduled({"while_active": ["weak"]}, coverage("weak", "weak", **other))).triggers


def test_circle__flag_raised_by_a_later_trigger__must_come_after_it() -> None:
    triggers = [coverage("weak", "weak"), dated("early", "late"), dated("late", "late")]
    found = problems(scheduled({"while_not_active": ["late"]}, *triggers))
    rule = "counts steps[8], whose guard reads the flag late: must come after triggers[2], which raises it"
    assert found == {"triggers[0].measure": rule}
    triggers.append(triggers.pop(0))
    assert terms_from(scheduled({"while_not_active": ["late"]}, *triggers)).triggers


def test_circle__later_trigger_measured_after_the_steps__taken() -> None:
    triggers = coverage("weak", "weak"), dated("late", "late", measured="after")
    assert terms_from(scheduled({"while_not_active": ["late"]}, *triggers)).triggers


def test_circle__two_triggers_that_wait_for_each_other__both_refused_in_either_order() -> None:
    guard = {"while_active": ["weak"], "while_not_active": ["weaker"]}
    weak, weaker = coverage("weak", "weak", cure="latched"), coverage("weaker", "weaker", cure="latched")
    for triggers in ((weak, weaker), (weaker, weak)):
        found = problems(scheduled(guard, *triggers))
        assert list(found) == ["triggers[0].measure", "triggers[1].measure"]
        assert all(rule.endswith("which waits for this one: a circle") for rule in found.values())


def test_circle__turbo_under_the_own_flag__taken_as_it_is_not_counted() -> None:
    weak = coverage("weak", "weak")
    assert terms_from(changed(plain_note(triggers=[weak]), steps__8__guard={"while_active": ["weak"]})).triggers
