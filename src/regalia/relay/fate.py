# SPDX-License-Identifier: Apache-2.0
"""What became of signed work, by what the oracle told of its deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from regalia.relay.told import (
    EPOCHS,
    REPORT_ACCEPTED,
    REPORT_STRUCK,
    RESTATEMENT_ACCEPTED,
    RESTATEMENT_STRUCK,
    Told,
)
from regalia.relay.work import REPORT, RESTATEMENT, Work

_ACCEPTED = {REPORT: REPORT_ACCEPTED, RESTATEMENT: RESTATEMENT_ACCEPTED}
_STRUCK = {REPORT: REPORT_STRUCK, RESTATEMENT: RESTATEMENT_STRUCK}
_NUMBER = {REPORT: "period", RESTATEMENT: "number"}
_HEAD = 25
"""Bytes of a report's digest that the oracle keeps."""


@dataclass(frozen=True)
class Fate:
    """``epoch`` is in force at the end. ``accepted``: where the oracle took this very one, and ``struck``: where that was taken back;
    ``other``: another one that stands in its place; ``void``: what began an epoch after its own.
    """

    epoch: int
    accepted: Told | None = None
    struck: Told | None = None
    other: Told | None = None
    void: Told | None = None


def fate_of(work: Work, told: Iterable[Told]) -> Fate:
    """``told`` is all of the deal's, in order. An acceptance doesn't name its epoch: that is the one begun last."""
    epoch = 1
    accepted = struck = other = void = None
    for event in told:
        if event.args.get(_NUMBER[work.kind]) == work.number:
            if event.name == _ACCEPTED[work.kind]:
                if _content(event, epoch) == _values(work):
                    accepted = event
                else:
                    other = event
            elif event.name == _STRUCK[work.kind]:
                if accepted and _names(event, work):
                    struck = event
                elif work.kind == REPORT:
                    other = None  # the period is to be reported anew; a restatement's number is used up
        if event.name in EPOCHS:
            epoch = event.args["epoch"]
            if void is None and epoch > work.epoch:
                void = event
    return Fate(epoch, accepted, struck, other, void)


def _names(strike: Told, work: Work) -> bool:
    return work.kind == RESTATEMENT or strike.args["digest"] == work.digest[:_HEAD]


def _content(event: Told, epoch: int) -> tuple[Any, ...]:
    """What was signed, rebuilt from what was told: all of it is there but the epoch."""
    args = event.args
    amounts = (args["received"], args["otherIncome"])
    if event.name == RESTATEMENT_ACCEPTED:
        head = (args["deal"], args["number"], epoch, args["period"])
        return (*head, *amounts, args["corrects"], args["evidenceRoot"])
    target = (args["hasTarget"], args["reserveTarget"])
    return (args["deal"], args["period"], epoch, *amounts, *target, tuple(args["invoices"]), args["evidenceRoot"])


def _values(work: Work) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in work.report.as_tuple())
