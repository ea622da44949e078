# SPDX-License-Identifier: Apache-2.0
"""A summary record of a sales report, and its details as they add up to it.

In DDEX's schemas (see ddex_records) ``AllocatedRevenue`` of a summary is "the amount allocated … for the uses reported",
"sometimes called Amount Payable", and ``AllocatedAmount`` of a licensor record "the amount due … as reported in this block".
That the second adds up to the first is a reading, no sentence of the standard; a file where it doesn't hold is refused. Then
both are in the currency of reporting. ``AllocatedNetRevenue`` of a licensor record, what royalties are reckoned from, is in
the currency of transaction; where that is another one, sales are not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from regalia.statements.amounts import amount_reader
from regalia.statements.ddex_head import Header, named
from regalia.statements.ddex_records import RecordType
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList

read_decimal = amount_reader(negative=True)
"""Decimals of the standard may be negative: sales adjustments are."""


@dataclass(frozen=True)
class Usage:
    """What a licence can be told from: of the header, the summary record and the licensor record, as they write it."""

    sender_id: str
    service: str
    channel: str
    territory: str
    use_type: str
    rights_type: str
    commercial_model: str
    rights_controller: str
    work: str


LicenceOf = Mapping[str, str] | Callable[[Usage], str | None]
"""From an identifier to the deal's licence; "" leaves out what is not of the deal, None or nothing found is a problem.

A mapping is asked, in this order, for the licensor's own id of the work, ``service/territory``, the service, the distribution channel
(its party id or name), and the sender's party id."""


def find_licence(licence_of: LicenceOf, usage: Usage) -> str | None:
    if callable(licence_of):
        return licence_of(usage)
    keys = (usage.work, f"{usage.service}/{usage.territory}", usage.service, usage.channel, usage.sender_id)
    return next((licence_of[key] for key in keys if key and key in licence_of), None)


@dataclass(slots=True)
class Summary:
    """``revenue`` and ``net_revenue`` as it tells them, None where it doesn't; ``paid`` and ``earned`` as its details add up."""

    line: int
    id: str
    cells: Mapping[str, str]
    currency: str
    one_currency: bool
    revenue: int | None
    net_revenue: int | None
    paid: int = 0
    earned: int | None = 0
    details: int = 0

    def usage(self, header: Header, work: str, rights_controller: str) -> Usage:
        cells = self.cells
        return Usage(
            sender_id=header.sender_id,
            service=cells["ServiceDescription"] or header.service,
            channel=cells["DistributionChannelDPID"] or cells["DistributionChannel"],
            territory=cells["Territory"],
            use_type=cells["UseType"],
            rights_type=cells["RightsType"],
            commercial_model=cells["CommercialModel"],
            rights_controller=rights_controller,
            work=work,
        )

    def check(self, tolerance: int, problems: ProblemList) -> None:
        """Its details against what it says itself."""
        sums = (("AllocatedRevenue", self.revenue, self.paid), ("AllocatedNetRevenue", self.net_revenue, self.earned))
        for name, told, found in sums:
            if name == "AllocatedNetRevenue" and not (self.one_currency and self.details):
                continue
            if told is not None and found is not None and abs(told - found) > tolerance:
                rule = f"but the details of summary record {self.id!r} add up to {printed(found)}: the file contradicts itself"
                problems.note(self.line, name, self.cells[name], rule)


def read_summary(line: int, kind: RecordType, cells: Sequence[str], problems: ProblemList) -> Summary:
    row = named(kind.places, cells)
    currency, other = row["CurrencyOfReporting"], row.get("CurrencyOfTransaction", "")
    for name in ("SummaryRecordId", "Territory", "RightsType"):
        if not row[name].strip():
            problems.note(line, name, "", "is empty; a summary record says it")
    for name in ("CurrencyOfReporting", "CurrencyOfTransaction"):
        code = row.get(name, "")
        if (code or name == "CurrencyOfReporting") and not (
            len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()
        ):
            problems.note(line, name, code, "must be a currency code of three letters, such as USD")
    if row.get("ExchangeRate") and not other:
        problems.note(line, "ExchangeRate", row["ExchangeRate"], "is told, but not from which currency of transaction")
    amounts = {
        name: optional_decimal(line, name, row[name], problems) for name in ("AllocatedRevenue", "AllocatedNetRevenue")
    }
    one_currency = other in ("", currency)
    if not one_currency and amounts["AllocatedRevenue"] is None:
        rule = f"is empty; with transactions in {other}, nothing shows that the royalties are in {currency}"
        problems.note(line, "AllocatedRevenue", "", rule)
    return Summary(
        line=line,
        id=row["SummaryRecordId"],
        cells=row,
        currency=currency,
        one_currency=one_currency,
        revenue=amounts["AllocatedRevenue"],
        net_revenue=amounts["AllocatedNetRevenue"],
    )


def optional_decimal(line: int, name: str, text: str, problems: ProblemList) -> int | None:
    if not text:
        return None
    try:
        return read_decimal(text)
    except ValueError as error:
        problems.note(line, name, text, str(error))
        return None
