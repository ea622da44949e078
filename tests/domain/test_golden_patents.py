# SPDX-License-Identifier: Apache-2.0
"""The deal on patents through a year in which one is invalidated and its appeal won: worked by hand."""

from __future__ import annotations

import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport, PoolFacts
from regalia.domain.terms import load_terms
from tests.deals import DEALS

USD = 10**6
SOUND = {"pool-value": 12_000_000 * USD}
FALLEN = {"pool-value": 10_500_000 * USD, "rights-invalidated": 125_000}
BROKEN = SOUND | {"limits-broken": 1_000_000}
COSTS = {"trustee-fee": 500_000, "renewals": 600_000, "servicer-fee": 500_000}


class Deal:
    """500,000 of licence fees come in and 6,000 of renewal fees are invoiced each quarter."""

    def __init__(self) -> None:
        terms = load_terms(DEALS / "patents.yaml")
        self.program = compile_terms(terms)
        self.books = DealBooks(self.program, opening_state(terms, self.program))

    def pays(self, facts: dict[str, int]) -> PaymentDate:
        report = PeriodReport(self.books.next_period, 500_000 * USD, 0, None, (6_000 * USD,))
        self.books.collect(report.received)
        return self.books.execute(report, PoolFacts(tuple(facts.get(label, 0) for label in self.program.facts)))


def taken(date: PaymentDate) -> dict[str, int]:
    """What each step that took any took, in cents, rounded down."""
    found = {step.label: record.paid // 10_000 for step, record in zip(date.steps, date.records, strict=True)}
    return {label: amount for label, amount in found.items() if amount}


def flags(deal: Deal, date: PaymentDate) -> set[str]:
    return {label for place, label in enumerate(deal.program.flags) if date.up >> place & 1}


@pytest.fixture
def deal() -> Deal:
    return Deal()


def test_first_date__rights_sound__schedule_and_the_rest_to_the_equity(deal: Deal) -> None:
    """95 days at 30E/360 from 15 January to 20 April: 6,000,000 × 5% × 95 / 360 and 2,000,000 × 8% × 95 / 360."""
    date = deal.pays(SOUND)
    assert flags(deal, date) == set()
    assert taken(date) == {
        **COSTS,
        "senior-interest": 7_916_666,
        "mezzanine-interest": 4_222_222,
        "senior-principal": 24_000_000,
        "mezzanine-principal": 7_000_000,
        "residual": 5_261_111,
    }


def test_third_date__an_eighth_invalidated__half_kept_and_half_to_the_senior_class(deal: Deal) -> None:
    """Left after the schedule: 500,000 − 16,000 − 69,000 − 37,200 + 6,000 of the reserve − 240,000 = 143,800."""
    deal.pays(SOUND)
    deal.pays(SOUND)
    date = deal.pays(FALLEN)
    assert flags(deal, date) == {"rights"}
    assert taken(date) == {
        **COSTS,
        "senior-interest": 6_900_000,
        "mezzanine-interest": 3_720_000,
        "senior-principal": 24_000_000,
        "trap-rights": 7_190_000,
        "turbo.senior": 7_190_000,
    }
    assert date.state.account[1] == 71_900 * USD
    assert date.state.balance[0] == (6_000_000 - 3 * 240_000 - 71_900) * USD


def test_fourth_date__appeal_won__cured_and_what_was_kept_comes_back(deal: Deal) -> None:
    """500,000 − 16,000 − 65,101.25 − 37,200 + 7,797.50 − 240,000 + 71,900 kept − 70,000 = 151,396.25."""
    for facts in (SOUND, SOUND, FALLEN):
        deal.pays(facts)
    date = deal.pays(SOUND)
    assert flags(deal, date) == set() and not any(date.state.active)
    assert taken(date) == {
        **COSTS,
        "senior-interest": 6_510_125,
        "mezzanine-interest": 3_720_000,
        "senior-principal": 24_000_000,
        "mezzanine-principal": 7_000_000,
        "residual": 15_139_625,
    }
    assert date.state.account[1] == 0


def test_limits__one_broken__half_of_what_is_left_kept_and_no_turbo(deal: Deal) -> None:
    date = deal.pays(BROKEN)
    assert flags(deal, date) == {"limits"}
    assert taken(date)["trap-limits"] == 6_130_555  # half of 122,611.12, up
    assert taken(date)["mezzanine-principal"] == 6_130_555
    assert taken(date).keys().isdisjoint({"trap-rights", "turbo.senior", "residual"})


@pytest.mark.parametrize(
    ("fact", "value", "flag"),
    [
        ("rights-invalidated", 100_000, "rights"),
        ("rights-lapsed", 100_000, "rights"),
        ("pool-value", 9_600_000 * USD - 1, "rights"),
        ("limits-broken", 1_000_000, "limits"),
        ("largest-licensee", 150_001, "largest-licensee"),
        ("largest-group", 200_001, "largest-group"),
    ],
)
def test_trigger__at_its_threshold__raised_and_one_unit_before_not(
    deal: Deal, fact: str, value: int, flag: str
) -> None:
    """At closing balances are 8,000,000, so 1.20x of them is 9,600,000."""
    sound = value + 1 if fact == "pool-value" else value - 1
    assert flags(deal, deal.pays(SOUND | {fact: value})) == {flag}
    assert flags(Deal(), Deal().pays(SOUND | {fact: sound})) == set()
