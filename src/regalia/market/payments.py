# SPDX-License-Identifier: Apache-2.0
"""What a tranche is paid from now on when receipts come as a scenario says, by the deal's own books from where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.market.position import Position
from regalia.projection.assumptions import Assumptions
from regalia.projection.build import OutlookBuilder
from regalia.projection.engine import Projector
from regalia.projection.outlook import Outlook


@dataclass(frozen=True)
class Payment:
    """To all units of a tranche, in smallest units, before tax."""

    on: date
    amount: int


def projected_payments(
    terms: Terms,
    program: Program,
    position: Position,
    given: Assumptions,
    folder: Path,
    tranche: int,
    scenario: str | None = None,
) -> tuple[Payment, ...]:
    """On each payment date from the next one on; none when nothing more is projected.

    ``program`` is the deal's as it was sold: coupons and units may be others than in the file. ``scenario``: the first of the file
    unless named. Cash that has come in already is taken to be part of the receipts assumed for the next date. Raises ``ProjectionError``.
    """
    builder = OutlookBuilder(terms, program, given, folder)
    chosen = builder.scenario(scenario)
    number = [one.id for one in builder.scenarios].index(chosen.id)
    if position.period is None or (ahead := _from(builder.named().only([number]), position.period)) is None:
        return ()
    outcomes = Projector(program, position.state, exact=True)(ahead)
    paid = zip(outcomes.dates, outcomes.paid[:, tranche, 0], strict=True)
    return tuple(Payment(on, int(amount)) for on, amount in paid if amount)


def _from(outlook: Outlook, period: int) -> Outlook | None:
    """What is assumed from a period on; None when that is nothing."""
    done = max(0, period - outlook.first)
    if done >= len(outlook.received):
        return None
    return replace(
        outlook,
        first=outlook.first + done,
        received=outlook.received[done:],
        invoices=outlook.invoices[done:],
        facts=outlook.facts[done:],
        other=outlook.other[done:],
        targets=outlook.targets[done:],
        report_age=outlook.report_age[done:],
    )
