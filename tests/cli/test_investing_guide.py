# SPDX-License-Identifier: Apache-2.0
"""The ``regalia`` lines of docs/investing.md, in their order, typed by one investor."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from regalia.cli import main as entry
from tests.cli.invest_desk import OWED_TWICE, InvestDesk
from tests.cli.market_desk import Captured

pytestmark = pytest.mark.devnet
GUIDE = Path(__file__).parents[2] / "docs" / "investing.md"
LINES = re.findall(r"^    regalia (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


def test_guide__every_line_in_its_order__done(investor: InvestDesk, capsys: Captured) -> None:
    for line in LINES:
        code = entry.run(typed(investor, line))
        assert code == 0, f"{line}: {capsys.readouterr().err}"
    assert len(LINES) == 13
    assert not investor.owed("senior", OWED_TWICE) and investor.owed("mezzanine", OWED_TWICE)
    written = sorted(path.name for path in investor.place.iterdir() if path.name.startswith(("statement", "tax")))
    assert written == ["statement.csv", "statement.html", "statement.pdf", "tax-2024.csv"]


def typed(desk: InvestDesk, line: str) -> list[str]:
    claims = line.startswith("invest claim")
    me = desk.by(OWED_TWICE) if claims else ["--address", desk.wallet(OWED_TWICE)]
    yes = ["--yes"] if claims and "--dry-run" not in line else []
    stands_for = {"NODE": ["--rpc", desk.sample.url], "ME": [*me, *yes]}
    return [word for typed in shlex.split(line) for word in stands_for.get(typed, [typed])]
