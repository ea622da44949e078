# SPDX-License-Identifier: Apache-2.0
"""An attestor's own documents: read as its evidence file says, within its folder, and never where they contradict each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from regalia.domain.calendar import Schedule
from regalia.domain.money import Currency
from regalia.oracle.books import Books
from regalia.oracle.evidence_folder import Documents, EvidenceFolder, EvidenceFolderError
from regalia.statements.errors import StatementError
from tests.oracle.panel import ROYALTIES
from tests.oracle.papers import Booking, Folder, bookings, camt, changed, of_bank, of_society, statement, whole

TODAY = date(2024, 1, 20)
LICENCES = "licences: [{id: emi-mills, licensee: EMI}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = whole(tmp_path / "all", ROYALTIES)
    made.write()
    return made


def read(folder: Folder, today: date = TODAY) -> Documents:
    return EvidenceFolder.load(folder.path).read(today)


def problem(folder: Folder, today: date = TODAY) -> str:
    (found,) = read(folder, today).problems
    return found


def refused(tmp_path: Path, text: str) -> str:
    (tmp_path / "evidence.yaml").write_text("format: regalia-evidence-1\n" + text, encoding="utf-8")
    with pytest.raises(StatementError) as refusal:
        EvidenceFolder.load(tmp_path)
    return refusal.value.message


def test_read__everything__as_it_is(folder: Folder) -> None:
    documents = read(folder)
    assert (documents.problems, documents.notes) == ((), ())
    assert [len(s.receipts) for s in documents.statements] == [3]
    assert [len(s.lines) for s in documents.bank] == [3]
    assert [invoice.reference for invoice in documents.invoices] == ["INV-1"]


def test_file__what_it_covers(folder: Folder, tmp_path: Path) -> None:
    file = EvidenceFolder.load(folder.path).file
    assert file.is_whole and file.covered == {"emi-mills", "peer-songs", "deposit-interest"}
    society = EvidenceFolder.load(of_society(tmp_path / "s", ROYALTIES).write()).file
    assert not society.is_whole and set(society.covered) == {"peer-songs"}
    bank = EvidenceFolder.load(of_bank(tmp_path / "b", ROYALTIES).write()).file
    assert not bank.is_whole and not bank.covered


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "licences: is missing"),
        ("licences: []\n", "licences: must not be empty"),
        ("licences: [{id: emi, licensee: EMI}, {id: emi, licensee: Peer}]\n", "emi: is there twice"),
        (LICENCES + "invoices: ../invoices.csv\n", "must be a path within the evidence folder"),
        (LICENCES + "invoices: /etc/passwd\n", "must be a path within the evidence folder"),
        (LICENCES + "rates: a/../../b\n", "must be a path within the evidence folder"),
        (LICENCES + "statements: [{reader: pdf, files: a}]\n", "must be one of csv, dsr"),
        (LICENCES + "statements: [{reader: csv, files: a}]\n", "a csv has columns"),
        (LICENCES + "statements: [{reader: dsr, files: a}]\n", "a dsr has licence_of"),
        (
            LICENCES + "statements: [{reader: csv, files: a, columns: b, licences: [peer]}]\n",
            "peer: is not among licences",
        ),
        (LICENCES + "tolerance: 100%\n", "tolerance: must be below 100%"),
        (LICENCES + "reserve_targets: {2024Q5: 1}\n", "reserve_targets"),
        (LICENCES + "reserve_targets: {2024Q1: -1}\n", "reserve_targets"),
        (LICENCES + "left_to_others: [everything]\n", "must be one of statements, bank, invoices, reserve-target"),
        (LICENCES + "invoices: a\nleft_to_others: [invoices]\n", "invoices: is held here"),
        (LICENCES + "invoice: a\n", "did you mean invoices?"),
    ],
)
def test_load__one_fault__refused_with_field_and_rule(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in refused(tmp_path, text)


def test_load__nothing_there__refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceFolderError, match="there is no folder"):
        EvidenceFolder.load(tmp_path / "nowhere")
    with pytest.raises(StatementError, match="can't be read: No such file"):
        EvidenceFolder.load(tmp_path)


def test_read__link_out_of_the_folder__refused(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(statement(ROYALTIES), encoding="utf-8")
    (folder.path / "statements" / "linked.csv").symlink_to(secret)
    assert "linked.csv leads out of the folder" in problem(folder)


def test_read__file_missing__named(folder: Folder) -> None:
    (folder.path / "invoices.csv").unlink()
    assert problem(folder) == "invoices.csv: there is no such file in the evidence folder"


def test_read__several_files_broken__every_problem_of_all_of_them(folder: Folder) -> None:
    (folder.path / "invoices.csv").write_text("step\n")
    (folder.path / "bank" / "january.xml").write_text("<Document")
    (folder.path / "statements" / "payers-2023Q4.csv").write_text("Work\n")
    problems = read(folder).problems
    assert len(problems) == 3
    assert not any(str(folder.path) in told for told in problems)


def test_read__dated_after_the_chain_s_day__refused(folder: Folder) -> None:
    assert "is after today, 2024-01-18" in problem(folder, date(2024, 1, 18))


def test_contradiction__two_statements_of_one_receipt__refused(folder: Folder) -> None:
    other = statement(changed(ROYALTIES, "emi-mills", gross=2_000))
    (folder.path / "statements" / "corrected.csv").write_text(other, encoding="utf-8")
    found = [told for told in read(folder).problems if "emi-mills" in told]
    assert found[0].startswith(
        "corrected.csv, payers-2023Q4.csv: licence emi-mills for 2023Q4 under reference EMI-2023Q4"
    )
    assert "with 900.00 USD and 1,900.00 USD: have the payer say which counts" in found[0]


def test_contradiction__statement_whose_total_is_not_its_sum__refused(folder: Folder) -> None:
    path = folder.path / "statements" / "payers-2023Q4.csv"
    path.write_text(path.read_text().replace("Total,,,1507,150,1357", "Total,,,1507,150,1457"), encoding="utf-8")
    assert "the printed total of net is not the sum of the lines" in problem(folder)


def test_contradiction__bank_statement_opens_with_another_balance__refused(folder: Folder) -> None:
    following = camt([], date(2024, 1, 20), date(2024, 1, 20), opening=9)
    (folder.path / "bank" / "next.xml").write_text(following, encoding="utf-8")
    assert "closes on 2024-01-19 with 2,357.00 USD and opens on 2024-01-20 with 9.00 USD" in problem(folder)


def test_contradiction__one_booking_with_two_amounts__refused(folder: Folder) -> None:
    booked = [*bookings(ROYALTIES)[1:], Booking(date(2024, 1, 15), 901, "EMI-2023Q4", "BK-EMI-2023Q4")]
    overlapping = camt(booked, date(2024, 1, 1), date(2024, 1, 20), opening=1_000)
    (folder.path / "bank" / "overlap.xml").write_text(overlapping, encoding="utf-8")
    assert "the two tell different bookings from 2024-01-01 to 2024-01-19" in problem(folder)


@pytest.mark.parametrize(
    ("name", "copy"), [("bank/january.xml", "bank/copy.xml"), ("statements/payers-2023Q4.csv", "statements/copy.csv")]
)
def test_contradiction__file_twice__refused(folder: Folder, name: str, copy: str) -> None:
    shutil.copy(folder.path / name, folder.path / copy)
    assert "the same file is given more than once: leave out the copies" in read(folder).problems[0]


def test_contradiction__invoice_twice__refused(folder: Folder) -> None:
    folder.more = ""
    folder.write()
    text = (folder.path / "evidence.yaml").read_text().replace("invoices: invoices.csv", "invoices: invoices*.csv")
    (folder.path / "evidence.yaml").write_text(text, encoding="utf-8")
    (folder.path / "invoices-2.csv").write_text("step,period,currency,amount,reference\nexpenses,2024Q1,USD,60,INV-1\n")
    assert "invoice INV-1 of step expenses is told twice: 60.00 USD for 2024Q1 in invoices-2.csv" in problem(folder)


def test_contradiction__two_rates_of_one_day__refused(folder: Folder) -> None:
    folder.more = "rates: rates/*.csv\n"
    folder.write()
    (folder.path / "rates").mkdir()
    for place, rate in enumerate(("1.1", "1.2")):
        content = f"date,currency,rate,published_by\n2024-01-15,EUR,{rate},ECB\n"
        (folder.path / "rates" / f"{place}.csv").write_text(content, encoding="utf-8")
    assert "EUR on 2024-01-15" in problem(folder) and "is told twice" in problem(folder)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2024Q1", 1),
        ("2024M01", 1),
        ("2024M03", 1),
        ("2024M04", 2),
        ("2024H1", 2),
        ("2024", 4),
        ("2023Q4", 1),
        ("1990", 1),
    ],
)
def test_period_of__any_length__the_deal_s_period_in_which_it_ends(folder: Folder, text: str, number: int) -> None:
    quarterly = Schedule(date(2024, 1, 20), 2024 * 12 + 2, 3, 1, 20)
    books = Books(EvidenceFolder.load(folder.path).file, Documents(), quarterly, Currency("USD", 6))
    assert books.period_of(text) == number


def test_read__again__only_when_a_file_or_the_day_changed(folder: Folder) -> None:
    """A year of sales lines takes long to read, and a proposal that was refused is judged again and again."""
    evidence = EvidenceFolder.load(folder.path)
    first = evidence.read(TODAY)
    assert evidence.read(TODAY) is first
    assert evidence.read(date(2024, 1, 21)) is not first
    first = evidence.read(TODAY)
    path = folder.path / "invoices.csv"
    path.write_text(path.read_text().replace(",50,", ",51,"), encoding="utf-8")
    assert [invoice.amount for invoice in evidence.read(TODAY).invoices] == [51 * 10**12]
