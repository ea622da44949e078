# SPDX-License-Identifier: Apache-2.0
"""Statements of the year line by line, in the form of each payer."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.year_bank import day_after
from bench.year_made import FEE_TENTHS, YEAR, Due, Month


def _parts(due: Due, random: Random) -> Iterator[int]:
    """The gross of each line, in 1/10,000."""
    left = due.gross
    for more in range(due.lines - 1, 0, -1):
        part = random.randint(0, 2 * left // (more + 1))
        left -= part
        yield part
    yield left


def decimal(amount: int, places: int) -> str:
    return f"{amount // 10**places}.{amount % 10**places:0{places}d}"


def label(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "Period,Work,Territory,Sales,Royalty,Fee,Net,Payment reference\n"
    for due in dues:
        for gross in _parts(due, random):
            fee = gross * FEE_TENTHS
            net = decimal(gross * 10 - fee, 5)
            figures = f"{decimal(gross, 3)},{decimal(gross, 4)},{decimal(fee, 5)},{net}"
            yield f"{month.period},{due.licence},GB,{figures},{due.reference}\n"


def licensee(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "licence|month|sales|royalty|fee\n"
    for due in dues:
        for gross in _parts(due, random):
            yield f"{due.licence}|{month.period}|{decimal(gross, 3)}|{decimal(gross, 4)}|{decimal(gross * FEE_TENTHS, 5)}\n"


def society(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    yield "Werk;Verkauft am;Umsatz;Erlös;Gebühr;Netto;Zahlungsreferenz\r\n"
    total = 0
    for due in dues:
        for gross in _parts(due, random):
            fee, total = gross * FEE_TENTHS, total + gross
            cells = (decimal(gross, 3), decimal(gross, 4), decimal(fee, 5), decimal(gross * 10 - fee, 5))
            day = f"{random.randint(1, 28):02}.{month.number:02}.{YEAR}"
            yield f"{due.licence};{day};{';'.join(cells).replace('.', ',')};{due.reference}\r\n"
    sums = f"Summe;;;{decimal(total, 4)};;{decimal(total * (10 - FEE_TENTHS), 5)};\r\n"
    yield sums.replace(".", ",")


def service(month: Month, dues: list[Due], random: Random) -> Iterator[str]:
    """A sales report of DDEX, version 1.1 of the royalty profile: a block a licence. It has no fees, so they are taken off before."""
    first, created = f"{YEAR}-{month.number:02}", day_after(month.number, 1)
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
    summary += ["", "Rights Ltd", "", "", decimal(total, 2), "", "", "", ""]
    yield "\t".join(head) + "\n" + "\t".join(summary) + "\n"
    count = 2
    for block, due in enumerate(dues, 1):
        work = ["AS01.02", str(block), f"A{block}", *[""] * 11]
        sales = ["SU03.02", str(block), f"TX-{block}", "1", f"A{block}", "1", "", "", "", "", ""]
        yield "\t".join(work) + "\n" + "\t".join(sales) + "\n"
        for gross in _parts(due, random):
            net = decimal(gross * (10 - FEE_TENTHS), 5)
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
