# SPDX-License-Identifier: Apache-2.0
"""One holder: statement, history, portfolio, yield, quote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regalia import Deal
from regalia.api.errors import NotAnAddressError, UnknownHolderError
from regalia.api.quoting import PriceError
from regalia.demo.sample import Sample
from regalia.domain.money import MoneyError
from regalia.projection.errors import ProjectionError
from regalia.reports.errors import ReportWriteError
from tests.api.rows import rows_of

pytestmark = pytest.mark.devnet

FLAT = {
    "receipts": {"kind": "flat", "amount": "250,000"},
    "periods": 12,
    "invoices": [{"step": "administration", "amount": "5,000"}],
}


def test_statement__of_a_buyer__adds_up(deal: Deal, sample: Sample) -> None:
    statement = deal.statement(sample.people["senior_investor_2"])
    (position,) = statement.positions
    assert (position.tranche, position.units) == ("senior", 3_750)
    assert (position.cost, position.bought_for) == (Decimal(300_000), Decimal(98_400))
    assert position.interest + position.principal == position.income == statement.income
    assert statement.unclaimed == statement.income - statement.claimed
    assert statement.name == "senior_investor_2"
    assert repr(statement).startswith("<Statement of senior_investor_2: 3,750 senior; income 129,269.347778, unclaimed")


def test_statement__as_a_table__runs_to_what_is_held(deal: Deal, sample: Sample) -> None:
    table = deal.statement(sample.people["senior_investor_2"]).to_frame()
    entries = [
        "subscription",
        "subscription",
        "issued",
        "issued",
        "paid back",
        "bought",
        "income",
        "transfer out",
        "income",
    ]
    assert list(table["entry"]) == entries
    assert table["units"].sum() == table["units_held"].iloc[-1] == 3_750
    assert table["cost"].sum() == 300_000
    assert table["income"].sum() == table["unclaimed"].iloc[-1]
    assert not len(table.select_dtypes("float").columns)


def test_statement__of_who_pays_tax__nets_it(deal: Deal, sample: Sample) -> None:
    statement = deal.statement(sample.people["mezzanine_investor"])
    table = statement.to_frame()
    assert statement.claimed == statement.income == Decimal("14166.666665")
    # 10% of each of two claims, rounded down
    assert statement.tax == Decimal("666.666666") + Decimal("750")
    assert table["net"].sum() == statement.claimed - statement.tax
    assert statement.unclaimed == 0


def test_statement__as_files__the_bytes_that_are_returned(deal: Deal, sample: Sample, tmp_path: Path) -> None:
    statement = deal.statement(sample.people["senior_investor_1"])
    assert (tmp_path / "s.csv").exists() is False
    assert statement.to_csv(tmp_path / "s.csv").encode() == (tmp_path / "s.csv").read_bytes()
    assert statement.to_html(tmp_path / "s.html").encode() == (tmp_path / "s.html").read_bytes()
    assert statement.to_csv().count("\r\n") == 1 + len(statement.to_frame())
    assert "Statement of senior_investor_1" in statement.to_html()
    assert statement.to_pdf(tmp_path / "s.pdf").read_bytes().startswith(b"%PDF-")


def test_statement__into_a_folder_that_is_not_there__leaves_nothing(deal: Deal, sample: Sample, tmp_path: Path) -> None:
    statement = deal.statement(sample.people["senior_investor_1"])
    with pytest.raises(ReportWriteError, match="can't be written"):
        statement.to_csv(tmp_path / "no" / "s.csv")
    assert list(tmp_path.iterdir()) == []


def test_history__of_a_holder__in_the_order_of_the_chain(deal: Deal, sample: Sample) -> None:
    history = deal.history(sample.people["senior_investor_1"])
    assert history["block"].is_monotonic_increasing
    sold = history[history["entry"] == "sold"].iloc[0]
    assert (sold["units"], sold["price"], sold["traded"]) == (-1_000, Decimal("98.4"), -98_400)
    assert sold["transaction"] == deal.trades()["transaction"][0]


def test_portfolio__of_a_holder__values_what_is_left(deal: Deal, sample: Sample) -> None:
    (row,) = rows_of(deal.portfolio(sample.people["senior_investor_1"]))
    assert (row.units, row.invested) == (4_000, 500_000 - 98_400)
    # 98.40 was paid before principal was repaid: the same share of what is outstanding
    assert row.value == Decimal("98.40") * 4_000 * Decimal("0.703841")
    assert row.last_price == Decimal("98.40")


def test_portfolio__of_units_never_traded__has_no_value(deal: Deal, sample: Sample) -> None:
    (row,) = rows_of(deal.portfolio(sample.people["mezzanine_investor"]))
    assert row.last_price is None and row.value is None
    assert row.outstanding == 250_000


def test_yield__of_interest_alone__by_hand(deal: Deal, sample: Sample) -> None:
    found = deal.yield_of(sample.people["mezzanine_investor"])
    assert [flow[:2] for flow in found.flows] == [
        (date(2023, 12, 16), Decimal(-250_000)),
        (date(2024, 3, 25), Decimal("6666.666665")),
        (date(2024, 6, 24), Decimal("7500.000000")),
    ]
    assert (found.worth, found.day) == (Decimal(250_000), date(2024, 6, 24))
    assert found.rate is not None and found.worth is not None
    base = 1 + found.rate
    worth = Decimal("6666.666665") / base ** (Decimal(100) / 365) + Decimal(257_500) / base ** (Decimal(191) / 365)
    assert abs(worth - 250_000) < 1


def test_yield__each_flow__is_an_entry_of_its_block(deal: Deal, sample: Sample) -> None:
    wallet = sample.people["senior_investor_2"]
    entries = {(row.block, row.transaction) for row in rows_of(deal.history(wallet))}
    flows = deal.yield_of(wallet).flows
    assert flows and {(flow.block, flow.transaction) for flow in flows} <= entries


def test_yield__after_tax__is_lower(deal: Deal, sample: Sample) -> None:
    wallet = sample.people["mezzanine_investor"]
    before, after = deal.yield_of(wallet).rate, deal.yield_of(wallet, taken=True).rate
    assert before is not None and after is not None and after < before


def test_yield__of_units_that_came_for_nothing__counts_them_at_the_balance(deal: Deal, sample: Sample) -> None:
    found = deal.yield_of(sample.people["senior_investor_3"])
    came = [amount for day, amount, *_ in found.flows if day == date(2024, 3, 25)]
    balance = 800_000 - deal.payment_dates()["senior_principal"][0]
    assert abs(came[0] + balance * 250 / 8_000) < 1


def test_yield__of_units_without_any_price__says_why(deal: Deal, sample: Sample) -> None:
    found = deal.yield_of(sample.people["junior_investor"])
    assert found.rate is None and found.worth is None
    assert repr(found).endswith("none, units of junior have no balance and were never traded>")


def test_quote__with_assumptions__has_a_yield(deal: Deal) -> None:
    found = deal.quote("senior", "70.38", FLAT)
    assert found.rate is not None and Decimal("0.08") < found.rate < Decimal("0.10")
    # four days of 8.5% on 563,072.978031: 531.791145, over 8,000 units
    assert found.accrued == Decimal("0.066473893125")
    dearer = deal.quote("senior", "71", FLAT).rate
    assert dearer is not None and dearer < found.rate


def test_quote__without_anything_to_project_from__says_so(deal: Deal) -> None:
    found = deal.quote("senior", 70)
    assert (found.rate, found.why) == (None, "nothing is projected: give assumptions")


@pytest.mark.parametrize(
    ("price", "error", "words"),
    [
        ("0", PriceError, "price: 0 is not above zero"),
        ("-1", PriceError, "price: -1 is not above zero"),
        ("much", MoneyError, "'much' is not a plain number"),
        (98.4, MoneyError, "98.4 is a float"),
    ],
    ids=["zero", "negative", "word", "float"],
)
def test_quote__of_no_price__names_it(deal: Deal, price: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        deal.quote("senior", price, FLAT)


def test_quote__of_unfit_assumptions__names_what_is_missing(deal: Deal) -> None:
    with pytest.raises(ProjectionError, match="administration"):
        deal.quote("senior", 70, {"receipts": {"kind": "flat", "amount": "1"}, "periods": 2})


def test_address__with_a_letter_mistyped__did_you_mean(deal: Deal, sample: Sample) -> None:
    wallet = sample.people["senior_investor_2"]
    other = "1" if wallet[20] != "1" else "2"
    mistyped = wallet[:20] + other + wallet[21:]
    with pytest.raises((NotAnAddressError, UnknownHolderError), match=rf"Did you mean {wallet}\?"):
        deal.statement(mistyped)
    with pytest.raises(NotAnAddressError, match=rf"hexadecimal digits\nDid you mean {wallet}\?"):
        deal.statement(wallet[:20] + wallet[21:])


def test_address__in_one_case__is_taken(deal: Deal, sample: Sample) -> None:
    wallet = sample.people["senior_investor_2"]
    assert deal.statement(wallet.lower()).holder == wallet


@pytest.mark.parametrize("given", ["", "servicer", 7, None], ids=["empty", "word", "number", "nothing"])
def test_address__that_is_none__says_what_one_is(deal: Deal, given: str) -> None:
    with pytest.raises(NotAnAddressError, match="is not 0x and 40 hexadecimal digits"):
        deal.history(given)
