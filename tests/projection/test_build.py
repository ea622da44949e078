# SPDX-License-Identifier: Apache-2.0
"""From assumptions to what the engines are fed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regalia.domain.accrual import PPM
from regalia.domain.terms import load_terms
from regalia.projection.assumptions_file import load_assumptions
from regalia.projection.errors import ProjectionError, ScenarioFileError
from regalia.projection.report import Desk
from regalia.receipts import ReceiptsError
from tests.projection.desks import DEALS, ROOT, SCENARIOS, SIX_QUARTERS, assume, desk, notes

USD = 10**6
NOTES_RECEIPTS = str(SIX_QUARTERS).replace(".csv", "-notes.csv")
TEACHING = load_terms(DEALS / "teaching.yaml")
FACTS = [{"fact": "pool-value", "amount": "10,000,000"}]


def base(made: Desk) -> list[int]:
    """In whole dollars."""
    return [amount // USD for amount in made.builder.base.received]


def teaching(**fields: Any) -> Desk:
    given = {"receipts": {"kind": "forecast"}, "facts": FACTS, "invoices": [{"step": "costs", "amount": 0}]}
    return Desk(TEACHING, assume(**(given | fields)), ROOT)


def patents(**fields: Any) -> Desk:
    """Four quarters of the deal on patents."""
    given = {"periods": 4, "facts": FACTS, "invoices": [{"step": "renewals", "amount": 0}]}
    return Desk(load_terms(DEALS / "patents.yaml"), assume(**(given | fields)), ROOT)


def forecast() -> list[int]:
    return [int(entry.amount) for entry in TEACHING.forecast]


# receipts


def test_flat__as_many_periods_as_asked() -> None:
    assert base(notes(periods=3)) == [300_000] * 3


def test_forecast__then_its_last_year_again() -> None:
    known = forecast()
    assert base(teaching(periods=len(known) + 5)) == known + known[-4:] + known[-4:-3]


@pytest.mark.parametrize(("after", "later"), [("last", [380_000] * 2), ("nothing", [0, 0])])
def test_after__last_or_nothing(after: str, later: list[int]) -> None:
    amounts = [{"period": "2023Q4", "amount": "5"}, {"period": "2024Q1", "amount": "380,000"}]
    made = notes(periods=4, receipts={"kind": "amounts", "amounts": amounts}, after=after)
    assert base(made) == [5, 380_000, *later]


def test_last_year__when_less_than_a_year_is_known__the_last_amount() -> None:
    amounts = [{"period": "2023Q4", "amount": "5"}, {"period": "2024Q1", "amount": "7"}]
    assert base(notes(periods=4, receipts={"kind": "amounts", "amounts": amounts})) == [5, 7, 7, 7]


def test_receipts_file__six_quarters__receipts_and_invoices_as_printed_then_again() -> None:
    made = notes(periods=8, receipts={"kind": "file", "file": NOTES_RECEIPTS}, invoices=[])
    given = made.builder.named()
    assert base(made)[:2] == [288_427, 248_922]
    assert base(made)[6:] == base(made)[2:4]
    invoices = [int(amount) // USD for amount in given.invoices[:, 0, 0]]
    assert invoices[0] == 132_887 and invoices[6:] == invoices[2:4]


def test_receipts_file__with_invoices_assumed__these_count() -> None:
    made = notes(periods=2, receipts={"kind": "file", "file": NOTES_RECEIPTS})
    assert made.builder.named().invoices[:, 0, 0].tolist() == [130_000 * USD] * 2


def test_history__of_less_than_a_year__refused(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("attributed_to,received\n2024Q1,1\n2024Q2,1\n2024Q3,1\n")
    with pytest.raises(ProjectionError, match="its last 4 rows are no year of 3-month periods"):
        notes(receipts={"kind": "history", "file": str(path), "takes": "last-year"})


@pytest.mark.parametrize(
    ("takes", "expected"), [("average", [292_564] * 5), ("last-year", [260_759, 202_850, 512_648, 241_778, 260_759])]
)
def test_history__average_or_last_year__again_and_again_each_season_in_its_place(
    takes: str, expected: list[int]
) -> None:
    made = notes(periods=5, receipts={"kind": "history", "file": str(SIX_QUARTERS), "takes": takes})
    assert base(made) == expected


def test_periods__not_given__to_the_legal_final_date() -> None:
    made = desk("hi-fi-ii")
    assert made.builder.periods == 160
    assert made.program.schedule.payment_date(made.program.schedule.opening + 159) == made.program.legal_final


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"periods": None}, "periods is missing"),
        ({"periods": "481"}, "481 payment dates; at most 480"),
        ({"receipts": {"kind": "forecast"}}, "mills-notes has no forecast"),
        ({"receipts": {"kind": "amounts", "amounts": [{"period": "2024M01", "amount": "1"}]}}, "has 1 months"),
        ({"receipts": {"kind": "amounts", "amounts": [{"period": "2024Q1", "amount": "1"}]}}, "2023Q4 is missing"),
        (
            {"receipts": {"kind": "amounts", "amounts": [{"period": "2020Q1", "amount": "1"}]}},
            "all of it is before 2023Q4",
        ),
    ],
)
def test_receipts__that_do_not_fit__refused(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(ProjectionError, match=rule):
        notes(**fields)


def test_receipts_file__missing__the_reader_says_so() -> None:
    with pytest.raises(ReceiptsError, match="unreadable file"):
        notes(receipts={"kind": "file", "file": "missing.csv"}, invoices=[])


# scenarios, invoices, facts


def test_named__each_with_its_own_changes() -> None:
    loss = {"kind": "loss", "share": "50%"}
    made = notes(periods=2, scenarios=[{"id": "base"}, {"id": "lost", "changes": [loss]}])
    assert made.builder.named().received.tolist() == [[300_000 * USD, 150_000 * USD]] * 2


def test_invoices__share_of_receipts__follow_them() -> None:
    made = notes(periods=2, invoices=[{"step": "administration", "share_of_receipts": "10%"}])
    reduced = made.builder.reduced(made.builder.scenario(None), [0, 500_000])
    assert reduced.invoices[0, 0].tolist() == [30_000 * USD, 15_000 * USD]


def test_pool_value__years_of_receipts__of_the_last_year_annualised_while_less_is_known() -> None:
    amounts = [{"period": f"{year}Q{q}", "amount": "100"} for year, q in ((2024, 1), (2024, 2), (2024, 3), (2024, 4))]
    later = [{"period": "2025Q1", "amount": "500"}, {"period": "2025Q2", "amount": "100"}]
    made = teaching(
        periods=6,
        receipts={"kind": "amounts", "amounts": amounts + later},
        facts=[{"fact": "pool-value", "years_of_receipts": "2x"}],
    )
    assert [int(v) // USD for v in made.builder.named().facts[:, 0, 0]] == [800] * 4 + [1_600, 1_600]


def test_facts__since_a_period_and_of_a_scenario__the_later_word_counts() -> None:
    lapsed = {"fact": "rights-lapsed", "share": "5%"}
    worse = {"fact": "rights-lapsed", "share": "20%", "since": "2024Q3"}
    made = teaching(periods=4, facts=[*FACTS, lapsed], scenarios=[{"id": "base"}, {"id": "lapse", "facts": [worse]}])
    place = made.program.facts.index("rights-lapsed")
    facts = made.builder.named().facts[:, place]
    assert (facts * 100 // PPM).tolist() == [[5, 5], [5, 5], [5, 20], [5, 20]]


def test_facts__limits_broken__a_count_as_the_pool_counts() -> None:
    made = patents(facts=[*FACTS, {"fact": "limits-broken", "count": "2", "since": "2025Q3"}])
    place = made.program.facts.index("limits-broken")
    assert made.builder.named().facts[:, place, 0].tolist() == [0, 0, 2 * PPM, 2 * PPM]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"share": "100%"}, r"facts\[1\]: limits-broken: say one of count"),
        ({"count": "9"}, r"facts\[1\].count: 9: the pool has 8 limits, and no more can be broken"),
    ],
)
def test_facts__limits_broken_said_otherwise__refused(said: dict[str, str], problem: str) -> None:
    with pytest.raises(ScenarioFileError, match=problem):
        patents(facts=[*FACTS, {"fact": "limits-broken"} | said])


def test_fails__of_a_scenario__its_provider_does_not_pay() -> None:
    made = teaching(periods=2, scenarios=[{"id": "base"}, {"id": "fails", "fails": ["make-up"]}])
    assert made.builder.named().pays.tolist() == [[True, True], [True, False]]


def test_assumed__shares_nobody_speaks_of__named_as_zero() -> None:
    found = teaching(periods=2).project().figures.head.assumed
    assert any(line.startswith("zero throughout: ") and "rights-lapsed" in line for line in found)
    assert "no call is exercised" in found


def test_report_age__a_report_each_payment_date__days_between_two() -> None:
    """2024-02-20 to 2024-05-20: also for the first, though the deal closes in between."""
    assert teaching(periods=2).builder.named().report_age == (90, 92)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"deal": "another"}, "deal: 'another': these assumptions are for another deal"),
        ({"invoices": []}, "invoices: administration: what this step is invoiced is missing"),
        ({"invoices": [{"step": "administraton", "amount": "1"}]}, "did you mean administration?"),
        ({"invoices": [{"step": "administration"}]}, "say either amount or share_of_receipts"),
        ({"facts": [{"fact": "weather", "share": "1%"}]}, "no fact of the deal has this name; known are none"),
        ({"scenarios": [{"id": "a", "fails": ["bank"]}]}, r"scenarios\[0\].fails\[0\]: 'bank': no facility"),
        ({"scenarios": [{"id": "a"}, {"id": "a"}]}, "scenarios: a: is given 2 times"),
    ],
)
def test_references__that_do_not_resolve__each_a_problem(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ScenarioFileError, match=problem):
        notes(**fields)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ([], "facts: pool-value: the deal looks at it"),
        ([{"fact": "pool-value", "share": "5%"}], "say one of amount, years_of_receipts"),
        ([*FACTS, {"fact": "rights-lapsed", "amount": "5"}], "say one of share"),
        ([{"fact": "pool-value", "amount": "5", "since": "2025Q1"}], "from the first period on"),
        ([*FACTS, {"fact": "rights-lapsed", "count": "1"}], "say one of share"),
    ],
)
def test_facts__missing_or_of_the_wrong_kind__refused(facts: list[dict[str, str]], problem: str) -> None:
    with pytest.raises(ScenarioFileError, match=problem):
        teaching(facts=facts)


def test_scenario__unknown__refused_with_those_known() -> None:
    with pytest.raises(ProjectionError, match="'boom' is not in the file; known are base"):
        notes().builder.scenario("boom")


# files


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_scenario_files__of_the_repository__fit_their_deals(file: Path) -> None:
    given = load_assumptions(file)
    made = Desk(load_terms(DEALS / f"{given.deal}.yaml"), given, file.parent)
    assert made.builder.random(3, 1).scenarios == 3
    assert len(made.builder.scenarios) >= 4


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("reciepts: {kind: flat, amount: 1}", "line 3, reciepts: .*did you mean receipts?"),
        ("receipts: {kind: flat, amount: -1}", "line 3, receipts.amount: '-1': an amount is zero or more"),
        ("receipts: {kind: flt, amount: 1}", "line 3, receipts: .*did you mean flat?"),
        ("receipts: {kind: flat, amount: 1}\nperiods: none", "line 4, periods: 'none'"),
        (
            "receipts: {kind: flat, amount: 1}\nscenarios: [{id: a, changes: [{kind: loss}]}]",
            r"changes\[0\].share: is missing",
        ),
        ("receipts: [", "can't be read as YAML"),
    ],
)
def test_load__bad_file__line_field_value_and_rule(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(f"format: regalia-projection-1\nid: x\n{line}\n")
    with pytest.raises(ScenarioFileError, match=problem):
        load_assumptions(path)


def test_load__no_such_file__refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFileError, match="can't be read: No such file"):
        load_assumptions(tmp_path / "missing.yaml")
