# SPDX-License-Identifier: Apache-2.0
"""The portfolio of a deal for people: plain tables, the same in a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.cli.ip_names import NOTHING, Name, day_text, held_text, licence_text, short
from regalia.domain.money import Currency, format_rate
from regalia.domain.rights.day import written
from regalia.domain.terms import Terms
from regalia.printing import table
from regalia.reports.rights.bars import ABOUT_THE_PARTY, SHAPED_AFTER
from regalia.reports.rights.cause_words import document_of, what_happened
from regalia.reports.rights.fact_lines import FactLine, written_value
from regalia.reports.rights.life import in_years
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.rights.right_numbers import written_number

SHOWN = 5
"""Causes of a fact printed for people; ``--json`` has all of them."""
_INDENT = "  "


def portfolio_text(view: Portfolio, terms: Terms, block: int, name: Name) -> str:
    """Every part under its heading."""
    money = terms.money
    parts = [
        f"{terms.name}\nrights behind the deal at block {block}, {written(view.today)}; amounts in {money.code}",
        _rights(view, money),
        _held(view, name),
        _sums(view, money),
        _validity(view, money),
        _concentrations(view, money, name),
        _limits(view),
        "\n".join(_facts(view, money)),
        "\n".join(_bars(view)),
    ]
    return "\n\n".join(part for part in parts if part)


def _rights(view: Portfolio, money: Currency) -> str:
    heads = ["right", "kind", "of", "status", "conditions", "value", "good until", "base", "expiry", "life", "- final"]
    align = "lllllrlrlrr"
    if view.horizon.expected:
        heads, align = [*heads, "- expected"], align + "r"
    rows = []
    for x in view.rights:
        row = [x.number, x.kind, x.jurisdiction, x.status, ", ".join(x.conditions) or NOTHING]
        row += [
            money.format(x.count.value),
            day_text(x.good_until),
            money.format(x.count.base),
            day_text(x.right.expiry),
        ]
        row += [in_years(x.life), in_years(x.beyond_final)]
        rows.append([*row, in_years(x.beyond_expected)] if view.horizon.expected else row)
    final = f"life in years; - final: beyond the legal final date, {day_text(view.horizon.legal_final)}"
    expected = f"; - expected: beyond {written(view.horizon.expected)}" if view.horizon.expected else ""
    return "\n".join([table(heads, rows, align), f"({final}{expected})"])


def _held(view: Portfolio, name: Name) -> str:
    rows = [
        (
            x.number,
            day_text(x.right.renewal_due),
            held_text(x, name),
            "; ".join(licence_text(licence, name) for licence in x.licences) or "none",
        )
        for x in view.rights
    ]
    return table(("right", "renewal due", "owners, or held under", "licences in force"), rows, "llll")


def _sums(view: Portfolio, money: Currency) -> str:
    sums = view.sums
    replaced = f", {money.format(sums.replaced)} of it substituted since" if sums.replaced else ""
    return (
        f"{sums.rights} rights, value {money.format(sums.value)}, base after haircuts {money.format(sums.base)}; "
        f"value at closing {money.format(sums.value_at_closing)}{replaced}"
    )


def _validity(view: Portfolio, money: Currency) -> str:
    rows = [
        (x.when, day_text(x.until), f"{x.rights}", money.format(x.value), format_rate(x.share)) for x in view.validity
    ]
    return table(("valuation ends", "through", "rights", "value", "share"), rows, "llrrr")


def _concentrations(view: Portfolio, money: Currency, name: Name) -> str:
    rows = [
        (
            x.label,
            (name(x.key) if x.key.startswith("0x") else x.key) or NOTHING,
            money.format(x.amount),
            format_rate(x.share),
            NOTHING if x.most is None else format_rate(x.most),
        )
        for x in view.concentrations
    ]
    return table(("concentration", "which", "base", "share", "limit"), rows, "llrrr")


def _limits(view: Portfolio) -> str:
    if not view.limits:
        return "The terms set no limits."
    rows = [(x.label, format_rate(x.most), format_rate(x.share), "BROKEN" if x.broken else "kept") for x in view.limits]
    broken = sum(line.broken for line in view.limits)
    return table(("limit", "most", "now", ""), rows, "lrrl") + f"\n({broken} of {len(rows)} broken)"


def _facts(view: Portfolio, money: Currency) -> Iterator[str]:
    yield f"Facts as the next payment date would take them on {written(view.on)}, if nothing happens until then:"
    shown = [line for line in view.facts if line.asked or line.causes]
    rows = [
        (
            line.label,
            written_value(money, line.label, line.today),
            written_value(money, line.label, line.value),
            "; ".join(line.triggers) or NOTHING,
        )
        for line in shown
    ]
    yield table(("fact", "today", "then", "triggers"), rows, "lrrl", _INDENT)
    for line in shown:
        yield from _causes(line)


def _causes(line: FactLine) -> Iterator[str]:
    pairs = list(zip(line.causes, line.places, strict=True))
    for cause, place in pairs[:SHOWN]:
        document = f", document {short(document_of(cause))}" if document_of(cause) else ""
        said = f", block {place.block_number}, transaction {place.transaction_hash}" if place else ""
        yield f"{_INDENT}{line.label}: {written_number(cause.right)}, {what_happened(cause)}{document}{said}"
    if len(pairs) > SHOWN:
        yield f"{_INDENT}{line.label}: and {len(pairs) - SHOWN:,} more; --json has them all"


def _bars(view: Portfolio) -> Iterator[str]:
    yield f"Bars of an asset, {SHAPED_AFTER}:"
    for bar in view.bars:
        found = (
            f"found in {len(bar.against)} of {len(bar.rights)} rights" if bar.against else "found in none of the rights"
        )
        yield f"{_INDENT}({bar.number}) {bar.title}: {found}"
    rows = [
        (written_number(answers[0].right), *(x.found or NOTHING for x in answers), answers[0].rests_on)
        for answers in zip(*(bar.rights for bar in view.bars), strict=True)
    ]
    yield table(("right", *(f"({bar.number})" for bar in view.bars), "rests on"), rows, "lllll", _INDENT)
    yield f"{_INDENT}What attestors did not report is not seen. {ABOUT_THE_PARTY}"
