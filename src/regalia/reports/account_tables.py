# SPDX-License-Identifier: Apache-2.0
"""The tables of a payment date about what holds the deal up: accounts and facilities."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.reports.account_lines import FacilityLine
from regalia.reports.date_lines import DateLines
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Table, make_table

_KINDS = {"reserve": "Reserve", "trap": "Cash trap", "liquidity": "Liquidity line", "guarantee": "Guarantee"}


def account_tables(sheet: Sheet, report: DateLines) -> Iterator[Table]:
    """Accounts always; of facilities, where there are any, the cash and what is owed."""
    yield _accounts(sheet, report)
    if report.facilities:
        yield _cash(sheet, report.facilities)
        yield _owed(sheet, report.facilities)


def _accounts(sheet: Sheet, report: DateLines) -> Table:
    heads = ("Opening balance", "Put in", "Drawn for shortfalls", "Released", "Closing balance")
    return make_table(
        sheet.currency,
        "Accounts",
        (Column("Account"), Column("Kind"), *(Column(head, Kind.MONEY) for head in heads)),
        [
            (
                sheet.names.account(line.account),
                _KINDS[line.kind],
                line.opening,
                line.put_in,
                line.drawn,
                line.released,
                line.closing,
            )
            for line in report.accounts
        ],
        empty="The deal has no accounts.",
    )


def _cash(sheet: Sheet, lines: tuple[FacilityLine, ...]) -> Table:
    heads = ("Cash before", "Put in since", "Drawn by steps", "Returned", "Cash after")
    return make_table(
        sheet.currency,
        "Facilities: cash put in and drawn",
        (Column("Facility"), Column("Provider"), Column("Kind"), *(Column(head, Kind.MONEY) for head in heads)),
        [
            (
                sheet.names.facility(line.facility),
                sheet.names.party(line.provider),
                _KINDS[line.kind],
                line.opening_cash,
                line.put_in,
                line.drawn,
                line.returned or None,
                line.closing_cash,
            )
            for line in lines
        ],
        note="What a provider put in and no step drew is still his: it comes back to him when the deal is wound up.",
    )


def _owed(sheet: Sheet, lines: tuple[FacilityLine, ...]) -> Table:
    heads = ("Owed before", "Drawn", "Interest", "Repaid", "Owed after", "Limit left")
    return make_table(
        sheet.currency,
        "Facilities: owed to providers",
        (Column("Facility"), *(Column(head, Kind.MONEY) for head in heads)),
        [
            (
                sheet.names.facility(line.facility),
                line.opening_owed,
                line.drawn,
                line.interest,
                line.repaid,
                line.closing_owed,
                line.unused,
            )
            for line in lines
        ],
        note="A dash under the limit left: the facility has no limit.",
    )
