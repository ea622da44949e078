# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.record import load_record
from regalia.ledger.model import DealLedger
from regalia.reports import ReportWriteError, UnreconciledError, write_all
from regalia.reports.files import statement_stems
from regalia.reports.names import Names
from tests.reports.stories import LABELS, MEZZANINE, SECOND_SENIOR, SENIOR, notes_story


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_write__twice_from_two_replays__the_same_bytes(tmp_path: Path, notes: DealLedger) -> None:
    write_all(notes, tmp_path / "first", LABELS)
    write_all(notes_story(), tmp_path / "second", LABELS)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_write__files__named_after_periods_and_labels(tmp_path: Path, notes: DealLedger) -> None:
    written = [str(path.relative_to(tmp_path)) for path in write_all(notes, tmp_path, LABELS)]
    assert written == sorted(contents(tmp_path))
    assert {"index.html", "record.json", "transactions.csv", "transactions.jsonl"} < set(written)
    assert {f"distribution/{period}.{kind}" for period in range(1, 7) for kind in ("csv", "html")} < set(written)
    assert {"statements/senior-investor-1.csv", "statements/newcomer.html"} < set(written)


def test_write__record__can_be_loaded_again(tmp_path: Path, notes: DealLedger) -> None:
    write_all(notes, tmp_path)
    assert load_record(tmp_path / "record.json") == notes.record


def test_write__again_over_older_files__replaces_its_own_and_no_other(tmp_path: Path, notes: DealLedger) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "index.html").write_text("older")
    (tmp_path / "statements" / "mine.txt").write_text("not a report")
    written = write_all(notes, tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "statements" / "mine.txt").read_text() == "not a report"
    assert len(contents(tmp_path)) == len(written) + 1


def test_write__a_link_in_the_way__what_it_points_to_is_left_alone(tmp_path: Path, notes: DealLedger) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").symlink_to(precious)
    write_all(notes, tmp_path / "out")
    assert precious.read_text() == "keep"


def test_write__figures_that_do_not_add_up__nothing_written(tmp_path: Path) -> None:
    ledger = notes_story()
    ledger.income.pop()
    with pytest.raises(UnreconciledError):
        write_all(ledger, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_write__cash_missing_in_the_deal__refused(tmp_path: Path) -> None:
    ledger = notes_story()
    ledger.receipts.pop(0)
    with pytest.raises(UnreconciledError, match="cash in = cash out"):
        write_all(ledger, tmp_path / "out")


def test_write__folder_is_a_file__refused_with_a_hint(tmp_path: Path, notes: DealLedger) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReportWriteError, match="can't be written") as refused:
        write_all(notes, tmp_path / "out")
    assert refused.value.hint
    assert (tmp_path / "out").read_text() == "a file"


def test_write__no_temporary_file__left(tmp_path: Path, notes: DealLedger) -> None:
    write_all(notes, tmp_path, LABELS)
    assert not [name for name in contents(tmp_path) if Path(name).name.startswith(".")]


def test_stems__labels_of_two_holders_alike__addresses_tell_them_apart(notes: DealLedger) -> None:
    names = Names(notes, {SENIOR: "A fund", SECOND_SENIOR: "a-fund!", MEZZANINE: "another"})
    stems = statement_stems((SENIOR, SECOND_SENIOR, MEZZANINE), names)
    assert stems == {
        SENIOR: f"statements/a-fund-{SENIOR.lower()}",
        SECOND_SENIOR: f"statements/a-fund-{SECOND_SENIOR.lower()}",
        MEZZANINE: "statements/another",
    }


@pytest.mark.parametrize("label", ["../../etc/passwd", "/absolute", "..", "a/b\\c", "x" * 500, "\0", "名"])
def test_stems__hostile_label__stays_in_the_folder(notes: DealLedger, label: str) -> None:
    stem = statement_stems((SENIOR,), Names(notes, {SENIOR: label}))[SENIOR]
    folder, name = stem.split("/")
    assert folder == "statements"
    assert name.replace("-", "").isalnum()
    assert len(name) <= 60


def test_stems__label_that_is_the_address_of_another__both_told_apart(notes: DealLedger) -> None:
    stems = statement_stems((SENIOR, SECOND_SENIOR), Names(notes, {SENIOR: SECOND_SENIOR}))
    assert len(set(stems.values())) == 2
