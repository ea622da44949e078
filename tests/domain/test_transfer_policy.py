# SPDX-License-Identifier: Apache-2.0
"""The ladder of questions: each by itself, at its bounds, in its order, and in the contract's own words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.transfer_policy import Facts, Question, WalletFacts, answers, refusal
from regalia.domain.transfer_questions import refusal_text
from regalia.domain.transfer_rules import RuleFlag, TransferRules

CONTRACT = Path(__file__).parents[2] / "contracts" / "compliance" / "TransferPolicy.sol"
UNITED_STATES, FRANCE = 840, 250
RETAIL, PROFESSIONAL = 1, 2
NOON = 1_707_480_000
SELLER = WalletFacts(
    frozen=False,
    halted=False,
    units=100,
    frozen_units=0,
    eligible=True,
    country=FRANCE,
    investor_class=PROFESSIONAL,
    investor="seller",
    investor_units=100,
)
BUYER = replace(SELLER, country=UNITED_STATES, investor="buyer", units=40, investor_units=40)
FACTS = Facts(
    tradable=True,
    halted=False,
    paused=False,
    same_wallet=False,
    no_sender=False,
    no_receiver=False,
    sender=SELLER,
    receiver=BUYER,
    retaining=False,
    now=NOON,
    holders=10,
)
NO_RULES = TransferRules()
QUANTITY = (Question.DENOMINATION, Question.RETENTION, Question.LARGEST_SHARE, Question.HOLDER_COUNT)


def facts(sender: dict[str, Any] | None = None, receiver: dict[str, Any] | None = None, **changes: Any) -> Facts:
    return replace(
        FACTS, sender=replace(SELLER, **(sender or {})), receiver=replace(BUYER, **(receiver or {})), **changes
    )


def refused(rules: TransferRules, state: Facts, units: int) -> list[Question]:
    """Every question answered by no."""
    return [Question(code) for code, yes in enumerate(answers(rules, state, units), 1) if not yes]


STRICT = TransferRules(
    flags=RuleFlag.ELIGIBLE_SENDER | RuleFlag.JURISDICTIONS | RuleFlag.RECORD_DATES,
    class_mask=1 << PROFESSIONAL,
    holder_limit=10,
    largest_holding=100,
    denomination=10,
    retained=50,
    locked_until=NOON,
    countries=frozenset({UNITED_STATES}),
)
"""All rules at once; moving 50 of the seller's 100 units to the buyer meets each."""
NEW_BUYER = {"units": 0, "investor_units": 0}
ALONE = [
    (Question.TRADABLE, STRICT, facts(tradable=False)),
    (Question.NOT_HALTED, STRICT, facts(halted=True)),
    (Question.NOT_PAUSED, STRICT, facts(paused=True)),
    (Question.TWO_PARTIES, STRICT, facts(same_wallet=True)),
    (Question.TWO_PARTIES, STRICT, facts(no_sender=True)),
    (Question.TWO_PARTIES, STRICT, facts(no_receiver=True)),
    (Question.SENDER_NOT_FROZEN, STRICT, facts({"frozen": True})),
    (Question.RECEIVER_NOT_FROZEN, STRICT, facts({}, {"frozen": True})),
    (Question.SENDER_NOT_HALTED, STRICT, facts({"halted": True})),
    (Question.RECEIVER_NOT_HALTED, STRICT, facts({}, {"halted": True})),
    (Question.UNITS_NOT_FROZEN, STRICT, facts({"frozen_units": 51})),
    (Question.SENDER_ELIGIBLE, STRICT, facts({"eligible": False})),
    (Question.RECEIVER_ELIGIBLE, STRICT, facts({}, {"eligible": False})),
    (Question.JURISDICTION, STRICT, facts({}, {"country": FRANCE})),
    (Question.CLASS, STRICT, facts({}, {"investor_class": RETAIL})),
    (Question.UNLOCKED, STRICT, facts(now=NOON - 1)),
    (Question.DENOMINATION, replace(STRICT, denomination=51), FACTS),
    (Question.RETENTION, replace(STRICT, retained=51), facts(retaining=True)),
    (Question.LARGEST_SHARE, STRICT, facts({}, {"investor_units": 51})),
    (Question.HOLDER_COUNT, STRICT, facts({}, NEW_BUYER)),
]


