# SPDX-License-Identifier: Apache-2.0
"""An exchange in a folder that attestors share, a file a document. Files of others may be there: nothing is followed or waited for."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from regalia.files import is_folder
from regalia.oracle.documents import DocumentError
from regalia.oracle.exchange import DocumentExchange, ExchangeError
from regalia.oracle.exchange_names import is_name

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_TEMPORARY = ".tmp"


class FolderStore:
    """The files of one folder, those below it left alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """But those that another process is still writing."""
        try:
            return tuple(file.name for file in self.folder.iterdir() if not file.name.endswith(_TEMPORARY))
        except OSError as error:
            raise ExchangeError(
                f"exchange {self.folder}: can't be read: {error.strerror}", "Name a folder that all attestors share."
            ) from error

    def read(self, name: str, most: int) -> bytes:
        if not is_name(name):
            raise DocumentError(f"{name!r} is not the name of a document", "Name a document of the exchange.")
        try:
            handle = os.open(self.folder / name, _FLAGS)
        except OSError as error:
            raise DocumentError(f"can't be read: {error.strerror}", "Have it written again.") from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise DocumentError("is no plain file", "Have it written again.")
        with os.fdopen(handle, "rb") as file:
            try:
                content = file.read(most + 1)
            except OSError as error:
                raise DocumentError(f"can't be read: {error.strerror}", "Have it written again.") from error
        if len(content) > most:
            raise DocumentError(f"is larger than {most:,} bytes", "Have it written again, smaller.")
        return content

    def write(self, name: str, content: bytes) -> None:
        """To a file beside it first, brought to disk, then renamed, and the folder brought to disk."""
        if not is_name(name):
            raise ExchangeError(f"exchange: {name!r} is not the name of a document", "Nothing was written.")
        try:
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=_TEMPORARY)
            try:
                with os.fdopen(handle, "wb") as file:
                    os.fchmod(handle, 0o644)
                    file.write(content)
                    file.flush()
                    os.fsync(handle)
                Path(temporary).replace(self.folder / name)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._sync()
        except OSError as error:
            raise ExchangeError(
                f"exchange {self.folder}: {name} can't be written: {error.strerror}", "Give a folder you may write to."
            ) from error

    def _sync(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class FolderExchange(DocumentExchange):
    """An exchange in a folder, which is made where it may be and is not there. Raises ``ExchangeError``."""

    def __init__(self, folder: Path, make: bool = True) -> None:
        if not make and not is_folder(folder):
            raise ExchangeError(f"exchange: there is no folder {folder}", "Name the folder that all attestors share.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExchangeError(f"exchange {folder}: can't be made: {error.strerror}", "Name a folder.") from error
        super().__init__(FolderStore(folder))
        self.folder = folder

    def __repr__(self) -> str:
        return f"FolderExchange({str(self.folder)!r})"
