# SPDX-License-Identifier: Apache-2.0
"""What events would do to the next payment date, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regalia.domain.money import Currency
from regalia.domain.rights.day import written
from regalia.domain.rights.labels import POOL_VALUE
from regalia.printing import table
from regalia.reports.rights.fact_lines import written_value
from regalia.reports.rights.what_if import Consequence, NextDate, WhatIf

_INDENT = "  "


def what_if_text(world: WhatIf, chosen: Sequence[Consequence], every: Sequence[Consequence]) -> str:
    """The ``chosen`` cases one by one; of ``every`` one that can happen a line, and those that change nothing only counted."""
    asked, money = world.ledger.program.facts, world.ledger.terms.money
    lines = list(_assumed(world))
    for each in chosen:
        lines += ["", *_case(each, money, asked)]
    if every:
        lines += ["", *_every(every, money, asked)]
    return "\n".join(lines)


def _every(found: Sequence[Consequence], money: Currency, asked: tuple[str, ...]) -> Iterator[str]:
    """Differences to the date without the event."""
    moving = [each for each in found if not each.refused and each.moves(asked)]
    refused = sum(bool(each.refused) for each in found)
    first = next((each.before for each in moving if each.before), None)
    heads = ["event", "pool value", "triggers breached", "flags raised"]
    if first is not None:
        heads += [f"to {tranche}" for tranche in first.tranches] + [f"kept in {account}" for account in first.kept]
    rows = [_row(each, money) for each in moving]
    if rows:
        yield "Differences that each event by itself would make:"
        yield table(heads, rows, "lrll" + "r" * (len(heads) - 4), _INDENT)
    idle = len(found) - len(moving) - refused
    yield f"{_INDENT}{idle} other events change no fact the deal looks at and nothing that is paid; --json has them all"
    if refused:
        yield f"{_INDENT}{refused} can't happen as the rights stand"


def _row(each: Consequence, money: Currency) -> list[str]:
    value = next((x.after - x.before for x in each.changes if x.label == POOL_VALUE), 0)
    row, before, after = [each.case.words, _signed(value, money)], each.before, each.after
    if before is None or after is None:
        return [*row, "-", "-"]
    row.append(_list(tuple(x for x in after.breached if x not in before.breached)))
    row.append(_list(tuple(x for x in after.up if x not in before.up)))
    row += [_signed(amount - before.tranches[tranche], money) for tranche, amount in after.tranches.items()]
    return row + [_signed(amount - before.kept[account], money) for account, amount in after.kept.items()]


def _signed(units: int, money: Currency) -> str:
    return "-" if units == 0 else f"{'+' if units > 0 else ''}{money.format(units)}"


def _assumed(world: WhatIf) -> Iterator[str]:
    yield f"What if, on the next payment date ({written(world.on)}):"
    report, money = world.report, world.ledger.terms.money
    if report is None:
        yield "The deal has no payment date to come: facts only."
        return
    invoices = f", invoices {', '.join(map(money.format, report.invoices))}" if report.invoices else ""
    yield (
        f"Assumed for period {report.period}: received {money.format(report.received)} {money.code}{invoices}, no other income; the cash "
        "comes in in full, and providers of support pay what they are asked."
    )


def _case(each: Consequence, money: Currency, asked: tuple[str, ...]) -> Iterator[str]:
    yield each.case.words
    if each.refused:
        yield f"{_INDENT}can't happen: {each.refused}"
        return
    changed = [change for change in each.changes if change.before != change.after]
    rows = [
        (
            change.label + ("" if change.label in asked else " (not looked at)"),
            *(written_value(money, change.label, value) for value in (change.before, change.after)),
        )
        for change in changed
    ]
    yield table(("fact", "without", "with"), rows, "lrr", _INDENT) if rows else f"{_INDENT}no fact changes"
    if each.before is not None and each.after is not None:
        yield from _date(each.before, each.after, money)


def _date(before: NextDate, after: NextDate, money: Currency) -> Iterator[str]:
    yield f"{_INDENT}triggers breached: {_list(after.breached)} (without: {_list(before.breached)})"
    yield f"{_INDENT}flags raised: {_list(after.up)} (without: {_list(before.up)})"
    if after.accelerated:
        yield f"{_INDENT}the list after an event of default runs"
    pairs = [(f"to {tranche}", amount, after.tranches[tranche]) for tranche, amount in before.tranches.items()]
    pairs += [(f"kept in {account}", amount, after.kept[account]) for account, amount in before.kept.items()]
    pairs.append(("given back by accounts", before.given_back, after.given_back))
    rows = [(what, *map(money.format, (one, other, other - one))) for what, one, other in pairs]
    yield table(("paid", "without", "with", "difference"), rows, "lrrr", _INDENT)


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words) or "none"
