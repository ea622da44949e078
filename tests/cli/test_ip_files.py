# SPDX-License-Identifier: Apache-2.0
"""``regalia ip`` on files alone: the watch of a portfolio, feeds, and checks that name every problem with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regalia.cli import main as entry
from regalia.cli.ip_read import judge, known_rights, read_text
from regalia.domain.rights.words import Act, Status
from regalia.feeds import read_legal_status
from tests.support.rights_life import PATENTS, TODAY, rights_life

Captured = pytest.CaptureFixture[str]
SAMPLES = Path(__file__).parents[2] / "data" / "ip"
PORTFOLIO, VALUATIONS = SAMPLES / "portfolio-licence-back.yaml", SAMPLES / "valuation-2026-09.yaml"
DAY = ["--today", "2026-12-31"]
DAYS = ("2025-07-20", "2025-07-21", "2025-07-22", "2025-07-23")


def printed(capsys: Captured, *arguments: str) -> str:
    assert entry.run(["ip", *arguments]) == 0
    return capsys.readouterr().out


def told(capsys: Captured, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(capsys, *arguments, "--json"))
    return found


def test_ip__help__every_command(capsys: Captured) -> None:
    out = printed(capsys, "--help")
    assert all(f"  {name} " in out for name in ("show", "watch", "read", "check-portfolio", "check-valuations"))


def test_watch__portfolio__overdue_first_then_by_day(capsys: Captured) -> None:
    out = printed(capsys, "watch", "--portfolio", str(PORTFOLIO), *DAY)
    head, _, heads, *lines = out.splitlines()
    assert head == f"what comes within 6 months of 2026-12-31: {len(lines)}, 7 overdue"
    assert heads.split()[:3] == ["last", "good", "day"]
    assert [line.startswith("OVERDUE") for line in lines] == [True] * 7 + [False] * (len(lines) - 7)
    assert lines[0].split()[1:3] == ["2026-06-02", "CN202020990404.0"]


def test_watch__json__days_numbers_and_shares(capsys: Captured) -> None:
    rows = told(capsys, "watch", "--portfolio", str(PORTFOLIO), "--months", "1", *DAY)["rows"]
    assert rows[0]["overdue"] and rows[0]["coming"] == "renewal due" and rows[0]["share"] == 10**6
    assert rows[-1]["day"] <= "2027-01-31"


def test_watch__long_before_anything__says_so(capsys: Captured) -> None:
    out = printed(capsys, "watch", "--portfolio", str(PORTFOLIO), "--months", "0", "--today", "2026-04-01")
    assert out.strip() == "what comes within 0 months of 2026-04-01: nothing, and nothing is overdue"


@pytest.mark.parametrize("name", ["st96-events.xml", "st27-events.json", "inpadoc-events.csv", "cnipa-events.csv"])
def test_read__every_form__proposals_with_what_they_rest_on_and_need(capsys: Captured, name: str) -> None:
    rows = told(capsys, "read", str(SAMPLES / name))["proposals"]
    assert len(rows) == len(read_legal_status(SAMPLES / name)) > 0
    assert {row["mapping"] for row in rows} <= {"seen", "recalled", "assumed"}
    assert all((row["event"] is None) != (row["matter"] is None) and row["needs"] for row in rows)
    assert all(len(row["document"]) == 66 and row["place"] for row in rows)


def test_read__text__acts_and_matters_counted(capsys: Captured) -> None:
    out = printed(capsys, "read", str(SAMPLES / "inpadoc-events.csv"))
    count = out.splitlines()[-1]
    assert count.endswith("matters; nothing was sent")
    assert "needs the registrar" in out and "a quorum of attestors" in out


def test_judge__registry_at_hand__says_what_it_would_refuse_in_turn(tmp_path: Path) -> None:
    life, lapsed = rights_life(), "专利权的终止(未缴年费专利权终止)"
    life.happen(PATENTS[1], Act.LAPSED, 20250715)
    numbers = ("CN201910000002.3", "CN201910000003.8", "CN201910000003.8", "CN201810990101.6")
    lines = [f"{number},{lapsed},{day},2025-07-{day[-2:]}" for number, day in zip(numbers, DAYS, strict=True)]
    feed = tmp_path / "feed.csv"
    feed.write_text("\n".join(["right,word,date,effective", *lines]) + "\n", encoding="utf-8")
    registry = life.book.registry
    found = judge(read_legal_status(feed, known_rights(registry)), registry, TODAY)
    assert {x.act for x in found} == {"lapsed"}
    assert [x.refused and x.refused.split(",")[0] for x in found] == [
        "act lapsed can't happen to the right CN102019010000002 in status lapsed",
        "",
        "act lapsed can't happen to the right CN102019010000003 in status lapsed",
        "nobody entered the right CN102018010990101",
    ]
    assert "refused by the registry: nobody entered" in read_text(found)
    assert registry.known(PATENTS[2]).status is Status.IN_FORCE


def test_check_portfolio__sample__its_rights(capsys: Captured) -> None:
    out = printed(capsys, "check-portfolio", str(PORTFOLIO), *DAY)
    assert out.startswith(f"OK: {PORTFOLIO}\n")
    assert "CN201810990101.6" in out and "24,000,000.00" in out
    assert told(capsys, "check-portfolio", str(PORTFOLIO), *DAY)["ok"]


def test_check_portfolio__several_mistakes__each_with_its_line(capsys: Captured, tmp_path: Path) -> None:
    text = PORTFOLIO.read_text(encoding="utf-8").replace("CN201810990101.6", "CN201810990101.7")
    file = tmp_path / "portfolio.yaml"
    file.write_text(text.replace("priority: 2019-03-08", "priority: 2019-02-30"), encoding="utf-8")
    assert entry.run(["ip", "check-portfolio", str(file), *DAY]) == 1
    error = capsys.readouterr().err
    assert "no such day" in error and "line" in error and "Traceback" not in error
    assert entry.run(["ip", "check-portfolio", str(file), *DAY, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"] and all(problem["line"] for problem in found["problems"])


def test_check_valuations__sample__what_is_valued_and_the_sum(capsys: Captured) -> None:
    out = printed(capsys, "check-valuations", str(VALUATIONS), *DAY)
    rights = told(capsys, "check-valuations", str(VALUATIONS), *DAY)["rights"]
    assert f"OK: {len(rights)} rights valued by" in out
    assert out.splitlines()[-1].startswith("all")


def test_check_valuations__valued_before_its_day__refused(capsys: Captured) -> None:
    assert entry.run(["ip", "check-valuations", str(VALUATIONS), "--today", "2026-01-01"]) == 1
    assert "is after today" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["watch"], "whose rights?"),
        (["watch", "record.json", "--portfolio", "p.yaml", "--rpc", "http://x"], "whose rights?"),
        (["watch", "record.json"], "go together"),
        (["watch", "--portfolio", "p.yaml", "--today", "2026-02-30"], "is not a day"),
        (["watch", "--portfolio", "p.yaml", "--months", "-1"], "is not from 0"),
        (["read", "feed.csv", "--rpc", "http://x"], "go together"),
        (["show", "record.json"], "Missing option '--rpc'"),
    ],
)
def test_ip__wrong_options__usage_and_exit_2(capsys: Captured, arguments: list[str], said: str) -> None:
    assert entry.run(["ip", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_ip__file_that_is_not_there__named(capsys: Captured) -> None:
    assert entry.run(["ip", "read", "none.xml"]) == 1
    assert "can't be read" in capsys.readouterr().err