def test_refusal__everything_right__none() -> None:
    assert answers(STRICT, FACTS, 50) == (True,) * 18
    assert refusal(STRICT, FACTS, 50) is None
    assert refusal(STRICT, facts(retaining=True), 50) is None


def test_questions__cases__cover_every_one() -> None:
    assert {question for question, _, _ in ALONE} == set(Question)
    assert [question.value for question in Question] == list(range(1, 19))


@pytest.mark.parametrize(("question", "rules", "state"), ALONE, ids=lambda value: getattr(value, "name", ""))
def test_refusal__one_thing_wrong__that_question_alone(question: Question, rules: TransferRules, state: Facts) -> None:
    assert refused(rules, state, 50) == [question]
    assert refusal(rules, state, 50) is question


def test_refusal__two_things_wrong__the_lower_code() -> None:
    state = facts({"eligible": False}, {"frozen": True, "country": FRANCE})
    assert refused(STRICT, state, 50) == [
        Question.RECEIVER_NOT_FROZEN,
        Question.SENDER_ELIGIBLE,
        Question.JURISDICTION,
    ]
    assert refusal(STRICT, state, 50) is Question.RECEIVER_NOT_FROZEN


def test_sender_eligible__rule_off__lapsed_holder_may_send() -> None:
    assert refusal(NO_RULES, facts({"eligible": False}), 50) is None


@pytest.mark.parametrize("country", [0, 1, FRANCE, 999, 1024, 65_535])
def test_jurisdiction__not_limited__any_country(country: int) -> None:
    assert refusal(NO_RULES, facts({}, {"country": country}), 50) is None


@pytest.mark.parametrize("country", [0, FRANCE, UNITED_STATES + 1, UNITED_STATES + 1024, 65_535])
def test_jurisdiction__limited__country_off_the_list_refused(country: int) -> None:
    assert refusal(STRICT, facts({}, {"country": country}), 50) is Question.JURISDICTION


@pytest.mark.parametrize(("investor_class", "admitted"), [(0, False), (1, True), (4, True), (5, False), (255, False)])
def test_class__all_admitted__only_classes_that_are(investor_class: int, admitted: bool) -> None:
    found = refusal(NO_RULES, facts({}, {"investor_class": investor_class}), 50)
    assert found is (None if admitted else Question.CLASS)


@pytest.mark.parametrize(("now", "open_again"), [(NOON - 1, False), (NOON, True), (NOON + 1, True)])
def test_lock_up__around_its_end__moves_from_that_second_on(now: int, open_again: bool) -> None:
    found = refusal(TransferRules(locked_until=NOON), facts(now=now), 50)
    assert found is (None if open_again else Question.UNLOCKED)


@pytest.mark.parametrize(
    ("held", "frozen", "units", "allowed"),
    [
        (100, 60, 39, True),
        (100, 60, 40, True),
        (100, 60, 41, False),
        (100, 100, 1, False),
        (100, 100, 0, True),
        (100, 120, 0, True),
        (100, 120, 1, False),
        (100, 0, 101, True),  # too few units is no question of the ladder
        (100, 1, 101, False),
    ],
)
def test_units_not_frozen__around_what_is_free(held: int, frozen: int, units: int, allowed: bool) -> None:
    found = refusal(NO_RULES, facts({"units": held, "frozen_units": frozen}), units)
    assert found is (None if allowed else Question.UNITS_NOT_FROZEN)


@pytest.mark.parametrize(
    ("units", "allowed"),
    [(0, True), (9, False), (10, True), (11, True), (90, True), (91, False), (99, False), (100, True), (101, True)],
)
def test_denomination__of_ten_with_a_hundred_held__moved_and_left(units: int, allowed: bool) -> None:
    found = refusal(TransferRules(denomination=10), FACTS, units)
    assert found is (None if allowed else Question.DENOMINATION)


@pytest.mark.parametrize("denomination", [0, 1])
def test_denomination__none_or_one__single_units_move(denomination: int) -> None:
    assert refusal(TransferRules(denomination=denomination), FACTS, 1) is None
    assert refusal(TransferRules(denomination=denomination), FACTS, 99) is None


