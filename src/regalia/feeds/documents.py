# SPDX-License-Identifier: Apache-2.0
"""Documents as a file names them: by their hash, or as a file to hash.

A hash stands for one thing only. A paper that says several things, such as one contract over twelve patents, is named by its parts:
the hash of a part is the SHA-256 of the paper's hash and the part's name.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pydantic import model_validator

from regalia.domain.terms.scalars import Part, Text

_HASH = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")
_SHORT = "name a document by the 64 hexadecimal digits of its SHA-256, or as {file: deed.pdf}"


class DocumentRef(Part):
    """``file`` is beside the file that names it, or in a folder below."""

    hash: Text | None = None
    file: Text | None = None
    part: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"hash": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.hash is None) == (self.file is None):
            raise ValueError(f"{_SHORT}, and not both")
        if self.hash is not None and (_HASH.fullmatch(self.hash) is None or not int(self.hash, 16)):
            raise ValueError(f"{_SHORT}; zero is no hash")
        return self

    def digest(self, folder: Path) -> bytes:
        """The 32 bytes the registry keeps. ValueError when there is no such file."""
        whole = _hash_of(folder, self.file) if self.file else bytes.fromhex((self.hash or "").removeprefix("0x"))
        return part_of(whole, self.part) if self.part else whole


def part_of(document: bytes, part: str) -> bytes:
    """The hash of a part of a paper."""
    return sha256(document + part.encode()).digest()


def _hash_of(folder: Path, name: str) -> bytes:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError("the file must be beside this one, or in a folder below")
    try:
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    return digest.digest()
