# SPDX-License-Identifier: Apache-2.0
"""The oracle section of a deal file: weights, bond, missing reports; what is refused, and that older deals hash as they did."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from regalia.domain.terms import TermsError, canonical_json, load_terms, read_terms, terms_from, terms_hash
from regalia.domain.terms.describe import describe
from regalia.domain.terms.yaml_reader import Document
from tests.domain.term_sheets import DEALS, SHEETS, changed, plain_note, problems, sheet, terms

BEFORE = {
    "mills-notes": "52707c154c8c06931dd6993822b3cbcfe26222536d5178a342cdf8d252f2d718",
    "patents": "482892c9021c1c54b5af1bd247428cd910cc8e03c4205710423f91c0ecfa4102",
    "teaching": "24fe7427f8797fda2fd6cb20c8aad0ac7a4de228f4ff16318507f3f2254f41ba",
}
"""Hashes of deals before their files said anything of weights, bond and missing reports."""
LATER = ("offer", "opens_after_days", "venue_fee_cap", "meeting")
"""Fields that came later still."""
ALONE = "reaches the threshold, {}, alone: the quorum would be one signature; raise the threshold"


def without(value: Any, names: tuple[str, ...]) -> Any:
    """Plain data without the fields of these names, wherever they are."""
    if isinstance(value, dict):
        return {name: without(item, names) for name, item in value.items() if name not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def weighed(threshold: int, **more: Any) -> dict[str, Any]:
    """The plain note, whose attestors are servicer and trustee."""
    return plain_note(oracle={"threshold": threshold, "dispute_window_hours": 1, **more})


@pytest.mark.parametrize("name", BEFORE)
def test_hash__new_fields_taken_away__that_of_the_older_file(name: str) -> None:
    data = Document((DEALS / f"{name}.yaml").read_bytes(), name).data
    assert isinstance(data, dict)
    data = without(data, LATER)
    if name == "mills-notes":  # its second class votes, and so keeps record dates since
        del data["tranches"][1]["transfer"]["record_dates"]
    oracle = {field: value for field, value in data["oracle"].items() if field in ("threshold", "dispute_window_hours")}
    assert oracle != data["oracle"]
    assert terms_hash(terms_from(data | {"oracle": oracle})).hex() == BEFORE[name]


def test_terms__nothing_said__nothing_of_it_in_the_canonical_form() -> None:
    assert json.loads(canonical_json(terms()))["oracle"] == {"threshold": 2, "dispute_window_hours": 1}
    assert terms_hash(terms(oracle__weights={})) == terms_hash(terms())


def test_canonical__every_field__weights_as_a_group_and_the_bond_as_text() -> None:
    oracle = json.loads(canonical_json(load_terms(SHEETS / "master_trust.yaml")))["oracle"]
    assert oracle == {
        "threshold": 3,
        "dispute_window_hours": 48,
        "weights": {"bank": 2},
        "dispute_bond": "1500.5",
        "missing_after_days": 45,
    }


def test_hash__weights_in_another_order__the_same() -> None:
    one, other = ({"servicer": 2, "trustee": 3}, {"trustee": "3", "servicer": "2"})
    assert terms_hash(terms_from(weighed(5, weights=one))) == terms_hash(terms_from(weighed(5, weights=other)))


def test_weights__data_changed_after_reading__terms_stay() -> None:
    data = weighed(3, weights={"servicer": 2})
    deal = terms_from(data)
    data["oracle"]["weights"]["servicer"] = 9
    assert deal.attestor_weights == {"servicer": 2, "trustee": 1}


@pytest.mark.parametrize(
    ("oracle", "path", "rule"),
    [
        ({"threshold": 0}, "oracle.threshold", "must be one or more"),
        ({"threshold": 3}, "oracle.threshold", "must be at most the number of attestors, 2"),
        (
            {"threshold": 4, "weights": {"trustee": 2}},
            "oracle.threshold",
            "must be at most the weight of all attestors together, 3",
        ),
        ({"threshold": 256, "weights": {"trustee": 200, "servicer": 200}}, "oracle.threshold", "must be at most 255"),
        ({"threshold": 2, "weights": {"trustee": 2}}, "oracle.weights.trustee", ALONE.format(2)),
        ({"threshold": 2, "weights": {"servicer": 9}}, "oracle.weights.servicer", ALONE.format(2)),
        ({"threshold": 1, "weights": {"trustee": 2}}, "oracle.weights.trustee", ALONE.format(1)),
        ({"threshold": 9, "weights": {"trustee": 256}}, "oracle.weights.trustee", "must be at most 255"),
        ({"threshold": 2, "weights": {"trustee": 0}}, "oracle.weights.trustee", "must be one or more"),
        (
            {"threshold": 2, "weights": {"trustee": "1.5"}},
            "oracle.weights.trustee",
            "must be a whole number, zero or more",
        ),
        (
            {"threshold": 2, "weights": {"trustee": -1}},
            "oracle.weights.trustee",
            "must be a whole number, zero or more",
        ),
        ({"threshold": 2, "weights": ["trustee"]}, "oracle.weights", "must be a group of fields"),
        (
            {"threshold": 2, "weights": {"label": 1}},
            "oracle.weights.label",
            "must name a party with the role attestor",
        ),
        (
            {"threshold": 2, "weights": {"trustees": 2}},
            "oracle.weights.trustees",
            "must name a party with the role attestor; did you mean trustee?",
        ),
        ({"threshold": 2, "dispute_window_hours": 2161}, "oracle.dispute_window_hours", "must be at most 2160 hours"),
        (
            {"threshold": 2, "dispute_bond": 0},
            "oracle.dispute_bond",
            "must be above zero; leave it out where only trustee and supervisor may dispute",
        ),
        ({"threshold": 2, "dispute_bond": -1}, "oracle.dispute_bond", "an amount is zero or more"),
        (
            {"threshold": 2, "dispute_bond": 500, "dispute_window_hours": 0},
            "oracle.dispute_bond",
            "needs oracle.dispute_window_hours above zero: a report that is final at once can't be disputed",
        ),
        (
            {"threshold": 2, "dispute_bond": "0.0000001"},
            "oracle.dispute_bond",
            "has more decimals than the 6 of USD here",
        ),
        (
            {"threshold": 2, "dispute_bond": "79228162514264337593543.950336"},
            "oracle.dispute_bond",
            "must be below 2^96 of the currency's smallest units",
        ),
        ({"threshold": 2, "missing_after_days": 0}, "oracle.missing_after_days", "must be one or more"),
        ({"threshold": 2, "missing_after_days": 366}, "oracle.missing_after_days", "must be at most 365 days"),
    ],
)
def test_oracle__each_rule_broken__refused_by_name(oracle: dict[str, Any], path: str, rule: str) -> None:
    assert problems(weighed(**oracle)) == {path: rule}


@pytest.mark.parametrize(
    "oracle",
    [
        {"threshold": 1},
        {"threshold": 1, "weights": {"servicer": 1, "trustee": 1}},
        {"threshold": 3, "weights": {"trustee": 2}},
        {"threshold": 255, "weights": {"trustee": 254, "servicer": 254}},
        {"threshold": 2, "dispute_bond": "0.000001"},
        {"threshold": 2, "dispute_bond": "79228162514264337593543.950335"},
        {"threshold": 2, "missing_after_days": 1},
        {"threshold": 2, "missing_after_days": "365"},
        {"threshold": 2, "missing_after_days": 30, "dispute_window_hours": 0},
    ],
)
def test_oracle__at_its_limits__taken(oracle: dict[str, Any]) -> None:
    assert terms_from(weighed(**oracle)).oracle.threshold == oracle["threshold"]


def test_weights__single_attestor_reaches_the_threshold__taken() -> None:
    data = changed(sheet("pik_note"), oracle__weights={"marketer": 255}, oracle__threshold=255)
    assert terms_from(data).attestor_weights == {"marketer": 255}


def test_weights__one_heavy_attestor_among_33__both_problems_at_once() -> None:
    more = [{"id": f"attestor-{i}", "name": "Attestor", "roles": ["attestor"]} for i in range(31)]
    data = weighed(2, weights={"trustee": 2})
    data["parties"] += more
    assert set(problems(data)) == {"parties", "oracle.weights.trustee"}


def test_weights__name_with_terminal_codes__shown_harmless_with_its_line() -> None:
    text = (
        (SHEETS / "plain_note.yaml")
        .read_text()
        .replace("dispute_window_hours: 1}", 'dispute_window_hours: 1, weights: {"\\e[31m": 2}}')
    )
    with pytest.raises(TermsError, match="must name a party with the role attestor") as caught:
        read_terms(text)
    assert "\x1b" not in caught.value.message
    assert caught.value.problems[0].line == text[: text.index("weights")].count("\n") + 1


def test_bond__read__exact() -> None:
    assert terms_from(weighed(2, dispute_bond="1,000.50")).oracle.dispute_bond == Decimal("1000.50")


def reports(data: dict[str, Any]) -> list[str]:
    return describe(terms_from(data)).split("Receipts reports\n")[1].split("\n\n")[0].splitlines()


def test_describe__every_field__in_a_line() -> None:
    assert reports(sheet("master_trust")) == [
        "  signed by a weight of 3 of 3: manager, bank (2); final 48 hours later",
        "  disputed by anybody with a bond of 1,500.50",
        "  declared missing by anybody from 45 days after the scheduled date on; final 3 days later, "
        "until then a signed one takes its place",
    ]


@pytest.mark.parametrize(
    ("oracle", "lines"),
    [
        (
            {"threshold": 2},
            [
                "  signed by 2 of 2: servicer, trustee; final 1 hour later",
                "  disputed by trustee and supervisor only",
                "  a payment date waits for its report",
            ],
        ),
        (
            {"threshold": 2, "dispute_window_hours": 0, "missing_after_days": 1},
            [
                "  signed by 2 of 2: servicer, trustee; final at once",
                "  declared missing by anybody from 1 day after the scheduled date on; final 3 days later, "
                "until then a signed one takes its place",
            ],
        ),
    ],
)
def test_describe__fields_left_out__what_holds_then(oracle: dict[str, Any], lines: list[str]) -> None:
    assert reports(weighed(**oracle)) == lines
