# SPDX-License-Identifier: Apache-2.0
"""The table shaped after ESMA's Annex IX, exposures that fit no other annex: rights or, in a deal that rests on none, the stream of each
payer under each licence. Identifiers never change here: new ones are the original ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.rights.day import is_day, to_date, today_of
from regalia.domain.rights.look import Look
from regalia.domain.rights.words import word
from regalia.ledger.model import RoyaltyReceipt
from regalia.reports.rights.portfolio import horizon_of
from regalia.reports.rights.right_lines import RightLine, right_lines
from regalia.reports.supervisor.concentrations import is_of_debtor
from regalia.reports.supervisor.exposure_fields import OF_RIGHTS, OF_STREAMS
from regalia.reports.supervisor.parts import Grid, Told, Value
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import listed

_ON_PAGES = (
    "original_underlying_exposure_identifier", "exposure_type", "jurisdiction", "status", "conditions", "maturity_date", "current_value",
    "value_after_haircut", "repurchase_demanded", "original_obligor_identifier", "payments", "paid", "last_payment",
)  # fmt: skip
_NOTE = "What is listed is behind the deal at the cut-off: nothing of it was repurchased."
_YEAR = 365 * 24 * 3600


def exposures_grid(subject: Subject) -> Grid:
    title = "Underlying exposures"
    if subject.holdings is None:
        return Grid("exposures", title, OF_STREAMS, tuple(_streams(subject)), _NOTE, "Nothing was received yet.")
    look = Look(subject.holdings, subject.today)
    lines = right_lines(look, horizon_of(subject.ledger.terms))
    pledged = _pledge_days(subject)
    values = {held.right.id: held.pledge for held in subject.holdings.rights}
    rows = []
    for line in lines:
        pledge = values[line.right.id]
        money = (pledge.value_at_pledge, line.count.value, line.count.base)
        rows.append((*_right(subject, line, pledged), *money, len(line.licences), pledge.demand is not None))
    return Grid("exposures", title, OF_RIGHTS, tuple(rows), _NOTE)


def exposures_short(subject: Subject) -> Grid:
    """The columns that fit a page."""
    left_out = "original_underlying_exposure_identifier" if subject.holdings is None else "original_obligor_identifier"
    return exposures_grid(subject).only(*(key for key in _ON_PAGES if key != left_out))


def _right(subject: Subject, line: RightLine, pledged: dict[bytes, int]) -> tuple[Value, ...]:
    valuation, obligors = line.right.valuation, "; ".join(licence.words.licensee for licence in line.licences) or None
    conditions = [Told(condition) for condition in line.conditions]
    return (
        f"{subject.ledger.record.deal.address}-{line.right.id.hex()}",
        line.number,
        line.number,
        obligors,
        obligors,
        subject.as_of.day,
        _day(pledged.get(line.right.id, 0)),
        None,
        line.kind,
        line.jurisdiction,
        _status(line),
        listed(conditions) if conditions else None,
        _day(line.right.entry.priority),
        _day(line.right.expiry),
        _day(valuation.day) if valuation else None,
        _day(line.good_until),
        word(valuation.method) if valuation else None,
    )


def _status(line: RightLine) -> Told:
    status = Told(word(line.right.status))
    return Told("{status}, for good", {"status": status}) if line.right.is_final else status


def _streams(subject: Subject) -> Iterator[tuple[Value, ...]]:
    streams: dict[tuple[str, str], list[RoyaltyReceipt]] = {}
    for receipt in subject.ledger.receipts:
        if is_of_debtor(subject, receipt):
            streams.setdefault((receipt.payer, receipt.licence), []).append(receipt)
    closed = subject.ledger.program.schedule.closing if subject.ledger.closed else None
    since = subject.as_of.timestamp - _YEAR
    for (payer, licence), receipts in sorted(streams.items()):
        yield (
            f"{subject.ledger.record.deal.address}-{payer}-{licence}",
            f"{payer}-{licence}",
            f"{payer}-{licence}",
            payer,
            payer,
            subject.as_of.day,
            closed,
            None,
            licence,
            len(receipts),
            sum(receipt.amount for receipt in receipts),
            sum(receipt.amount for receipt in receipts if receipt.place.timestamp > since),
            receipts[-1].place,
        )


def _pledge_days(subject: Subject) -> dict[bytes, int]:
    """By right, the day on which it was last pledged to the deal."""
    deal = subject.ledger.record.deal.address.lower()
    return {
        event.args["right"]: today_of(event.timestamp)
        for event in subject.ledger.events
        if event.name == "RightPledged" and str(event.args["deal"]).lower() == deal
    }


def _day(number: int) -> Value:
    return to_date(number) if is_day(number) else None
