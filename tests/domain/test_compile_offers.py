# SPDX-License-Identifier: Apache-2.0
"""The offer of each tranche as the chain takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_rules import compile_transfer_rules
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.terms import NotExecutableError, load_terms
from tests.domain.term_sheets import ALL, DEALS, SHEETS, terms


def test_compile__bids_of_a_coupon__levels_in_steps_of_ppm() -> None:
    assert compile_offers(load_terms(SHEETS / "guaranteed.yaml"))[0] == Offer(
        kind=OfferKind.COUPON_BIDS, levels=9, step=1_250, price=1_000_000_000, minimum=57_160
    )


def test_compile__bids_of_a_price__levels_in_steps_of_smallest_units() -> None:
    assert compile_offers(load_terms(SHEETS / "regulated_note.yaml"))[0] == Offer(
        kind=OfferKind.PRICE_BIDS,
        levels=10,
        step=500_000,
        price=100_000_000,
        minimum=700,
        lot=7,
        class_mask=0b00100,  # professional
    )


def test_compile__nothing_said__fixed_price_for_all_units_one_by_one() -> None:
    assert compile_offers(terms()) == (Offer(price=100_000_000, minimum=1_000), Offer(price=90_500_000, minimum=500))


def test_compile__denomination_and_no_lot__is_the_lot() -> None:
    notes = compile_offers(load_terms(DEALS / "mills-notes.yaml"))
    assert [offer.lot for offer in notes] == [100, 50, 1]  # said; the denomination; neither


def test_compile__last_level_is_the_first__one_level_of_bids() -> None:
    bids = {"kind": "coupon", "up_to": "9.875%", "step": "0.25%"}
    offer = compile_offers(terms(tranches__0__offer={"bids": bids}))[0]
    assert (offer.kind, offer.levels, offer.coupon_at(98_750, 0)) == (OfferKind.COUPON_BIDS, 1, 98_750)


def test_compile__terms_not_executable__refused() -> None:
    with pytest.raises(NotExecutableError, match="retentions"):
        compile_offers(terms(retentions=[{"holder": "trustee", "tranche": "junior", "share": "5%"}]))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_compile__every_sheet__can_be_packed_and_sold_whole_in_lots(path: Path) -> None:
    deal = load_terms(path)
    for offer, rules, tranche in zip(compile_offers(deal), compile_transfer_rules(deal), deal.tranches, strict=True):
        for_sale = deal.units_for_sale(tranche)
        assert Offer.unpack(offer.pack()) == offer
        assert for_sale == tranche.units - rules.retained and for_sale % offer.lot == 0
        assert offer.lot >= rules.denomination or not for_sale
        assert rules.retained <= offer.minimum <= tranche.units
