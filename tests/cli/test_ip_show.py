# SPDX-License-Identifier: Apache-2.0
"""``regalia ip show`` on a deal told by hand: what it prints, as text and as JSON, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from regalia.cli import main as entry
from regalia.cli.ip_deal import RightsDeal
from tests.support.rights_life import CHALLENGED_IN, TODAY, rights_life

Captured = pytest.CaptureFixture[str]
DEAL = ["ip", "show", "record.json", "--rpc", "http://127.0.0.1:9"]
INVALIDATED = ["--what-if", "invalidated:EP20123456.4"]


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    life = rights_life()
    deal = RightsDeal(life.ledger, life.book, 77, TODAY)
    monkeypatch.setattr("regalia.cli.ip_show.open_deal", lambda *given, **options: deal)


def shown(capsys: Captured, *more: str) -> str:
    assert entry.run([*DEAL, *more]) == 0
    return capsys.readouterr().out


def told(capsys: Captured, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown(capsys, *more, "--json"))
    return found


def test_show__text__every_part_of_the_portfolio(capsys: Captured) -> None:
    out = shown(capsys)
    line = next(line for line in out.splitlines() if line.startswith("EP20123456.4"))
    assert line.split() == [
        *("EP20123456.4", "patent", "EP", "under", "review", "under", "review"),
        *("1,500,000.00", "2027-06-30", "1,050,000.00", "2039-03-08", "13.5", "6.1"),
    ]
    assert "8 rights, value 12,000,000.00, base after haircuts 11,550,000.00" in out
    assert "2 to 0x000000…032E, EP, exclusive, through 2033-01-20, 100% of the value" in out
    assert "(0 of 8 broken)" in out
    assert "Facts as the next payment date would take them on 2025-10-20" in out
    assert (
        f"challenged (code L10), effective 2025-06-01, document 0x5881a5…2011, block 903, transaction {CHALLENGED_IN}"
        in out
    )
    assert "largest-jurisdiction: and 1 more; --json has them all" in out


def test_show__bars__what_they_rest_on_and_nothing_about_the_party(capsys: Captured) -> None:
    out = shown(capsys)
    assert "Bars of an asset, shaped after CSRC Announcement [2026] No. 1:" in out
    assert "(5a) material title dispute: found in none of the rights" in out
    assert "are about the party: nothing here decides them." in out
    assert "legal events up to number 3, each report signed by at least 2 of 3 attestors" in out
    assert "compliant" not in out


def test_show__what_if__with_and_without_and_what_is_assumed(capsys: Captured) -> None:
    out = shown(capsys, *INVALIDATED)
    assert "Assumed for period 3: received 500,000.00 USD, invoices 6,000.00, no other income" in out
    lines = [line.split() for line in out.splitlines()]
    assert ["kept", "in", "trap", "0.00", "71,900.00", "71,900.00"] in lines
    assert ["to", "senior", "309,000.00", "380,900.00", "71,900.00"] in lines
    assert (
        "flags raised: rights, limits, largest-licensee, largest-group (without: largest-licensee, largest-group)"
        in out
    )


def test_show__what_if_all__a_line_for_each_event_that_moves_something(capsys: Captured) -> None:
    out = shown(capsys, "--what-if", "all")
    lapsed = next(line for line in out.splitlines() if "  lapsed:CN201910000002.3 " in line)
    assert lapsed.split()[1:] == [
        *("-1,500,000.00", "rights-lapsed", "rights", "+71,900.00", "-70,000.00", "-73,800.00", "+71,900.00")
    ]
    assert "renewed:CN201910000002.3" not in out
    assert "other events change no fact the deal looks at and nothing that is paid" in out


def test_show__received_given__assumed_in_place_of_the_last(capsys: Captured) -> None:
    assert "received 200,000.50 USD" in shown(capsys, *INVALIDATED, "--received", "200,000.50")


def test_show__json__exact_figures_and_one_object(capsys: Captured) -> None:
    found = told(capsys, *INVALIDATED)
    assert (found["block"], found["today"], found["next_payment_date"]) == (77, "2025-08-01", "2025-10-20")
    assert found["rights"][-1]["held_under"]["number"] == 1
    assert found["rights"][-1]["base"] == "1050000.000000"
    value = next(fact for fact in found["facts"] if fact["fact"] == "pool-value")
    assert value["causes"][1]["transaction"] == CHALLENGED_IN and len(value["causes"][1]["document"]) == 66
    case = found["what_if"]["cases"][0]
    assert case["with"]["kept"] == {"trap": "71900.000000"} and case["without"]["kept"] == {"trap": "0.000000"}
    assert found["bars"]["asset"][0] == {
        **{"bar": "5a", "title": "material title dispute", "clear": True},
        "rights": found["bars"]["asset"][0]["rights"],
    }


def test_show__json_without_what_if__none(capsys: Captured) -> None:
    assert told(capsys)["what_if"] is None


def test_show__csv__table_written_and_said_on_standard_error(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "rights.csv"
    assert entry.run([*DEAL, "--csv", str(file)]) == 0
    assert capsys.readouterr().err == f"written to {file}\n"
    with file.open(encoding="utf-8", newline="") as text:
        assert [row["number"] for row in csv.DictReader(text)][-1] == "EP20123456.4"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--received", "5"], 2, "--received is about --what-if"),
        ([*INVALIDATED, "--received", "1e9"], 2, "is not a plain number"),
        ([*INVALIDATED, "--received", "-1"], 2, "is below zero"),
        (["--what-if", "invalidated"], 1, "is not ACT:RIGHT"),
        (["--what-if", "burnt:EP20123456.4"], 1, "'burnt' is no event"),
        (["--csv", "/nowhere/at/all.csv"], 1, "can't be written"),
    ],
)
def test_show__bad_options__named_and_nothing_printed(capsys: Captured, more: list[str], code: int, said: str) -> None:
    assert entry.run([*DEAL, *more]) == code
    printed = capsys.readouterr()
    assert said in printed.err and "Traceback" not in printed.err
    assert printed.out == ""
