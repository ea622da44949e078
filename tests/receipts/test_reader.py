# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regalia.domain.history import PeriodReport
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.receipts import ProblemKind, ReceiptsError, read_receipts
from tests.domain.small_deals import NOTES, PASS_THROUGH
from tests.receipts.conftest import USD, Read, Refuse

HEADER = "payment_date,attributed_to,received,other_income,expenses,reserve_target\n"
FIRST = "2024-04-20,2024Q1,1000,10.5,300,\n"
SECOND = "2024-07-22,2024Q2,900.000001,,,250\n"


def seasoned(program: Program, opening: int) -> Program:
    return replace(program, schedule=replace(program.schedule, opening=opening))


def two_invoiced(payee: int = 0) -> Program:
    steps = (replace(PASS_THROUGH.steps[0], label="audit", subject=payee), *PASS_THROUGH.steps)
    steps = (steps[0], replace(steps[1], number=1), *steps[2:])
    return replace(PASS_THROUGH, payees=("trustee", "auditor"), steps=steps)


def test_read__two_rows__amounts_in_smallest_units(read: Read) -> None:
    first, second = read(HEADER + FIRST + SECOND)
    assert first.report == PeriodReport(1, 1_000_000_000, 10_500_000, None, (300_000_000,))
    assert second.report == PeriodReport(2, 900_000_001, 0, 250_000_000, (0,))
    assert (second.row, second.payment_date, second.attributed_to) == (3, date(2024, 7, 22), "2024Q2")


def test_read__required_columns_only__the_others_are_zero_or_by_formula(read: Read) -> None:
    (row,) = read("payment_date,attributed_to,received\n2024-04-20,2024Q1,1000\n")
    assert row.report == PeriodReport(1, 1_000_000_000, 0, None, (0,))


def test_read__target_zero__is_a_target(read: Read) -> None:
    (row,) = read("payment_date,attributed_to,received,reserve_target\n2024-04-20,2024Q1,1000,0\n")
    assert row.reserve_target == 0


def test_read__columns_in_another_order__same_row(read: Read) -> None:
    (row,) = read("received,attributed_to,payment_date\n1000,2024Q1,2024-04-20\n")
    assert (row.received, row.period) == (1_000_000_000, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEADER + FIRST).encode(),
        (HEADER + FIRST).replace("\n", "\r\n").encode(),
        (HEADER + FIRST).rstrip("\n").encode(),
        (HEADER + "\n" + FIRST + "\n , ,\n").encode(),
        (HEADER + '"2024-04-20", 2024Q1 ,"1000.00",10.50,300,\n').encode(),
    ],
    ids=["byte order mark", "CRLF", "no last newline", "blank lines", "quotes, spaces and zeros"],
)
def test_read__other_spelling_of_a_file__same_row(read: Read, content: bytes) -> None:
    (plain,) = read(HEADER + FIRST)
    (row,) = read(content)
    assert row.report == plain.report
    assert row.evidence == plain.evidence


def test_read__check_columns_agree__accepted(read: Read) -> None:
    (row,) = read(
        "payment_date,attributed_to,currency,received,other_income,total\n2024-04-20,2024Q1,USD,1000,10.5,1010.5\n"
    )
    assert row.collected == 1_010_500_000


def test_read__one_column_a_step__each_goes_to_its_step(read: Read) -> None:
    header = "payment_date,attributed_to,received,expenses:expenses,expenses:audit\n"
    (row,) = read(header + "2024-04-20,2024Q1,1000,7,8\n", two_invoiced())
    assert row.invoices == (("audit", 8_000_000), ("expenses", 7_000_000))


def test_read__columns_by_payee__each_goes_to_its_step(read: Read) -> None:
    header = "payment_date,attributed_to,received,expenses:trustee,expenses:auditor\n"
    (row,) = read(header + "2024-04-20,2024Q1,1000,7,8\n", two_invoiced(payee=1))
    assert row.invoices == (("audit", 8_000_000), ("expenses", 7_000_000))


def test_evidence__any_figure_changed__another(read: Read) -> None:
    variants = [
        FIRST,
        FIRST.replace("04-20", "04-21"),
        FIRST.replace("1000", "1000.000001"),
        FIRST.replace("10.5", "10.6"),
        FIRST.replace("300", "301"),
        FIRST.replace(",\n", ",0\n"),
    ]
    evidence = {read(HEADER + line)[0].evidence for line in variants}
    assert len(evidence) == len(variants)
    assert {len(e) for e in evidence} == {32}


