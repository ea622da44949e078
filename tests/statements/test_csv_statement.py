# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.model import ONE
from tests.statements.conftest import HEADER, LINE, TODAY, ReadCsv, column_map


def test_read__two_lines_of_one_licence__one_receipt_with_the_sums_and_the_file_s_hash(read_csv: ReadCsv) -> None:
    content = HEADER + LINE + LINE.replace("10.00", "20.00").replace("8.50", "18.50")
    statement = read_csv(content, payer="EMI")
    (receipt,) = statement.receipts
    assert (receipt.licence, receipt.period, receipt.currency) == ("emi-catalogue", "2024Q3", "USD")
    assert (receipt.gross, receipt.deductions, receipt.net) == (30 * ONE, 3 * ONE, 27 * ONE)
    assert (receipt.sales, receipt.reference, receipt.lines) == (200 * ONE, "PAY-1", 2)
    assert (statement.payer, statement.issued_on, statement.lines) == ("EMI", None, 2)
    assert receipt.source == statement.source
    assert (receipt.source.name, receipt.source.sha256) == ("statement.csv", sha256(content.encode()).digest())


@pytest.mark.parametrize("change", [("2024Q3", "2024Q2"), ("emi-catalogue", "other"), ("PAY-1", "PAY-2")])
def test_read__another_period_licence_or_reference__a_receipt_of_its_own(
    read_csv: ReadCsv, change: tuple[str, str]
) -> None:
    assert len(read_csv(HEADER + LINE + LINE.replace(*change)).receipts) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEADER + LINE).encode(),
        (HEADER + LINE).replace("\n", "\r\n").encode(),
        (HEADER + "\n" + LINE + "\n,,,,,,,,,\n ,,\n").encode(),
        (HEADER.replace("Contract", '" Contract "') + LINE.replace("10.00", '" 10.00 "')).encode(),
    ],
    ids=["byte order mark", "CRLF", "blank lines", "quotes and blanks"],
)
def test_read__other_spelling_of_a_file__same_sums(read_csv: ReadCsv, content: bytes) -> None:
    (receipt,) = read_csv(content).receipts
    assert (receipt.licence, receipt.gross, receipt.net) == ("emi-catalogue", 10 * ONE, 8_500_000_000_000)


def test_read__utf16_and_cp1252__by_their_names(read_csv: ReadCsv) -> None:
    content = HEADER + LINE.replace("PAY-1", "Gebühr")
    for encoding in ("utf-16", "cp1252"):
        assert read_csv(content.encode(encoding), encoding=encoding).receipts[0].reference == "Gebühr"


def test_read__society_s_file__decimal_commas_dates_names_and_lines_to_skip(read_csv: ReadCsv) -> None:
    content = (
        "Abrechnung 3/2024\n\nWerk;Verkauft am;Brutto;Abzug;Netto\n"
        "Katalog  A;15.07.2024;1.234,50;34,50;1.200,00\nKatalog A;30.09.2024;100;;100\nSumme;;1.334,50;34,50;1.300,00\n"
    )
    nothing = dict.fromkeys(("currency", "sales", "reference", "period"))
    (receipt,) = read_csv(
        content,
        {**nothing, "licence": "Werk", "date": "Verkauft am", "gross": "Brutto", "deductions": "Abzug", "net": "Netto"},
        delimiter=";",
        decimal_comma=True,
        thousands=".",
        skip_lines="2",
        date_form="dd.mm.yyyy",
        period_months="3",
        empty_deductions=True,
        constants={"currency": "EUR", "reference": "ABR 3"},
        licence_names={"Katalog A": "catalogue-a"},
        totals=[{"column": "Werk", "text": "Summe", "gross": "Brutto", "deductions": "Abzug", "balance": "Netto"}],
    ).receipts
    assert (receipt.licence, receipt.period, receipt.currency, receipt.reference) == (
        "catalogue-a",
        "2024Q3",
        "EUR",
        "ABR 3",
    )
    assert (receipt.gross, receipt.net, receipt.sales) == (1_334_500_000_000_000, 1300 * ONE, None)


