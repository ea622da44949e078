# SPDX-License-Identifier: Apache-2.0
"""What a supervisor sees of all deals: what calls for attention first, then everything by subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regalia.views.asof import AsOf
from regalia.views.attention import AttentionLine, Matters, attention_of, gravity
from regalia.views.breaches import BreachLine, DifferenceLine, breaches_of, differences_of
from regalia.views.conduct import AttestorLine, attestors_of
from regalia.views.disputes import (
    DisputeLine,
    DoubleLine,
    RestatementLine,
    disputes_of,
    double_signings_of,
    restatements_of,
)
from regalia.views.flags import ConcentrationLine, concentrations_of
from regalia.views.freezes import ActLine, FrozenLine, Orders, PausedLine, orders_of
from regalia.views.halts import HaltLine, halts_of
from regalia.views.log import oldest
from regalia.views.offices import OfficeLine, offices_of
from regalia.views.seen import DealNow
from regalia.views.supervised import SupervisedDeal, supervised_deal
from regalia.views.title_events import TitleLine, title_events_of


@dataclass(frozen=True)
class SupervisorView:
    """``as_of`` is that of the deal that is farthest behind, None where there is none. Lists are of all deals, one deal after the other;
    ``frozen_in_all`` and ``acts_in_all`` also count what is left out of them.
    """

    as_of: AsOf | None
    attention: tuple[AttentionLine, ...]
    deals: tuple[SupervisedDeal, ...]
    halts: tuple[HaltLine, ...]
    frozen: tuple[FrozenLine, ...]
    frozen_in_all: int
    paused: tuple[PausedLine, ...]
    acts: tuple[ActLine, ...]
    acts_in_all: int
    breaches: tuple[BreachLine, ...]
    concentrations: tuple[ConcentrationLine, ...]
    disputes: tuple[DisputeLine, ...]
    restatements: tuple[RestatementLine, ...]
    attestors: tuple[AttestorLine, ...]
    double_signings: tuple[DoubleLine, ...]
    title_events: tuple[TitleLine, ...]
    offices: tuple[OfficeLine, ...]
    differences: tuple[DifferenceLine, ...]


def supervisor_view(all_now: Iterable[DealNow]) -> SupervisorView:
    deals = tuple(all_now)
    matters = [_matters(now) for now in deals]
    orders = [of.orders for of in matters]
    lines = [line for of in matters for line in attention_of(of)]
    return SupervisorView(
        as_of=oldest(deals),
        attention=tuple(sorted(lines, key=gravity)),
        deals=tuple(of.deal for of in matters),
        halts=tuple(line for of in matters for line in of.halts),
        frozen=tuple(line for of in orders for line in of.frozen),
        frozen_in_all=sum(of.frozen_in_all for of in orders),
        paused=tuple(line for of in orders for line in of.paused),
        acts=tuple(line for of in orders for line in of.acts),
        acts_in_all=sum(of.acts_in_all for of in orders),
        breaches=tuple(line for of in matters for line in of.breaches),
        concentrations=tuple(line for of in matters for line in of.flags),
        disputes=tuple(line for of in matters for line in of.disputes),
        restatements=tuple(line for now in deals for line in restatements_of(now)),
        attestors=tuple(line for of in matters for line in of.attestors),
        double_signings=tuple(line for now in deals for line in double_signings_of(now)),
        title_events=tuple(line for now in deals for line in title_events_of(now)),
        offices=_offices(deals, matters),
        differences=tuple(line for of in matters for line in of.differences),
    )


def _matters(now: DealNow) -> Matters:
    orders: Orders = orders_of(now)
    return Matters(
        deal=supervised_deal(now),
        halts=halts_of(now),
        orders=orders,
        flags=concentrations_of(now),
        attestors=attestors_of(now),
        disputes=disputes_of(now),
        breaches=breaches_of(now),
        differences=differences_of(now),
    )


def _offices(deals: Sequence[DealNow], matters: Sequence[Matters]) -> tuple[OfficeLine, ...]:
    pairs = zip(deals, matters, strict=True)
    return tuple(line for now, of in pairs for line in offices_of(now, of.halts, of.orders.acts))
