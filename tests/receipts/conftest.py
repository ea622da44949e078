# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.domain.rights.pool_terms import MOST_LIMITS
from regalia.receipts import Problem, ReceiptsError, ReceiptsRow, read_receipts
from tests.domain.small_deals import PASS_THROUGH

USD = Currency("USD", 6)
Rows = tuple[ReceiptsRow, ...]
Problems = tuple[Problem, ...]
Read = Callable[..., Rows]
Refuse = Callable[..., Problems]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a receipts file (text or bytes) and reads it for a deal, by default the pass-through of small_deals."""

    def reading(
        content: str | bytes, program: Program = PASS_THROUGH, allow_gaps: bool = False, limits: int = MOST_LIMITS
    ) -> tuple[ReceiptsRow, ...]:
        path = tmp_path / "receipts.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_receipts(path, program, USD, allow_gaps, limits)

    return reading


@pytest.fixture
def refuse(read: Read) -> Refuse:
    """The problems for which a file is refused."""

    def refusing(
        content: str | bytes, program: Program = PASS_THROUGH, allow_gaps: bool = False, limits: int = MOST_LIMITS
    ) -> tuple[Problem, ...]:
        with pytest.raises(ReceiptsError) as refusal:
            read(content, program, allow_gaps, limits)
        return refusal.value.problems

    return refusing
