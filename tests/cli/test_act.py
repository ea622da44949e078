# SPDX-License-Identifier: Apache-2.0
"""What is said before a command sends something, and when."""

from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner

from regalia.cli.act import Act, Manner, carry_out
from regalia.printing import to_json

LINE = "acting as 0x… (senior.json, 1 ETH; no party or officer of the deal) on chain 31337, node http://127.0.0.1:8545"
RECEIPT = {
    "transactionHash": type("Hash", (), {"to_0x_hex": lambda self: "0xab"})(),
    "blockNumber": 7,
    "gasUsed": 21_000,
}


class Acting:
    """Counts how often it is asked: that costs questions to a node."""

    asked = 0

    def line(self) -> str:
        self.asked += 1
        return LINE


def run(manner: Manner, answer: str = "") -> tuple[list[str], int, Acting, list[str]]:
    """Lines printed, exit code, who acts, and what was sent."""
    by, sent = Acting(), []

    def send() -> list[Any]:
        sent.append("sent")
        return [RECEIPT]

    @click.command()
    def command() -> None:
        act = Act({"units": 5}, "buy 5 units", "Buy them?", send)
        raise SystemExit(carry_out(act, manner, by))  # type: ignore[arg-type]

    done = CliRunner().invoke(command, input=answer)
    return done.output.splitlines(), done.exit_code, by, sent


@pytest.mark.parametrize(("answer", "code", "sent"), [("n\n", 1, 0), ("y\n", 0, 1)])
def test_carry_out__asks__says_who_acts_right_before(answer: str, code: int, sent: int) -> None:
    lines, exit_code, _, done = run(Manner(dry_run=False, yes=False, as_json=False), answer)
    assert lines[:2] == ["buy 5 units", LINE] and lines[2].startswith("Buy them? [y/N]")
    assert (exit_code, len(done)) == (code, sent)


def test_carry_out__told_not_to_ask__says_who_acts_all_the_same() -> None:
    lines, code, _, sent = run(Manner(dry_run=False, yes=True, as_json=False))
    assert lines == ["buy 5 units", LINE, "transaction 0xab in block 7, 21,000 gas"]
    assert (code, len(sent)) == (0, 1)


def test_carry_out__dry_run__says_who_would_act_and_sends_nothing() -> None:
    lines, _, _, sent = run(Manner(dry_run=True, yes=False, as_json=False))
    assert lines[1] == LINE and not sent


def test_carry_out__with_json__one_object_and_nobody_is_asked_about() -> None:
    lines, code, by, sent = run(Manner(dry_run=False, yes=True, as_json=True))
    expected = {"units": 5, "sent": True, "transactions": [{"hash": "0xab", "block": 7, "gas": 21_000}]}
    assert "\n".join(lines) == to_json(expected)
    assert (code, by.asked, len(sent)) == (0, 0, 1)
