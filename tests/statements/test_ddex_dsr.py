# SPDX-License-Identifier: Apache-2.0
"""DDEX sales reports: what a servicer gets of a good one, and every way a licensee, or whoever stands between, can spoil it."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from regalia.statements.ddex_dsr import SalesReport, check_messages, read_dsr
from regalia.statements.ddex_records import RECORDS
from regalia.statements.ddex_summary import Usage
from regalia.statements.errors import StatementError
from regalia.statements.model import ONE

DATA = Path(__file__).parent / "data"
QUARTER, MONTH = DATA / "DSR_Meridian_Streamly_2024-Q3_1.1.tsv", DATA / "DSR_Meridian_Streamly_2024-07_1.0.1.tsv"
LICENCES = {"StreamlyPremium": "streamly-eu", "StreamlyShop/US": "streamly-us", "Streamly": "streamly-fi"}
TODAY = date(2024, 10, 20)
Lines = list[list[str]]
Change = Callable[[Lines], object]
SUMMARY_EU, SUMMARY_US, FIRST_SALES, FIRST_ROYALTY, LAST_ROYALTY, FOOT = 2, 3, 6, 7, 16, 18


def read(path: Path, **options: object) -> SalesReport:
    return read_dsr(path, LICENCES, **{"today": TODAY, **options})  # type: ignore[arg-type]


@pytest.fixture
def licensee(tmp_path: Path) -> Callable[..., Path]:
    """Sends the quarter's report with a change, and its counts as they then are."""

    def sends(change: Change, counted: bool = True, source: Path = QUARTER) -> Path:
        lines = [line.split("\t") for line in source.read_text(encoding="utf-8").splitlines()]
        change(lines)
        if counted:
            blocks = len(list(dict.fromkeys(line[1] for line in lines if line[0][:2] in ("RE", "AS"))))
            summaries = len([line for line in lines if line[0].startswith("SY")])
            lines[-1] = ["FOOT", *[str(len(lines))] * 2, str(summaries), *[str(blocks)] * 2]
        path = tmp_path / "report.tsv"
        path.write_bytes(("\r\n".join("\t".join(line) for line in lines) + "\r\n").encode())
        return path

    return sends


def put(line: int, cell: int, text: str) -> Change:
    return lambda lines: lines[line].__setitem__(cell, text)


def refused(path: Path, **options: object) -> str:
    with pytest.raises(StatementError) as error:
        read(path, **options)
    assert error.value.file == path.name
    return str(error.value)


