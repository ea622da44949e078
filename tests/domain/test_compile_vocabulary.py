# SPDX-License-Identifier: Apache-2.0
"""From terms to program, beyond the plain note: guards, support, caps, groups, tables, acceleration, facilities, calls."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.compile import compile_terms, step_origins
from regalia.domain.program import (
    NO_LIMIT,
    CallProgram,
    Cap,
    DueKind,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    StepUp,
    SubjectKind,
)
from regalia.domain.program_words import CallKind, FacilityKind
from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, plain_note, sheet

MILLION = 10**12
"""Of whole currency, in the smallest unit of a token with six decimals."""


def compiled(name: str, **changes: Any) -> Program:
    return compile_terms(terms_from(changed(sheet(name), **changes)))


def step(program: Program, label: str) -> StepProgram:
    return next(step for step in program.all_steps if step.label == label)


def test_guards__bits_of_flags__in_the_order_of_the_triggers_that_raise_them() -> None:
    program = compiled("master_trust")
    assert program.flags == ("trap-50", "trap-100", "turbo")
    assert (step(program, "trap-half").guard_on, step(program, "trap-half").guard_off) == (0b001, 0b010)
    assert (step(program, "trap-all").guard_on, step(program, "trap-all").guard_off) == (0b010, 0)
    assert step(program, "turbo").guard_on == 0b100
    assert (step(program, "interest").guard_on, step(program, "interest").guard_off) == (0, 0)


def test_guards__every_step_of_a_group__bears_them() -> None:
    program = compiled("guaranteed", steps__7__guard={"while_active": ["rapid"]})
    assert [s.guard_on for s in program.steps if s.label.startswith("together.")] == [1, 1]


def test_trap__account_and_share() -> None:
    program = compiled("master_trust")
    trap = step(program, "trap-half")
    assert (trap.kind, trap.subject_kind, trap.rate) == (StepKind.TRAP, SubjectKind.ACCOUNT, 500_000)
    assert program.accounts[trap.subject] == "trap"


def test_support__accounts_count_from_one_and_facilities_from_128() -> None:
    program = compiled("guaranteed")
    assert step(program, "senior-interest").support == (1, 128)
    assert step(program, "mezzanine-interest").support == (129,)
    reverse = compiled("guaranteed", steps__2__support=["undertaking", "line", "reserve"])
    assert reverse.steps[2].support == (129, 128, 1)
    assert [program.support_label(source) for source in (1, 128, 129)] == ["reserve", "line", "undertaking"]


def test_facilities__kind_provider_rate_notice_limit() -> None:
    program = compiled("guaranteed")
    line, undertaking = program.facilities
    assert line == FacilityProgram(
        "line", FacilityKind.LIQUIDITY, program.payees.index("lender"), 60_000, DayCount.ACT_360, 48, 5 * MILLION
    )
    assert undertaking == FacilityProgram(
        "undertaking", FacilityKind.GUARANTEE, program.payees.index("insurer"), 80_000, DayCount.ACT_365F, 72, NO_LIMIT
    )
    repay = step(program, "repay-insurer")
    assert (repay.kind, repay.subject_kind, repay.subject) == (StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 1)


def test_cap__limits_carry_rate_and_the_step_above_it() -> None:
    program = compiled("guaranteed")
    costs, excess = step(program, "costs"), step(program, "excess")
    assert costs.cap == Cap(50_000 * 10**6, 150_000 * 10**6)
    assert costs.flags == StepFlag.CARRIED | StepFlag.CAPPED | StepFlag.TAKEN_ABOVE
    assert costs.carry_rate == 50_000
    assert (excess.due_kind, program.all_steps[excess.number].label) == (DueKind.ABOVE_CAP, "costs")


def test_cap__one_limit_and_nobody_above__the_other_has_none() -> None:
    data = plain_note(steps__0__cap={"per_year": 5})
    fee = compile_terms(terms_from(data)).steps[0]
    assert (fee.cap, fee.flags) == (Cap(NO_LIMIT, 5 * 10**6), StepFlag.CARRIED | StepFlag.CAPPED)


def test_pro_rata__one_step_a_tranche__each_with_those_from_its_own_on() -> None:
    first, second = (s for s in compiled("guaranteed").steps if s.label.startswith("together."))
    assert (first.label, first.subject, first.tranche_mask) == ("together.senior", 0, 0b11)
    assert (second.label, second.subject, second.tranche_mask) == ("together.mezzanine", 1, 0b10)
    assert (first.flags, second.flags) == (StepFlag.PRO_RATA, StepFlag.PRO_RATA | StepFlag.GOES_ON)
    assert first.due_kind == second.due_kind == PrincipalKind.TARGET_SHARE
    assert (first.rate, second.rate) == (600_000, 0)


def test_sequence_by_schedule__a_group__and_turbo_in_sequence_none() -> None:
    due = {"kind": "scheduled", "share_of_original": "1%"}
    scheduled = compile_terms(terms_from(plain_note(steps__8__due=due))).steps[8:10]
    assert [(s.tranche_mask, s.flags) for s in scheduled] == [(0b11, StepFlag.NONE), (0b10, StepFlag.GOES_ON)]
    turbo = compile_terms(terms_from(plain_note())).steps[8:10]
    assert [(s.tranche_mask, s.flags) for s in turbo] == [(0b01, StepFlag.NONE), (0b10, StepFlag.NONE)]


def test_scheduled_table__zero_in_periods_left_out() -> None:
    entries = [{"period": "2024M03", "amount": 5}, {"period": "2024M06", "amount": "7.5"}]
    found = principal({"kind": "scheduled", "amounts": entries})
    assert found.due_kind is PrincipalKind.SCHEDULED_TABLE
    # March 2024 is the fifth period since November
    assert found.table == PeriodTable(5, (5_000_000, 0, 0, 7_500_000))


def test_target_table__balance_before_goes_on_in_periods_left_out() -> None:
    entries = [{"period": "2024M03", "amount": 9}, {"period": "2024M06", "amount": 4}]
    found = principal({"kind": "target-balance", "balances": entries})
    assert found.due_kind is PrincipalKind.TARGET_TABLE
    assert found.table == PeriodTable(5, (9_000_000, 9_000_000, 9_000_000, 4_000_000))


def principal(due: dict[str, Any]) -> StepProgram:
    """The first principal step of a plain note with that due."""
    return compile_terms(terms_from(plain_note(steps__8__due=due))).steps[8]


def test_pool_value__a_fact_once__whoever_asks_for_it() -> None:
    program = compiled("guaranteed")
    assert program.facts == ("pool-value", "rights-invalidated", "licensee:maker/4")
    assert program.pool_value == 0
    assert compile_terms(terms_from(plain_note())).pool_value is None


def test_step_up__without_a_day__from_the_anticipated_repayment_date() -> None:
    assert compiled("whole_business").tranches[0].step_up == StepUp(90_000, date(2026, 5, 20))
    since = {"rate": "9%", "since": "2025-01-01"}
    dated = compiled("whole_business", tranches__0__coupon__step_up=since)
    assert dated.tranches[0].step_up == StepUp(90_000, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("shortfall", "fields"),
    [
        ("arrears", (False, False, False)),
        ("arrears-with-interest", (True, False, False)),
        ("capitalised", (False, True, False)),
        ("default", (False, False, True)),
    ],
)
def test_coupon__each_shortfall__a_flag(shortfall: str, fields: tuple[bool, ...]) -> None:
    tranche = compiled("master_trust", tranches__0__coupon__shortfall=shortfall, acceleration=DEFAULTS[shortfall])
    found = tranche.tranches[0]
    assert (found.interest_on_arrears, found.capitalises, found.defaults) == fields


DEFAULTS = {name: [] for name in ("arrears", "arrears-with-interest", "capitalised")} | {
    "default": sheet("master_trust")["acceleration"]
}


@pytest.mark.parametrize(
    ("name", "day_count"),
    [
        ("30E/360", DayCount.THIRTY_E_360),
        ("ACT/360", DayCount.ACT_360),
        ("30/360 US", DayCount.THIRTY_US_360),
        ("ACT/365F", DayCount.ACT_365F),
    ],
)
def test_day_count__each__its_own(name: str, day_count: DayCount) -> None:
    assert compiled("pik_note", tranches__0__coupon__day_count=name).tranches[0].day_count is day_count


def test_calls__optional_with_its_tranches_and_day__clean_up_with_all_that_have_a_balance() -> None:
    (optional,) = compiled("pik_note").calls
    assert optional == CallProgram(CallKind.OPTIONAL, 0, 0b1, 1_080_000, since=date(2011, 11, 15))
    data = sheet("guaranteed")
    data["calls"] = [{"kind": "clean-up", "holder": "maker", "remaining": "10%", "price": "100%"}]
    program = compile_terms(terms_from(data))
    holder = program.payees.index("maker")
    assert holder == len(program.payees) - 1  # behind all whom steps and facilities name
    assert program.calls == (CallProgram(CallKind.CLEAN_UP, holder, 0b11, 1_000_000, remaining=100_000),)


def accelerated() -> dict[str, Any]:
    """A plain note whose acceleration list has a fee, an invoice and principal under the ids of the normal one, and a new fee."""
    default = {"id": "late", "measure": {"kind": "date-reached", "which": "date", "date": "2025-01-01"}}
    default |= {"cure": "latched", "measured": "before", "effect": {"kind": "event-of-default"}}
    data = plain_note(triggers=[default])
    data["steps"][8]["due"] = {"kind": "scheduled", "share_of_original": "1%"}
    kept = [dict(data["steps"][i]) for i in (0, 3, 4, 5, 8, 9)]
    kept[4]["due"] = {"kind": "turbo"}
    new = data["steps"][3] | {"id": "enforcement"}
    released = [{"id": f"empty-{name}", "kind": "reserve", "account": name} for name in ("spare", "reserve")]
    data["acceleration"] = [new, *released, *kept]
    return data


def test_acceleration__step_of_the_same_id__carries_on_where_the_normal_one_was() -> None:
    program = compile_terms(terms_from(accelerated()))
    first = len(program.steps)
    carried = {s.label: program.carry(first + i) for i, s in enumerate(program.acceleration)}
    assert carried["trustee-fee"] == 0 and carried["audit"] == 3
    assert carried["repay.senior"] == 8 and carried["repay.junior"] == 9
    assert carried["enforcement"] == first  # a step of its own
    assert all(program.carry(i) == i for i in range(first))
    packed = program.pack()
    word = packed[32 * (1 + 2 + 2 * (first + 3)) :][:32]
    assert word[23] == 0  # carry of the trustee's fee


def test_acceleration__invoices__places_of_the_report_are_shared() -> None:
    program = compile_terms(terms_from(accelerated()))
    numbers = {(i >= len(program.steps), s.label): s.number for i, s in enumerate(program.all_steps) if invoiced(s)}
    assert numbers == {(False, "audit"): 0, (True, "audit"): 0, (True, "enforcement"): 1}
    assert program.invoiced_steps == (3, len(program.steps))
    assert program.pack()[4] == 2


def invoiced(found: StepProgram) -> bool:
    return found.kind is StepKind.EXPENSE and found.due_kind == DueKind.AS_INVOICED


def test_acceleration__same_id_and_another_kind__a_place_of_its_own() -> None:
    data = sheet("master_trust")
    data["acceleration"][2]["id"] = "trap-all"
    program = compile_terms(terms_from(data))
    assert program.carry(len(program.steps) + 2) == len(program.steps) + 2


def test_acceleration__above_cap__means_the_capped_step_of_its_own_list() -> None:
    data = accelerated()
    capped = data["steps"][0] | {"cap": {"per_period": 1}}
    above = capped | {"id": "above", "due": {"kind": "above-cap", "step": "trustee-fee"}}
    del above["cap"]
    for field in ("steps", "acceleration"):
        data[field][0:0] = [capped | {"id": "trustee-fee"}, above]
        data[field] = [step for i, step in enumerate(data[field]) if i < 2 or step["id"] != "trustee-fee"]
    program = compile_terms(terms_from(data))
    first = len(program.steps)
    assert (program.steps[1].number, program.acceleration[1].number) == (0, first)
    assert program.carry(first) == 0 and program.carry(first + 1) == 1


def test_acceleration__reserve_without_a_target__flags_of_no_part() -> None:
    program = compiled("master_trust")
    empty = program.acceleration[1]
    assert (empty.kind, empty.flags, empty.amount, empty.tranche_mask) == (StepKind.RESERVE, StepFlag.NONE, 0, 0)


def test_step_origins__of_each_list__leads_back_to_its_terms() -> None:
    deal = terms_from(accelerated())
    assert step_origins(deal) == (0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9)
    assert step_origins(deal, accelerated=True) == (0, 1, 2, 3, 4, 5, 6, 7, 7, 8)


def test_legal_final__kept_and_left_out() -> None:
    assert compiled("turbo_note").legal_final == date(2042, 12, 31)
    assert compiled("pik_note").legal_final is None
