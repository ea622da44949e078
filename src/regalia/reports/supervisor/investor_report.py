# SPDX-License-Identifier: Apache-2.0
"""The parts of an investor report as Annex XII has them: the securitisation, its tests and triggers, its cash flow."""

from __future__ import annotations

from pydantic import BaseModel

from regalia.reports.distribution import distribution_report
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Part, Told, Value
from regalia.reports.supervisor.retention import held_units
from regalia.reports.supervisor.securitisation import securitisation_card
from regalia.reports.supervisor.subject import Subject
from regalia.reports.supervisor.waterfall_parts import steps_grid, tranches_grid
from regalia.reports.told import listed
from regalia.reports.trigger_lines import trigger_lines


def investor_parts(subject: Subject) -> tuple[Part, ...]:
    """As of the block; the cash flow is that of the last payment date, none before the first."""
    dates = len(subject.ledger.dates)
    report = distribution_report(subject.ledger, dates - 1) if dates else None
    parts: list[Part] = [securitisation_card(subject, report), state_card(subject), triggers_grid(subject)]
    if report is not None:
        parts += [steps_grid(subject, report, report.payment.accelerated), tranches_grid(subject, report)]
    return tuple(parts)


def state_card(subject: Subject) -> Card:
    """What the annex does not ask for and readers do."""
    ledger = subject.ledger
    terms, state, last = ledger.terms, ledger.deal.state, ledger.dates[-1] if ledger.dates else None
    retained = [
        Told(
            "{tranche}: {held} of {whole} units",
            {"tranche": t.name, "held": f"{held_units(subject, t.id):,}", "whole": f"{t.units:,}"},
        )
        for t in terms.tranches
    ]
    facts: tuple[tuple[Field, Value], ...] = (
        (Field("currency", "Currency"), terms.money.code),
        (Field("closed", "Closed", Kind.FLAG), ledger.closed is not None),
        (Field("concluded", "Wound up", Kind.FLAG), ledger.concluded is not None),
        (Field("in_default", "Acceleration list in force", Kind.FLAG), bool(last and last.payment.accelerated)),
        (Field("outstanding", "Principal outstanding", Kind.MONEY), sum(state.balance)),
        (Field("arrears", "Interest in arrears", Kind.MONEY), sum(state.arrears)),
        (Field("accounts", "In reserves, traps and facilities", Kind.MONEY), sum(state.account)),
        (Field("collection", "In collection", Kind.MONEY), ledger.deal.collection),
        (Field("collected", "Royalties paid in so far", Kind.MONEY), sum(x.amount for x in ledger.receipts)),
        (Field("payment_dates", "Payment dates executed", Kind.COUNT), len(ledger.dates)),
        (Field("retained", "Held by the originator"), listed(retained)),
    )
    return Card("state", "State of the deal", facts)


def triggers_grid(subject: Subject) -> Grid:
    """Each trigger of the deal file: what it answered on the last payment date, and whether it is active at the block (meetings waive)."""
    dates = [done.payment for done in subject.ledger.dates]
    answers = {line.trigger: line for line in trigger_lines(dates)} if dates else {}
    active = dict(zip(answers, subject.ledger.deal.state.active, strict=False))
    fields = (
        Field("trigger", "Trigger"),
        Field("measure", "Measured", Kind.WORD),
        Field("breached_when", "Breached when"),
        Field("effect", "Effect"),
        Field("breached", "Breached on the last date", Kind.FLAG),
        Field("active", "Active", Kind.FLAG),
        Field("active_since", "Active since", Kind.DAY),
    )
    rows: list[tuple[Value, ...]] = []
    for trigger in subject.ledger.terms.triggers:
        line = answers.get(trigger.id)
        effect = Told("event of default")
        if trigger.effect.kind == "flag":
            effect = Told("flag {flag}", {"flag": trigger.effect.flag})
        said = (trigger.id, trigger.measure.kind, _when(trigger.measure), effect)
        if line is None:
            rows.append((*said, None, None, None))
        else:
            now = active[trigger.id]
            rows.append((*said, line.breached, now, line.since if now else None))
    return Grid("tests", "Tests, events, triggers", fields, tuple(rows), empty="The deal file has none.")


def _when(measure: BaseModel) -> Told | None:
    """``at least 10%``, spelled as in the deal file."""
    said = measure.model_dump(mode="json")
    if "threshold" not in said:
        return None
    comparison = said.get("breached", "at").replace("-", " ")
    return Told("{comparison} {threshold}", {"comparison": Told(comparison), "threshold": f"{said['threshold']}"})