@pytest.mark.parametrize(
    ("columns", "gross", "deductions", "net"),
    [
        ({"net": None}, 10, 1.5, 8.5),
        ({"gross": None}, 10, 1.5, 8.5),
        ({"deductions": None}, 10, 1.5, 8.5),
        ({"deductions": None, "net": None}, 10, 0, 10),
        ({"deductions": None, "gross": None}, 8.5, 0, 8.5),
    ],
)
def test_read__not_all_of_gross_deductions_and_net__the_others_follow(
    read_csv: ReadCsv, columns: dict[str, Any], gross: int, deductions: float, net: float
) -> None:
    (receipt,) = read_csv(HEADER + LINE, columns).receipts
    assert (receipt.gross, receipt.deductions, receipt.net) == (gross * ONE, deductions * ONE, net * ONE)


@pytest.mark.parametrize(
    ("months", "day", "form", "period"),
    [
        (1, "2024-07-31", "yyyy-mm-dd", "2024M07"),
        (3, "20240701", "yyyymmdd", "2024Q3"),
        (6, "7/1/2024", "mm/dd/yyyy", "2024H2"),
        (6, "07/01/2024", "dd/mm/yyyy", "2024H1"),
        (12, "31.12.2024", "dd.mm.yyyy", "2024"),
    ],
)
def test_read__date__the_period_it_lies_in(read_csv: ReadCsv, months: int, day: str, form: str, period: str) -> None:
    columns = {"period": None, "date": "Quarter"}
    (receipt,) = read_csv(HEADER + LINE.replace("2024Q3", day), columns, period_months=months, date_form=form).receipts
    assert receipt.period == period


@pytest.mark.parametrize(
    ("text", "period"),
    [("2024q3", "2024Q3"), ("2024-Q3", "2024Q3"), ("Q3 2024", "2024Q3"), ("2024-07", "2024M07"), ("2024", "2024")],
)
def test_read__period_as_payers_write_it__as_deals_do(read_csv: ReadCsv, text: str, period: str) -> None:
    assert read_csv(HEADER + LINE.replace("2024Q3", text)).receipts[0].period == period


def test_read__first_and_last_day__the_period_between(read_csv: ReadCsv) -> None:
    columns = {"period": None, "period_start": "Quarter", "period_end": "Until"}
    content = HEADER.replace("\n", ",Until\n") + LINE.replace("2024Q3", "2024-02-01").replace("\n", ",2024-02-29\n")
    assert read_csv(content, columns).receipts[0].period == "2024M02"


def test_read__constants__for_what_the_file_does_not_say(read_csv: ReadCsv) -> None:
    columns = dict.fromkeys(("licence", "period", "currency", "reference"))
    constants = {"licence": "books", "period": "2023", "currency": "CNY"}
    (receipt,) = read_csv(HEADER + LINE, columns, constants=constants).receipts
    assert (receipt.licence, receipt.period, receipt.currency, receipt.reference) == ("books", "2023", "CNY", "")


def test_read__day_of_issue__in_every_line(read_csv: ReadCsv) -> None:
    content = HEADER.replace("Work", "Issued") + LINE.replace("Song", "2024-10-15") * 2
    assert read_csv(content, {"issued_on": "Issued"}).issued_on == date(2024, 10, 15)


def test_read__cell_like_a_formula__is_text(read_csv: ReadCsv) -> None:
    content = HEADER + LINE.replace("PAY-1", '"=HYPERLINK(""http://x"")"').replace("Song", "@SUM(A1)")
    assert read_csv(content).receipts[0].reference == '=HYPERLINK("http://x")'


def test_read__same_line_twice_without_ids__added_twice(read_csv: ReadCsv) -> None:
    assert read_csv(HEADER + LINE + LINE).receipts[0].lines == 2


def test_read__progress__ends_at_the_whole_file(tmp_path: Path) -> None:
    path, seen = tmp_path / "statement.csv", list[tuple[int, int]]()
    path.write_text(HEADER + LINE * 10_000)
    read_csv_statement(path, column_map(), today=TODAY, progress=lambda done, size: seen.append((done, size)))
    assert len(seen) > 1
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert seen == sorted(seen)
