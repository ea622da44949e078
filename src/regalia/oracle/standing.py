# SPDX-License-Identifier: Apache-2.0
"""What is attested of each period today: its report, with the restatements of it that stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain.events import Event

NOTHING = bytes(32)
"""The evidence root of a report that was declared missing."""


@dataclass(frozen=True)
class Standing:
    """Sums in the payment token's smallest unit; ``root`` is the evidence root in force: the report's, or its last restatement's."""

    period: int
    received: int
    other_income: int
    root: bytes

    @property
    def claimed(self) -> int:
        return self.received + self.other_income


def standing_reports(events: Iterable[Event], oracle: ChecksumAddress, deal: str) -> tuple[Standing, ...]:
    """By period, of what the oracle told up to the last of its events. Struck reports and restatements are gone."""
    reports: dict[int, Standing] = {}
    deltas: dict[int, Standing] = {}
    for event in events:
        if event.address != oracle or event.args.get("deal") != deal:
            continue
        args = event.args
        match event.name:
            case "ReportAccepted":
                reports[args["period"]] = _standing(args)
            case "ReportMissing":
                reports[args["period"]] = Standing(args["period"], 0, 0, NOTHING)
            case "ReportStruck":
                reports.pop(args["period"], None)
            case "RestatementAccepted":
                deltas[args["number"]] = _standing(args)
            case "RestatementStruck":
                deltas.pop(args["number"], None)
    for _, delta in sorted(deltas.items()):
        if (report := reports.get(delta.period)) is not None:
            received, other = report.received + delta.received, report.other_income + delta.other_income
            reports[delta.period] = Standing(delta.period, received, other, delta.root)
    return tuple(report for _, report in sorted(reports.items()))


def _standing(args: Any) -> Standing:
    return Standing(args["period"], args["received"], args["otherIncome"], bytes(args["evidenceRoot"]))
