# SPDX-License-Identifier: Apache-2.0
"""A sales report, compressed or not, as numbered lines and as the hash of its bytes, in one pass. Its text is UTF-8 and nothing else."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from regalia.statements.model import Source
from regalia.statements.problem_list import ProblemList
from regalia.statements.text_lines import MOST_LINE, Progress

MAX_BYTES = 2_000_000_000
"""Of text: what a compressed file may unpack to."""
_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EVERY = 20_000


class _Hashed(io.RawIOBase):
    """The bytes of the file as they are read, and their hash: what is hashed is what is read."""

    def __init__(self, raw: io.FileIO) -> None:
        self.raw, self.sha256, self.done = raw, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self.raw.readinto(buffer) or 0
        self.sha256.update(buffer[:count])
        self.done += count
        return count


class DsrLines:
    """Iterate once for (number, text without its line break); then ``source``, ``count`` and ``ends_with_break`` are known."""

    def __init__(self, path: Path, problems: ProblemList, progress: Progress | None = None) -> None:
        self.count, self.ends_with_break = 0, True
        self._path, self._problems, self._progress = path, problems, progress
        self._digest = b""

    @property
    def source(self) -> Source:
        return Source(self._path.name, self._digest)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        try:
            with self._path.open("rb", buffering=0) as raw:
                yield from self._lines(raw)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            rule = "the compressed file is cut off or damaged; have it sent again"
            self._problems.stop(self.count + 1, rule)
        except OSError as error:
            self._problems.stop(0, f"can't be read: {error.strerror}")

    def _lines(self, raw: io.FileIO) -> Iterator[tuple[int, str]]:
        hashed, size = _Hashed(raw), os.fstat(raw.fileno()).st_size
        buffered = io.BufferedReader(hashed, _BLOCK)
        packed = buffered.peek(2).startswith(_GZIP)
        text = cast("IO[bytes]", gzip.GzipFile(fileobj=buffered)) if packed else buffered
        taken = 0
        while line := text.readline(MOST_LINE + 1):
            self.count += 1
            taken += len(line)
            self._check(line, taken)
            self.ends_with_break = line.endswith(b"\n")
            yield self.count, self._decoded(line)
            if self._progress and self.count % _EVERY == 0:
                self._progress(hashed.done, max(size, hashed.done))
        self._digest = hashed.sha256.digest()
        if self._progress:
            self._progress(hashed.done, max(size, hashed.done))

    def _check(self, line: bytes, taken: int) -> None:
        if self.count == 1 and line.startswith(_UTF16):
            self._problems.stop(0, "is UTF-16; a sales report is UTF-8: have it sent as it was made")
        if self.count == 1 and line.startswith(codecs.BOM_UTF8):
            rule = (
                "starts with a byte order mark: an editor or a spreadsheet saved it again; use the file as it was sent"
            )
            self._problems.stop(1, rule)
        if len(line) > MOST_LINE:
            rule = f"is longer than {MOST_LINE:,} bytes: records end in LF or CRLF, and this is no sales report"
            self._problems.stop(self.count, rule)
        if taken > MAX_BYTES:
            self._problems.stop(self.count, f"holds more than {MAX_BYTES:,} bytes of text; have it sent in parts")

    def _decoded(self, line: bytes) -> str:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = line[error.start]
            rule = (
                f"is not UTF-8 (byte 0x{byte:02X}): it was saved again in another encoding; use the file as it was sent"
            )
            self._problems.stop(self.count, rule)
        if "\0" in text:
            self._problems.stop(self.count, "has NUL bytes: it is damaged, or is UTF-16; a sales report is UTF-8")
        return text.rstrip("\n").removesuffix("\r")
