# SPDX-License-Identifier: Apache-2.0
"""What a supervisor has to look at first: a line a deal and matter, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regalia.views.breaches import BreachLine, DifferenceLine
from regalia.views.conduct import AttestorLine
from regalia.views.disputes import SETTLED, DisputeLine
from regalia.views.flags import ConcentrationLine
from regalia.views.freezes import Orders
from regalia.views.halts import IN_FORCE, HaltLine
from regalia.views.supervised import SupervisedDeal

BAD, WARN = "bad", "warn"
LEVELS = {
    "differs": BAD,
    "default": BAD,
    "halted": BAD,
    "double-signed": BAD,
    "arrears": BAD,
    "disputed": WARN,
    "breached": WARN,
    "missed": WARN,
    "frozen": WARN,
    "paused": WARN,
    "concentrated": WARN,
    "behind": WARN,
}
"""What there may be, the gravest first."""


@dataclass(frozen=True)
class AttentionLine:
    """``what`` is a code; ``count`` how many there are of it."""

    id: str
    deal: str
    deal_name: str
    what: str
    level: str
    count: int


@dataclass(frozen=True)
class Matters:
    """Everything of one deal that may call for attention."""

    deal: SupervisedDeal
    halts: tuple[HaltLine, ...]
    orders: Orders
    flags: tuple[ConcentrationLine, ...]
    attestors: tuple[AttestorLine, ...]
    disputes: tuple[DisputeLine, ...]
    breaches: tuple[BreachLine, ...]
    differences: tuple[DifferenceLine, ...]


def attention_of(matters: Matters) -> Iterator[AttentionLine]:
    deal = matters.deal
    for what, count in _counts(matters).items():
        if count:
            yield AttentionLine(f"{deal.id}-{what}", deal.id, deal.name, what, LEVELS[what], count)


def gravity(line: AttentionLine) -> tuple[int, str]:
    return list(LEVELS).index(line.what), line.deal


def _counts(matters: Matters) -> dict[str, int]:
    """``differs`` counts all differences, also those that have no line of their own."""
    deal = matters.deal
    return {
        "differs": deal.as_of.differences,
        "default": int(deal.defaulted),
        "halted": sum(halt.state == IN_FORCE for halt in matters.halts),
        "double-signed": sum(attestor.double_signings for attestor in matters.attestors),
        "arrears": int(deal.arrears > 0),
        "disputed": sum(dispute.stage != SETTLED for dispute in matters.disputes),
        "breached": sum(breach.effect != "default" for breach in matters.breaches),
        "missed": max((attestor.missed for attestor in matters.attestors), default=0),
        "frozen": matters.orders.frozen_in_all,
        "paused": len(matters.orders.paused),
        "concentrated": sum(flag.flagged for flag in matters.flags),
        "behind": int(deal.as_of.behind > 0),
    }
