# SPDX-License-Identifier: Apache-2.0
"""The year as files, in the forms payers and banks send them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from bench.year_bank import bank_file, day_after
from bench.year_forms import decimal, label, licensee, service, society
from bench.year_made import EUR_RATES, SEED, Due, Month, event_of, make_year

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
    licences = sorted(due.licence for due in year[0].dues)
    (folder / "licences.json").write_text(json.dumps(licences))
    rates = [
        f"{day_after(month.number, 1)},EUR,{decimal(_rate(month), 12)},central bank" for month in year if month.has_rate
    ]
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
            "label": (label, "utf-8", "csv"),
            "licensee": (licensee, "utf-8", "csv"),
            "society": (society, "cp1252", "csv"),
            "service": (service, "utf-8", "tsv"),
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


if __name__ == "__main__":
    write_year(make_year(*map(int, sys.argv[2:5])), Path(sys.argv[1]))