def test_evidence__known_row__hash_of_its_canonical_text(read: Read) -> None:
    canonical = (
        b'{"attributed_to":"2024Q1","currency":"USD","invoices":{"expenses":300000000},"other_income":10500000,'
        b'"payment_date":"2024-04-20","period":1,"received":1000000000,"reserve_target":null}'
    )
    assert read(HEADER + FIRST)[0].evidence == hashlib.sha256(canonical).digest()


# one column, one value, one rule: each by its name


@pytest.mark.parametrize(
    ("kind", "column", "line"),
    [
        (ProblemKind.NEGATIVE_AMOUNT, "received", "2024-04-20,2024Q1,-1,0,0,"),
        (ProblemKind.NEGATIVE_AMOUNT, "other_income", "2024-04-20,2024Q1,1,-0.5,0,"),
        (ProblemKind.NEGATIVE_AMOUNT, "expenses", "2024-04-20,2024Q1,1,0,-3,"),
        (ProblemKind.NEGATIVE_AMOUNT, "reserve_target", "2024-04-20,2024Q1,1,0,0,-3"),
        (ProblemKind.TOO_MANY_DECIMALS, "received", "2024-04-20,2024Q1,0.0000001,0,0,"),
        (ProblemKind.UNREADABLE_AMOUNT, "received", '2024-04-20,2024Q1,"1,000",0,0,'),
        (ProblemKind.UNREADABLE_AMOUNT, "received", "2024-04-20,2024Q1,1e3,0,0,"),
        (ProblemKind.UNREADABLE_AMOUNT, "received", "2024-04-20,2024Q1,NaN,0,0,"),
        (ProblemKind.UNREADABLE_AMOUNT, "received", "2024-04-20,2024Q1,$5,0,0,"),
        (ProblemKind.UNREADABLE_AMOUNT, "received", "2024-04-20,2024Q1,٣,0,0,"),
        (ProblemKind.UNREADABLE_AMOUNT, "received", f"2024-04-20,2024Q1,{'9' * 50},0,0,"),
        (ProblemKind.AMOUNT_TOO_LARGE, "received", f"2024-04-20,2024Q1,{2**96},0,0,"),
        (ProblemKind.MISSING_VALUE, "received", "2024-04-20,2024Q1,,0,0,"),
        (ProblemKind.MISSING_VALUE, "payment_date", ",2024Q1,1,0,0,"),
        (ProblemKind.MISSING_VALUE, "attributed_to", "2024-04-20,,1,0,0,"),
        (ProblemKind.UNREADABLE_DATE, "payment_date", "20/04/2024,2024Q1,1,0,0,"),
        (ProblemKind.UNREADABLE_DATE, "payment_date", "2024-04-31,2024Q1,1,0,0,"),
        (ProblemKind.UNREADABLE_DATE, "payment_date", "20240420,2024Q1,1,0,0,"),
        (ProblemKind.UNREADABLE_PERIOD, "attributed_to", "2024-04-20,Q1 2024,1,0,0,"),
        (ProblemKind.UNREADABLE_PERIOD, "attributed_to", "2024-04-20,9999Q4,1,0,0,"),
        (ProblemKind.WRONG_PERIOD_LENGTH, "attributed_to", "2024-04-20,2024M03,1,0,0,"),
        (ProblemKind.WRONG_START, "attributed_to", "2024-04-20,2023Q4,1,0,0,"),
        (ProblemKind.DATE_TOO_EARLY, "payment_date", "2024-04-19,2024Q1,1,0,0,"),
        (ProblemKind.WRONG_CELL_COUNT, "", "2024-04-20,2024Q1,1,0,0"),
        (ProblemKind.WRONG_CELL_COUNT, "", "2024-04-20,2024Q1,1,0,0,,"),
    ],
)
def test_read__one_bad_cell__refused_by_name_row_and_column(
    refuse: Refuse, kind: ProblemKind, column: str, line: str
) -> None:
    (problem,) = refuse(HEADER + line + "\n")
    assert (problem.kind, problem.row, problem.column) == (kind, 2, column)
    assert problem.rule


def test_read__largest_amount__accepted_and_not_one_more(read: Read, refuse: Refuse) -> None:
    header = "payment_date,attributed_to,received\n2024-04-20,2024Q1,"
    assert read(f"{header}{USD.to_decimal(2**96 - 1)}\n")[0].received == 2**96 - 1
    (problem,) = refuse(f"{header}{USD.to_decimal(2**96)}\n")
    assert problem.kind is ProblemKind.AMOUNT_TOO_LARGE


