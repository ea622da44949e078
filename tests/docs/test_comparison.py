# SPDX-License-Identifier: Apache-2.0
"""The gas in ``docs/comparison.md`` is what ``bench/gas.json`` has, put there by the generator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import ROOT
from tools.docs.__main__ import main
from tools.docs.comparison import MEASURED, PAGE, PEERS, fill_page, filled_page, gas_table
from tools.docs.errors import PageError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for place in (PAGE, PEERS, MEASURED):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes((ROOT / place).read_bytes())
    return tmp_path


def test_page__as_committed__is_as_measured() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert filled_page(page, gas_table(ROOT)) == page


def test_table__every_operation__ours_and_each_peer_s_figure() -> None:
    measured = json.loads((ROOT / MEASURED).read_text(encoding="utf-8"))
    rows = gas_table(ROOT).splitlines()[2:]
    operations = yaml.safe_load((ROOT / PEERS).read_text(encoding="utf-8"))["operations"]
    assert len(rows) == len(operations) == 9
    for row, operation in zip(rows, operations, strict=True):
        assert f"| {measured[operation['key']]:,} |" in row
        assert all(f"{peer['gas']:,}" in row for peer in operation["peers"])


def test_fill__gas_was_measured_anew__page_follows_once(copy: Path) -> None:
    measured = json.loads((copy / MEASURED).read_text(encoding="utf-8"))
    (copy / MEASURED).write_text(json.dumps({**measured, "dvp_fill": 12_345}), encoding="utf-8")
    assert fill_page(copy) is True
    assert "| 12,345 |" in (copy / PAGE).read_text(encoding="utf-8")
    assert fill_page(copy) is False


def test_fill__not_measured_or_no_marks__refused_and_page_unchanged(copy: Path) -> None:
    page = (copy / PAGE).read_bytes()
    (copy / MEASURED).write_text("{}", encoding="utf-8")
    with pytest.raises(PageError, match=r"peers.yaml: key: transfer_existing is not measured in bench/gas.json"):
        fill_page(copy)
    assert (copy / PAGE).read_bytes() == page
    with pytest.raises(PageError, match="must be there, in this order"):
        filled_page("# nothing", "table")


def test_command__refused__in_words_and_code(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / MEASURED).write_text("{}", encoding="utf-8")
    assert main(["figures"], copy) == 1
    assert capsys.readouterr().err.startswith("error: tools/docs/peers.yaml: key:")
    assert main(["figurs"], copy) == 2
