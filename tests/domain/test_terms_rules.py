# SPDX-License-Identifier: Apache-2.0
"""What must hold between the parts of a deal: each rule broken once, at one place."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import TermsError, read_terms, terms_from
from tests.domain.term_sheets import SHEETS, changed, plain_note, problems, sheet, terms

FACILITY = {"id": "line", "name": "Line", "kind": "liquidity", "provider": "label"}


def test_ids__used_twice__named_with_the_first_place() -> None:
    found = problems(plain_note(parties__1__id="label"))
    assert found["parties[1].id"] == "must be unique; parties[0].id has it already"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tranches__1__symbol": "PLAIN-A"}, "tranches[1].symbol"),
        ({"steps__1__id": "trustee-fee"}, "steps[1].id"),
        ({"parties__1__roles__1": "servicer"}, "parties[1].roles[1]"),
        ({"facilities": [FACILITY | {"id": "reserve"}]}, "facilities[0].id"),
    ],
)
def test_ids__used_twice__refused(change: dict[str, Any], path: str) -> None:
    assert problems(plain_note(**change))[path].startswith("must be unique")


@pytest.mark.parametrize(
    ("change", "path", "sort"),
    [
        ({"steps__0__payee": "nobody"}, "steps[0].payee", "party"),
        ({"steps__0__support": ["nothing"]}, "steps[0].support[0]", "reserve account or facility"),
        ({"steps__2__due__tranches": ["senior", "x"]}, "steps[2].due.tranches[1]", "tranche"),
        ({"steps__4__tranche": "x"}, "steps[4].tranche", "tranche"),
        ({"steps__6__account": "x"}, "steps[6].account", "reserve account"),
        ({"steps__6__target__protects": ["senior", "x"]}, "steps[6].target.protects[1]", "tranche"),
        ({"steps__8__tranches": ["senior", "x"]}, "steps[8].tranches[1]", "tranche"),
        ({"steps__9__payee": "x"}, "steps[9].payee", "party"),
        ({"steps__0__guard": {"while_active": ["x"]}}, "steps[0].guard.while_active[0]", "flag that a trigger raises"),
        (
            {"steps__0__guard": {"while_not_active": ["x"]}},
            "steps[0].guard.while_not_active[0]",
            "flag that a trigger raises",
        ),
        ({"retentions": [{"holder": "x", "tranche": "senior", "share": "5%"}]}, "retentions[0].holder", "party"),
        ({"retentions": [{"holder": "label", "tranche": "x", "share": "5%"}]}, "retentions[0].tranche", "tranche"),
        ({"facilities": [FACILITY | {"provider": "x"}]}, "facilities[0].provider", "party"),
    ],
)
def test_references__nothing_of_that_name__refused(change: dict[str, Any], path: str, sort: str) -> None:
    assert problems(plain_note(**change))[path].startswith(f"must name a {sort}")


def test_references__nearly_right__meant_name_suggested() -> None:
    found = problems(plain_note(steps__0__payee="trustees"))
    assert found == {"steps[0].payee": "must name a party; did you mean trustee?"}


def test_references__trap_account_as_support__refused() -> None:
    data = changed(sheet("master_trust"), steps__1__support=["trap"])
    assert problems(data) == {"steps[1].support[0]": "must name a reserve account or facility"}


@pytest.mark.parametrize(
    ("sheet_name", "change", "path"),
    [
        ("guaranteed", {"triggers__2__measure__licensee": "insurer"}, "triggers[2].measure.licensee"),
        ("guaranteed", {"triggers__3__measure__account": "line"}, "triggers[3].measure.account"),
        ("guaranteed", {"triggers__0__measure__tranches": ["x"]}, "triggers[0].measure.tranches[0]"),
        ("guaranteed", {"steps__4__facility": "reserve"}, "steps[4].facility"),
        ("turbo_note", {"triggers__0__measure__tranche": "x"}, "triggers[0].measure.tranche"),
        ("master_trust", {"steps__3__account": "reserve"}, "steps[3].account"),
        ("pik_note", {"calls__0__holder": "x"}, "calls[0].holder"),
        ("pik_note", {"calls__0__tranches": ["x"]}, "calls[0].tranches[0]"),
        ("turbo_note", {"acceleration__0__tranche": "x"}, "acceleration[0].tranche"),
    ],
)
def test_references__in_the_rest_of_the_vocabulary__refused(sheet_name: str, change: dict[str, Any], path: str) -> None:
    assert problems(changed(sheet(sheet_name), **change))[path].startswith("must name a")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"steps__0__due__amount": "0.0000001"}, "steps[0].due.amount"),
        ({"tranches__0__balance": "79228162514264337593543.950336"}, "tranches[0].balance"),
        ({"accounts__0__funded_at_closing": "0.1234567"}, "accounts[0].funded_at_closing"),
        ({"steps__6__target__parts__0__amount": "1" + "0" * 30}, "steps[6].target.parts[0].amount"),
        ({"currency__decimals": 19}, "currency.decimals"),
    ],
)
def test_amounts__do_not_fit_the_currency_or_the_engines__refused(change: dict[str, Any], path: str) -> None:
    assert path in problems(plain_note(**change))


def test_amounts__largest_that_fits__taken() -> None:
    assert terms(steps__0__due__amount="79228162514264337593543.950335").money.decimals == 6


def test_accounts__funded_above_the_proceeds__refused_and_at_them_taken() -> None:
    # proceeds: 1,000 × 100 + 500 × 90.5 = 145,250; the reserve has 1,234.567891
    assert terms(accounts__0__funded_at_closing="144,015.432109").accounts[0].kind == "reserve"
    found = problems(plain_note(accounts__0__funded_at_closing="144,015.43211"))
    assert list(found) == ["accounts"] and "145,250.00" in found["accounts"]


def test_tranches__proceeds_beyond_the_engines__refused() -> None:
    found = problems(plain_note(tranches__0__units=2**47, tranches__0__offer_price="1" + "0" * 21))
    assert "2^96" in found["tranches"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"calendar__payment__day": 29}, "calendar.payment.day"),
        ({"calendar__payment__months_after": 25}, "calendar.payment.months_after"),
        ({"offering__window_days": 367}, "offering.window_days"),
        ({"calendar__first_period": "2023Q4"}, "calendar.first_period"),
        ({"calendar__takes_over_at": "2024H1"}, "calendar.takes_over_at"),
        ({"calendar__takes_over_at": "2023M10"}, "calendar.takes_over_at"),
        ({"calendar__closing": "2024-02-10"}, "calendar.closing"),
        ({"calendar__closing": "3000-01-01"}, "calendar.closing"),
        ({"calendar__takes_over_at": "3000M01"}, "calendar.takes_over_at"),
        ({"calendar__anticipated_repayment": "2024-01-15"}, "calendar.anticipated_repayment"),
        ({"calendar__legal_final": "2024-01-15"}, "calendar.legal_final"),
        (
            {"calendar__legal_final": "2030-01-01", "calendar__anticipated_repayment": "2030-01-01"},
            "calendar.legal_final",
        ),
    ],
)
def test_calendar__dates_that_contradict__refused(change: dict[str, Any], path: str) -> None:
    assert list(problems(plain_note(**change))) == [path]


def test_calendar__closing_the_day_before_the_first_payment__taken() -> None:
    # the first period paid is 2024M01, a month later on the 10th: 2024-02-10
    assert terms(calendar__closing="2024-02-09").calendar.schedule().opening == 3


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"parties__0__roles": ["originator"]}, "parties"),
        ({"parties__1__roles": ["servicer"], "parties__2__roles": ["trustee"]}, "parties"),
        ({"oracle__threshold": 3}, "oracle.threshold"),
        ({"oracle__dispute_window_hours": 2161}, "oracle.dispute_window_hours"),
    ],
)
def test_parties__nobody_pays_or_signs__refused(change: dict[str, Any], path: str) -> None:
    assert list(problems(plain_note(**change))) == [path]


def test_parties__33_attestors__refused_and_32_taken() -> None:
    more = [{"id": f"attestor-{i}", "name": "Attestor", "roles": ["attestor"]} for i in range(31)]
    data = plain_note()
    data["parties"] += more[:30]
    assert len(terms(parties=data["parties"]).attestors) == 32
    data["parties"].append(more[30])
    assert list(problems(data)) == ["parties"]


def test_accounts_and_facilities__sixteen__refused_and_fifteen_taken() -> None:
    data = sheet("guaranteed")  # an account and two facilities
    for i in range(12):
        data["accounts"].append(data["accounts"][0] | {"id": f"more-{i}"})
        fill = {"id": f"fill-{i}", "kind": "reserve", "account": f"more-{i}", "target": {"set_by_report": True}}
        data["steps"].insert(0, fill)
    assert len(terms_from(data).accounts) == 13
    data["accounts"].append(data["accounts"][0] | {"id": "one-more"})
    assert problems(data)["accounts"] == "must be at most 15, accounts and facilities together"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tranches__0__units": 2**48}, "tranches[0].units"),
        ({"tranches__0__offer_price": 0}, "tranches[0].offer_price"),
        ({"tranches__0__coupon__rate": "0%"}, "tranches[0].coupon.rate"),
        ({"tranches__0__coupon__step_up": {"rate": "10%"}}, "tranches[0].coupon.step_up"),
        ({"tranches__0__coupon__step_up": {"rate": "0%", "since": "2025-01-01"}}, "tranches[0].coupon.step_up.rate"),
        ({"tranches__0__coupon__step_up": {"rate": "9%", "since": "2024-01-15"}}, "tranches[0].coupon.step_up.since"),
        ({"tranches__0__balance": 0}, "tranches[0].coupon"),
    ],
)
def test_tranches__can_not_be_sold_or_bear_interest__refused(change: dict[str, Any], path: str) -> None:
    assert path in problems(plain_note(**change))


def test_tranches__seventeen__refused_and_sixteen_taken() -> None:
    data = plain_note()
    extra = {"name": "More", "units": 1, "balance": 1, "offer_price": 1}
    for i in range(14):
        data["tranches"].append(extra | {"id": f"more-{i}", "symbol": f"MORE-{i}"})
        data["steps"][8]["tranches"].append(f"more-{i}")
    assert len(terms(tranches=data["tranches"], steps=data["steps"]).tranches) == 16
    data["tranches"].append(extra | {"id": "more-14", "symbol": "MORE-14"})
    data["steps"][8]["tranches"].append("more-14")
    assert problems(data) == {"tranches": "must be at most 16"}


def test_problems__several_rules_broken__all_reported() -> None:
    data = plain_note(oracle__threshold=9, steps__0__payee="x", calendar__payment__day=31, tranches__0__offer_price=0)
    assert set(problems(data)) == {
        "oracle.threshold",
        "steps[0].payee",
        "calendar.payment.day",
        "tranches[0].offer_price",
    }


def test_step_up__below_the_coupon_the_day_after_closing__taken() -> None:
    coupon = terms(tranches__0__coupon__step_up={"rate": "1%", "since": "2024-01-16"}).tranches[0].coupon
    assert coupon and coupon.step_up and coupon.step_up.rate < coupon.rate


@pytest.mark.parametrize(
    "path",
    [
        "tranches__0__coupon__rate",
        "steps__1__due__rate",
        "steps__0__carry_rate",
        "steps__6__target__parts__2__rate",
    ],
)
@pytest.mark.parametrize("rate", ["-1%", "100.0001%", "1000%"])
def test_rate__negative_or_absurd__refused(path: str, rate: str) -> None:
    found = problems(plain_note(**{path: rate}))
    assert len(found) == 1 and all("100%" in rule or "outside 0" in rule for rule in found.values())


def test_bad_deal__every_mistake_of_a_beginner__all_reported_at_once_with_their_lines() -> None:
    text = (SHEETS / "bad_deal.txt").read_text()
    with pytest.raises(TermsError) as caught:
        read_terms(text)
    remarks = [line.partition("# ")[2] for line in text.splitlines()]
    found = {(problem.path, remarks[problem.line - 1]) for problem in caught.value.problems}
    assert found == {
        ("tranches[1]", "a tranche never paid"),
        ("tranches[0].coupon.rate", "a negative rate"),
        ("tranches[0].coupon.step_up.rate", "an absurd rate"),
        ("accounts[0]", "a reserve without a use"),
        ("facilities[0]", "a facility without a use, never paid back"),
        ("steps[0].payee", "an unknown payee"),
        ("steps[1].support[0]", "a step that references nothing"),
        ("steps[4].due.amounts[1].period", "a schedule that passes legal final"),
        ("triggers[0].measure", "circular guards"),
    }


@pytest.mark.parametrize(
    ("closing", "rule"),
    [("1969-12-31", "must be 1970-01-01 or later"), ("2101-01-01", "must not be after the year 2100")],
)
def test_closing__outside_the_years_of_the_contracts_clock__refused(closing: str, rule: str) -> None:
    assert problems(plain_note(calendar__closing=closing))["calendar.closing"] == rule
