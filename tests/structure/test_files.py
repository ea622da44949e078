# SPDX-License-Identifier: Apache-2.0
"""Files that people name: what is no plain file is not waited for, what is written is whole, together, and as private as asked."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regalia.chain.record import MAX_BYTES, load_record
from regalia.deployment.wish import load_wish
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError
from regalia.files import check_writable, is_folder, is_there, read_file, write_files

LONG = "a" * 300
Read = Callable[[Path], object]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o022, 0o077], ids=["open", "private"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


def test_read__plain_files__up_to_so_many_bytes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    assert read_file(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="it is larger than 4 bytes"):
        read_file(tmp_path / "file", 4)


@pytest.mark.parametrize("reader", [load_record, load_terms, load_wish])
@pytest.mark.parametrize("place", ["/dev/zero", "/dev/full", "pipe", "folder", LONG])
def test_read__what_is_no_plain_file__refused_at_once(tmp_path: Path, reader: Read, place: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(RegaliaError, match=r"can't be read: (it is no plain file|Is a directory|File name too long)"):
        reader(tmp_path / place)


def test_read__record_that_is_too_large__refused(tmp_path: Path) -> None:
    with (tmp_path / "record.json").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(RegaliaError, match="can't be read: it is larger than 1,000,000 bytes"):
        load_record(tmp_path / "record.json")


def test_look__name_too_long__nothing_is_there(tmp_path: Path) -> None:
    assert not is_folder(tmp_path / LONG) and not is_there(tmp_path / LONG)
    assert is_folder(tmp_path) and is_there(tmp_path)


def test_write__new_file__as_private_as_the_umask_says(tmp_path: Path, umask: int) -> None:
    write_files({tmp_path / "statement.csv": b"mine"})
    assert mode(tmp_path / "statement.csv") == 0o666 & ~umask


def test_write__over_a_private_file__stays_private(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "statement.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_files({path: b"new"}, sync=True)
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)


def test_write__several_and_one_fails__all_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["first", "second", "third"]
    (tmp_path / "first").write_bytes(b"old")
    (tmp_path / "first").chmod(0o600)
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "third":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_files({tmp_path / name: b"new" for name in names})
    assert caught.value.filename == str(tmp_path / "third")
    assert [path.name for path in tmp_path.iterdir()] == ["first"]
    assert ((tmp_path / "first").read_bytes(), mode(tmp_path / "first")) == (b"old", 0o600)
    monkeypatch.undo()
    write_files({tmp_path / name: b"new" for name in names})
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_check_writable__what_can_t_be__named_and_nothing_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name, why in (("folder", "it is a folder"), (LONG, "File name too long"), ("none/x", "No such file")):
        with pytest.raises(OSError, match=why) as caught:
            check_writable(tmp_path / name)
        assert caught.value.filename == str(tmp_path / name)
    check_writable(tmp_path / ("b" * 255))
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
