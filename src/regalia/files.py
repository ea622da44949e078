# SPDX-License-Identifier: Apache-2.0
"""Files that people name: looked at without surprises, read when they are plain and not too large, written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp"
"""How the names of files that are still being written end."""
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe nobody writes to is not waited for
_MAKE = os.O_WRONLY | os.O_CLOEXEC | os.O_CREAT | os.O_EXCL


def is_folder(path: Path) -> bool:
    """False also where the system does not even look: a name too long, a folder that may not be entered."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """As ``is_folder``, of anything."""
    try:
        return path.exists()
    except OSError:
        return False


def read_file(path: Path, most: int) -> bytes:
    """Of a plain file of at most ``most`` bytes. Raises ``OSError``, whose ``strerror`` says why."""
    handle = os.open(path, _READ)
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "it is no plain file", str(path))
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes", str(path))
    return content


def check_writable(path: Path) -> None:
    """Before work that may take long. Raises ``OSError``, whose ``strerror`` says why."""
    with _named(path):
        if is_folder(path):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        beside(path, b"").unlink()


def write_files(contents: Mapping[Path, bytes], sync: bool = False) -> None:
    """All of them or none, each whole; with ``sync`` brought to disk. Who may read a new one is what the umask says; one that was there
    stays as private as it was. Raises ``OSError``, whose ``filename`` is the one that can't be written; all is then as it was.
    """
    made: dict[Path, Path] = {}
    former: dict[Path, Path] = {}
    put: list[Path] = []
    try:
        for path, content in contents.items():
            with _named(path):
                made[path] = beside(path, content, sync)
                if len(contents) > 1 and os.path.lexists(path):
                    former[path] = _temporary(path)
                    shutil.copy2(path, former[path], follow_symlinks=False)
        for path, temporary in made.items():
            with _named(path):
                temporary.replace(path)
                put.append(path)
    except BaseException:
        for path in put:
            if path in former:
                former[path].replace(path)
            else:
                path.unlink()
        raise
    finally:
        for temporary in (*made.values(), *former.values()):
            temporary.unlink(missing_ok=True)


def beside(path: Path, content: bytes, sync: bool = False) -> Path:
    """A new file in the same folder, with what is to be written to ``path``. Raises ``OSError``."""
    temporary = _temporary(path)
    handle = os.open(temporary, _MAKE, 0o666)  # less the umask
    try:
        with os.fdopen(handle, "wb") as file:
            if path.is_file():
                os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
            file.write(content)
            file.flush()
            if sync:
                os.fsync(handle)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _temporary(path: Path) -> Path:
    """Short, so that it fits where the name itself does."""
    return path.parent / f".{secrets.token_hex(8)}{TEMPORARY}"


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