@pytest.mark.parametrize(
    ("units", "allowed"), [(0, True), (49, True), (50, True), (51, False), (100, False), (101, False)]
)
def test_retention__fifty_of_a_hundred__originator_keeps_them(units: int, allowed: bool) -> None:
    found = refusal(TransferRules(retained=50), facts(retaining=True), units)
    assert found is (None if allowed else Question.RETENTION)
    assert refusal(TransferRules(retained=50), FACTS, units) is None


def test_retention__already_below__nothing_moves_but_zero() -> None:
    state = facts({"units": 40}, retaining=True)
    assert refusal(TransferRules(retained=50), state, 1) is Question.RETENTION
    assert refusal(TransferRules(retained=50), state, 0) is None


@pytest.mark.parametrize(("units", "allowed"), [(0, True), (59, True), (60, True), (61, False)])
def test_largest_share__all_wallets_of_the_receiver_count(units: int, allowed: bool) -> None:
    state = facts({}, {"units": 0, "investor_units": 40})
    found = refusal(TransferRules(largest_holding=100), state, units)
    assert found is (None if allowed else Question.LARGEST_SHARE)


def test_largest_share__two_wallets_of_one_investor__always_passes() -> None:
    state = facts({"investor": "one", "investor_units": 140}, {"investor": "one", "investor_units": 140})
    assert refusal(TransferRules(largest_holding=100), state, 100) is None


def test_largest_share__already_above__receives_nothing_but_zero() -> None:
    state = facts({}, {"investor_units": 101})
    assert refusal(TransferRules(largest_holding=100), state, 1) is Question.LARGEST_SHARE
    assert refusal(TransferRules(largest_holding=100), state, 0) is None


@pytest.mark.parametrize(
    ("holders", "units", "allowed"),
    [
        (9, 50, True),
        (10, 50, False),
        (11, 50, False),
        (10, 99, False),
        (10, 100, True),  # the seller's last units: one leaves, one comes
        (10, 101, True),
        (11, 100, False),  # beyond the limit already, by orders or as places are kept: no room for another
        (12, 100, False),
        (12, 99, False),
        (10, 0, True),
    ],
)
def test_holder_count__limit_of_ten__new_investor(holders: int, units: int, allowed: bool) -> None:
    found = refusal(TransferRules(holder_limit=10), facts({}, NEW_BUYER, holders=holders), units)
    assert found is (None if allowed else Question.HOLDER_COUNT)


def test_holder_count__limit_passed_already__those_who_hold_go_on() -> None:
    assert refusal(TransferRules(holder_limit=10), facts(holders=12), 50) is None


def test_holder_count__sender_has_more_in_another_wallet__does_not_leave() -> None:
    state = facts({"investor_units": 101}, NEW_BUYER)
    assert refusal(TransferRules(holder_limit=10), state, 100) is Question.HOLDER_COUNT


def test_holder_count__new_wallet_of_an_investor_that_holds__is_no_new_holder() -> None:
    assert refusal(TransferRules(holder_limit=10), facts({}, {"units": 0, "investor_units": 5}), 50) is None
    moved = facts({"investor": "one"}, {"investor": "one", "units": 0, "investor_units": 100})
    assert refusal(TransferRules(holder_limit=10), moved, 50) is None


def test_limits__wallets_that_count_by_themselves__are_not_one_investor() -> None:
    state = facts({"investor": ""}, {"investor": "", **NEW_BUYER})
    assert refusal(TransferRules(holder_limit=10), state, 50) is Question.HOLDER_COUNT
    assert refusal(TransferRules(largest_holding=49), state, 50) is Question.LARGEST_SHARE


def test_holder_count__units_in_another_wallet_and_too_few_in_this__does_not_leave() -> None:
    state = facts({"units": 10, "investor_units": 15}, NEW_BUYER)
    assert refusal(TransferRules(holder_limit=10), state, 20) is Question.HOLDER_COUNT


def test_holder_count__issuance__nobody_leaves() -> None:
    nobody = {"investor": "", "units": 0, "investor_units": 0}
    assert refused(TransferRules(holder_limit=10), facts(nobody, NEW_BUYER, no_sender=True), 50) == [
        Question.TWO_PARTIES,
        Question.HOLDER_COUNT,
    ]


def test_holder_count__redemption__nobody_comes() -> None:
    state = facts({}, {"investor": "", **NEW_BUYER}, no_receiver=True)
    assert refused(TransferRules(holder_limit=10), state, 50) == [Question.TWO_PARTIES]


