# SPDX-License-Identifier: Apache-2.0
"""A file as lines of text and as the hash of its bytes, in one pass and in memory that does not grow with it."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from regalia.statements.model import Source
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import damage_of

Encoding = Literal["utf-8", "cp1252", "utf-16"]
Progress = Callable[[int, int], None]
"""Called with the bytes read so far and those of the file."""

MOST_LINE = 1_000_000
_BLOCK = 1 << 18
_UTF8_MARK, _UTF16_MARKS = codecs.BOM_UTF8, (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODECS = {"utf-8": "utf-8-sig"}


class TextLines:
    """Iterate once; then ``source`` and ``ends_with_break`` are known. What can't be read stops with a StatementError."""

    def __init__(self, path: Path, encoding: Encoding, problems: ProblemList, progress: Progress | None = None) -> None:
        self.ends_with_break = True
        self._path, self._encoding, self._problems, self._progress = path, encoding, problems, progress
        self._hash = hashlib.sha256()
        self._before = 0

    @property
    def source(self) -> Source:
        return Source(self._path.name, self._hash.digest())

    def __iter__(self) -> Iterator[str]:
        """Lines with their line break, as ``csv.reader`` wants them."""
        try:
            with self._path.open("rb") as file:
                yield from self._lines(file)
        except OSError as error:
            self._problems.stop(0, f"can't be read: {error.strerror}")

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(_CODECS.get(self._encoding, self._encoding))()
        size, done, rest = os.fstat(file.fileno()).st_size, 0, ""
        while block := file.read(_BLOCK):
            if not done:
                self._check_mark(block)
            self._hash.update(block)
            *lines, rest = (rest + self._decoded(decoder, block)).split("\n")
            for line in lines:
                yield line + "\n"
            self._before += len(lines)
            if len(rest) > MOST_LINE:
                rule = f"is longer than {MOST_LINE:,} characters: lines must end in LF or CRLF, and this is no table"
                self._problems.stop(self._before + 1, rule)
            done += len(block)
            if self._progress:
                self._progress(done, max(size, done))
        rest += self._decoded(decoder, b"")
        if rest:
            self.ends_with_break = False
            yield rest

    def _decoded(self, decoder: codecs.IncrementalDecoder, block: bytes) -> str:
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(error.encoding, "ignore")
            self._stop(good, self._not_decoded(error))
        if "\0" in text:
            rule = "has NUL bytes: the file is damaged, or is UTF-16 (say encoding: utf-16 in the column map)"
            self._stop(text[: text.index("\0")], rule)
        if "\ufffd" in text:
            self._stop(text[: text.index("\ufffd")], damage_of("\ufffd"))
        return text

    def _not_decoded(self, error: UnicodeDecodeError) -> str:
        if error.end >= len(error.object) and error.reason.startswith(("unexpected end", "truncated")):
            return "breaks off inside a character: the file was cut off"
        rule = f"is not {self._encoding} (byte 0x{error.object[error.start]:02X})"
        if self._encoding == "utf-8":
            rule += "; what Windows or Excel saves as CSV is often cp1252: say encoding: cp1252, or have it saved as CSV UTF-8"
        return rule

    def _check_mark(self, block: bytes) -> None:
        """The byte order mark, where there is one, says the encoding for certain."""
        if self._encoding != "utf-16" and block.startswith(_UTF16_MARKS):
            self._problems.stop(0, f"is UTF-16, not {self._encoding}: say encoding: utf-16, or have it saved as UTF-8")
        if self._encoding == "utf-16" and not block.startswith(_UTF16_MARKS):
            self._problems.stop(0, "has no byte order mark of UTF-16: check the encoding in the column map")
        if self._encoding != "utf-8" and block.startswith(_UTF8_MARK):
            self._problems.stop(0, f"is UTF-8 (by its byte order mark), not {self._encoding}: say encoding: utf-8")

    def _stop(self, good: str, rule: str) -> None:
        self._problems.stop(self._before + 1 + good.count("\n"), rule)


def hashed_content(path: Path, most: int, problems: ProblemList) -> tuple[bytes, Source]:
    """All of a file that must be read whole, and its hash."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        problems.stop(0, f"can't be read: {error.strerror}")
    if len(content) > most:
        problems.stop(0, f"is larger than {most:,} bytes")
    return content, Source(path.name, hashlib.sha256(content).digest())