def test_read__sum_too_large__refused(refuse: Refuse) -> None:
    most = USD.to_decimal(2**96 - 1)
    (problem,) = refuse(HEADER + f"2024-04-20,2024Q1,{most},0.000001,0,\n")
    assert problem.kind is ProblemKind.AMOUNT_TOO_LARGE


@pytest.mark.parametrize("total", ["1010", "1010.500001", "0", "1000"])
def test_read__total_that_does_not_add_up__refused_with_the_sum(refuse: Refuse, total: str) -> None:
    (problem,) = refuse(
        f"payment_date,attributed_to,received,other_income,total\n2024-04-20,2024Q1,1000,10.5,{total}\n"
    )
    assert (problem.kind, problem.value) == (ProblemKind.WRONG_TOTAL, total)
    assert problem.rule == "received + other_income is 1010.5"


@pytest.mark.parametrize("currency", ["EUR", "usd", "", "USDC"])
def test_read__wrong_currency__refused(refuse: Refuse, currency: str) -> None:
    (problem,) = refuse(f"payment_date,attributed_to,received,currency\n2024-04-20,2024Q1,1000,{currency}\n")
    assert (problem.kind, problem.rule) == (ProblemKind.WRONG_CURRENCY, "the deal is in USD")


# between rows


def test_read__duplicate_period__refused(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER + FIRST + FIRST.replace("04-20", "04-22"))
    assert (problem.kind, problem.row, problem.value) == (ProblemKind.DUPLICATE_PERIOD, 3, "2024Q1")


def test_read__gap__refused_and_the_missing_period_named(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER + FIRST + "2024-10-20,2024Q3,1,,,\n")
    assert (problem.kind, problem.row) == (ProblemKind.GAP, 3)
    assert "2024Q2 is missing" in problem.rule


def test_read__gap_allowed__each_row_at_its_own_period(read: Read) -> None:
    rows = read(HEADER + FIRST + "2024-10-20,2024Q3,1,,,\n2025-10-20,2025Q3,1,,,\n", allow_gaps=True)
    assert [row.period for row in rows] == [1, 3, 7]


def test_read__gap_allowed_but_the_deal_accrues__refused_by_the_names_of_the_steps(refuse: Refuse) -> None:
    header = "payment_date,attributed_to,received\n"
    (problem,) = refuse(header + "2024-04-20,2024Q1,1\n2024-10-20,2024Q3,1\n", NOTES, allow_gaps=True)
    assert problem.kind is ProblemKind.ACCRUING_GAP
    assert "trustee_fee, interest.senior, interest.mezzanine" in problem.rule


def test_read__out_of_order__refused(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER + SECOND + "2024-08-20,2024Q1,1,,,\n")
    assert (problem.kind, problem.row) == (ProblemKind.OUT_OF_ORDER, 3)


@pytest.mark.parametrize("paid_on", ["2024-08-01", "2024-07-31"])
def test_read__payment_dates_not_rising__refused(refuse: Refuse, paid_on: str) -> None:
    (problem,) = refuse(HEADER + FIRST.replace("2024-04-20", "2024-08-01") + SECOND.replace("2024-07-22", paid_on))
    assert (problem.kind, problem.row) == (ProblemKind.DATE_NOT_RISING, 3)


@pytest.mark.parametrize("opening", [1, 3])
def test_read__not_the_opening_period__refused_where_something_accrues(refuse: Refuse, opening: int) -> None:
    line = "payment_date,attributed_to,received\n2024-07-20,2024Q2,1\n"
    (problem,) = refuse(line, seasoned(NOTES, opening))
    assert problem.kind is ProblemKind.WRONG_START


@pytest.mark.parametrize("opening", [1, 3])
def test_read__not_the_opening_period__accepted_where_nothing_accrues(read: Read, opening: int) -> None:
    assert read(HEADER + SECOND, seasoned(PASS_THROUGH, opening))[0].period == 2


def test_read__several_problems__all_listed_in_file_order(refuse: Refuse) -> None:
    problems = refuse(HEADER + "2024-04-19,2024Q1,-1,x,,\n" + SECOND + SECOND + "1,2,3\n")
    assert [(p.row, p.kind) for p in problems] == [
        (2, ProblemKind.DATE_TOO_EARLY),
        (2, ProblemKind.NEGATIVE_AMOUNT),
        (2, ProblemKind.UNREADABLE_AMOUNT),
        (4, ProblemKind.DUPLICATE_PERIOD),
        (5, ProblemKind.WRONG_CELL_COUNT),
    ]


