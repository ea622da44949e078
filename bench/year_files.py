# SPDX-License-Identifier: Apache-2.0
"""The year as files, in the forms payers and banks send them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.year_bank import bank_file, day_after
from bench.year_made import EUR_RATES, FEE_TENTHS, SEED, Due, Month, event_of, make_year

LABEL = """format: regalia-column-map-1
payer: Label
columns: {licence: Work, period: Period, gross: Royalty, deductions: [Fee], net: Net, sales: Sales, reference: Payment reference}
constants: {currency: USD}
closed: false
"""
LICENSEE = """format: regalia-column-map-1
payer: Licensee
delimiter: "|"
columns: {licence: licence, period: month, gross: royalty, deductions: [fee], sales: sales}
constants: {currency: USD}
closed: false
"""
SOCIETY = """format: regalia-column-map-1
payer: Society
encoding: cp1252
delimiter: ";"
decimal_comma: true
date_form: dd.mm.yyyy
period_months: 1
columns: {licence: Werk, date: Verkauft am, gross: Erlös, deductions: [Gebühr], net: Netto, sales: Umsatz, reference: Zahlungsreferenz}
constants: {currency: EUR}
closed: false
totals: [{column: Werk, text: Summe, gross: Erlös, net: Netto}]
"""
MAPS = {"label": LABEL, "society": SOCIETY, "licensee": LICENSEE}


def write_year(year: list[Month], folder: Path) -> None:
    """Column maps, rates, and for each month its statements, its bank statement and its payments."""
    for payer, text in MAPS.items():
        (folder / f"{payer}.yaml").write_text(text)
    licences = sorted({due.licence for month in year for due in month.dues})
    (folder / "licences.json").write_text(json.dumps(licences))
    rates = [f"{day_after(month.number, 1)},EUR,{_decimal(_rate(month), 12)},central bank" for month in year]
    (folder / "rates.csv").write_text("\n".join(["date,currency,rate,published_by", *rates, ""]))
    balances = {"USD": 0, "EUR": 0}
    for month in year:
        write_month(month, folder, balances)


def write_month(month: Month, folder: Path, balances: dict[str, int]) -> None:
    """``balances``, in cents, are carried on by the month's credits."""
    random = Random(SEED + month.number)
    by_payer: dict[str, list[Due]] = {}
    for due in month.dues:
        by_payer.setdefault(due.payer, []).append(due)
    for payer, dues in by_payer.items():
        write, encoding, ending = {
            "label": (_label, "utf-8", "csv"),
            "licensee": (_licensee, "utf-8", "csv"),
            "society": (_society, "cp1252", "csv"),
            "service": (_service, "utf-8", "tsv"),
        }[payer]
        with (folder / f"{payer}-{month.period}.{ending}").open("w", encoding=encoding, newline="") as out:
            out.writelines(write(month, dues, random))
    (folder / f"bank-{month.period}.xml").write_text(bank_file(month, balances))
    payments = [
        [p.licence, p.reference, p.amount, day_after(month.number, p.day), event_of(month, p), p.log_index]
        for p in month.payments
    ]
    (folder / f"escrow-{month.period}.json").write_text(json.dumps(payments))


def _rate(month: Month) -> int:
    return EUR_RATES[month.number % len(EUR_RATES)]


def _parts(due: Due, random: Random) -> Iterator[int]:
    """The gross of each line, in 1/10,000."""
    left = due.gross
    for more in range(due.lines - 1, 0, -1):
        part = random.randint(0, 2 * left // (more + 1))
        left -= part
        yield part
    yield left


def _decimal(amount: int, places: int) -> str:
    return f"{amount // 10**places}.{amount % 10**places:0{places}d}"


def _label(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "Period,Work,Territory,Sales,Royalty,Fee,Net,Payment reference\n"
    for due in dues:
        for gross in _parts(due, random):
            fee = gross * FEE_TENTHS
            net = _decimal(gross * 10 - fee, 5)
            figures = f"{_decimal(gross, 3)},{_decimal(gross, 4)},{_decimal(fee, 5)},{net}"
            yield f"{month.period},{due.licence},GB,{figures},{due.reference}\n"


def _licensee(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "licence|month|sales|royalty|fee\n"
    for due in dues:
        for gross in _parts(due, random):
            yield f"{due.licence}|{month.period}|{_decimal(gross, 3)}|{_decimal(gross, 4)}|{_decimal(gross * FEE_TENTHS, 5)}\n"


def _society(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "Werk;Verkauft am;Umsatz;Erlös;Gebühr;Netto;Zahlungsreferenz\r\n"
    total = 0
    for due in dues:
        for gross in _parts(due, random):
            fee, total = gross * FEE_TENTHS, total + gross
            cells = (_decimal(gross, 3), _decimal(gross, 4), _decimal(fee, 5), _decimal(gross * 10 - fee, 5))
            day = f"{random.randint(1, 28):02}.{month.number:02}.2024"
            yield f"{due.licence};{day};{';'.join(cells).replace('.', ',')};{due.reference}\r\n"
    sums = f"Summe;;;{_decimal(total, 4)};;{_decimal(total * (10 - FEE_TENTHS), 5)};\r\n"
    yield sums.replace(".", ",")


def _service(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    """A sales report of DDEX, version 1.1 of the royalty profile: a block a licence. It has no fees, so they are taken off before."""
    first, created = f"2024-{month.number:02}", day_after(month.number, 1)
    head = [
        "HEAD",
        "dsrf/1.3/1.4/1.4",
        "RoyaltyReportingProfile",
        "1.1",
        f"SERVICE-{month.period}",
        f"{created}T08:00:00Z",
    ]
    head += ["1", "1", first, first, "PADPIDA2024010101S", "Service", "Service", "PADPIDA2024010102M", "Rights Ltd", ""]
    total = sum(due.net for due in dues)
    summary = [
        "SY07.01",
        "1",
        "",
        "",
        "SubscriptionModel",
        "OnDemandStream",
        "DE",
        "MechanicalRight",
        "Service",
        "1",
        "",
        "USD",
    ]
    summary += ["", "Rights Ltd", "", "", _decimal(total, 2), "", "", "", ""]
    yield "\t".join(head) + "\n" + "\t".join(summary) + "\n"
    count = 2
    for block, due in enumerate(dues, 1):
        work = ["AS01.02", str(block), f"A{block}", *[""] * 11]
        sales = ["SU03.02", str(block), f"TX-{block}", "1", f"A{block}", "1", "", "", "", "", ""]
        yield "\t".join(work) + "\n" + "\t".join(sales) + "\n"
        for gross in _parts(due, random):
            net = _decimal(gross * (10 - FEE_TENTHS), 5)
            cells = [
                "LI01.03",
                str(block),
                "1",
                "Rights Ltd",
                "",
                due.licence,
                "100",
                "MechanicalRight",
                "",
                net,
                "1",
                "",
                "",
            ]
            yield "\t".join(cells) + "\n"
        count += 2 + due.lines
    yield "\t".join(map(str, ["FOOT", count + 1, count + 1, 1, len(dues), len(dues)])) + "\n"


if __name__ == "__main__":
    write_year(make_year(*map(int, sys.argv[2:5])), Path(sys.argv[1]))
