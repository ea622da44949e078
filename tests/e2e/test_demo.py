# SPDX-License-Identifier: Apache-2.0
"""The demo, run as a command; its figures held against the printed reports of the trust."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from regalia.demo.issuing import Stage
from regalia.demo.run import hold
from regalia.demo.running import RunningDeal
from tests.e2e.command import regalia
from tests.mills import REPORTS

pytestmark = pytest.mark.devnet

QUARTERS = 6
DEALS = {"mills": QUARTERS, "mills-notes": QUARTERS, "patents": 3}
"""Payment dates of each."""


@pytest.fixture(scope="module")
def trust(figures: dict[str, Any]) -> dict[str, Any]:
    return dict(next(deal for deal in figures["deals"] if deal["deal"] == "mills"))


@pytest.fixture(scope="module")
def notes(figures: dict[str, Any]) -> dict[str, Any]:
    return dict(next(deal for deal in figures["deals"] if deal["deal"] == "mills-notes"))


def test_demo__trust__distributions_equal_the_printed_reports(trust: dict[str, Any]) -> None:
    paid = {period["period"]: Decimal(period["distributed"]["units"]) for period in trust["periods"]}
    printed = {number: Decimal(report["distributed"]) for number, report in REPORTS.items() if number >= 237}
    assert paid == printed


def test_demo__trust__reserve_as_printed(trust: dict[str, Any]) -> None:
    held = {period["period"]: Decimal(period["escrow"]["reserve"]) for period in trust["periods"]}
    printed = {number: Decimal(r.get("to_reserve", 0)) for number, r in REPORTS.items() if number >= 237}
    assert held == printed


def test_demo__trust__deficit_quarter_is_visible(trust: dict[str, Any]) -> None:
    deficit = next(period for period in trust["periods"] if period["period"] == 240)
    assert Decimal(deficit["steps"][0]["shortfall"]) == 277_422 - 241_778
    assert Decimal(deficit["distributed"]["units"]) == 0


def test_demo__notes__deficit_quarter_draws_on_the_reserve(notes: dict[str, Any]) -> None:
    deficit = notes["periods"][3]
    senior = next(step for step in deficit["steps"] if step["step"] == "senior-interest")
    assert Decimal(senior["drawn"]) == Decimal(senior["paid"]) > 0


@pytest.mark.parametrize("name", DEALS)
def test_demo__every_quarter__cash_in_is_cash_out_and_what_is_held(figures: dict[str, Any], name: str) -> None:
    deal = next(deal for deal in figures["deals"] if deal["deal"] == name)
    assert len(deal["periods"]) == DEALS[name]
    royalties = Decimal(0)
    for period in deal["periods"]:
        royalties += Decimal(period["received"]) + Decimal(period["forfeited_bonds"])
        assert Decimal(period["cash_in"]) == Decimal(deal["proceeds"]) + royalties
        assert Decimal(period["cash_in"]) == Decimal(period["cash_out"]) + Decimal(period["escrow_balance"])
        assert sum(map(Decimal, period["escrow"].values())) == Decimal(period["escrow_balance"])
        assert Decimal(period["escrow"]["carried fractions"]) < Decimal("0.00001")


def test_demo__notes__a_dispute_without_ground_costs_its_bond(notes: dict[str, Any]) -> None:
    assert [Decimal(period["forfeited_bonds"]) for period in notes["periods"]] == [0, 0, 0, 500, 0, 0]


@pytest.mark.parametrize("name", DEALS)
def test_demo__stranger__compared_much_and_found_nothing(figures: dict[str, Any], name: str) -> None:
    verification = next(deal for deal in figures["deals"] if deal["deal"] == name)["verification"]
    assert verification["differences"] == []
    assert verification["comparisons"] > 200


@pytest.mark.parametrize("name", DEALS)
def test_demo__left_behind__statements_reports_record_and_log(figures: dict[str, Any], out: Path, name: str) -> None:
    folder = out / name
    assert (folder / "index.html").is_file()
    assert (folder / "record.json").is_file()
    assert (folder / "transactions.csv").is_file()
    assert len(list((folder / "distribution").glob("*.csv"))) == DEALS[name]
    assert len(list((folder / "distribution").glob("*.html"))) == DEALS[name]
    assert len(list((folder / "statements").glob("*.html"))) >= 3


def test_demo__out_can_t_be_written__refused_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    done = regalia("demo", "--json", "--out", str(tmp_path / "file" / "out"))
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(done.stderr)["error"]["name"] == "RecordWriteError"


def test_keep__nobody_there_to_press_enter__goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    chain = SimpleNamespace(url="http://127.0.0.1:1")
    deal = SimpleNamespace(record_path=Path("record.json"), terms_path=Path("deal.yaml"))
    people = SimpleNamespace(wallets={"freezer": "0xF1"})
    hold(cast(Stage, SimpleNamespace(chain=chain, cast=people)), [cast(RunningDeal, deal)])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "regalia verify --record record.json --rpc http://127.0.0.1:1 --terms deal.yaml" in printed.err
    assert "  0xF1  freezer\n" in printed.err
    assert "--network ethereum:local:http://127.0.0.1:1\n" in printed.err


def test_demo__no_chain_program__says_what_to_do_and_leaves_nothing(tmp_path: Path) -> None:
    done = regalia("demo", "--fast", "--out", str(tmp_path / "out"), env={"REGALIA_ANVIL": str(tmp_path / "none")})
    assert done.returncode == 1
    assert "REGALIA_ANVIL" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_demo__refused_sale__code_and_words_of_the_chain(notes: dict[str, Any]) -> None:
    refusal = notes["acts"]["refused_sale"]
    assert (refusal["code"], refusal["reason"]) == (12, "the receiver's country is not admitted to this tranche")


def test_demo__halt__refuses_a_sale_and_ends_without_a_transaction(notes: dict[str, Any]) -> None:
    assert notes["acts"]["halt"]["refused"] == 1
    assert notes["acts"]["halt"]["transactions_until_its_end"] == 0


def test_demo__freeze_over_a_payment_date__earned_all_the_same_and_claimed_net(notes: dict[str, Any]) -> None:
    """The only mezzanine holder: 12% a year on 250,000 for a quarter, a tenth of which is tax."""
    freeze, period = notes["acts"]["freeze"], notes["periods"][2]
    assert Decimal(freeze["earned"]) == Decimal(period["distributed"]["mezzanine"]) == 250_000 * 12 // 400
    assert (Decimal(freeze["tax"]), Decimal(freeze["claimed"])) == (Decimal(750), Decimal(6_750))
    assert not any(who.startswith("mezzanine_investor") for who in period["claimed"])


def test_demo__lost_key__units_and_five_quarters_of_income_recovered(notes: dict[str, Any]) -> None:
    """3,000 of 8,000 units for two payment dates, 4,000 for three. Whenever units move, what they earned is rounded down to a millionth."""
    recovered = notes["acts"]["recovery"]["senior"]
    paid = [Decimal(period["distributed"]["senior"]) for period in notes["periods"]]
    earned = sum(paid[:2], Decimal(0)) * 3_000 / 8_000 + sum(paid[2:5], Decimal(0)) * 4_000 / 8_000
    assert recovered["units"] == 4_000
    assert earned - Decimal("0.000002") < Decimal(recovered["income"]) <= earned
    last = notes["periods"][5]
    gross = Decimal(last["claimed"]["senior_investor_2 (senior)"]) + Decimal(
        last["tax_withheld"]["senior_investor_2 (senior)"]
    )
    assert earned + paid[5] / 2 - Decimal("0.000003") < gross <= earned + paid[5] / 2


def test_demo__tax__a_tenth_of_every_taxed_claim_and_all_of_it_withdrawn_by_the_authority(
    notes: dict[str, Any],
) -> None:
    withheld = Decimal(0)
    for number, period in enumerate(notes["periods"]):
        for who, tax in period["tax_withheld"].items():
            gross = Decimal(period["claimed"][who]) + Decimal(tax)
            assert gross / 10 - Decimal("0.000001") < Decimal(tax) <= gross / 10
            withheld += Decimal(tax)
        if number == 3:
            withheld += Decimal(notes["acts"]["freeze"]["tax"])
        last = number == QUARTERS - 1
        assert Decimal(period["tax_owed"]) == (0 if last else withheld)
    assert Decimal(notes["periods"][-1]["claimed"]["tax-authority"]) == withheld


def test_demo__tax__institutional_investors_and_the_trust_pay_none(
    notes: dict[str, Any], trust: dict[str, Any]
) -> None:
    for period in notes["periods"]:
        assert "senior_investor_1 (senior)" in period["claimed"]
        assert "senior_investor_1 (senior)" not in period["tax_withheld"]
    assert not any(period["tax_withheld"] for period in trust["periods"])


def test_demo__book_of_coupons__one_rate_found_and_paid(notes: dict[str, Any]) -> None:
    """Bids of 4,000 at 8%, 2,000 at 8.25% and 4,000 at 8.5% for 8,000 units: 8.5% a year on 800,000, for the 80 days to 20 March."""
    assert Decimal(notes["sale"]["senior"]["coupon"]) == Decimal("8.5")
    assert notes["sale"]["senior"]["placed"] == 8_000
    first = next(step for step in notes["periods"][0]["steps"] if step["step"] == "senior-interest")
    exactly = 800_000 * Decimal("0.085") * 80 / 360
    assert exactly - Decimal("0.000001") < Decimal(first["due"]) <= exactly


def test_demo__sales_at_the_desk__an_early_order_is_void_and_a_new_one_filled(notes: dict[str, Any]) -> None:
    assert [(sale["units"], sale["before"]) for sale in notes["trades"]] == [(1_000, False), (500, True)]
    assert notes["trades"][0]["early_order"] == "SettlementDesk_IncomeDistributed"


def test_demo__resolution__the_successor_is_paid(notes: dict[str, Any]) -> None:
    resolution = notes["acts"]["resolution"]
    assert resolution["payee"] == "servicer"
    later = notes["periods"][2]
    fee = next(step for step in later["steps"] if step["step"] == "servicer-fee")
    assert Decimal(later["claimed"]["servicer"]) == Decimal(fee["paid"]) > 0