def test_read__quarter_in_two_currencies__receipts_by_licence() -> None:
    report = read(QUARTER)
    eu, us = report.receipts
    assert (eu.licence, eu.period, eu.currency, eu.lines) == ("streamly-eu", "2024Q3", "EUR", 3)
    assert (eu.gross, eu.deductions, eu.net) == (87_255 * ONE // 1000, 32_225 * ONE // 10_000, 840_325 * ONE // 10_000)
    assert eu.sales == 5602 * ONE // 10
    assert (us.licence, us.currency, us.net, us.deductions) == ("streamly-us", "USD", 3094 * ONE // 100, 0)
    assert (report.payer, report.issued_on, report.lines) == ("Streamly Oy", date(2024, 10, 5), 4)
    assert report.message_id == "STREAMLY-2024Q3-0001"
    assert report.source.sha256 == eu.source.sha256 == hashlib.sha256(QUARTER.read_bytes()).digest()


def test_read__earlier_version_with_lf__receipt_to_the_last_decimal() -> None:
    (receipt,) = read(MONTH).receipts
    assert (receipt.licence, receipt.period, receipt.net) == ("streamly-fi", "2024M07", 12_345_678_901_230)
    assert receipt.reference == ""


def test_read__compressed__the_same_receipts_and_the_hash_of_the_file(tmp_path: Path) -> None:
    packed = tmp_path / "report.tsv.gz"
    packed.write_bytes(gzip.compress(QUARTER.read_bytes()))
    report = read(packed)
    assert [(r.licence, r.net) for r in report.receipts] == [(r.licence, r.net) for r in read(QUARTER).receipts]
    assert report.source.sha256 == hashlib.sha256(packed.read_bytes()).digest()


def test_read__reference_agreed_with_the_sender__filled_in() -> None:
    report = read(QUARTER, reference="{message}/{summary} {licence} {period}")
    assert report.receipts[0].reference == "STREAMLY-2024Q3-0001/1 streamly-eu 2024Q3"


def test_read__negative_royalty__counted_shown_and_deducted() -> None:
    said = list[str]()
    read(QUARTER, note=said.append)
    assert said == [f"{QUARTER.name}: 1 of 4 royalties are negative; 3.2225 is deducted for them"]


def test_licence__callable__is_asked_with_what_the_records_say() -> None:
    asked = list[Usage]()

    def licence_of(usage: Usage) -> str:
        asked.append(usage)
        return f"{usage.work}/{usage.territory}"

    report = read_dsr(QUARTER, licence_of, today=TODAY)
    assert [receipt.licence for receipt in report.receipts] == ["MS-0001/DE", "MS-0001/US", "MS-0002/DE"]
    first = asked[0]
    assert (first.sender_id, first.service, first.territory) == ("PADPIDA2024010101S", "StreamlyPremium", "DE")
    assert (first.rights_controller, first.rights_type) == ("Meridian Songs Ltd", "MechanicalRight")


def test_licence__works_own_id__goes_before_the_service() -> None:
    report = read_dsr(QUARTER, {**LICENCES, "MS-0002": "weir-works"}, today=TODAY)
    assert {receipt.licence for receipt in report.receipts} == {"streamly-eu", "streamly-us", "weir-works"}


def test_licence__named_empty__left_out_but_checked_against_its_summary(licensee: Callable[..., Path]) -> None:
    others = {**LICENCES, "StreamlyShop/US": ""}
    assert [r.licence for r in read_dsr(QUARTER, others, today=TODAY).receipts] == ["streamly-eu"]
    with pytest.raises(StatementError, match="contradicts itself"):
        read_dsr(licensee(put(SUMMARY_US, 16, "31")), others, today=TODAY)


def test_licence__unknown__refused_with_service_and_territory() -> None:
    with pytest.raises(StatementError) as error:
        read_dsr(QUARTER, {"StreamlyPremium": "streamly-eu"}, today=TODAY)
    assert "line 10, RightsControllerWorkId 'MS-0001': no licence is known for it" in str(error.value)
    assert "service 'StreamlyShop', territory 'US'" in str(error.value)


def test_summary__transactions_in_another_currency__sales_not_told(licensee: Callable[..., Path]) -> None:
    def sold_in_kronor(lines: Lines) -> None:
        lines[SUMMARY_EU][17:20] = ["6500", "SEK", "11.6"]

    receipt = read(licensee(sold_in_kronor)).receipts[0]
    assert (receipt.net, receipt.sales) == (840_325 * ONE // 10_000, None)


def test_summary__rounded_as_agreed__read(licensee: Callable[..., Path]) -> None:
    path = licensee(put(SUMMARY_EU, 16, "84.03"))
    assert "line 3, AllocatedRevenue '84.03': but the details of summary record '1' add up to 84.0325" in refused(path)
    assert read(path, tolerance=ONE // 200).receipts[0].net == 840_325 * ONE // 10_000


def test_report__without_blocks__says_that_nothing_was_sold(licensee: Callable[..., Path]) -> None:
    def nothing(lines: Lines) -> None:
        del lines[4:-1]
        lines[SUMMARY_EU][16] = lines[SUMMARY_US][16] = "0"

    report = read(licensee(nothing))
    assert (report.receipts, report.lines) == ((), 0)


def test_progress__of_a_file__ends_with_all_its_bytes() -> None:
    told = list[tuple[int, int]]()
    read(QUARTER, progress=lambda done, size: told.append((done, size)))
    assert told[-1] == (QUARTER.stat().st_size,) * 2


BAD: dict[str, tuple[Change, str]] = {
    "another profile": (
        put(0, 2, "BasicAudioProfile"),
        "Profile 'BasicAudioProfile': only RoyaltyReportingProfile is read",
    ),
    "a later version": (put(0, 3, "1.2"), "ProfileVersion '1.2': is not a version whose records are known here"),
    "another message": (put(0, 1, "cdm/1.0"), "MessageVersion 'cdm/1.0': must start with dsrf/"),
    "no message id": (put(0, 4, ""), "MessageId: is empty"),
    "no sender": (put(0, 11, ""), "SenderName: is empty"),
    "re-encoded sender": (put(0, 11, "Stréamly".encode().decode("cp1252")), "reads like UTF-8 taken for cp1252"),
    "one of two files": (put(0, 7, "2"), "NumberOfFiles '2': the message comes in 2 files"),
    "file three of one": (put(0, 6, "3"), "FileNumber '3 of 1': must be two whole numbers"),
    "made tomorrow": (
        put(0, 5, "2024-10-21T00:00:01Z"),
        "MessageCreatedDateTime '2024-10-21T00:00:01Z': is after today",
    ),
    "no time zone": (put(0, 5, "2024-10-05T08:30:00"), "must be a moment such as"),
    "no such day": (put(0, 5, "2024-02-30T08:30:00Z"), "must be a moment such as"),
    "a period to come": (put(0, 9, "2024-12-31"), "UsageEndDate '2024-12-31': is after the message was made"),
    "half a month": (put(0, 8, "2024-07-15"), "is no collection period"),
    "two months": (put(0, 8, "2024-08"), "is no collection period"),
    "a quarter that is none": (
        lambda x: x[0].__setitem__(slice(8, 10), ["2024-05", "2024-07"]),
        "is no collection period",
    ),
    "a period backwards": (put(0, 8, "2024-11-01"), "must be two dates"),
    "a date that is none": (put(0, 8, "2024-13"), "must be two dates"),
    "cells of HEAD missing": (lambda x: x[0].pop(), "HEAD: has 15 cells; a HEAD record has 16"),
    "HEAD not first": (lambda x: x.insert(0, x.pop(2)), "the first record 'SY07.01': must be HEAD"),
    "two HEADs": (lambda x: x.insert(2, list(x[0])), "line 3, the record 'HEAD': is the second one"),
    "an unknown record": (put(FIRST_SALES, 0, "SU09"), "'SU09': is no record type of version 1.1 of the profile"),
    "a record of a later version": (put(FIRST_ROYALTY, 0, "LI01.04"), "'LI01.04': is no record type of version 1.1"),
    "a cell too few": (lambda x: x[FIRST_ROYALTY].pop(), "'LI01.03': has 12 cells and must have 13"),
    "a cell too many": (lambda x: x[FIRST_ROYALTY].append(""), "'LI01.03': has 14 cells and must have 13"),
    "no summary": (lambda x: x.__delitem__(slice(2, 4)), "has no summary record"),
    "a summary after blocks": (lambda x: x.insert(-1, x.pop(3)), "summary records stand before all blocks"),
    "a summary id twice": (put(SUMMARY_US, 1, "1"), "SummaryRecordId '1': is that of line 3 too"),
    "a currency in words": (put(SUMMARY_EU, 11, "Euro"), "CurrencyOfReporting 'Euro': must be a currency code"),
    "no territory": (put(SUMMARY_EU, 6, ""), "Territory: is empty"),
    "a rate from nowhere": (put(SUMMARY_EU, 19, "1.1"), "ExchangeRate '1.1': is told, but not from which currency"),
    "a decimal comma": (put(FIRST_ROYALTY, 9, "49,725"), "AllocatedAmount '49,725': is not a number"),
    "an exponent": (put(FIRST_ROYALTY, 9, "4.9E1"), "AllocatedAmount '4.9E1': is written with an exponent"),
    "no amount": (put(FIRST_ROYALTY, 9, ""), "AllocatedAmount: is empty"),
    "too many decimals": (put(FIRST_ROYALTY, 9, "49.7250000000001"), "is finer than 12 decimals"),
    "a detail of no summary": (put(FIRST_ROYALTY, 2, "7"), "SummaryRecordId '7': no summary record has this id"),
    "details less than their summary": (
        put(FIRST_ROYALTY, 9, "49.724"),
        "add up to 84.0315: the file contradicts itself",
    ),
    "sales less than their summary": (put(FIRST_ROYALTY, 8, "331.4"), "AllocatedNetRevenue '560.2': but the details"),
    "a summary without its details": (lambda x: x.__delitem__(slice(8, 10)), "summary record '2' add up to 0"),
    "the same detail twice": (lambda x: x.insert(FIRST_ROYALTY, list(x[FIRST_ROYALTY])), "add up to 133.7575"),
    "a royalty that is none": (put(FIRST_SALES, 10, "false"), "sales record before says IsRoyaltyBearing false"),
    "a flag that is none": (put(FIRST_SALES, 10, "yes"), "IsRoyaltyBearing 'yes': must be true or false"),
    "sales and royalty of two summaries": (put(FIRST_SALES, 3, "2"), "but the sales record before says '2'"),
    "a royalty without sales": (lambda x: x.pop(FIRST_SALES), "a licensor record can't stand after a resource record"),
    "a royalty first in its block": (put(FIRST_ROYALTY, 1, "9"), "a licensor record can't stand first in its block"),
    "a release in a block": (lambda x: x.insert(5, x.pop(4)), "a release record can't stand after a resource record"),
    "no block": (put(FIRST_SALES, 1, ""), "BlockId: is empty"),
    "an amount unsure of its currency": (
        lambda x: x[SUMMARY_EU].__setitem__(slice(16, 20), ["", "6500", "SEK", "11.6"]),
        "nothing shows that the royalties are in EUR",
    ),
}


@pytest.mark.parametrize("change,rule", BAD.values(), ids=BAD.keys())
def test_read__bad_report__refused_with_line_and_rule(licensee: Callable[..., Path], change: Change, rule: str) -> None:
    assert rule in refused(licensee(change))


def test_read__detail_that_cannot_be_read__sums_are_not_held_against_the_file(licensee: Callable[..., Path]) -> None:
    assert "1 problem\n" in refused(licensee(put(FIRST_ROYALTY, 9, "49,725")))


def test_read__licence_with_more_returned_than_sold__refused(licensee: Callable[..., Path]) -> None:
    def returned(lines: Lines) -> None:
        lines[9][8:10], lines[SUMMARY_US][16:18] = ["-206.26", "-30.94"], ["-30.94", "-206.26"]

    assert "licence streamly-us, period 2024Q3, reference '' add up to a negative gross, deductions or net" in refused(
        licensee(returned)
    )


def test_read__one_licence_in_two_currencies__refused(licensee: Callable[..., Path]) -> None:
    with pytest.raises(StatementError, match=r"is in EUR since line 8; one payment has one currency"):
        read_dsr(QUARTER, {"PADPIDA2024010101S": "streamly"}, today=TODAY)


COUNTS = (
    "NumberOfLinesInFile",
    "NumberOfLinesInReport",
    "NumberOfSummaryRecords",
    "NumberOfBlocksInFile",
    "NumberOfBlocksInReport",
)


@pytest.mark.parametrize("cell,name", enumerate(COUNTS, 1))
@pytest.mark.parametrize("more", [-1, 1])
def test_foot__count_off_by_one__refused(licensee: Callable[..., Path], cell: int, name: str, more: int) -> None:
    def counts_wrongly(lines: Lines) -> None:
        lines[-1][cell] = str(int(lines[-1][cell]) + more)

    assert f"line 19, {name}" in refused(licensee(counts_wrongly, counted=False))


@pytest.mark.parametrize("text", ["", "nineteen", "-19", "１９"])
def test_foot__count_that_is_no_number__refused(licensee: Callable[..., Path], text: str) -> None:
    assert "NumberOfLinesInReport" in refused(licensee(put(FOOT, 2, text), counted=False))


@pytest.mark.parametrize("line", range(2, 18))
def test_read__any_line_taken_out__refused(licensee: Callable[..., Path], line: int) -> None:
    def loses_a_line(lines: Lines) -> None:
        del lines[line]

    assert "NumberOfLinesInFile '19': but 18 lines were found" in refused(licensee(loses_a_line, counted=False))


def test_read__cut_off_at_any_byte__refused(tmp_path: Path) -> None:
    whole, path = QUARTER.read_bytes().rstrip(), tmp_path / "cut.tsv"
    for end in range(0, len(whole), 37):
        path.write_bytes(whole[:end])
        refused(path)
    path.write_bytes(whole[: whole.index(b"FOOT")])
    assert "line 18: ends without its FOOT record: the file was cut off" in refused(path)
    path.write_bytes(whole[: whole.index(b"FOOT") - 40])
    assert "ends in the middle of a line without its FOOT record" in refused(path)


def test_read__records_after_foot__refused(tmp_path: Path) -> None:
    path = tmp_path / "joined.tsv"
    path.write_bytes(QUARTER.read_bytes() + QUARTER.read_bytes())
    assert "line 20, the record 'HEAD': comes after FOOT in line 19" in refused(path)


def test_read__other_encodings__refused_in_words(tmp_path: Path) -> None:
    path, text = tmp_path / "saved.tsv", QUARTER.read_text(encoding="utf-8")
    path.write_bytes(text.encode("utf-16"))
    assert "is UTF-16; a sales report is UTF-8" in refused(path)
    path.write_bytes(text.encode("utf-16-le"))
    assert "has NUL bytes: it is damaged, or is UTF-16" in refused(path)
    path.write_bytes(text.encode("utf-8-sig"))
    assert "line 1: starts with a byte order mark" in refused(path)
    path.write_bytes(text.encode("cp1252"))
    assert "line 11: is not UTF-8 (byte 0xE9): it was saved again in another encoding" in refused(path)


def test_read__damaged_compressed_file__refused(tmp_path: Path) -> None:
    path, packed = tmp_path / "report.tsv.gz", gzip.compress(QUARTER.read_bytes())
    for damaged in (packed[:-9], packed[:200], packed[:300] + b"\0" * 20 + packed[320:], packed + b"and more"):
        path.write_bytes(damaged)
        assert "the compressed file is cut off or damaged" in refused(path)


def test_read__compressed_bomb_without_line_breaks__stops_early(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tsv.gz"
    path.write_bytes(gzip.compress(b"x" * 50_000_000, 1))
    tracemalloc.start()
    assert "is longer than 1,000,000 bytes" in refused(path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_read__more_text_than_a_report_has__stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regalia.statements.dsr_lines.MAX_BYTES", 1000)
    assert "holds more than 1,000 bytes of text" in refused(QUARTER)


def test_read__empty_or_missing_file__refused(tmp_path: Path) -> None:
    path = tmp_path / "none.tsv"
    assert "can't be read: No such file" in refused(path)
    path.write_bytes(b"")
    assert "is empty; a sales report starts with a HEAD record" in refused(path)


def test_messages__sent_twice_with_other_bytes__refused(licensee: Callable[..., Path]) -> None:
    first, second = read(QUARTER), read(licensee(lambda lines: lines.insert(1, ["# sent again"])))
    assert first.source.sha256 != second.source.sha256
    check_messages([first, read(MONTH)])
    with pytest.raises(
        StatementError, match=r"in report.tsv is the message of DSR_Meridian_Streamly_2024-Q3_1.1.tsv too"
    ):
        check_messages([first, second])


def test_records__every_type__says_where_it_is_from() -> None:
    for version, types in RECORDS.items():
        assert {"HEAD", "FOOT"} < set(types)
        for name, record in types.items():
            assert record.basis.split(" ")[0] in ("seen:", "copied:", "name"), (version, name)
            assert max(record.places.values()) < min(record.cells)


def test_read__many_royalties__memory_does_not_grow(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.tsv"
        head, summary = (QUARTER.read_text(encoding="utf-8").splitlines()[line].split("\t") for line in (0, SUMMARY_EU))
        summary[15:18] = ["", f"{count}.5", ""]
        detail = ["LI01.03", "1", "1", "Meridian Songs Ltd", "", "W", "100", "MechanicalRight", "", "1", "", "", ""]
        sales = ["SU03.02", "1", "T", "", "R", "1", "1", "", "", "", ""]
        rows = [
            head,
            summary,
            ["AS01.02", "1", *[""] * 12],
            sales,
            *[detail] * (count - 1),
            [*detail[:9], "1.5", "", "", ""],
        ]
        rows.append(["FOOT", *[str(len(rows) + 1)] * 2, "1", "1", "1"])
        path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
        del rows
        tracemalloc.start()
        (receipt,) = read(path).receipts
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (receipt.net, receipt.lines) == (count * ONE + ONE // 2, count)
        return used

    assert peak(40_000) < peak(2_000) + 200_000
