# SPDX-License-Identifier: Apache-2.0
"""All files of a pack, made of one subject and written together. The same chain and the same files given make the same bytes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from regalia.files import is_folder, is_there
from regalia.reports.errors import ReportWriteError
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.making import Making, Pack
from regalia.reports.supervisor.subject import Subject
from regalia.reports.whole_file import write_together

__all__ = ["Pack", "pack_of", "write_pack"]


def pack_of(subject: Subject, language: Language = Language.EN, pdf: bool = False) -> Pack:
    """Raises ``NoSuchPeriodError``, ``UnreconciledError`` when figures don't add up, and ``NoPdfError`` without Typst."""
    return Making(subject, language, pdf).all()


def write_pack(pack: Pack, folder: Path) -> list[Path]:
    """All files or none; other files in the folder are left alone. Raises ``ReportWriteError``: no folder is left that was not there."""
    made = [place for place in (folder, *folder.parents) if not is_there(place)]
    contents = {folder / name: pack.files[name] for name in sorted(pack.files)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_together(contents)
    except ReportWriteError:
        _unmake(made)
        raise
    except OSError as error:
        _unmake(made)
        raise ReportWriteError(folder, error.strerror or str(error)) from error
    return list(contents)


def _unmake(folders: list[Path]) -> None:
    """The innermost first; one that somebody else has put something into stays."""
    with suppress(OSError):
        for folder in folders:
            if is_folder(folder):
                folder.rmdir()
