# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from regalia.domain.terms import Problem
from regalia.feeds import FeedError, Known, Proposal, read_legal_status

SAMPLES = Path(__file__).parents[2] / "data" / "ip"
TODAY = 20260630
Read = Callable[..., tuple[Proposal, ...]]
Refuse = Callable[..., tuple[Problem, ...]]
PATENT = "CN201810990101.6"
CANONICAL = "CN102018010990101"
ID = CANONICAL.encode().ljust(32, b"\0")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file of legal-status events and reads it."""

    def reading(name: str, content: str | bytes, known: Mapping[bytes, Known] | None = None) -> tuple[Proposal, ...]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_legal_status(path, known or {})

    return reading


@pytest.fixture
def refuse(read: Read) -> Refuse:
    """The problems for which a file is refused."""

    def refusing(name: str, content: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(FeedError) as error:
            read(name, content)
        return error.value.problems

    return refusing
