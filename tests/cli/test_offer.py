# SPDX-License-Identifier: Apache-2.0
"""``regalia offer``, ``subscribe`` and ``refund``: a primary sale from the command line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from regalia.chain.devnet import devnet
from tests.cli.market_desk import CASH, PASSWORD, WINDOW_ENDS, Captured, MarketDesk, printed, refusal, set_up
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.support.devnet import undone
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarketDesk]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield set_up(chain, tmp_path_factory.mktemp("sale"))


@pytest.fixture
def sale(opened: MarketDesk) -> Iterator[MarketDesk]:
    with undone(opened.life.chain):
        yield opened


def bids(sale: MarketDesk) -> None:
    """Senior over-subscribed at 8.25%, of which each gets half there; the rest placed at level 0."""
    sale.bid("senior_investor", "senior", 800, 0)
    sale.bid("buyer", "senior", 200, 1)
    sale.bid("senior_investor", "senior", 200, 1)
    sale.bid("mezzanine_investor", "mezzanine", 500)
    sale.bid("buyer", "junior", 95)


def test_show__window_open__levels_demand_and_how_it_would_clear(sale: MarketDesk, capsys: Captured) -> None:
    bids(sale)
    assert sale.run("offer", "show") == 0
    out = capsys.readouterr().out
    assert "Market deal: offered" in out
    assert "senior: bids of a coupon, 1,000 of 1,000 units for sale" in out
    assert ["1", "8.25%", "100.00", "400"] in [line.split() for line in out.splitlines()]
    assert "as things stand it clears at level 1, 8.25% and 100.00 tUSD: 1,000 units placed" in out
    assert "for institutional, originator" in out
    assert "junior: fixed price, 95 of 100 units for sale, 5 are retained" in out


def test_show__as_json__the_same_figures(sale: MarketDesk, capsys: Captured) -> None:
    bids(sale)
    assert sale.run("offer", "show", "--json") == 0
    found = printed(capsys)
    senior, mezzanine, _ = found["tranches"]
    assert (found["status"], found["deadline"], found["waiting"]) == (
        "offered",
        sale.life.offering.functions.window().call()[1],
        [],
    )
    assert senior["levels"][1] == {"level": 1, "coupon": "8.25%", "price": "100.000000", "units": 400}
    assert senior["clearing"] == {"level": 1, "placed": 1_000, "available": 200, "demand": 400, "reaches_minimum": True}
    assert (mezzanine["kind"], mezzanine["levels"][10]["price"], mezzanine["lot"]) == ("price-bids", "45.000000", 10)


@pytest.mark.parametrize(
    ("words", "level", "cost"),
    [
        (("--tranche", "senior", "--units", "20", "--at", "8.5%"), 2, 2_000),
        (("--tranche", "senior", "--units", "20", "--level", "4"), 4, 2_000),
        (("--tranche", "junior", "--units", "3"), 0, 30),
        (("--tranche", "junior", "--units", "3", "--price", "10"), 0, 30),
    ],
)
def test_subscribe__with_a_coupon_a_price_or_a_level__bid_and_paid(
    sale: MarketDesk, capsys: Captured, words: tuple[str, ...], level: int, cost: int
) -> None:
    assert sale.run("subscribe", *words, *sale.by("senior_investor"), "--yes", "--json") == 0
    found = printed(capsys)
    assert (found["sent"], found["level"], found["cost"], len(found["transactions"])) == (
        True,
        level,
        f"{cost}.000000",
        2,
    )
    assert sale.cash("senior_investor") == CASH - cost * USD
    assert sale.life.offering.functions.demandAt({"senior": 0, "junior": 2}[words[1]], level).call() == int(words[3])


def test_subscribe__bid_of_a_price__paid_at_it(sale: MarketDesk, capsys: Captured) -> None:
    words = ["--tranche", "mezzanine", "--units", "10", "--price", "49.50"]
    assert sale.run("subscribe", *words, *sale.by("mezzanine_investor"), "--yes") == 0
    out = capsys.readouterr().out
    assert "now paid: 495.00 tUSD" in out and "price at most 49.50 tUSD a unit" in out and "transaction 0x" in out
    assert sale.life.offering.functions.demandAt(1, 1).call() == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tranche", "senior", "--units", "20", "--at", "8.3%"), "the nearest: 8.25% (level 1) and 8.5% (level 2)"),
        (("--tranche", "senior", "--units", "20", "--at", "9.5%"), "the nearest: 9% (level 4)"),
        (("--tranche", "senior", "--units", "20", "--level", "5"), "senior has levels 0 to 4"),
        (("--tranche", "senior", "--units", "20", "--price", "99"), "costs 100.00 tUSD a unit whatever the coupon"),
        (("--tranche", "mezzanine", "--units", "10", "--price", "49.75"), "49.50 tUSD (level 1)"),
        (("--tranche", "mezzanine", "--units", "10", "--at", "9%"), "is offered at a price that is bid"),
        (("--tranche", "senior", "--units", "15", "--level", "0"), "Offering_NotInLots(lot=10, units=15)"),
        (
            ("--tranche", "senior", "--units", "1,010", "--level", "0"),
            "Offering_TooManyUnits(offered=1000, wanted=1010)",
        ),
        (("--tranche", "mezzanine", "--units", "10", "--level", "0"), "class is not admitted to this tranche"),
        (("--tranche", "equity", "--units", "10"), "'equity' is not one of junior, mezzanine, senior"),
    ],
)
def test_subscribe__not_as_offered__reason_named_and_nothing_sent(
    sale: MarketDesk, capsys: Captured, words: tuple[str, ...], told: str
) -> None:
    before = sale.sent
    assert sale.run("subscribe", *words, *sale.by("senior_investor"), "--yes") == 1
    assert told in refusal(capsys)
    assert sale.sent == before


def test_subscribe__dry_run_of_somebody_not_admitted__reason_without_a_key(sale: MarketDesk, capsys: Captured) -> None:
    words = ["--tranche", "junior", "--units", "10", "--from", key_of("outsider").address, "--dry-run"]
    assert sale.run("subscribe", *words) == 1
    assert "the receiver is not an eligible investor" in refusal(capsys)


def test_subscribe__dry_run_that_goes_through__says_so_and_sends_nothing(sale: MarketDesk, capsys: Captured) -> None:
    before = sale.sent
    words = ["--tranche", "junior", "--units", "10", "--from", key_of("buyer").address, "--dry-run"]
    assert sale.run("subscribe", *words) == 0
    assert "it would go through; nothing was sent" in capsys.readouterr().out
    assert sale.run("subscribe", *words, "--json") == 0
    found = printed(capsys)
    assert (found["sent"], found["transactions"], sale.sent) == (False, [], before)


@pytest.mark.parametrize(("when", "told"), [(WINDOW_ENDS + 60, "Offering_Ended")])
def test_subscribe__window_over__named(sale: MarketDesk, capsys: Captured, when: int, told: str) -> None:
    sale.warp(when)
    assert sale.run("subscribe", "--tranche", "junior", "--units", "1", *sale.by("buyer"), "--yes") == 1
    assert told in refusal(capsys)


def test_subscribe__too_little_money__both_amounts_named(sale: MarketDesk, capsys: Captured) -> None:
    buyer = key_of("buyer")
    sale.life.send(sale.life.cash.functions.transfer(sale.life.anybody, CASH - 5 * USD), buyer)
    assert sale.run("subscribe", "--tranche", "junior", "--units", "1", *sale.by("buyer"), "--dry-run") == 1
    assert "holds 5.00 tUSD, 1 units of junior cost 10.00 tUSD" in refusal(capsys)


@pytest.mark.parametrize("answer", [True, False])
def test_subscribe__asked_first__sent_only_after_yes(
    sale: MarketDesk, monkeypatch: pytest.MonkeyPatch, capsys: Captured, answer: bool
) -> None:
    asked: list[tuple[str, bool]] = []

    def confirm(question: str, default: bool) -> bool:
        asked.append((question, default))
        return answer

    monkeypatch.setattr(click, "confirm", confirm)
    before = sale.sent
    code = sale.run("subscribe", "--tranche", "junior", "--units", "1", *sale.by("buyer"))
    assert (code, asked, sale.sent - before) == (
        (0, [("Bid? It binds.", False)], 2) if answer else (1, [("Bid? It binds.", False)], 0)
    )
    assert ("nothing was sent" in capsys.readouterr().out) is not answer


def test_subscribe__nobody_there_to_answer__interrupted_and_nothing_sent(
    sale: MarketDesk, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = sale.sent
    assert sale.run("subscribe", "--tranche", "junior", "--units", "1", *sale.by("buyer")) == 130
    assert "interrupted" in capsys.readouterr().err and sale.sent == before


def test_subscribe__json_without_yes__usage_error(sale: MarketDesk, capsys: Captured) -> None:
    assert sale.run("subscribe", "--tranche", "junior", "--units", "1", *sale.by("buyer"), "--json") == 2
    assert "--json goes with --yes or --dry-run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "password", "told"),
    [
        ("nobody.json", PASSWORD, "No such file"),
        ("password", PASSWORD, "it is not JSON"),
        ("buyer.json", "wrong", "the password does not open it"),
    ],
)
def test_subscribe__keystore_that_does_not_open__told_without_the_password(
    sale: MarketDesk, tmp_path: Path, capsys: Captured, file: str, password: str, told: str
) -> None:
    (tmp_path / "password").write_text(password, encoding="utf-8")
    words = ["--keystore", sale.file(file), "--password-file", str(tmp_path / "password"), "--yes"]
    assert sale.run("subscribe", "--tranche", "junior", "--units", "1", *words) == 1
    error = refusal(capsys)
    assert told in error and password not in error


def test_subscribe__no_account_or_two__usage_error(sale: MarketDesk, capsys: Captured) -> None:
    words = ["subscribe", "--tranche", "junior", "--units", "1"]
    assert sale.run(*words) == 2
    assert sale.run(*words, "--from", key_of("buyer").address) == 2
    assert "--from goes with --dry-run" in capsys.readouterr().err


def test_subscribe__with_a_permit__one_transaction(sale: MarketDesk, capsys: Captured) -> None:
    words = ["subscribe", "--tranche", "junior", "--units", "1", "--permit", *sale.by("buyer")]
    assert sale.run(*words, "--dry-run") == 0
    capsys.readouterr()
    before = sale.sent
    assert sale.run(*words, "--yes", "--json") == 0
    assert len(printed(capsys)["transactions"]) == 1 and sale.sent == before + 1
    assert sale.life.offering.functions.demandAt(2, 0).call() == 1


def test_close__before_and_after_the_window__refused_then_closed(sale: MarketDesk, capsys: Captured) -> None:
    bids(sale)
    assert sale.run("offer", "close", *sale.by("outsider"), "--yes") == 1
    assert "Offering_NotEnded" in refusal(capsys)
    sale.warp(WINDOW_ENDS + 60)
    assert sale.run("offer", "close", *sale.by("outsider"), "--yes", "--json") == 0
    assert printed(capsys)["sent"] is True
    assert sale.run("offer", "show") == 0
    out = capsys.readouterr().out
    assert "closed on" in out and "cleared at level 1, 8.25%" in out and "1,000 units wait to be collected" in out
    assert "bids with something to be collected: 5" in out


def test_refund__after_closing__units_and_change_of_each_bid(sale: MarketDesk, capsys: Captured) -> None:
    bids(sale)
    assert sale.run("refund", *sale.by("senior_investor"), "--yes") == 1
    assert "waits for closing (the window is open)" in refusal(capsys)
    sale.warp(WINDOW_ENDS + 60)
    assert sale.run("offer", "close", *sale.by("outsider"), "--yes") == 0
    capsys.readouterr()
    assert sale.run("refund", *sale.by("outsider"), "--for", key_of("senior_investor").address, "--yes", "--json") == 0
    found = printed(capsys)
    assert [bid["outcome"] for bid in found["bids"]] == ["800 units", "100 units, and 10,000.00 tUSD back"]
    assert [bid["action"] for bid in found["bids"]] == ["collect", "collect"]
    assert (sale.units("senior", "senior_investor"), sale.cash("senior_investor")) == (900, CASH - 90_000 * USD)
    assert sale.run("refund", *sale.by("senior_investor"), "--yes") == 1
    assert "nothing can be collected now: settled" in refusal(capsys)


def test_refund__offering_lapsed__money_back(sale: MarketDesk, capsys: Captured) -> None:
    sale.bid("buyer", "junior", 95)
    sale.warp(WINDOW_ENDS + 60)
    assert sale.run("offer", "close", *sale.by("buyer"), "--dry-run") == 1
    assert "Offering_MinimumNotMet" in refusal(capsys)
    assert sale.run("refund", "--tranche", "junior", *sale.by("buyer"), "--yes") == 0
    assert "950.00 tUSD back" in capsys.readouterr().out and sale.cash("buyer") == CASH
    assert sale.run("refund", *sale.by("buyer"), "--yes") == 1
    assert "paid back" in refusal(capsys)


def test_refund__who_can_hold_no_more__change_paid_and_units_wait_then_taken_up(
    sale: MarketDesk, capsys: Captured
) -> None:
    bids(sale)
    sale.warp(WINDOW_ENDS + 60)
    assert sale.run("offer", "close", *sale.by("outsider"), "--yes") == 0
    registry = sale.life.contract("InvestorRegistry", sale.life.platform.registry)
    sale.life.send(registry.functions.remove(key_of("buyer").address), sale.life.chain.accounts[0])
    capsys.readouterr()
    assert sale.run("refund", "--tranche", "senior", *sale.by("buyer"), "--yes") == 0
    out = capsys.readouterr().out
    assert "10,000.00 tUSD back; the units wait: the receiver is not an eligible investor" in out
    take = ["--tranche", "senior", "--level", "1", "--place", "0", *sale.by("senior_investor"), "--yes"]
    assert sale.run("offer", "take-up", *take) == 1
    assert "Offering_TooEarly" in refusal(capsys)
    sale.warp(WINDOW_ENDS + 11 * DAY)
    assert sale.run("offer", "take-up", *take, "--json") == 0
    found = printed(capsys)
    assert (found["units"], found["cost"], sale.units("senior", "senior_investor")) == (100, "10000.000000", 100)


def test_refund__of_nobody__told(sale: MarketDesk, capsys: Captured) -> None:
    assert sale.run("refund", *sale.by("outsider"), "--yes") == 1
    assert "there is none" in refusal(capsys)


def test_move_bid__wallet_closed_as_lost__the_other_wallet_gets_what_comes_of_it(
    sale: MarketDesk, capsys: Captured
) -> None:
    """The outsider's wallet becomes a further one of the buyer's investor, whose own is closed."""
    bids(sale)
    where = ["--tranche", "senior", "--level", "1", "--place", "0", *sale.by("outsider")]
    assert sale.run("offer", "move-bid", *where, "--dry-run") == 1
    assert "Offering_NotYourBid" in refusal(capsys)
    registry = sale.life.contract("InvestorRegistry", sale.life.platform.registry).functions
    lost, fresh = key_of("buyer").address, key_of("outsider").address
    sale.life.send(registry.addWallet(fresh, lost), sale.life.chain.accounts[0])
    sale.life.send(registry.closeWallet(lost), sale.life.chain.accounts[0])
    assert sale.run("offer", "move-bid", *where, "--yes", "--json") == 0
    assert printed(capsys)["from"] == lost
    sale.warp(WINDOW_ENDS + 60)
    assert sale.run("offer", "close", *sale.by("senior_investor"), "--yes") == 0
    capsys.readouterr()
    assert sale.run("refund", "--tranche", "senior", *sale.by("outsider"), "--yes") == 0
    assert sale.units("senior", "outsider") == 100
