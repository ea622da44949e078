# SPDX-License-Identifier: Apache-2.0
"""What a deal says of itself is what the chain says, in human units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from regalia import Deal
from regalia.api.errors import UnknownHolderError
from regalia.api.frames import MEANING
from regalia.demo.sample import Sample
from regalia.servicing import payments
from regalia.servicing.deal_contracts import DealContracts, UnknownTrancheError
from tests.api.rows import rows_of

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="session")
def contracts(sample: Sample) -> DealContracts:
    return sample.deal.contracts


def test_repr__of_a_live_deal__is_one_short_line(deal: Deal) -> None:
    assert repr(deal).startswith("<Deal mills-notes on chain 31337: live, as of block ")
    assert "\n" not in repr(deal) and len(repr(deal)) < 100


def test_as_of__after_opening__is_the_latest_block(deal: Deal, sample: Sample) -> None:
    latest = sample.chain.web3.eth.get_block("latest")
    assert (deal.as_of.block, deal.as_of.hash) == (latest["number"], latest["hash"].to_0x_hex())
    assert deal.as_of.time.timestamp() == latest["timestamp"]


def test_standing__of_the_sample__live_with_two_dates_paid(deal: Deal) -> None:
    assert (deal.id, deal.currency, deal.status) == ("mills-notes", "USD", "live")
    assert deal.next_payment_date == date(2024, 9, 20)


def test_tranches__of_the_sample__as_the_chain_has_them(deal: Deal, contracts: DealContracts) -> None:
    senior, mezzanine, junior = deal.tranches
    assert [t.units for t in deal.tranches] == [8_000, 2_500, 1_000]
    assert [t.coupon for t in deal.tranches] == [Decimal("0.085"), Decimal("0.12"), None]
    balance = contracts.deal.functions.state().call()[0]
    assert [t.outstanding * 10**6 for t in deal.tranches] == balance
    assert senior.original == 800_000 and junior.original == 0
    assert senior.pool_factor == Decimal("0.703841")
    assert junior.pool_factor is None
    assert (senior.last_price, mezzanine.last_price) == (Decimal("98.40"), None)
    assert senior.token == contracts.token("senior").address
    assert deal.tranche("mezzanine") == mezzanine


def test_payment_dates__of_the_sample__what_was_printed(deal: Deal, sample: Sample) -> None:
    dates = deal.payment_dates()
    printed = [sample.deal.money.to_decimal(row.received) for row in sample.deal.rows[:2]]
    assert list(dates["collected"]) == printed == [Decimal(288_427), Decimal(248_922)]
    assert list(dates["period"]) == [1, 2]
    assert list(dates["collected_in"]) == ["2023Q4", "2024Q1"]
    assert list(dates["scheduled"]) == [date(2024, 3, 20), date(2024, 6, 20)]
    # 8.5% on 800,000 for 80 days of 360, then on what was left for 90
    left = 800_000 - dates["senior_principal"][0]
    assert dates["senior_interest"][0] == Decimal("15111.111111")
    assert abs(dates["senior_interest"][1] - left * Decimal("0.085") / 4) < Decimal("0.000001")
    assert left - dates["senior_principal"][1] == deal.tranche("senior").outstanding


def test_payment_dates__every_row__leads_to_its_transaction(deal: Deal, sample: Sample) -> None:
    for row in rows_of(deal.payment_dates()):
        receipt = sample.chain.web3.eth.get_transaction_receipt(row.transaction)
        assert receipt["blockNumber"] == row.block
        assert receipt["to"] == deal.record.deal.address


def test_holders__of_the_sample__as_the_chain_has_them(deal: Deal, contracts: DealContracts) -> None:
    holders = deal.holders()
    assert len(holders) == 6
    for row in rows_of(holders):
        token = contracts.token(row.tranche)
        assert row.units == token.functions.balanceOf(row.holder).call()
        assert row.unclaimed * 10**6 == payments.entitlement(contracts, row.tranche, row.holder)
    for tranche, units in holders.groupby("tranche")["units"].sum().items():
        assert units == deal.tranche(str(tranche)).units
    assert set(holders["name"]) >= {"senior_investor_1", "originator"}
    assert not holders["wallet_frozen"].any()


def test_trades__of_the_sample__the_one_at_the_desk(deal: Deal, sample: Sample) -> None:
    (row,) = rows_of(deal.trades())
    assert (row.tranche, row.units, row.price, row.paid, row.fee) == ("senior", 1_000, Decimal("98.4"), 98_400, 0)
    assert (row.seller, row.buyer) == (sample.people["senior_investor_1"], sample.people["senior_investor_2"])


def test_receipts__of_the_sample__add_up_to_collections(deal: Deal, sample: Sample) -> None:
    receipts = deal.receipts()
    assert receipts["amount"].sum() == deal.payment_dates()["collected"].sum()
    assert set(receipts["payer_name"]) == {"licensee"}


def test_events__by_name__only_those(deal: Deal) -> None:
    found = deal.events("PaymentDateExecuted", "DealClosed")
    assert list(found["name"]) == ["DealClosed", "PaymentDateExecuted", "PaymentDateExecuted"]
    assert found["arguments"][0] == {"proceeds": "1097500000000"}
    assert len(deal.events()) > 40
    places = deal.events()[["block", "log_index"]].apply(tuple, axis=1)
    assert list(places) == sorted(set(places))


@pytest.mark.parametrize("name", ["payment_dates", "holders", "trades", "receipts", "events"])
def test_tables__every_one__exact_documented_and_with_its_source(deal: Deal, name: str) -> None:
    table: pd.DataFrame = getattr(deal, name)()
    assert list(table.columns[-2:]) == ["block", "transaction"]
    assert set(table.attrs[MEANING]) == set(table.columns)
    assert not len(table.select_dtypes("float").columns)
    assert str(table.dtypes.get("time", "datetime64[ns, UTC]")) == "datetime64[ns, UTC]"
    assert table["block"].notna().all() and table["transaction"].str.fullmatch("0x[0-9a-f]{64}").all()


def test_tranche__mistyped__did_you_mean(deal: Deal) -> None:
    with pytest.raises(
        UnknownTrancheError, match=r"tranche: 'seniro' is not one of mills-notes\nDid you mean senior\?"
    ):
        deal.tranche("seniro")


def test_holder__who_never_had_units__says_so(deal: Deal, sample: Sample) -> None:
    with pytest.raises(UnknownHolderError, match=r"never had units of mills-notes\nWho has units now: deal.holders()."):
        deal.statement(sample.people["auditor"])


def test_verify__of_the_sample__every_figure_holds(deal: Deal) -> None:
    found = deal.verify()
    assert found and found.ok and found.first_difference is None
    assert found.comparisons == found.compared["comparisons"].sum() > 1_000
    assert not len(found.differences)
    assert repr(found).endswith("comparisons, no difference>")
