# SPDX-License-Identifier: Apache-2.0
"""``regalia trade``: orders signed, checked, filled and cancelled, and a sale in two steps, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from regalia.chain.devnet import devnet
from regalia.cli import main as entry
from regalia.market.order_file import read_order
from tests.cli.market_desk import CASH, Captured, MarketDesk, printed, refusal, sell, set_up
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.support.devnet import undone
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet
BUYER, SELLER = key_of("buyer"), key_of("senior_investor")
HELD = 800


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarketDesk]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        desk = set_up(chain, tmp_path_factory.mktemp("trade"))
        sell(desk)
        assert sign(desk, desk.file("order.json")) == 0
        yield desk


@pytest.fixture
def desk(sold: MarketDesk) -> Iterator[MarketDesk]:
    with undone(sold.life.chain):
        yield sold


def sign(desk: MarketDesk, path: str, *more: str, by: str = "senior_investor", side: str = "--sell") -> int:
    """An order for 100 senior units at 101.50, allowed for, in a file."""
    words = ["--tranche", "senior", side, "100", "--price", "101.50", "--min-fill", "10", "--out", path, "--allow"]
    return desk.run("trade", "sign", *words, *more, *desk.by(by), "--yes")


def signed(desk: MarketDesk) -> str:
    """Such an order by the senior investor."""
    return desk.file("order.json")


def income(desk: MarketDesk) -> None:
    """The first payment date: interest is distributed."""
    desk.life.pay(30_000)
    desk.life.execute(desk.life.report(1, 30_000, []))


def codes(found: dict[str, list[dict[str, str]]]) -> list[str]:
    return [reason["code"] for reason in found["reasons"]]


def test_sign_check_fill__by_a_buyer__units_against_money(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    path = str(tmp_path / "order.json")
    assert sign(desk, path) == 0
    out = capsys.readouterr().out
    assert "sells 100 units of senior at 101.50 tUSD a unit, 10,150.00 tUSD in all" in out and f"file: {path}" in out
    assert desk.run("trade", "check", path) == 0
    assert "it can be filled now, for 100 of the 100 units that are left" in capsys.readouterr().out
    before, cash = desk.sent, desk.cash("buyer")
    assert desk.run("trade", "fill", path, "--units", "40", *desk.by("buyer"), "--dry-run") == 0
    assert "nothing was sent (--dry-run)" in capsys.readouterr().out and desk.sent == before
    assert desk.run("trade", "fill", path, "--units", "40", *desk.by("buyer"), "--yes", "--json") == 0
    found = printed(capsys)
    assert (found["sent"], found["units"], found["pays"], len(found["transactions"])) == (True, 40, "4060.000000", 2)
    assert (desk.units("senior", "buyer"), cash - desk.cash("buyer")) == (240, 4_060 * USD)
    assert desk.run("trade", "check", path, "--json") == 0
    assert printed(capsys)["left"] == 60


def test_fill__with_a_permit_of_units__sold_into_a_bid_in_one_transaction(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    path = str(tmp_path / "order.json")
    assert sign(desk, path, by="buyer", side="--buy") == 0
    capsys.readouterr()
    assert desk.run("trade", "fill", path, "--permit", *desk.by("senior_investor"), "--yes", "--json") == 0
    assert len(printed(capsys)["transactions"]) == 1
    assert (desk.units("senior", "buyer"), desk.units("senior", "senior_investor")) == (300, HELD - 100)


def test_sign__second_order__the_next_place_of_the_same_word(desk: MarketDesk, tmp_path: Path) -> None:
    words = ["--tranche", "senior", "--sell", "5", "--price", "99", "--out", str(tmp_path / "second.json")]
    assert desk.run("trade", "sign", *words, "--beside", str(desk.place), *desk.by("senior_investor"), "--yes") == 0
    first, second = (read_order(path).order.nonce for path in (desk.place / "order.json", tmp_path / "second.json"))
    assert (first.place, second.place, first.word == second.word) == (0, 1, True)


@pytest.mark.parametrize(
    ("by", "words", "told"),
    [
        ("senior_investor", ["--tranche", "senior", "--sell", "801"], "seller-units: the seller holds 800 units"),
        ("outsider", ["--tranche", "senior", "--buy", "10"], "transfer:receiver-eligible"),
        ("senior_investor", ["--tranche", "mezzanine", "--buy", "10"], "transfer:class"),
        ("mezzanine_investor", ["--tranche", "mezzanine", "--sell", "5"], "transfer:denomination"),
        ("senior_investor", ["--tranche", "senior", "--sell", "10", "--expires", "2023-12-31"], "expired"),
        (
            "senior_investor",
            ["--tranche", "senior", "--sell", "10", "--venue", BUYER.address, "--fee", "0.3%"],
            "the venue takes 3000 ppm, the deal allows 2500 ppm",
        ),
        ("buyer", ["--tranche", "senior", "--buy", "100,000"], "buyer-cash"),
    ],
)
def test_sign__what_could_not_be_filled__reason_named_and_nothing_written(
    desk: MarketDesk, tmp_path: Path, capsys: Captured, by: str, words: list[str], told: str
) -> None:
    out = tmp_path / "order.json"
    assert desk.run("trade", "sign", *words, "--price", "50", "--out", str(out), *desk.by(by), "--yes") == 1
    assert told in refusal(capsys) and not out.exists()


def test_sign__anyway__signed_for_a_time_to_come_and_said_so(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "order.json"
    words = ["--tranche", "senior", "--sell", "801", "--price", "50", "--out", str(out), "--anyway"]
    assert desk.run("trade", "sign", *words, *desk.by("senior_investor"), "--yes", "--json") == 0
    assert codes(printed(capsys)) == ["seller-units"] and out.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--sell", "1", "--buy", "1", "--price", "5", "--out", "x"], "say --sell N or --buy N"),
        (["--sell", "1", "--price", "5"], "say where it goes"),
        (["--sell", "1", "--price", "0", "--out", "x"], "is not above zero"),
        (["--sell", "1", "--price", "5", "--out", "x", "--expires", "soon"], "'soon' is not 7d"),
        (["--sell", "1", "--price", "5", "--out", "x", "--to", "0x12"], "is not an address"),
    ],
)
def test_sign__wrongly_asked__usage_error(desk: MarketDesk, capsys: Captured, words: list[str], told: str) -> None:
    assert desk.run("trade", "sign", "--tranche", "senior", *words, *desk.by("senior_investor"), "--yes") == 2
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error


def test_sign__person_says_no__nothing_written_or_sent(
    desk: MarketDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    before, out = desk.sent, tmp_path / "order.json"
    words = ["--tranche", "senior", "--sell", "5", "--price", "99", "--out", str(out), "--allow"]
    assert desk.run("trade", "sign", *words, *desk.by("senior_investor")) == 1
    assert "nothing was sent" in capsys.readouterr().out
    assert not out.exists() and desk.sent == before


def test_fill__income_distributed_since__void_for_good(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    path = str(tmp_path / "order.json")
    assert sign(desk, path, "--expires", "200d") == 0
    income(desk)
    before = desk.sent
    capsys.readouterr()
    assert desk.run("trade", "fill", path, *desk.by("buyer"), "--yes") == 1
    assert "income-distributed: income was distributed since it was signed" in refusal(capsys) and desk.sent == before
    assert desk.run("trade", "check", path, "--json") == 1
    assert codes(printed(capsys)) == ["income-distributed"]


@pytest.mark.parametrize(
    ("taker", "units", "told"),
    [
        ("outsider", "40", "transfer:receiver-eligible"),
        ("buyer", "5", "a fill is of at least 10 units, not 5"),
        ("buyer", "101", "100 units are left of it, fewer than 101"),
        ("senior_investor", "40", "maker and taker are the same wallet"),
    ],
)
def test_fill__not_as_the_order_says__reason_named_and_nothing_sent(
    desk: MarketDesk, capsys: Captured, taker: str, units: str, told: str
) -> None:
    before = desk.sent
    assert desk.run("trade", "fill", signed(desk), "--units", units, *desk.by(taker), "--yes") == 1
    assert told in refusal(capsys) and desk.sent == before


def test_fill__expired__named(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    path = signed(desk)
    desk.warp(desk.now + 8 * DAY)
    capsys.readouterr()
    assert desk.run("trade", "fill", path, *desk.by("buyer"), "--dry-run") == 1
    assert "expired: it expired after" in refusal(capsys)


def test_fill__tranche_halted__named(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    path = signed(desk)
    supervisor, admin = (
        desk.life.contract("Supervisor", desk.life.record.supervisor.address),
        desk.life.chain.accounts[0],
    )
    desk.life.send(supervisor.functions.grantRole(desk.life.chain.web3.keccak(text="HALTER_ROLE"), admin), admin)
    order = b"order 7".ljust(32, b"\0"), b"\1" * 32, "an inquiry"
    token = desk.life.token("senior").address
    desk.life.send(supervisor.functions.haltTranche(token, desk.now + DAY, *order), admin)
    capsys.readouterr()
    assert desk.run("trade", "fill", path, *desk.by("buyer"), "--yes") == 1
    assert "the supervisor has halted trading" in refusal(capsys)


def test_fill__order_of_a_token_that_is_none_of_the_deal_s__refused(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    path = Path(signed(desk))
    record = json.loads(desk.record.read_text(encoding="utf-8"))
    assert record["tokens"].pop("senior")["address"] == read_order(path).order.token
    other = tmp_path / "record.json"
    other.write_text(json.dumps(record), encoding="utf-8")
    capsys.readouterr()
    words = ["--record", str(other), "--rpc", desk.life.chain.url]

    assert entry.run(["trade", "fill", str(path), *words, *desk.by("buyer"), "--yes"]) == 1
    assert "no tranche of market has that token" in refusal(capsys)


def test_trade__record_without_a_desk__only_at_one_of_this_release(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    known = desk.life.record.settlement_desk
    assert known is not None
    record = json.loads(desk.record.read_text(encoding="utf-8")) | {"settlement_desk": None}
    older = tmp_path / "record.json"
    older.write_text(json.dumps(record), encoding="utf-8")
    words = [
        "trade",
        "cancel-all",
        "--record",
        str(older),
        "--rpc",
        desk.life.chain.url,
        *desk.by("buyer"),
        "--dry-run",
    ]
    assert entry.run(words) == 1
    assert "names no settlement desk" in refusal(capsys)
    assert entry.run([*words, "--desk", desk.life.record.deal.address]) == 1
    assert "is not that of this release's SettlementDesk" in refusal(capsys)
    assert entry.run([*words, "--desk", known.address]) == 0
    capsys.readouterr()
    assert desk.run("trade", "cancel-all", *desk.by("buyer"), "--dry-run", "--desk", desk.life.record.deal.address) == 1
    assert f"the record says {known.address}" in refusal(capsys)


def test_board__sign_onto_it_list_and_fill_by_hash(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    board = str(tmp_path / "board")
    for price in ("102", "101"):
        words = ["--tranche", "senior", "--sell", "10", "--price", price, "--board", board, "--allow"]
        assert desk.run("trade", "sign", *words, *desk.by("senior_investor"), "--yes") == 0
    path = str(tmp_path / "order.json")
    assert sign(desk, path, by="buyer", side="--buy") == 0
    assert desk.run("trade", "board", "--board", board, "--put", path) == 0
    capsys.readouterr()
    assert desk.run("trade", "board", "--board", board, "--check", "--json") == 0
    found = printed(capsys)
    fields = [order["fields"] for order in found["orders"]]
    assert [(order["side"], int(order["price"]) // USD) for order in fields] == [
        ("sell", 101),
        ("sell", 102),
        ("buy", 101),
    ]
    assert all(order["fillable"] for order in found["orders"])
    cheapest = found["orders"][0]["order"]
    assert desk.run("trade", "fill", cheapest, "--board", board, *desk.by("buyer"), "--yes") == 0
    assert desk.run("trade", "board", "--board", board, "--drop-dead", "--side", "sell") == 0
    out = capsys.readouterr().out
    assert "taken down: 1" in out and cheapest not in out.rpartition("tranche")[2]


def test_cancel__by_its_maker__nothing_more_is_filled(desk: MarketDesk, tmp_path: Path, capsys: Captured) -> None:
    path = signed(desk)
    capsys.readouterr()
    assert desk.run("trade", "cancel", path, *desk.by("buyer"), "--yes") == 1
    assert "Cancel with the account that signed it" in refusal(capsys)
    assert desk.run("trade", "cancel", path, *desk.by("senior_investor"), "--yes") == 0
    capsys.readouterr()
    assert desk.run("trade", "check", path) == 1
    assert "cancelled: the maker cancelled it (for good)" in capsys.readouterr().out


def test_cancel_all__of_a_maker__orders_of_that_epoch_are_over(
    desk: MarketDesk, tmp_path: Path, capsys: Captured
) -> None:
    path = signed(desk)
    assert desk.run("trade", "cancel-all", *desk.by("senior_investor"), "--yes") == 0
    capsys.readouterr()
    assert desk.run("trade", "check", path, "--json") == 1
    assert codes(printed(capsys)) == ["epoch"]


def instruct(desk: MarketDesk, capsys: Captured, *more: str) -> int:
    words = ["--tranche", "senior", "--to", BUYER.address, "--units", "50", "--price", "100", *more]
    assert desk.run("trade", "instruct", *words, *desk.by("senior_investor"), "--yes", "--json") == 0
    number: int = printed(capsys)["instruction"]
    return number


def test_instruct__paid_in_two_parts_and_settled__units_and_cash_change_hands(
    desk: MarketDesk, capsys: Captured
) -> None:
    number, cash = str(instruct(desk, capsys)), desk.cash("senior_investor")
    assert desk.run("trade", "pay-in", number, "--amount", "2,000", *desk.by("buyer"), "--yes") == 0
    capsys.readouterr()
    assert desk.run("trade", "settle", number, *desk.by("outsider"), "--yes") == 1
    assert "SettlementDesk_NotPaid(due=5000000000, paid=2000000000)" in refusal(capsys)
    assert desk.run("trade", "pay-in", number, "--permit", *desk.by("buyer"), "--yes", "--json") == 0
    assert (found := printed(capsys))["amount"] == "3000.000000" and len(found["transactions"]) == 1
    assert desk.run("trade", "settle", number, *desk.by("outsider"), "--yes") == 0
    assert (desk.units("senior", "buyer"), desk.cash("senior_investor") - cash) == (250, 5_000 * USD)


def test_instruct__deadline_passed_or_cancelled__cash_taken_back(desk: MarketDesk, capsys: Captured) -> None:
    before = desk.cash("buyer")
    first, second = (str(instruct(desk, capsys, "--until", "2d")) for _ in range(2))
    for number in (first, second):
        assert desk.run("trade", "pay-in", number, *desk.by("buyer"), "--yes") == 0
    assert desk.run("trade", "cancel", "--instruction", first, *desk.by("senior_investor"), "--yes") == 0
    assert desk.run("trade", "take-back", first, *desk.by("buyer"), "--yes") == 0
    capsys.readouterr()
    assert desk.run("trade", "take-back", second, *desk.by("buyer"), "--yes") == 1
    assert "SettlementDesk_NotReturnable" in refusal(capsys)
    desk.warp(desk.now + 3 * DAY)
    assert desk.run("trade", "take-back", second, *desk.by("buyer"), "--yes") == 0
    assert desk.cash("buyer") == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", key_of("outsider").address, "--units", "50"], "the receiver is not an eligible investor"),
        (["--to", BUYER.address, "--units", "801"], "holds 800 of senior"),
        (["--to", SELLER.address, "--units", "50"], "SettlementDesk_SameInvestor"),
    ],
)
def test_instruct__what_could_not_be_settled__named(
    desk: MarketDesk, capsys: Captured, words: list[str], told: str
) -> None:
    before = desk.sent
    assert (
        desk.run(
            "trade", "instruct", "--tranche", "senior", "--price", "100", *words, *desk.by("senior_investor"), "--yes"
        )
        == 1
    )
    assert told in refusal(capsys) and desk.sent == before


def test_pay_in__by_another_or_for_none__refused(desk: MarketDesk, capsys: Captured) -> None:
    number = str(instruct(desk, capsys))
    assert desk.run("trade", "pay-in", number, *desk.by("outsider"), "--yes") == 1
    assert "SettlementDesk_OnlyBuyer" in refusal(capsys)
    assert desk.run("trade", "pay-in", "7", *desk.by("buyer"), "--yes") == 1
    assert "SettlementDesk_NoInstruction(id=7)" in refusal(capsys)
    assert desk.cash("buyer") < CASH
