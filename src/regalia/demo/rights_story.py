# SPDX-License-Identifier: Apache-2.0
"""What the demo says of rights: the portfolio, and why a payment date took the facts it took."""

from __future__ import annotations

from regalia.demo.rights_stage import ATTESTORS, THRESHOLD, RightsStage
from regalia.demo.running import RunningDeal
from regalia.demo.story import Story
from regalia.domain.rights.day import written
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.rights_book import TakenFact
from regalia.reports.rights.cause_words import what_happened
from regalia.reports.rights.fact_lines import triggers_on, written_value
from regalia.reports.rights.right_numbers import written_number

_SHOWN = 2
"""Causes of a fact that are told one by one."""


def tell_rights(rights: RightsStage, acts: int, story: Story) -> None:
    """Who may say what, and what was said."""
    story.say(
        f"A registry of rights is deployed, with an oracle of its own for legal events ({THRESHOLD} of {len(ATTESTORS)}: "
        f"{', '.join(ATTESTORS)}) and a pool that tells deals the facts. {acts} acts enter {len(rights.rights)} invented patents: who owns "
        "each, the licence in and the licence back, what it is worth and until when one may rely on that; each act with the hash of its "
        "document. Attestors report that each was filed and granted."
    )
    story.line("")
    rows = []
    for right in rights.rights:
        valuation = right.valuation
        assert valuation is not None  # the file values every right
        rows.append(
            (
                written_number(right.id),
                right.entry.jurisdiction,
                next(iter(right.shares)),
                written(right.expiry),
                f"{valuation.amount // 10**6:,}",
                written(valuation.until),
            )
        )
    story.table(("right", "for", "owner", "expires", "value", "good until"), rows, "llllrl")


def tell_facts(deal: RunningDeal, story: Story) -> tuple[TakenFact, ...]:
    """The facts of the last date, found again from the registry's own events, with the trigger that looks at each and its causes."""
    done = replay(deal.terms, deal.record, read_events(deal.web3, deal.record)).ledger.dates[-1]
    program, payment = deal.program, done.payment
    rows = []
    for fact in done.facts:
        triggers = triggers_on(program, fact.label)
        active = [t.label for t in triggers if payment.state.active[program.triggers.index(t)]]
        rows.append((fact.label, written_value(deal.money, fact.label, fact.value), ", ".join(active) or "-"))
    story.table(("fact taken from the rights", "value", "trips"), rows, "lrl")
    for fact in done.facts:
        if fact.label.startswith("rights-") or fact.label == "pool-value":
            for cause, place in list(zip(fact.causes, fact.places, strict=True))[:_SHOWN]:
                told = f", transaction {place.transaction_hash}" if place else ""
                story.say(f"→ {fact.label}: {written_number(cause.right)}, {what_happened(cause)}{told}.")
    flags = [label for i, label in enumerate(program.flags) if payment.up >> i & 1]
    traps = {
        label: amount for label, amount in zip(program.accounts, payment.state.account, strict=False) if label == "trap"
    }
    held = ", ".join(f"{deal.amount(amount)} in the {label}" for label, amount in traps.items())
    story.say(f"Flags up: {', '.join(flags) or 'none'}. Kept back: {held}.")
    deal.figures["periods"][-1]["facts"] = [
        {
            "fact": fact.label,
            "value": written_value(deal.money, fact.label, fact.value),
            "causes": [f"{written_number(cause.right)}: {what_happened(cause)}" for cause in fact.causes],
        }
        for fact in done.facts
    ]
    deal.figures["periods"][-1] |= {"flags": flags, "trapped": {k: deal.money.to_decimal(v) for k, v in traps.items()}}
    return done.facts
