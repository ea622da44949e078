# SPDX-License-Identifier: Apache-2.0
"""Projections and stresses as text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from regalia.domain.money import Currency, format_decimal, format_rate
from regalia.printing import table
from regalia.projection.figures import Head, PathFigures, ProjectionFigures, Quantiles, ScenarioFigures, StressFigures

NONE = "-"


def projection_text(figures: ProjectionFigures, currency: Currency) -> str:
    text = _Text(currency)
    blocks = [text.head(figures.head), *map(text.scenario, figures.scenarios)]
    if figures.paths:
        blocks.append(text.paths(figures.paths))
    return "\n\n".join(blocks)


def stress_text(figures: StressFigures, currency: Currency) -> str:
    text = _Text(currency)
    return "\n\n".join(
        [text.head(figures.head), text.break_even(figures), text.triggers(figures), text.ladder(figures)]
    )


class _Text:
    def __init__(self, currency: Currency) -> None:
        self.currency = currency

    def head(self, figures: Head) -> str:
        lines = [
            f"{figures.deal}, assumptions {figures.assumptions}: {figures.payment_dates} payment dates from"
            f" {figures.first_date} to {figures.last_date}, amounts in {figures.currency}",
            f"engine: {figures.engine}" + self.checks(figures),
        ]
        return "\n".join([*lines, *(f"assumed: {line}" for line in figures.assumed)])

    def checks(self, figures: Head) -> str:
        if figures.refused:
            return f" (not vectorised: {figures.refused})"
        return f", {figures.checked} scenarios run by the exact engine too, equal" if figures.checked else ""

    def scenario(self, one: ScenarioFigures) -> str:
        lowest = ratio(one.statistics.lowest_coverage)
        lines = [
            f"Scenario {one.scenario}" + (f": {one.name}" if one.name else ""),
            f"  received {self.money(one.received)}, lowest debt service coverage {lowest}",
            self.tranches(one),
        ]
        lines += [f"  {label} paid {self.money(amount)}" for label, amount in one.put_in.items() if amount]
        if one.triggers:
            lines.append("  triggers first active: " + ", ".join(f"{name} {on}" for name, on in one.triggers.items()))
        if one.defaulted_on:
            lines.append(f"  event of default: the acceleration list runs from {one.defaulted_on}")
        if one.left:
            lines.append(f"  left at the end: {self.money(one.left)}")
        return "\n".join(lines)

    def tranches(self, one: ScenarioFigures) -> str:
        headings = ("tranche", "interest", "principal", "residual", "unpaid", "yield", "average life", "interest late")
        rows = [
            (
                t.tranche,
                *map(self.money, (t.interest, t.principal, t.residual, t.unpaid)),
                percent(t.statistics.yield_a_year),
                years(t.statistics.average_life),
                t.late_since or NONE,
            )
            for t in one.tranches
        ]
        return table(headings, rows, "lrrrrrrl", "  ")

    def paths(self, paths: PathFigures) -> str:
        headings = ("tranche", "loss", "interest late", "expected loss", "yield 5/50/95%", "average life 5/50/95%")
        rows = [
            (
                t.tranche,
                *map(percent, (t.loss, t.late, t.expected_loss)),
                self.quantiles(t.yield_a_year, percent),
                self.quantiles(t.average_life, years),
            )
            for t in paths.statistics
        ]
        head = f"Bootstrap: {paths.paths:,} paths, method {paths.method}, seed {paths.seed}"
        default = f"  paths with an event of default: {percent(paths.in_default)}"
        return "\n".join([head, table(headings, rows, "lrrrrr", "  "), default])

    def quantiles(self, values: Quantiles, shown: Callable[[float | None], str]) -> str:
        if values.middle is None:
            return NONE
        return " / ".join(shown(value) for value in (values.low, values.middle, values.high))

    def break_even(self, figures: StressFigures) -> str:
        rows = [
            (b.tranche, reduction(b.timely_ppm), reduction(b.ultimate_ppm), "" if b.monotone else "not monotone")
            for b in figures.break_even
        ]
        headings = ("tranche", "interest in time and repaid", "all repaid by the end", "")
        title = f"Break-even: the largest share of every receipt that may be missing (scenario {figures.scenario})"
        return title + "\n" + (table(headings, rows, "lrrl", "  ") if rows else "  no tranche has a balance")

    def triggers(self, figures: StressFigures) -> str:
        rows = [
            (
                t.trigger,
                "never" if t.trips_at_ppm is None else "always" if not t.trips_at_ppm else format_rate(t.trips_at_ppm),
            )
            for t in figures.triggers
        ]
        return "Triggers: active on some date from a reduction of\n" + (
            table(("trigger", "reduction"), rows, "lr", "  ") if rows else "  the deal has none"
        )

    def ladder(self, figures: StressFigures) -> str:
        labels = [t.tranche for t in figures.ladder[0].tranches]
        headings = (
            "reduction",
            "received",
            "coverage",
            *(f"{x} {y}" for x in labels for y in ("paid", "unpaid")),
            "default",
            "triggers",
        )
        rows = [
            (
                format_rate(rung.reduction_ppm),
                self.money(rung.received),
                ratio(rung.lowest_coverage),
                *(self.money(amount) for t in rung.tranches for amount in (t.paid, t.unpaid)),
                rung.defaulted_on or NONE,
                ", ".join(rung.triggers) or NONE,
            )
            for rung in figures.ladder
        ]
        return "Ladder\n" + table(headings, rows, "rrr" + "rr" * len(labels) + "ll", "  ")

    def money(self, amount: Decimal) -> str:
        """Cut to what a table has room for; the files and JSON have every digit."""
        places = min(2, self.currency.decimals) if amount < 10**6 else 0
        return format_decimal(amount.quantize(Decimal(1).scaleb(-places), ROUND_DOWN), places)


def percent(value: float | None) -> str:
    return NONE if value is None else f"{value:.2%}"


def ratio(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}x"


def years(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f} y"


def reduction(ppm: int | None) -> str:
    return "none" if ppm is None else format_rate(ppm)
