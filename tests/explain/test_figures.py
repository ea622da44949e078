# SPDX-License-Identifier: Apache-2.0
"""One payment date told: what was due and paid in each step, from where, and which steps did not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport, PoolFacts
from regalia.domain.restating import Collections
from regalia.domain.terms import Terms, terms_from
from regalia.explain import LANGUAGES, Document, Item, explain_terms, outcome_of, to_text, with_figures
from tests.domain.term_sheets import changed, sheet

MILLION = 10**6


class Deal:
    """A deal whose payment dates are executed one after the other and told."""

    def __init__(self, terms: Terms, code: str = "en") -> None:
        self.terms, self.language = terms, LANGUAGES[code]
        self.program = compile_terms(terms)
        self.books = DealBooks(self.program, opening_state(terms, self.program))

    def execute(self, received: int, **facts: int) -> PaymentDate:
        """Whole currency received; ``facts`` by label with ``_`` for ``-``, in ppm or whole currency. Support is always paid in."""
        unit = 10**self.terms.currency.decimals
        values = tuple(facts.get(label.replace("-", "_"), 0) for label in self.program.facts)
        self.books.collect(received * unit)
        invoices = (0,) * len(self.program.invoiced_steps)
        report = PeriodReport(self.books.next_period, received * unit, invoices=invoices)
        for facility, amount in enumerate(self.books.demands(report, PoolFacts(values))):
            self.books.put_in(facility, amount)
        return self.books.execute(report, PoolFacts(values))

    def tell(self, payment: PaymentDate) -> Document:
        document = explain_terms(self.terms, self.language)
        return with_figures(document, self.terms, self.language, outcome_of(self.terms, payment))


def told(document: Document, section: str = "steps") -> Mapping[str, Item]:
    found = next(s for s in document.sections if s.key == section)
    return {item.id: item for item in found.items}


def deal(name: str, code: str = "en", **changes: Any) -> Deal:
    return Deal(terms_from(changed(sheet(name), **changes)), code)


def test_outcome__restated_date__received_are_its_collections() -> None:
    one = deal("turbo_note")
    restated = replace(one.execute(1_000), collections=Collections(250 * 10**one.terms.currency.decimals, 0, 1, 1))
    assert outcome_of(one.terms, restated).received == 250


def test_figures__enough_received__paid_in_full_and_the_rest_left_to_the_last() -> None:
    plain = deal("turbo_note")
    items = told(plain.tell(plain.execute(10_000_000)))
    assert items["fee"].figures == ("Due USD 10,000.00, paid in full.",)
    assert items["rest"].figures == ("Nothing was due.",)
    assert all(item.applied for item in items.values())


def test_figures__all_that_is_available_to_principal__what_stays_outstanding_is_no_shortfall() -> None:
    note = deal("turbo_note")
    figures = told(note.tell(note.execute(10_000_000)))["turbo"].figures
    assert len(figures) == 1
    assert figures[0].startswith("Outstanding USD 51,883,000.00, repaid USD ")


def test_figures__too_little_received__says_the_sources_and_what_is_short() -> None:
    plain = deal("turbo_note")
    item = told(plain.tell(plain.execute(10_000)))["interest"]
    due = plain.terms.money.to_decimal(plain.books.state.arrears[0] + 1_000_000 * MILLION)
    shortfall = plain.terms.money.to_decimal(plain.books.state.arrears[0])
    assert item.figures == (
        f"Due USD {due:,.6f}".rstrip("0") + f", paid USD 1,000,000.00: short by USD {shortfall:,.6f}".rstrip("0") + ".",
        "Paid USD 1,000,000.00 from Interest reserve.",
    )


def test_figures__support_of_account_and_line__each_with_its_part() -> None:
    guaranteed = deal("guaranteed")
    item = told(guaranteed.tell(guaranteed.execute(100_000, pool_value=10**15)))["senior-interest"]
    assert item.figures[1].startswith("Paid USD ")
    assert " from available funds and USD " in item.figures[1]
    assert item.figures[1].endswith(" from Liquidity line.")


def test_figures__several_classes_repaid_at_once__each_has_its_line() -> None:
    guaranteed = deal("guaranteed")
    item = told(guaranteed.tell(guaranteed.execute(20_000_000, pool_value=10**6)))["together"]
    assert [line.partition(":")[0] for line in item.figures[-2:]] == ["Senior", "Mezzanine"]


def test_figures__guard_not_met__not_applied_because_of_which_event() -> None:
    trust = deal("master_trust")
    items = told(trust.tell(trust.execute(40_000_000)))
    assert items["trap-half"].figures == ("Not applied: the Trap-50 Event was not continuing.",)
    assert not items["trap-half"].applied
    assert items["turbo"].figures == ("Not applied: the Turbo Event was not continuing.",)


def test_figures__event_continuing__the_other_trap_is_held_back_by_it() -> None:
    trust = deal("master_trust")
    document = trust.tell(trust.execute(6_000_000))
    items = told(document)
    assert "Continuing when the steps ran: Trap-50 Event and Trap-100 Event." in document.sections[0].items[0].sentences
    assert items["trap-half"].figures == ("Not applied: the Trap-100 Event was continuing.",)
    assert items["trap-all"].applied


def test_figures__interest_held_back_by_a_guard__says_what_was_due() -> None:
    guaranteed = deal("guaranteed")
    guaranteed.execute(100_000_000, pool_value=10**15)
    item = told(guaranteed.tell(guaranteed.execute(5_000_000, rights_invalidated=200_000)))["mezzanine-interest"]
    assert item.figures[0] == "Not applied: the Rapid Event was continuing."
    assert item.figures[1].startswith("Interest of USD ") and item.figures[1].endswith(" was due and not paid.")
    assert not item.applied


def test_figures__after_a_default__the_acceleration_list_is_told_and_the_other_is_idle() -> None:
    note = deal("turbo_note")
    for _ in range(2):
        note.execute(0)
    document = note.tell(note.execute(1_000_000))
    assert told(document, "acceleration")["interest"].figures[0].startswith("Due USD ")
    assert not any(item.applied or item.figures for item in told(document).values())
    idle = next(section for section in document.sections if section.key == "steps")
    assert idle.lead[0] == "On this payment date this priority did not apply."


@pytest.mark.parametrize("name", ["plain_note", "guaranteed", "master_trust", "pik_note", "special_plan", "turbo_note"])
@pytest.mark.parametrize("received", [0, 3_000_000, 400_000_000])
@pytest.mark.parametrize("code", list(LANGUAGES))
def test_figures__every_step_that_ran__has_its_figures_in_the_text(name: str, received: int, code: str) -> None:
    one = deal(name, code)
    payment = one.execute(received, pool_value=10**14)
    document, outcome = one.tell(payment), outcome_of(one.terms, payment)
    text = to_text(document)
    for item, step in zip(told(document).values(), outcome.steps, strict=True):
        assert item.figures and item.brief
        for amount in (step.due, step.paid, step.released, *step.sources.values()):
            assert not amount or one.language.money(amount, one.terms.money) in text


@pytest.mark.parametrize("name", ["plain_note", "guaranteed", "special_plan"])
@pytest.mark.parametrize("received", [0, 1_000, 3_000_000, 400_000_000])
def test_outcome__of_all_steps__adds_up_to_what_the_engine_paid(name: str, received: int) -> None:
    one = deal(name)
    payment = one.execute(received, pool_value=10**14)
    outcome, money = outcome_of(one.terms, payment), one.terms.money.to_decimal
    assert sum(step.paid for step in outcome.steps) == money(sum(record.paid for record in payment.records))
    for step in outcome.steps:
        assert sum(step.sources.values()) == step.paid == step.due - step.shortfall
        assert not step.shares or sum(paid for _, paid in step.shares.values()) == step.paid


def test_date__in_front__names_period_date_funds_and_what_is_left_outstanding() -> None:
    note = deal("turbo_note", "zh")
    section = note.tell(note.execute(10_000_000)).sections[0]
    assert section.items[0].sentences[0] == "归集期间：2012年第4季度，期数为 1，支付日为 2013年1月15日（约定支付日）。"
    assert section.items[0].details[0].startswith("Notes 付款后未偿本金余额")
