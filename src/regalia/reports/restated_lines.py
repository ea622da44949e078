# SPDX-License-Identifier: Apache-2.0
"""The lines of a distribution report about restatements it took in, and disputes. Amounts in smallest units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regalia.domain.restating import LARGEST_COLLECTIONS
from regalia.ledger.model import DealLedger
from regalia.ledger.stream_model import DisputeTold, RestatementTold
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class RestatedLine:
    """What a payment date took in of a restatement: ``received`` changed its collections, ``attested`` what is attested to date.

    ``struck``: after a dispute, so nothing. ``carried``: what was left of those of the date before, the last of which ``told`` is.
    """

    told: RestatementTold
    received: int
    attested: int
    struck: bool = False
    carried: bool = False


def restated_lines(ledger: DealLedger, index: int) -> tuple[RestatedLine, ...]:
    """Of the date at ``index``, in their order. UnreconciledError when they are not what its collections differ by from its report."""
    payment = ledger.dates[index].payment
    flow = payment.collections
    if flow is None or not flow.first:
        return ()
    lines = tuple(_lines(ledger, index, flow.first, flow.last))
    what, report = f"period {payment.report.period}: restatements", payment.report
    if flow.received < LARGEST_COLLECTIONS and flow.left > -(LARGEST_COLLECTIONS // 2):  # else they were cut off there
        reconcile(what, report.received + sum(line.received for line in lines), flow.received + flow.left)
    attested = report.received + report.other_income + sum(line.attested for line in lines)
    reconcile(f"{what}, attested", attested, flow.claimed)
    return lines


def _lines(ledger: DealLedger, index: int, first: int, last: int) -> Iterator[RestatedLine]:
    before = ledger.dates[index - 1].payment.collections if index else None
    for number in range(first, last + 1):
        told = ledger.stream.told[number - 1]
        if before is not None and before.left and before.last == number:
            yield RestatedLine(told, before.left, 0, carried=True)
        elif is_struck(ledger, number):
            yield RestatedLine(told, 0, 0, struck=True)
        else:
            yield RestatedLine(told, told.received, told.received + told.other_income)


def is_struck(ledger: DealLedger, number: int) -> bool:
    return any(dispute.number == number and dispute.struck for dispute in ledger.stream.past)


def disputes_of(ledger: DealLedger, index: int) -> tuple[DisputeTold, ...]:
    """Over the report of the date at ``index``, those struck before it too, and over the restatements it took in; in their order."""
    payment = ledger.dates[index].payment
    period, flow = payment.report.period, payment.collections
    taken = range(flow.first, flow.last + 1) if flow and flow.first else range(0)
    return tuple(
        dispute
        for dispute in ledger.stream.past
        if dispute.number in taken or (dispute.number == 0 and dispute.period == period)
    )
