# SPDX-License-Identifier: Apache-2.0
"""Documents held against each other before anything is matched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regalia.reconciliation.contradictions import Contradiction, cross_checks
from regalia.statements.model import BankLine, BankStatement, Statement, StatementReceipt
from tests.reconciliation.made import amount, booked, said, source


def statement(*receipts: StatementReceipt, name: str = "emi.csv") -> Statement:
    file = source(name)
    return Statement(file, tuple(replace(receipt, source=file) for receipt in receipts))


def month(
    number: int, opening: int, *lines: BankLine, closing: int | None = None, name: str | None = None
) -> BankStatement:
    file = source(name or f"bank-{number:02}.xml")
    own = tuple(replace(line, source=file) for line in lines)
    end = amount(opening) + sum(line.amount for line in own) if closing is None else amount(closing)
    first, last = date(2024, number, 1), date(2024, number, 30)
    return BankStatement(file, "DE00", "USD", first, last, amount(opening), end, own)


def checked(*statements: Statement, banks: tuple[BankStatement, ...] = ()) -> list[str]:
    return [found.rule for found in cross_checks(statements, banks)]


def test_cross_checks__documents_that_agree__nothing() -> None:
    files = (
        statement(said(10, "A-1"), said(5, "A-1", "emi-film")),
        statement(said(7, "A-2", period="2024Q2"), name="b.csv"),
    )
    banks = (month(9, 100, booked(10, "A-1", bank_id="1")), month(11, 110, booked(7, "A-2", bank_id="2")))
    assert checked(*files, banks=banks) == []


def test_cross_checks__statement_or_bank_line_alone__an_open_item_not_a_contradiction() -> None:
    assert checked(statement(said(10, "A-1")), banks=(month(9, 0, booked(99, "Z-9")),)) == []


def test_cross_checks__file_given_twice__told() -> None:
    assert checked(statement(said(10, "A-1")), statement(said(10, "A-1"))) == ["same-file"]
    assert checked(banks=(month(9, 0), month(9, 0))) == ["same-file"]


def test_cross_checks__copy_of_a_statement_in_other_bytes__told() -> None:
    files = (statement(said(10, "a 1")), statement(said(10, "A-1"), name="emi-utf16.csv"))
    assert cross_checks(files, ()) == (
        Contradiction(
            "told-twice",
            ("emi-utf16.csv", "emi.csv"),
            "licence emi for 2024Q3 under reference a 1 is told by 2 files, each with 10.00 USD: one of them is a copy",
        ),
    )
    assert checked(statement(said(10)), statement(said(10), name="again.csv")) == ["told-twice"]


def test_cross_checks__same_reference_different_nets__told_with_both() -> None:
    files = (statement(said(10, "A-1")), statement(said(11, "A-1"), name="later.csv"))
    (found,) = cross_checks(files, ())
    assert found.rule == "nets-differ"
    assert "with 10.00 USD and 11.00 USD" in found.detail


def test_cross_checks__one_reference_for_other_licences_periods_or_currencies__no_contradiction() -> None:
    others = (said(11, "A-1", "emi-film"), said(12, "A-1", period="2024Q2"), said(13, "A-1", currency="EUR"))
    assert checked(statement(said(10, "A-1")), statement(*others, name="others.csv")) == []
    assert checked(statement(said(10)), statement(said(11), name="another-territory.csv")) == []


def test_cross_checks__net_that_does_not_add_up__told() -> None:
    assert checked(statement(replace(said(10, deductions=2), net=amount(9)))) == ["net"]


def test_cross_checks__balance_not_lines__told() -> None:
    assert checked(banks=(month(9, 100, booked(10), closing=111),)) == ["balance"]


def test_cross_checks__balance_not_carried_to_the_next_day__told() -> None:
    later = replace(month(10, 111), opened_on=date(2024, 10, 1))
    assert checked(banks=(month(9, 100, booked(10)), later)) == ["balance-carried"]
    assert checked(banks=(month(9, 100, booked(11)), later)) == []
    # a statement between them is lacking: nothing can be said
    assert checked(banks=(month(8, 100), later)) == []


def test_cross_checks__statements_that_overlap__must_tell_the_same_of_their_days() -> None:
    october = date(2024, 10, 1)
    one = replace(month(9, 0, booked(10, "A-1", on=date(2024, 10, 2))), closed_on=date(2024, 10, 5))
    same = replace(month(10, 0, booked(10, "A-1", on=date(2024, 10, 2))), opened_on=october)
    assert checked(banks=(one, same)) == []
    for line in (booked(11, "A-1", on=date(2024, 10, 2)), booked(10, "A-1", on=date(2024, 10, 3))):
        assert checked(banks=(one, replace(month(10, 0, line), opened_on=october))) == ["bookings-differ"]


def test_cross_checks__one_ends_on_the_day_the_next_begins__no_overlap() -> None:
    last = date(2024, 10, 1)
    one = replace(month(9, 0, booked(10, "A-1", on=last)), closed_on=last)
    assert checked(banks=(one, month(10, 10))) == []
    assert checked(banks=(one, month(10, 11))) == ["balance-carried"]
