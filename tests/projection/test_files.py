# SPDX-License-Identifier: Apache-2.0
"""Tables and charts as files."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from regalia.domain.terms import load_terms
from regalia.projection.charts.canvas import NoChartsError
from regalia.projection.charts.projection import draw_projection
from regalia.projection.charts.stress import draw_stress
from regalia.projection.errors import ProjectionError
from regalia.projection.report import Desk, Projection
from regalia.projection.tables import write_projection, write_stress
from tests.projection.desks import DEALS, ROOT, assume, desk, notes


@pytest.fixture(scope="module")
def teaching() -> Projection:
    """Its first scenario; drawing is slow."""
    every = desk("teaching").given.scenarios
    return desk("teaching", periods=12, scenarios=every[:1]).project(paths=40)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv__cash_flows__add_up_to_the_summary(tmp_path: Path, teaching: Projection) -> None:
    write_projection(tmp_path, teaching.figures, teaching.named, teaching.paths)
    flows, summary = rows(tmp_path / "cashflows.csv"), rows(tmp_path / "summary.csv")
    assert len(summary) == 4
    for line in summary:
        own = [f for f in flows if (f["scenario"], f["tranche"]) == (line["scenario"], line["tranche"])]
        for kind in ("interest", "principal", "residual"):
            assert sum(Decimal(flow[kind]) for flow in own) == Decimal(line[kind])
        assert Decimal(own[-1]["balance"]) + Decimal(own[-1]["arrears"]) == Decimal(line["unpaid"])


def test_csv__deal__a_row_a_date_with_accounts_support_and_triggers(tmp_path: Path, teaching: Projection) -> None:
    written = write_projection(tmp_path, teaching.figures, teaching.named, teaching.paths)
    assert written == ["cashflows.csv", "deal.csv", "summary.csv", "paths.csv"]
    deal = rows(tmp_path / "deal.csv")
    assert len(deal) == len(teaching.named.outcomes.dates)
    assert {"account:reserve", "put_in:make-up", "active:coverage-low", "coverage"} <= set(deal[0])
    put_in = sum(Decimal(line["put_in:make-up"]) for line in deal if line["scenario"] == "base")
    assert put_in == teaching.figures.scenarios[0].put_in["make-up"]
    assert len(rows(tmp_path / "paths.csv")) == 40 * 4


def test_csv__stress__ladder_and_break_even(tmp_path: Path) -> None:
    figures = notes(periods=6).stress(rung=250_000)
    write_stress(tmp_path, figures)
    assert [line["reduction_ppm"] for line in rows(tmp_path / "ladder.csv")][::3] == [
        "0",
        "250000",
        "500000",
        "750000",
        "1000000",
    ]
    assert [line["tranche"] for line in rows(tmp_path / "break-even.csv")] == ["senior", "mezzanine"]


def test_csv__folder_that_is_a_file__refused(tmp_path: Path, teaching: Projection) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectionError, match="can't be written"):
        write_projection(tmp_path / "file", teaching.figures, teaching.named, None)


def test_charts__svg__well_formed_with_units_and_labels_and_the_same_again(
    tmp_path: Path, teaching: Projection
) -> None:
    names = draw_projection(tmp_path / "a", teaching, "svg")
    assert names == [
        "cash-flows-base.svg", "balances.svg", "coverage.svg", "fan.svg", "yields.svg",
    ]  # fmt: skip
    draw_projection(tmp_path / "b", teaching, "svg")
    for name in names:
        text = (tmp_path / "a" / name).read_text(encoding="utf-8")
        assert ElementTree.fromstring(text).tag.endswith("svg")
        assert text == (tmp_path / "b" / name).read_text(encoding="utf-8"), name
    coverage = (tmp_path / "a" / "coverage.svg").read_text(encoding="utf-8")
    assert "coverage, times" in coverage and "coverage-low: 1.4x" in coverage


def test_charts__png__of_a_stress(tmp_path: Path) -> None:
    figures = desk("hi-fi-ii", periods=12).stress(rung=200_000)
    for name in draw_stress(tmp_path, figures, "png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_charts__of_a_deal_that_owes_nothing__cash_flows_alone(tmp_path: Path) -> None:
    given = assume(invoices=[{"step": "expenses", "amount": "130,000"}])
    found = Desk(load_terms(DEALS / "mills.yaml"), given, ROOT).project()
    assert draw_projection(tmp_path, found, "svg") == ["cash-flows-base.svg"]


def test_charts__without_matplotlib__says_how_to_get_it(
    tmp_path: Path, teaching: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(NoChartsError, match="matplotlib is not installed"):
        draw_projection(tmp_path, teaching, "svg")