# the header


def test_header__unknown_column__refused_with_the_nearest_known(refuse: Refuse) -> None:
    (problem,) = refuse("payment_date,attributed_to,received,expences\n2024-04-20,2024Q1,1,1\n")
    assert (problem.kind, problem.rule) == (ProblemKind.UNKNOWN_COLUMN, "did you mean expenses?")


@pytest.mark.parametrize("missing", ["payment_date", "attributed_to", "received"])
def test_header__missing_column__refused(refuse: Refuse, missing: str) -> None:
    header = ",".join(c for c in ("payment_date", "attributed_to", "received", "other_income") if c != missing)
    (problem,) = refuse(header + "\n1,2,3\n")
    assert (problem.kind, problem.column, problem.row) == (ProblemKind.MISSING_COLUMN, missing, 1)


def test_header__repeated_column__refused(refuse: Refuse) -> None:
    (problem,) = refuse("payment_date,attributed_to,received,received\n2024-04-20,2024Q1,1,1\n")
    assert problem.kind is ProblemKind.REPEATED_COLUMN


def test_header__expenses_without_an_invoiced_step__contradiction(refuse: Refuse) -> None:
    no_expenses = replace(PASS_THROUGH, steps=PASS_THROUGH.steps[1:])
    (problem,) = refuse(HEADER + FIRST, no_expenses)
    assert (problem.kind, problem.column) == (ProblemKind.CONTRADICTION, "expenses")


def test_header__one_column_for_two_invoiced_steps__contradiction(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER + FIRST, two_invoiced())
    assert problem.kind is ProblemKind.CONTRADICTION
    assert "expenses:audit, expenses:expenses" in problem.rule


def test_header__payee_of_two_invoiced_steps__contradiction(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER.replace("expenses", "expenses:trustee") + FIRST, two_invoiced())
    assert problem.kind is ProblemKind.CONTRADICTION


def test_header__same_step_by_two_names__refused(refuse: Refuse) -> None:
    header = "payment_date,attributed_to,received,expenses,expenses:trustee\n"
    (problem,) = refuse(header + "2024-04-20,2024Q1,1,1,1\n")
    assert problem.kind is ProblemKind.REPEATED_COLUMN


def test_header__expenses_of_nobody__refused(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER.replace("expenses", "expenses:attacker") + FIRST)
    assert problem.kind is ProblemKind.UNKNOWN_COLUMN


def test_header__reserve_target_where_the_report_may_not_set_it__contradiction(refuse: Refuse) -> None:
    header = "payment_date,attributed_to,received,reserve_target\n"
    (problem,) = refuse(header + "2024-04-20,2024Q1,1,0\n", NOTES)
    assert (problem.kind, problem.column) == (ProblemKind.CONTRADICTION, "reserve_target")


# the file


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", HEADER.encode()])
def test_file__empty__refused(refuse: Refuse, content: bytes) -> None:
    (problem,) = refuse(content)
    assert problem.kind is ProblemKind.EMPTY_FILE


@pytest.mark.parametrize(
    "content", [(HEADER + FIRST).encode("utf-16"), HEADER.encode() + b"\xff", (HEADER + '"2024').encode()]
)
def test_file__not_utf8_or_not_csv__refused(refuse: Refuse, content: bytes) -> None:
    (problem,) = refuse(content)
    assert problem.kind is ProblemKind.UNREADABLE_FILE


def test_file__missing__refused(tmp_path: Path) -> None:
    with pytest.raises(ReceiptsError, match="No such file"):
        read_receipts(tmp_path / "none.csv", PASS_THROUGH, USD)


def test_error__two_problems__says_file_row_column_value_and_rule(read: Read) -> None:
    with pytest.raises(ReceiptsError) as refusal:
        read(HEADER + "2024-04-20,2024Q1,-1,0.5x,,\n")
    assert isinstance(refusal.value, RegaliaError)
    assert isinstance(refusal.value, ValueError)
    assert "receipts.csv: 2 problems" in refusal.value.message
    assert "row 2, received '-1': negative amount: amounts are zero or more" in refusal.value.message
    assert "row 2, other_income '0.5x': unreadable amount" in refusal.value.message
