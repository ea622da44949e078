# SPDX-License-Identifier: Apache-2.0
"""Offers in the deal file: how they are written, what is refused, and that a file without them hashes as it did."""

from __future__ import annotations

import json
from typing import Any

import pytest

from regalia.domain.compile_offers import compile_offers
from regalia.domain.terms import TermsError, canonical_json, load_terms, read_terms, terms_from, terms_hash
from regalia.domain.terms.describe import describe
from tests.domain.term_sheets import DEALS, SHEETS, changed, plain_note, problems, sheet, terms

OFFER = "tranches[0].offer"
COUPON = {"kind": "coupon", "up_to": "10.875%", "step": "0.25%"}
PRICE = {"kind": "price", "down_to": "95", "step": "0.5"}
"""Of the senior class of the plain note: 1,000 units at 100, a coupon of 9.875%."""


def offered(offer: dict[str, Any], transfer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The plain note with an offer, and rules, of its senior class."""
    return plain_note(tranches__0__offer=offer, tranches__0__transfer=transfer or {}, **more)


def test_terms__nothing_said__nothing_of_it_in_the_canonical_form() -> None:
    plain = terms()
    assert not any(word in canonical_json(plain) for word in (b'"offer"', b"opens_after_days", b"venue_fee_cap"))
    assert terms_from(offered({})) == plain
    assert terms_hash(terms(tranches__1__offer={"classes": []})) == terms_hash(plain)


@pytest.mark.parametrize("days", [0, "0"])
def test_opens__at_once__the_same_as_nothing_said(days: Any) -> None:
    assert terms_hash(terms(offering__opens_after_days=days)) == terms_hash(terms())


def test_canonical__every_field__rates_and_amounts_as_text() -> None:
    senior = json.loads(canonical_json(load_terms(SHEETS / "guaranteed.yaml")))["tranches"][0]
    assert senior["offer"] == {"bids": {"kind": "coupon", "up_to": "10%", "step": "0.125%"}}
    regulated = json.loads(canonical_json(load_terms(SHEETS / "regulated_note.yaml")))["tranches"][0]
    assert regulated["offer"] == {
        "bids": {"kind": "price", "down_to": "95.5", "step": "0.5"},
        "minimum": 700,
        "lot": 7,
        "classes": ["professional"],
    }


@pytest.mark.parametrize(
    ("bids", "path", "rule"),
    [
        ({"up_to": "10.9%"}, "up_to", "must be a whole number of steps from 9.875%"),
        ({"up_to": "9.625%"}, "up_to", "must be at least the rate of the coupon, 9.875%"),
        ({"up_to": "100.375%"}, "up_to", "must be at most 100%"),
        ({"up_to": "11"}, "up_to", "write a rate with its per cent sign, such as 9.875%"),
        ({"step": "0%"}, "step", "must be above zero"),
        ({"up_to": "10.515%", "step": "0.01%"}, "step", "makes 65 levels; must be at most 64"),
        ({"down_to": "95"}, "down_to", "is not known here; known are kind, up_to, step"),
        ({"kind": "yield"}, "", "kind must be one of coupon, price"),
    ],
)
def test_coupon_bids__each_rule_broken__refused_by_name(bids: dict[str, Any], path: str, rule: str) -> None:
    assert problems(offered({"bids": COUPON | bids})) == {f"{OFFER}.bids.{path}".rstrip("."): rule}


@pytest.mark.parametrize(
    ("bids", "path", "rule"),
    [
        ({"down_to": "95.3"}, "down_to", "must be a whole number of steps from 100"),
        ({"down_to": "100.5"}, "down_to", "must be at most offer_price, 100"),
        ({"down_to": "0", "step": "5"}, "down_to", "must be above zero"),
        ({"down_to": "-5"}, "down_to", "an amount is zero or more"),
        ({"step": "0"}, "step", "must be above zero"),
        ({"step": "0.0000001"}, "step", "has more decimals than the 6 of USD here"),
        ({"down_to": "99.99999999"}, "down_to", "has more decimals than the 6 of USD here"),
        ({"down_to": "68", "step": "0.5"}, "step", "makes 65 levels; must be at most 64"),
        ({"up_to": "9%"}, "up_to", "is not known here; known are kind, down_to, step"),
    ],
)
def test_price_bids__each_rule_broken__refused_by_name(bids: dict[str, Any], path: str, rule: str) -> None:
    assert problems(offered({"bids": PRICE | bids})) == {f"{OFFER}.bids.{path}": rule}


def test_price_bids__step_of_2_to_the_64_smallest_units__refused() -> None:
    price = 2**64 + 1  # in whole dollars, of a token without decimals
    data = changed(sheet("regulated_note"), currency__decimals=0, tranches__0__offer_price=price)
    data = changed(data, tranches__0__offer__bids={"kind": "price", "down_to": 1, "step": 2**64})
    assert problems(data) == {f"{OFFER}.bids.step": "must be below 2^64 of the currency's smallest units"}


def test_coupon_bids__class_without_a_coupon__refused() -> None:
    bids = {"kind": "coupon", "up_to": "9%", "step": "1%"}
    found = problems(changed(sheet("regulated_note"), tranches__1__offer__bids=bids))
    assert found == {"tranches[1].offer.bids.kind": "needs a coupon: its rate is the lowest that can be bid"}


@pytest.mark.parametrize(
    ("offer", "transfer", "path", "rule"),
    [
        ({"lot": 0}, {}, "lot", "must be one or more"),
        ({"lot": 3}, {}, "lot", "must divide the 1,000 units of senior that are for sale"),
        ({"lot": 2_000}, {}, "lot", "must divide the 1,000 units of senior that are for sale"),
        ({"lot": 8}, {"retention": "5%"}, "lot", "must divide the 950 units of senior that are for sale"),
        ({"lot": 5}, {"denomination": 8}, "lot", "must be at least the denomination, 8"),
        (
            {},
            {"denomination": 3},
            "lot",
            "must divide the 1,000 units of senior that are for sale, the denomination when it is left out",
        ),
        ({"lot": 250}, {"largest_share": "20%"}, "lot", "must be at most what one investor may hold, 200"),
        ({"minimum": 0}, {}, "minimum", "must be one or more"),
        ({"minimum": 1_001}, {}, "minimum", "must be at most the 1,000 units of senior"),
        ({"minimum": 9, "lot": 10}, {}, "minimum", "must be at least a lot and what the originator retains, 10"),
        (
            {"minimum": 59, "lot": 10},
            {"retention": "5%"},
            "minimum",
            "must be at least a lot and what the originator retains, 60",
        ),
        ({"classes": ["retail", "retail"]}, {}, "classes[1]", "must be listed once"),
        (
            {"classes": ["institutional", "retail"]},
            {"classes": ["institutional", "professional"]},
            "classes[1]",
            "may hold no units of senior; its transfer rules list institutional, professional",
        ),
        (
            {"classes": ["pension"]},
            {},
            "classes[0]",
            "must be one of retail, professional, institutional, originator; did you mean professional?",
        ),
        ({"lots": 10}, {}, "lots", "is not known here; did you mean lot?"),
    ],
)
def test_offer__each_rule_broken__refused_by_name(
    offer: dict[str, Any], transfer: dict[str, Any], path: str, rule: str
) -> None:
    assert problems(offered(offer, transfer)) == {f"{OFFER}.{path}": rule}


def test_lot__of_2_to_the_24__refused_one_below_taken() -> None:
    def with_lot(lot: int) -> dict[str, Any]:
        return offered({"lot": lot}, tranches__0__units=lot)

    assert problems(with_lot(2**24)) == {f"{OFFER}.lot": "must be below 2^24"}
    assert compile_offers(terms_from(with_lot(2**24 - 1)))[0].lot == 2**24 - 1


def test_minimum__balance_that_does_not_divide__refused_but_for_all_units() -> None:
    found = problems(offered({"minimum": 600}, tranches__0__balance="100,000.000001"))
    rule = (
        "below all units needs a balance that divides by the 1,000 units of senior, in smallest units of the currency"
    )
    assert found == {f"{OFFER}.minimum": rule}
    assert terms_from(offered({"minimum": 1_000}, tranches__0__balance="100,000.000001"))


def test_offer__all_units_retained__nothing_to_say_of_them() -> None:
    kept = {"retention": "100%", "denomination": 300}
    found = problems(offered({"classes": ["retail"]}, kept))
    assert found == {OFFER: "the originator retains all units of senior: there is nothing to offer"}
    assert compile_offers(terms_from(offered({}, kept)))[0].minimum == 1_000


@pytest.mark.parametrize("transfer", [{}, {"retention": "5%", "denomination": 10}, {"largest_share": "1%"}])
def test_offer__at_its_limits__taken(transfer: dict[str, Any]) -> None:
    kept = 50 if "retention" in transfer else 0
    offer = {"lot": 10, "minimum": 10 + kept, "bids": PRICE | {"down_to": "68.5"}, "classes": ["retail", "originator"]}
    compiled = compile_offers(terms_from(offered(offer, transfer)))[0]
    assert (compiled.levels, compiled.lot, compiled.minimum) == (64, 10, 10 + kept)


def test_offer__several_rules_broken__all_said_with_their_lines() -> None:
    text = (SHEETS / "regulated_note.yaml").read_text()
    text = text.replace("offer: {lot: 4}", "offer: {lot: 5, minimum: 400}").replace("down_to: 95.5", "down_to: 95.3")
    with pytest.raises(TermsError) as caught:
        read_terms(text)
    lines = [text[: text.index(word)].count("\n") + 1 for word in ("down_to: 95.3", "lot: 5", "minimum: 400")]
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("tranches[0].offer.bids.down_to", lines[0]),
        ("tranches[1].offer.minimum", lines[2]),
        ("tranches[1].offer.lot", lines[1]),
    ]


@pytest.mark.parametrize("days", [7, 8])
def test_opens__not_before_the_end__refused(days: int) -> None:
    found = problems(plain_note(offering={"window_days": 7, "opens_after_days": days}))
    assert found == {"offering.opens_after_days": "must be below window_days, 7"}


def test_funding__of_accounts__only_out_of_what_is_sold_for_cash() -> None:
    kept = [{"holder": "label", "tranche": "senior", "share": "100%"}]
    data = plain_note(retentions=kept, accounts__1__funded_at_closing="45,250.000001")
    rule = "funded_at_closing, added up, must be at most the proceeds of the offering, 45,250.00"
    assert problems(data) == {"accounts": rule}
    assert terms_from(changed(data, accounts__1__funded_at_closing="45,250"))


def test_describe__offers__in_plain_words() -> None:
    text = describe(load_terms(DEALS / "teaching.yaml"))
    assert text.split("Offering\n")[1].split("\n\n")[0].splitlines() == [
        "  opens 2 days after the deal is made; ends 14 days after the deal is made",
        "  senior: bids of a coupon from 5% up to 6% in steps of 0.125%; in lots of 10; all units must be placed",
        "  mezzanine: at a fixed price; in lots of 100; to institutional investors; at least 1,500 units must be placed",
        "  deferred: at a fixed price; all units must be placed",
        "  junior: bids of a price from 500.00 down to 450.00 in steps of 5.00; 950 units for sale, the originator retains the others; "
        "in lots of 5; all units must be placed",
    ]


def test_describe__nothing_said__no_section_a_class_kept_whole__said() -> None:
    assert "Offering" not in describe(terms()).splitlines()
    kept = [{"holder": "label", "tranche": "junior", "share": "100%"}]
    lines = describe(terms_from(offered({"lot": 10}, retentions=kept))).splitlines()
    at = lines.index("Offering")
    assert lines[at + 1] == "  ends 7 days after the deal is made"
    assert lines[at + 3] == "  junior: none for sale, the originator retains all units"
