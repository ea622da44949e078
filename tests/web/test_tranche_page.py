# SPDX-License-Identifier: Apache-2.0
"""The page of a tranche, and the pool of a deal without rights."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.demo.sample import Sample
from regalia.market.folder_board import FolderBoard
from regalia.market.order import Nonce
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain
from regalia.views.errors import NoSuchViewError
from regalia.views.following import Followed
from regalia.views.plain import figures, to_plain
from regalia.views.pool import pool_view
from regalia.views.tranche import TrancheView, tranche_view
from tests.market.orders import DOMAIN, signed
from tests.web.shown import figures_on

DEAL = "mills-notes"
SALE = Decimal("98.40")


@pytest.fixture
def senior(site: Followed) -> Iterator[TrancheView]:
    with site.now(DEAL) as now:
        yield tranche_view(now, "senior")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("tranche", ["senior", "mezzanine", "junior"])
def test_page__of_a_tranche__has_the_figures_of_the_view(
    client: TestClient, site: Followed, board: FolderBoard, lang: str, tranche: str
) -> None:
    with site.now(DEAL) as now:
        view = dict(figures(to_plain(tranche_view(now, tranche, board))))
    answer = client.get(f"/{lang}/deals/{DEAL}/tranches/{tranche}")
    shown = figures_on(answer.text)
    assert answer.status_code == 200 and len(answer.content) < 60_000
    assert {"outstanding", "holders", "cash.date-1.interest", "rules.retained"} <= set(shown)
    assert shown.items() <= view.items()


def test_view__of_a_tranche__is_what_its_token_answers(senior: TrancheView, sample: Sample) -> None:
    token = contract(sample.deal.contracts.web3, "TrancheToken", Web3.to_checksum_address(senior.token)).functions
    assert [token.balanceOf(line.id).call() for line in senior.largest] == [line.units for line in senior.largest]
    assert sum(line.units for line in senior.largest) == token.totalSupply().call() == senior.in_hands
    assert [line.label for line in senior.largest] == ["senior_investor_1", "senior_investor_2", "senior_investor_3"]
    assert senior.holders == 3 and senior.largest[-1].share == Decimal("0.031250")


def test_view__of_what_was_paid__adds_up(senior: TrancheView) -> None:
    assert senior.paid == sum(line.interest + line.principal for line in senior.cash)
    assert (
        senior.original - sum(line.principal for line in senior.cash) == senior.cash[-1].balance == senior.outstanding
    )
    assert [line.label for line in senior.cash] == ["2023Q4", "2024Q1", "2024Q2"]


def test_view__of_the_last_trade__is_without_what_had_accrued(senior: TrancheView) -> None:
    """30E/360 at 8.5% on 800,000 from the last day of 2023 to 2024-03-18: 78 days, rounded down, over 8,000 units."""
    assert senior.last is not None and senior.last.price == SALE and senior.last.clean is not None
    accrued = (Decimal(800_000) * Decimal("0.085") * 78 / 360).quantize(Decimal("0.000001"), "ROUND_FLOOR")
    assert SALE - senior.last.clean == accrued / 8_000
    assert senior.at_last.reduced == (SALE * senior.outstanding / senior.original).quantize(
        Decimal("0.000001"), "ROUND_FLOOR"
    )


def test_view__of_a_yield__discounts_what_is_projected_to_the_price(senior: TrancheView, site: Followed) -> None:
    with site.now(DEAL) as now:
        payments, today = now.seen.prospect.of(0), now.today
    rate, price = senior.at_last.rate, senior.at_last.reduced
    assert rate is not None and price is not None and senior.basis == "trailing"
    worth = sum(pay.amount / (1 + float(rate)) ** ((pay.on - today).days / 365) for pay in payments)
    assert worth == pytest.approx(float(price) * 10**6 * senior.units, rel=1e-5)


def test_page__of_no_tranche__is_404_and_says_which_there_are(client: TestClient) -> None:
    answer = client.get(f"/en/deals/{DEAL}/tranches/%3Cscript%3Ealert(1)")
    assert answer.status_code == 404 and "<script>alert" not in answer.text
    assert "senior, mezzanine, junior" in answer.text
    assert client.get("/en/deals/nobody/tranches/senior").status_code == 404
    assert client.get(f"/fr/deals/{DEAL}/tranches/senior").status_code == 404


def test_view__of_no_tranche__is_refused(site: Followed) -> None:
    with site.now(DEAL) as now, pytest.raises(NoSuchViewError, match="tranche: senor is none"):
        tranche_view(now, "senor")


def _offer(
    sample: Sample, number: int, units: int, price: int, domain: DeskDomain | None = None, **more: Any
) -> SignedOrder:
    """Of senior units, on the desk of the deal."""
    record = sample.deal.contracts.record
    assert record.settlement_desk is not None
    desk = DeskDomain(record.chain_id, Web3.to_checksum_address(record.settlement_desk.address))
    token = Web3.to_checksum_address(record.tokens["senior"].address)
    money = Web3.to_checksum_address(record.payment_token.address)
    told: dict[str, Any] = {
        "token": token,
        "payment_token": money,
        "units": units,
        "price": price,
        "nonce": Nonce(0, number, 0),
    }
    return signed(domain=domain or desk, **told, **more)


def test_best_offer__of_a_board__is_the_cheapest_that_is_alive(
    site: Followed, sample: Sample, board: FolderBoard
) -> None:
    cheap = _offer(sample, 1, 50, 97_000_000)
    others = [
        _offer(sample, 0, 100, 99_000_000),
        _offer(sample, 2, 10, 90_000_000, expiry=1),
        _offer(sample, 3, 10, 91_000_000, domain=DOMAIN),
        _offer(sample, 4, 10, 92_000_000, income_per_unit=0),
    ]
    for order in (cheap, *others):
        board.add(order)
    with site.now(DEAL) as now:
        found = tranche_view(now, "senior", board)
        assert tranche_view(now, "junior", board).offer is None
    assert found.bid is None and found.offer is not None
    assert (found.offer.id, found.offer.price, found.offer.units) == (cheap.name, Decimal("97.000000"), 50)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pool__of_a_deal_without_rights__is_its_receipts(client: TestClient, site: Followed, lang: str) -> None:
    with site.now(DEAL) as now:
        view = pool_view(now)
        received = now.money(sum(receipt.amount for receipt in now.ledger.receipts))
    shown = figures_on(client.get(f"/{lang}/deals/{DEAL}/pool").text)
    assert view.kind == "receipts" and view.value == received == sum(line.value for line in view.by_payer)
    assert shown.items() <= dict(figures(to_plain(view))).items() and "value" in shown


def test_holders__after_a_transfer__are_others(site: Followed, sample: Sample) -> None:
    """It is the last test here: what it moves stays moved."""
    token, people = sample.deal.contracts.token("senior"), sample.people
    token.functions.transfer(people["senior_investor_3"], 150).transact({"from": people["senior_investor_2"]})
    site.once()
    with site.now(DEAL) as now:
        found = tranche_view(now, "senior")
    assert [(line.label, line.units) for line in found.largest][1:] == [
        ("senior_investor_2", 3_600),
        ("senior_investor_3", 400),
    ]
