# SPDX-License-Identifier: Apache-2.0
"""Transfer rules in the deal file: how they are written, what is refused, what they compile to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from regalia.domain.compile_rules import compile_transfer_rules
from regalia.domain.countries import COUNTRIES
from regalia.domain.terms import (
    NotExecutableError,
    Terms,
    canonical_json,
    load_terms,
    read_terms,
    terms_from,
    terms_hash,
)
from regalia.domain.terms.describe import describe
from regalia.domain.terms.transfer import TransferTerms
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.domain.term_sheets import SHEETS, changed, plain_note, problems, sheet, terms
from tests.mills import DEAL, NOTES

ORIGINATOR_RETAINS = [{"holder": "label", "tranche": "junior", "share": "5%"}]
FROM_2024_04_15, FROM_2025_01_15, FROM_2024_01_15 = 1_713_139_200, 1_736_899_200, 1_705_276_800
"""Unix times of those midnights (``date -u -d 2024-04-15 +%s``)."""


def regulated(**changes: Any) -> Terms:
    return terms_from(changed(sheet("regulated_note"), **changes))


def rules_of(senior: dict[str, Any], general: dict[str, Any] | None = None) -> TransferRules:
    """What the senior tranche (1,000 units) of the plain note compiles to with these blocks."""
    return compile_transfer_rules(terms(tranches__0__transfer=senior, transfer=general or {}))[0]


def test_countries__iso_3166_1__249_with_their_numbers() -> None:
    assert len(COUNTRIES) == len(set(COUNTRIES.values())) == 249
    known = {"US": 840, "CN": 156, "GB": 826, "AF": 4, "HK": 344, "NO": 578, "ZM": 894, "TW": 158, "SS": 728, "AX": 248}
    assert {code: COUNTRIES[code] for code in known} == known
    assert all(len(code) == 2 and code.isupper() and 0 < number <= 894 for code, number in COUNTRIES.items())


@pytest.mark.parametrize("path", [DEAL, SHEETS / "plain_note.yaml"], ids=lambda path: path.stem)
def test_terms__without_the_new_fields__nothing_of_them_is_hashed(path: Any) -> None:
    text = canonical_json(load_terms(path))
    assert b"transfer" not in text and b"withholding" not in text


def test_hash__deal_in_use__is_what_it_was() -> None:
    assert terms_hash(load_terms(DEAL)).hex() == "dfde925c11708374e5dc5942166c0874c10deaec15ddc38f7d1796d95f2b209f"


def test_compile__no_rules__all_may_receive() -> None:
    assert compile_transfer_rules(terms()) == (TransferRules(), TransferRules())


def test_compile__deal_wide_rules__hold_for_a_tranche_without_its_own() -> None:
    rules = compile_transfer_rules(regulated())[0]
    assert rules == TransferRules(
        flags=RuleFlag.ELIGIBLE_SENDER | RuleFlag.JURISDICTIONS,
        class_mask=0b01100,
        holder_limit=200,
        largest_holding=200,  # 20% of 1,001 units is 200.2
        denomination=2,
        retained=0,
        locked_until=FROM_2024_04_15,
        venue_fee_cap=25,  # 0.25%
        countries={156, 826, 578},
    )


def test_compile__rules_of_the_tranche__go_first_field_by_field() -> None:
    rules = compile_transfer_rules(regulated())[1]
    assert rules == TransferRules(
        flags=RuleFlag.JURISDICTIONS | RuleFlag.RECORD_DATES,
        class_mask=0b11000,
        holder_limit=50,
        largest_holding=33,  # 10% of 333 units is 33.3
        denomination=3,
        retained=17,  # 5% of 333 units is 16.65
        locked_until=FROM_2025_01_15,
        venue_fee_cap=25,
        countries=set(range(1, 1000)) - {840, 408},
    )


def test_compile__rules_lifted_for_a_tranche__none_but_those_it_says_nothing_of() -> None:
    rules = compile_transfer_rules(regulated())[2]
    assert rules == TransferRules(
        flags=RuleFlag.ELIGIBLE_SENDER, class_mask=0b11110, denomination=1, locked_until=FROM_2024_01_15
    )


def test_compile__one_field_of_the_tranche__the_others_stay_the_deals() -> None:
    rules = rules_of({"holder_limit": 7}, {"holder_limit": 200, "denomination": 5, "record_dates": True})
    assert rules == TransferRules(flags=RuleFlag.RECORD_DATES, holder_limit=7, denomination=5)


@pytest.mark.parametrize(
    ("share", "units"), [("20%", 200), ("0.1%", 1), ("0.1999%", 1), ("99.9999%", 999), ("100%", 0)]
)
def test_compile__largest_share__whole_units_rounded_down(share: str, units: int) -> None:
    assert rules_of({"largest_share": share}).largest_holding == units


@pytest.mark.parametrize(
    ("share", "units"), [("5%", 50), ("0.0001%", 1), ("5.0001%", 51), ("99.9001%", 1000), ("100%", 1000), ("0%", 0)]
)
def test_compile__retention__whole_units_rounded_up(share: str, units: int) -> None:
    assert rules_of({"retention": share}).retained == units


def test_rounding__units_just_below_2_to_the_48__exact() -> None:
    units = 2**48 - 1  # a third is 93,824,992,236,885; less a third of a ppm, 93,824,992.236885
    rules = TransferTerms(largest_share="33.3333%", retention="33.3333%")
    assert rules.largest_holding_down(units) == 93_824_898_411_892
    assert rules.retained_units_up(units) == 93_824_898_411_893


def test_compile__risk_retention_of_the_deal__is_what_the_originator_retains() -> None:
    rules = compile_transfer_rules(terms(retentions=ORIGINATOR_RETAINS))
    assert [of_tranche.retained for of_tranche in rules] == [0, 25]


def test_compile__terms_not_executable__refused() -> None:
    with pytest.raises(NotExecutableError, match="retentions"):
        compile_transfer_rules(terms(retentions=[ORIGINATOR_RETAINS[0] | {"holder": "trustee"}]))


def test_jurisdictions__norway__is_a_country_and_not_a_no() -> None:
    text = (SHEETS / "regulated_note.yaml").read_text().replace('"NO"', "NO")
    assert terms_hash(read_terms(text)) == terms_hash(regulated())


def test_jurisdictions__any__spelled_as_a_word_or_as_canonical() -> None:
    word, group = ({"jurisdictions": value} for value in ("any", {"any": True}))
    assert terms(transfer=word) == terms(transfer=group)
    assert rules_of({}, word) == TransferRules()


def test_canonical__except__written_as_in_the_file() -> None:
    assert b'"except":["US","KP"]' in canonical_json(regulated())


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"jurisdictions": {"only": ["US"], "except": ["CN"]}}, "jurisdictions", "must be any, or list countries"),
        ({"jurisdictions": {}}, "jurisdictions", "must be any, or list countries"),
        ({"jurisdictions": {"only": []}}, "jurisdictions", "must be any, or list countries"),
        ({"jurisdictions": {"any": False}}, "jurisdictions", "must be any, or list countries"),
        ({"jurisdictions": {"any": True, "only": ["US"]}}, "jurisdictions", "must be any, or list countries"),
        ({"jurisdictions": "all"}, "jurisdictions", "must be a group of fields"),
        ({"jurisdictions": {"only": ["UK"]}}, "jurisdictions.only[0]", "must be a country of ISO 3166-1"),
        ({"jurisdictions": {"except": ["us"]}}, "jurisdictions.except[0]", "must be a country of ISO 3166-1"),
        ({"jurisdictions": {"only": [840]}}, "jurisdictions.only[0]", "must be a country of ISO 3166-1"),
        ({"jurisdictions": {"only": ["US", "CN", "US"]}}, "jurisdictions.only[2]", "must be listed once"),
        ({"jurisdictions": {"except": ["US", "US"]}}, "jurisdictions.except[1]", "must be listed once"),
        ({"jurisdictions": {"exept": ["US"]}}, "jurisdictions.exept", "is not known here; did you mean except?"),
        ({"classes": ["retail", "retail"]}, "classes[1]", "must be listed once"),
        ({"classes": ["profesional"]}, "classes[0]", "must be one of retail, professional, institutional, originator"),
        ({"holder_limit": 2**32}, "holder_limit", "must be below 2^32"),
        ({"holder_limit": -1}, "holder_limit", "must be a whole number, zero or more"),
        ({"largest_share": "0%"}, "largest_share", "must be above zero"),
        ({"largest_share": "101%"}, "largest_share", "must be at most 100%"),
        ({"denomination": 0}, "denomination", "must be one or more"),
        ({"locked_until": "2024-01-14"}, "locked_until", "must not be before closing, 2024-01-15"),
        ({"locked_until": "2101-01-01"}, "locked_until", "must not be after the year 2100"),
        ({"record_dates": "yes"}, "record_dates", "must be true or false"),
        ({"venue_fee_cap": "0.255%"}, "venue_fee_cap", "must be whole hundredths of a per cent"),
        ({"venue_fee_cap": "100.01%"}, "venue_fee_cap", "must be at most 100%"),
        ({"venue_fee_cap": "25"}, "venue_fee_cap", "write a rate with its per cent sign"),
        ({"eligible": "true"}, "eligible", "is not known here; did you mean eligible_sender?"),
    ],
)
def test_transfer__rule_that_is_none__refused_by_name(change: dict[str, Any], path: str, rule: str) -> None:
    for place, where in (("transfer", "transfer"), ("tranches__1__transfer", "tranches[1].transfer")):
        found = problems(plain_note(**{place: change}))
        assert list(found) == [f"{where}.{path}"]
        assert found[f"{where}.{path}"].startswith(rule)


def test_transfer__bounds__taken() -> None:
    rules = rules_of({"holder_limit": 2**32 - 1, "locked_until": "2100-12-31", "denomination": 1000})
    assert (rules.holder_limit, rules.locked_until, rules.denomination) == (2**32 - 1, 4_133_894_400, 1000)


@pytest.mark.parametrize(("cap", "packed"), [("100%", 10_000), ("0.01%", 1), ("0%", 0)])
def test_venue_fee_cap__from_a_hundredth_to_all__compiled_to_hundredths(cap: str, packed: int) -> None:
    assert rules_of({"venue_fee_cap": cap}, {"venue_fee_cap": "2%"}).venue_fee_cap == packed


@pytest.mark.parametrize(
    ("senior", "general", "path", "rule"),
    [
        ({"denomination": 1001}, {}, "tranches[0].transfer.denomination", "must be at most the 1,000 units of senior"),
        ({}, {"denomination": 501}, "transfer.denomination", "must be at most the 500 units of junior"),
        (
            {"largest_share": "0.0999%"},
            {},
            "tranches[0].transfer.largest_share",
            "is 0 of the 1,000 units of senior, fewer than a holder must have, 1",
        ),
        (
            {"largest_share": "1.9%"},
            {"denomination": 20},
            "tranches[0].transfer.largest_share",
            "is 19 of the 1,000 units of senior, fewer than a holder must have, 20",
        ),
        (
            {"retention": "5.01%"},
            {"largest_share": "5%"},
            "transfer.largest_share",
            "is 50 of the 1,000 units of senior, fewer than the originator must keep, 51",
        ),
        (
            {"largest_share": "33.3%"},
            {"holder_limit": 3},
            "transfer.holder_limit",
            "lets 3 hold 333 each at most, which leaves some of the 1,000 units of senior unsold",
        ),
        (
            {"classes": ["retail"]},
            {"retention": "5%"},
            "tranches[0].transfer.classes",
            "must list originator, who keeps 50 of the 1,000 units of senior",
        ),
        (
            {"denomination": 51},
            {"retention": "5%"},
            "tranches[0].transfer.denomination",
            "must be at most what the originator keeps, 50 of the 1,000 units of senior",
        ),
        (
            {"holder_limit": 1},
            {"retention": "5%"},
            "tranches[0].transfer.holder_limit",
            "leaves nobody but the originator, who keeps 50 of the 1,000 units of senior",
        ),
    ],
)
def test_transfer__rules_that_leave_nobody__refused_where_the_rule_stands(
    senior: dict[str, Any], general: dict[str, Any], path: str, rule: str
) -> None:
    assert problems(plain_note(tranches__0__transfer=senior, transfer=general)) == {path: rule}


@pytest.mark.parametrize("share", ["2%", "5%"])
def test_transfer__limits_that_just_meet__taken(share: str) -> None:
    rules = rules_of({"largest_share": share, "denomination": 20, "retention": "2%"})
    assert (rules.denomination, rules.retained) == (20, 20)


def test_transfer__one_holder_who_retains_all__taken() -> None:
    assert rules_of({"holder_limit": 1, "retention": "100%"}).holder_limit == 1


def test_transfer__as_many_holders_as_the_largest_share_needs__taken() -> None:
    rules = rules_of({"largest_share": "25%", "holder_limit": 4})
    assert (rules.largest_holding, rules.holder_limit) == (250, 4)


@pytest.mark.parametrize("roles", [["licensee"], ["licensee", "guarantor"]])
def test_retention__no_originator__refused(roles: list[str]) -> None:
    found = problems(plain_note(parties__0__roles=roles, transfer={"retention": "5%"}))
    assert found == {"transfer.retention": "needs one party with the role originator, who keeps it"}


def test_retention__two_originators__refused() -> None:
    found = problems(plain_note(parties__3__roles=["originator"], transfer={"retention": "5%"}))
    assert found == {"transfer.retention": "needs one party with the role originator, who keeps it"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"transfer": {"retention": "5%"}}, "transfer.retention"),
        ({"tranches__1__transfer": {"retention": "0%"}}, "tranches[1].transfer.retention"),
    ],
)
def test_retention__written_twice__refused(change: dict[str, Any], place: str) -> None:
    found = problems(plain_note(retentions=ORIGINATOR_RETAINS, **change))
    assert found == {"retentions[0]": f"is given for junior by {place} already"}


def test_describe__rules__in_plain_words() -> None:
    lines = describe(regulated()).splitlines()
    at = lines.index("Transfers of units")
    assert lines[at + 2] == (
        "  b: to institutional, originator investors; not to investors of US, KP; at most 50 holders; at most 33 units an "
        "investor (10%); no fewer than 3 units moved or left; locked until 2025-01-15; "
        "the originator is issued 17 units (5%) and keeps them; "
        "balances at record dates are kept; a venue takes at most 0.25% of the price"
    )


def test_describe__tranche_without_rules_beside_one_with__says_so() -> None:
    lines = describe(terms(tranches__0__transfer={"denomination": 2})).splitlines()
    assert "  junior: any eligible investor may receive units" in lines
    assert "Transfers of units" not in describe(terms()).splitlines()


def test_notes__lock_up__forty_days_after_closing() -> None:
    notes = load_terms(NOTES)
    lock = notes.transfer_of(notes.tranches[0]).locked_until
    assert lock is not None and (lock - notes.calendar.closing).days == 40
    assert compile_transfer_rules(notes)[2].locked_until == (date(2024, 12, 31).toordinal() - 719_163) * 86_400
