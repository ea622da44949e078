# SPDX-License-Identifier: Apache-2.0
"""The ``regalia`` lines of docs/trading.md, in their order, typed by whom they are for."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.cli import main as entry
from tests.cli.market_desk import TERMS, WINDOW_ENDS, Captured, MarketDesk, set_up
from tests.ledger.life import DAY, DECEMBER_2023
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet
GUIDE = Path(__file__).parents[2] / "docs" / "trading.md"
BUYERS = ("subscribe", "refund", "trade fill", "trade pay-in", "vote sign")
"""All else is typed by the senior investor."""
NEEDS_TERMS = ("offer show", "subscribe", "quote", "vote")
LINES = re.findall(r"^    regalia (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


def test_guide__every_line_in_its_order__done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        desk = set_up(chain, tmp_path)
        (tmp_path / "orders").mkdir()
        monkeypatch.chdir(tmp_path)
        done = 0
        for line in LINES:
            if line.startswith("trade serve"):  # goes on until it is stopped: test_quote.py
                continue
            before(desk, line)
            code = entry.run(typed(desk, line))
            assert code == 0, f"{line}: {capsys.readouterr().err}"
            done += 1
        assert (done, desk.units("senior", "buyer")) == (23, 200 + 40 + 50)


def before(desk: MarketDesk, line: str) -> None:
    """What happens, or what time it is, before a line is typed."""
    if line.startswith("offer close"):
        for role, tranche, units in (
            ("senior_investor", "senior", 800),
            ("mezzanine_investor", "mezzanine", 500),
            ("mezzanine_investor", "junior", 95),
        ):
            desk.bid(role, tranche, units)
        desk.warp(WINDOW_ENDS + 60)
    if line.startswith("trade sign"):
        assert entry.run(typed(desk, "refund DEAL ME", "senior_investor")) == 0
        desk.warp(desk.now + 60)
    if line.startswith("vote cast"):
        desk.warp(desk.now + 3 * DAY + 1)
    if line.startswith("vote carry-out"):
        desk.warp(desk.now + 10 * DAY)


def typed(desk: MarketDesk, line: str, role: str = "") -> list[str]:
    who = role or ("buyer" if line.startswith(BUYERS) else "senior_investor")
    deal = ["--record", str(desk.record), "--rpc", desk.life.chain.url]
    deal += ["--terms", str(TERMS)] if line.startswith(NEEDS_TERMS) else []
    yes = [] if "--dry-run" in line else ["--yes"]
    stands_for: dict[str, list[str]] = {"DEAL": deal, "ME": [*desk.by(who), *yes], "BUYER": [key_of("buyer").address]}
    return [word for typed in shlex.split(line) for word in stands_for.get(typed, [typed])]