def test_texts__in_the_contract__the_same_words_and_codes() -> None:
    source = CONTRACT.read_text(encoding="utf-8")
    codes = {name: int(code) for name, code in re.findall(r"uint256 internal constant (\w+) = (\d+);", source)}
    texts = dict(re.findall(r'code == (\w+)\) return "([^"]+)"', source))
    for question in Question:
        assert codes[question.name] == question
        assert texts[question.name] == question.refusal == refusal_text(question)
    assert texts["0"] == refusal_text(0)
    assert texts["TOO_FEW_UNITS"] == refusal_text(codes["TOO_FEW_UNITS"])
    assert f'return "{refusal_text(99)}";' in source


def test_texts__each_question__asks_something_else() -> None:
    asked = [question.asks for question in Question]
    assert len(set(asked)) == len(asked) and all(text.endswith("?") for text in asked)
    assert len({question.refusal for question in Question}) == len(asked)


few = st.integers(0, 12)
wallets = st.builds(
    WalletFacts,
    frozen=st.booleans(),
    halted=st.booleans(),
    units=few,
    frozen_units=few,
    eligible=st.booleans(),
    country=st.sampled_from([0, FRANCE, UNITED_STATES, 1024]),
    investor_class=st.integers(0, 8),
    investor=st.sampled_from(["seller", "buyer", ""]),
    investor_units=few,
)
any_facts = st.builds(
    Facts,
    tradable=st.booleans(),
    halted=st.booleans(),
    paused=st.booleans(),
    same_wallet=st.booleans(),
    no_sender=st.booleans(),
    no_receiver=st.booleans(),
    sender=wallets,
    receiver=wallets,
    retaining=st.booleans(),
    now=few,
    holders=few,
)
any_rules = st.builds(
    TransferRules,
    flags=st.integers(0, 7).map(RuleFlag),
    class_mask=st.integers(1, 15).map(lambda classes: classes << 1),
    holder_limit=few,
    largest_holding=few,
    denomination=few,
    retained=few,
    locked_until=few,
    countries=st.frozensets(st.sampled_from([0, FRANCE, UNITED_STATES])),
)


@given(any_rules, any_facts, few)
def test_refusal__any_state__is_the_lowest_failing_code(rules: TransferRules, state: Facts, units: int) -> None:
    failing = refused(rules, state, units)
    assert refusal(rules, state, units) is (min(failing) if failing else None)


@given(any_rules, any_facts)
def test_answers__zero_units__no_question_of_quantity_says_no(rules: TransferRules, state: Facts) -> None:
    assert not {*QUANTITY, Question.UNITS_NOT_FROZEN} & set(refused(rules, state, 0))


@given(any_rules, any_facts, few)
def test_answers__without_rules__never_more_refusals(rules: TransferRules, state: Facts, units: int) -> None:
    assert set(refused(NO_RULES, state, units)) <= set(refused(rules, state, units))


@given(
    st.builds(TransferRules, holder_limit=few, largest_holding=few, denomination=few, retained=few),
    st.builds(lambda more, ice: {"units": 12, "investor_units": 12 + more, "frozen_units": ice}, few, few),
    st.builds(lambda held: {"units": held, "investor_units": held}, few),
    st.booleans(),
    st.integers(1, 12),
    st.integers(1, 12),
)
def test_answers__units_move__allowed_exactly_when_every_limit_is_kept_after_it(
    rules: TransferRules,
    sender: dict[str, int],
    receiver: dict[str, int],
    retaining: bool,
    holders: int,
    units: int,
) -> None:
    """What the limits are for, said of the state after the move instead of the rungs of the ladder."""
    left, total = 12 - units, receiver["investor_units"] + units
    arrives = receiver["investor_units"] == 0
    after = holders + arrives - (sender["investor_units"] == units)
    kept = (
        (sender["frozen_units"] == 0 or left >= sender["frozen_units"])
        and units >= rules.denomination
        and left not in range(1, rules.denomination)
        and (left >= rules.retained or not retaining)
        and (total <= rules.largest_holding or rules.largest_holding == 0)
        and (after <= rules.holder_limit or not arrives or rules.holder_limit == 0)
    )
    state = facts(sender, receiver, retaining=retaining, holders=holders)
    assert (refusal(rules, state, units) is None) == kept
