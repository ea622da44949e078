# SPDX-License-Identifier: Apache-2.0
"""The load tests themselves: a few holders and dates, and what a ceiling is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.claims import ClaimsError, claims
from tests.load.figures import passed, read, with_ceilings, write
from tests.load.periods import periods_in_process
from tests.load.run import main


def test_claims__of_a_hundred_holders__exact_and_first_as_dear_as_last() -> None:
    found = claims(100)
    assert found["gas_first"] == found["gas_last"] > 0
    assert 0 <= found["kept_back_by_rounding"] < 100


def test_claims__income_was_not_whole__refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.load.claims.RECEIVED", 1_007)
    monkeypatch.setattr("tests.load.claims.DealContracts.held", lambda deal: 8)
    with pytest.raises(ClaimsError, match="claimed 1000 and held 8 are not the 1007 received"):
        claims(10)


def test_periods__of_the_contracts__cost_no_more_late_than_early() -> None:
    found = periods_in_process(40)
    assert 0 < found["gas_last"] <= found["gas_tenth"]


def test_passed__above_its_ceiling_or_not_measured__named_with_both_figures() -> None:
    ceilings = {"relay": {"seconds": 3.0, "peak_mb": 100.0}}
    assert list(passed({"relay": {"seconds": 3.0, "peak_mb": 100}}, ceilings)) == []
    assert list(passed({"relay": {"seconds": 3.1}}, ceilings)) == [
        "relay: seconds is 3.1, its ceiling 3.0",
        "relay: peak_mb was not measured, and has a ceiling of 100.0",
    ]


def test_ceilings__known_and_new__kept_and_three_times_what_was_measured_gas_itself() -> None:
    figures = {"a": {"deals": 5, "seconds": 10.0, "gas_last": 70, "page_ms deal": 90.0}}
    assert with_ceilings(figures, {}) == {"a": {"seconds": 30.0, "gas_last": 70, "page_ms deal": 270.0}}
    assert with_ceilings(figures, {"a": {"seconds": 11.0}})["a"]["seconds"] == 11.0


def test_write__another_part__leaves_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "load.json"
    write({"a": {"seconds": 1}}, {"a": {"seconds": 3}}, file)
    write({"b": {"seconds": 2}}, {}, file)
    found = read(file)
    assert (found["figures"], found["ceilings"]) == (
        {"a": {"seconds": 1}, "b": {"seconds": 2}},
        {"a": {"seconds": 3}},
    )
    assert found["date"] and found["machine"]


def test_command__unknown_part__refused_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claim"]) == 2
    assert "unknown: claim; there are claims, deals, periods" in capsys.readouterr().err
