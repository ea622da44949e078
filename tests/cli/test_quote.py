# SPDX-License-Identifier: Apache-2.0
"""``regalia quote`` and the board as a service."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.cli import main as entry
from regalia.market.board_client import HttpBoard
from tests.cli.market_desk import Captured, MarketDesk, printed, sell, set_up
from tests.ledger.life import DAY, DECEMBER_2023
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarketDesk]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        desk = set_up(chain, tmp_path_factory.mktemp("quote"))
        sell(desk)
        yield desk


@pytest.fixture
def desk(sold: MarketDesk) -> Iterator[MarketDesk]:
    with undone(sold.life.chain):
        yield sold


def orders(desk: MarketDesk, board: Path) -> None:
    """A bid at 100.50 and an offer at 102."""
    for role, side, price in (("buyer", "--buy", "100.50"), ("senior_investor", "--sell", "102")):
        words = [
            "--tranche",
            "senior",
            side,
            "20",
            "--price",
            price,
            "--board",
            str(board),
            "--allow",
            "--expires",
            "90d",
        ]
        assert desk.run("trade", "sign", *words, *desk.by(role), "--yes") == 0


def test_quote__board_and_a_trade__bid_offer_last_accrued_and_yields(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    orders(desk, tmp_path)
    offered = next(name for name in tmp_path.glob("*.json") if '"sell"' in name.read_text(encoding="utf-8"))
    assert desk.run("trade", "fill", str(offered), "--units", "5", *desk.by("buyer"), "--yes") == 0
    desk.warp(DECEMBER_2023 + 45 * DAY)
    capsys.readouterr()
    words = [
        "--tranche",
        "senior",
        "--board",
        str(tmp_path),
        "--price",
        "101.01",
        "--flat",
        "10,000",
        "--periods",
        "40",
    ]
    assert desk.run("quote", *words) == 0
    out = capsys.readouterr().out
    shown = {cells[0]: cells[1:] for line in out.splitlines() if (cells := line.split())}
    assert shown["bid"][:3] == ["100.50", "20", "units,"] and shown["offer"][:3] == ["102.00", "15", "units,"]
    assert shown["last"][:3] == ["102.00", "5", "units"]
    assert "accrued since 2023-12-31, to 2024-02-14" in out and "arrears 0.00 tUSD a unit" in out
    assert desk.run("quote", *words, "--json") == 0
    found = printed(capsys)
    at_offer, at_par, at_bid = (float(found[at]["yield"]) for at in ("offer", "at", "bid"))
    assert at_offer < at_par < at_bid
    assert 0.083 < at_par < 0.087  # the coupon, compounded: accrued interest is paid for
    # 44 days of 30E/360 at 8.25% on 100 a unit
    assert found["accrued"]["interest"] == "1.008333333000"


def test_quote__of_a_deal_that_was_sold_at_another_coupon__yield_at_par_is_that_coupon(
    desk: MarketDesk, capsys: Captured
) -> None:
    assert (
        desk.run("quote", "--tranche", "senior", "--price", "100", "--flat", "10,000", "--periods", "40", "--json") == 0
    )
    found = printed(capsys)
    assert (found["bid"], found["offer"], found["last"]) == (None, None, None)
    assert 0.0825 < float(found["at"]["yield"]) < 0.088  # paid quarterly, and a first period that is short


def test_quote__nothing_to_project_from__accrued_alone_and_why(desk: MarketDesk, capsys: Captured) -> None:
    assert desk.run("quote", "--tranche", "mezzanine", "--price", "50") == 0
    out = capsys.readouterr().out
    assert "none: no payment is projected" in out and "nothing is projected: name receipts" in out
    assert "no board was named" in out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--tranche", "equity"], 1, "'equity' is not one of"),
        (["--tranche", "senior", "--board", "nowhere"], 1, "there is no folder nowhere"),
        (["--tranche", "senior", "--price", "-1"], 2, "is not above zero"),
        (["--tranche", "senior", "--flat", "some"], 1, "some"),
        (["--tranche", "senior", "--scenario", "base"], 2, "--scenario goes with --scenarios"),
    ],
)
def test_quote__wrongly_asked__named(
    desk: MarketDesk, capsys: Captured, words: list[str], code: int, told: str
) -> None:
    assert desk.run("quote", *words) == code
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error


def test_serve__a_folder_of_orders__orders_and_quotes_over_http(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    orders(desk, tmp_path)
    words = ["--record", str(desk.record), "--rpc", desk.life.chain.url, "--port", "0"]
    command = [sys.executable, "-m", "regalia", "trade", "serve", str(tmp_path), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            url = re.search(r"http://\S+", service.stdout.readline())
            assert url is not None
            token = desk.life.token("senior").address
            quote = HttpBoard(url[0]).quote(token)
            assert (quote["bid"]["price"], quote["offer"]["price"]) == ("100.500000", "102.000000")
            capsys.readouterr()
            assert desk.run("trade", "board", "--board", url[0], "--tranche", "senior", "--json") == 0
            assert len(printed(capsys)["orders"]) == 2
        finally:
            service.terminate()


def test_serve__node_without_a_record__usage_error(tmp_path: Path, capsys: Captured) -> None:
    assert entry.run(["trade", "serve", str(tmp_path), "--rpc", "http://127.0.0.1:1"]) == 2
    assert "--record and --rpc go together" in capsys.readouterr().err
