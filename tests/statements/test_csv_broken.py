# SPDX-License-Identifier: Apache-2.0
"""Files that were cut off, saved in another encoding, or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.errors import RegaliaError
from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.errors import StatementError
from regalia.statements.model import ONE
from tests.statements.conftest import HEADER, LINE, ReadCsv, RefuseCsv, column_map

TOTAL = {"column": "Work", "text": "TOTAL", "gross": "Gross", "net": "Net"}
TOTAL_LINE = "TOTAL,,,,,20.00,,,17.00,\n"
GOOD = HEADER + LINE + LINE


# cut off


def test_truncated__inside_a_line__last_line_and_its_cells_are_named(refuse_csv: RefuseCsv) -> None:
    whole, cells = refuse_csv(GOOD[:-20])
    assert "may be cut off" in whole.rule
    assert (cells.line, cells.rule[:11]) == (3, "has 7 cells")


def test_truncated__inside_the_last_cell__refused_for_the_missing_line_break(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(GOOD[:-1])
    assert "no line break" in problem.rule
    assert "total line" in problem.rule


def test_truncated__payer_never_ends_the_last_line__the_map_may_say_so(read_csv: ReadCsv) -> None:
    assert read_csv(GOOD[:-1], may_lack_last_break=True).lines == 2


def test_truncated__total_line_without_a_break__proves_the_file_whole(read_csv: ReadCsv) -> None:
    assert read_csv(GOOD + TOTAL_LINE[:-1], totals=[TOTAL]).receipts[0].gross == 20 * ONE


def test_truncated__before_the_total_line__told(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(GOOD, totals=[TOTAL])
    assert (problem.field, problem.value) == ("Work", "TOTAL")
    assert "is missing" in problem.rule


def test_truncated__inside_the_total__differs(refuse_csv: RefuseCsv) -> None:
    gross, net = refuse_csv(GOOD + TOTAL_LINE[:13], totals=[TOTAL])
    assert (gross.line, gross.field, gross.value) == (4, "Gross", "20.")
    assert (net.field, net.rule[:8]) == ("Net", "is empty")


def test_truncated__inside_quotes__told_where_they_open(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(GOOD + '"Song')
    assert problem.line == 4
    assert "never closed" in problem.rule


def test_truncated__inside_a_character__told(refuse_csv: RefuseCsv) -> None:
    assert "breaks off inside a character" in refuse_csv((GOOD + "Lied ü").encode()[:-1])[0].rule


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, HEADER + ",,,,,,,,,\n"])
def test_truncated__no_line_of_royalties__refused(refuse_csv: RefuseCsv, content: str) -> None:
    assert refuse_csv(content)


def test_cells__too_many__the_line_is_named(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace("100.00", "1,000.00"))
    assert (problem.line, problem.rule[:33]) == (3, "has 11 cells, and the header 10 c")


# saved in another encoding


def test_reencoded__utf16_taken_for_utf8__told_what_to_write(refuse_csv: RefuseCsv) -> None:
    assert "say encoding: utf-16" in refuse_csv(GOOD.encode("utf-16"))[0].rule
    assert "is probably UTF-16" in refuse_csv(GOOD.encode("utf-16-le"))[0].rule.replace("or is", "is probably")


def test_reencoded__utf8_taken_for_another__told_by_its_mark(refuse_csv: RefuseCsv) -> None:
    marked = b"\xef\xbb\xbf" + GOOD.encode()
    assert "say encoding: utf-8" in refuse_csv(marked, encoding="cp1252")[0].rule
    assert "no byte order mark of UTF-16" in refuse_csv(GOOD, encoding="utf-16")[0].rule


def test_reencoded__cp1252_taken_for_utf8__line_byte_and_way_out(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv((HEADER + LINE + LINE.replace("Song", "Müller")).encode("cp1252"))
    assert problem.line == 3
    assert "byte 0xFC" in problem.rule
    assert "say encoding: cp1252" in problem.rule


def test_reencoded__utf8_taken_for_cp1252__told_where_it_counts(refuse_csv: RefuseCsv) -> None:
    content = (HEADER + LINE.replace("PAY-1", "Gebühr")).encode()
    (problem,) = refuse_csv(content, encoding="cp1252")
    assert (problem.line, problem.field, problem.value) == (2, "Ref", "GebÃ¼hr")
    assert "UTF-8 taken for cp1252" in problem.rule


@pytest.mark.parametrize(
    ("text", "rule"), [("Geb\ufffdhr", "replacement characters"), ("Geb\ufeffhr", "byte order mark"), ("â€“", "cp1252")]
)
def test_reencoded__damaged_text__told(refuse_csv: RefuseCsv, text: str, rule: str) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace("PAY-1", text))
    assert problem.line == 3
    assert rule in problem.rule


def test_reencoded__replacement_character_in_a_column_nobody_reads__refused_too(refuse_csv: RefuseCsv) -> None:
    assert "replacement characters" in refuse_csv(HEADER + LINE.replace("Song", "S\ufffdng"))[0].rule


def test_reencoded__two_byte_order_marks__told_of_the_header(refuse_csv: RefuseCsv) -> None:
    problems = refuse_csv("\ufeff\ufeff" + GOOD, {"reference": "Work"})
    assert any("byte order mark inside" in problem.rule for problem in problems)


# damaged


def test_damaged__nul_byte__told_with_its_line(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace("Song", "So\0ng"))
    assert problem.line == 3
    assert "NUL" in problem.rule


def test_damaged__cell_longer_than_any__told(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE.replace("Song", "x" * 200_000))
    assert (problem.line, "more than 131,072 characters" in problem.rule) == (2, True)


def test_damaged__line_without_end__told_before_it_is_read_whole(refuse_csv: RefuseCsv) -> None:
    assert "longer than 1,000,000 characters" in refuse_csv(HEADER + "x" * 3_000_000)[0].rule


def test_damaged__lines_end_in_carriage_returns_alone__told(refuse_csv: RefuseCsv) -> None:
    assert "carriage return" in refuse_csv(GOOD.replace("\n", "\r"))[0].rule


def test_damaged__reference_longer_than_a_bank_takes__told(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE.replace("PAY-1", "x" * 141))
    assert "at most 140" in problem.rule
    assert len(str(problem)) < 200


def test_damaged__control_character_in_a_name__told(refuse_csv: RefuseCsv) -> None:
    assert "can't be printed" in refuse_csv(HEADER + LINE.replace("PAY-1", "PAY\x1b[2J"))[0].rule


def test_file__missing__refused(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="No such file"):
        read_csv_statement(tmp_path / "none.csv", column_map())


def test_error__many_problems__the_first_are_shown_and_all_are_counted(read_csv: ReadCsv) -> None:
    with pytest.raises(StatementError) as refusal:
        read_csv(HEADER + LINE.replace("10.00", "x") * 1_500)
    assert isinstance(refusal.value, RegaliaError)
    assert "1,500 problems" in refusal.value.message
    assert "line 2, Gross 'x': is not a plain number" in refusal.value.message
    assert "and 1,480 more" in refusal.value.message
    assert len(refusal.value.problems) == 1_000
