# SPDX-License-Identifier: Apache-2.0
"""Packs in folders: all files or none, and whatever else was there stays."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

import pytest

from regalia.reports.errors import ReportWriteError
from regalia.reports.supervisor.pack import Pack, write_pack


def test_write__one_file_can_t_be_written__none_is_and_the_folder_is_gone(of_notes: Pack, tmp_path: Path) -> None:
    bad = Pack(of_notes.files | {"missing/folder.csv": b""})
    with pytest.raises(ReportWriteError, match="can't be written"):
        write_pack(bad, tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["taken/pack", "taken/deep/pack", "x" * 300, "new/deep/pack"])
def test_write__folder_that_can_t_be_made__refused_and_no_folder_left(
    of_notes: Pack, tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("mine")
    if out.startswith("new"):  # as in a folder that may be read only: whoever runs tests may be root
        monkeypatch.setattr("regalia.reports.whole_file.write_files", read_only)
    with pytest.raises(ReportWriteError, match="can't be written: ") as refused:
        write_pack(of_notes, tmp_path / out)
    assert "may write to" in refused.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["taken"] and (tmp_path / "taken").read_text() == "mine"


def read_only(contents: Mapping[Path, bytes]) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", str(next(iter(contents))))


def test_write__pack_that_was_there__replaced_whole_or_not_at_all(of_notes: Pack, tmp_path: Path) -> None:
    write_pack(of_notes, tmp_path)
    again = Pack({name: data + b" " for name, data in of_notes.files.items()})
    with pytest.raises(ReportWriteError):
        write_pack(Pack(again.files | {"no/folder.csv": b""}), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == of_notes.files
    write_pack(again, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == again.files


def test_write__folder_with_other_files__those_are_left_alone(of_notes: Pack, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert {path.name for path in write_pack(of_notes, tmp_path)} == set(of_notes.files)
    assert (tmp_path / "mine.txt").read_text() == "mine"
