# SPDX-License-Identifier: Apache-2.0
"""A proposed report held against what an attestor knows by itself: its own receipts, and the cash on chain."""

from __future__ import annotations

from collections.abc import Iterable

from eth_typing import ChecksumAddress

from regalia.chain.events import Event
from regalia.errors import RegaliaError
from regalia.oracle.acceptance import Acceptance
from regalia.oracle.report import RoyaltyReport


class EvidenceMissingError(RegaliaError, LookupError):
    """The attestor has no receipts of the period."""

    def __init__(self, period: int) -> None:
        super().__init__(
            f"period {period}: there are no receipts of it among the attestor's own",
            "Nothing was signed. Obtain the period's statement from its source, not from who proposes the report.",
        )
        self.period = period


class EvidenceMismatchError(RegaliaError, ValueError):
    """The proposed report differs from the attestor's own in ``field``."""

    def __init__(self, field: str, own: object, proposed: object) -> None:
        super().__init__(
            f"{field}: own evidence gives {_text(own)}, the proposal says {_text(proposed)}",
            "Nothing was signed. Find out which statement is right before a report is proposed again.",
        )
        self.field, self.own, self.proposed = field, own, proposed


class UncoveredReportError(RegaliaError, ValueError):
    """The report claims more cash than licensees paid into the escrow and no earlier report has claimed."""

    def __init__(self, claimed: int, paid: int, attested: int) -> None:
        super().__init__(
            f"received + other_income: the report claims {claimed}, only {paid - attested} is there to be attested: "
            f"{paid} was paid into the escrow and earlier reports claimed {attested} of it",
            "Nothing was signed. Wait until the licensee has paid, then propose the report again.",
        )
        self.claimed, self.paid, self.attested = claimed, paid, attested


def check_evidence(own: RoyaltyReport, proposed: RoyaltyReport) -> None:
    """Every field must be equal. Raises ``EvidenceMismatchError`` for the first that is not."""
    for field in RoyaltyReport.model_fields:
        if getattr(own, field) != getattr(proposed, field):
            raise EvidenceMismatchError(field, getattr(own, field), getattr(proposed, field))


def check_cash(report: RoyaltyReport, paid: int, accepted: Iterable[Acceptance]) -> None:
    """What the report claims must be paid already, counted from the making of the deal on.

    claimed ≤ everything ever paid in − everything claimed by the reports of earlier periods. So a payment made before
    the last report and not claimed by it counts, whenever it came; none counts twice. ``other_income`` counts as cash
    too: it reaches the escrow like a royalty. Cash that nobody claims is no reason to refuse.
    """
    attested = sum(a.report.claimed for a in accepted if a.report.period < report.period)
    if report.claimed > paid - attested:
        raise UncoveredReportError(report.claimed, paid, attested)


def paid_in(events: Iterable[Event], escrow: ChecksumAddress) -> int:
    """Sum of the royalties paid into an escrow. A plain token transfer is not among them: it is not in the books."""
    return sum(event.args["amount"] for event in events if event.address == escrow and event.name == "RoyaltyPaid")


def _text(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
