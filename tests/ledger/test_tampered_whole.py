# SPDX-License-Identifier: Apache-2.0
"""What providers, holders of calls and the end of a deal say, with one thing wrong: the verifier says so, and says where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain.events import Event
from regalia.chain.step_records import ACCELERATED_BIT, ACTIVE_BIT, DEFAULTED_BIT, RECORD_BYTES
from tests.ledger.life import DAY, HOURS, Life
from tests.ledger.tampering import STRANGER, Change, altered, becomes, flipped, found_by_replay, plus
from tests.ledger.whole_life import MAKE_UP, WholeLife

pytestmark = pytest.mark.devnet

THIRD, FOURTH = "period 3 (2024Q2)", "period 4 (2024Q3)"
CASES: list[tuple[str, int, str, Change, str]] = [
    ("FactsTaken", 2, "period", plus(1), f"{THIRD}: period of the facts"),
    ("FactsTaken", 2, "facts", lambda f: (*f, 1), f"{THIRD}: facts: expected 0, found 1"),
    ("FactsTaken", 2, "reportAge", plus(1), f"{THIRD}: days since the report before"),
    ("FactsTaken", 2, "unpaid", becomes(1), f"{THIRD}: facilities whose deadline was missed"),
    ("FactsTaken", 3, "unpaid", becomes(0), f"{FOURTH}: facilities whose deadline was missed"),
    ("SupportDemanded", 0, "facility", becomes(0), "SupportDemanded: needed"),
    ("SupportDemanded", 0, "facility", becomes(2), "SupportDemanded: facility, below"),
    ("SupportDemanded", 0, "period", plus(1), "SupportDemanded: period of the report that waits"),
    ("SupportDemanded", 0, "amount", plus(1), "SupportDemanded: demanded in all"),
    ("SupportDemanded", 0, "outstanding", plus(1), "SupportDemanded: needed"),
    ("SupportDemanded", 0, "deadline", plus(1), "SupportDemanded: deadline"),
    ("SupportPaid", 0, "facility", becomes(0), "SupportPaid: demand before it"),
    ("SupportPaid", 0, "facility", becomes(2), "SupportPaid: facility, below"),
    ("SupportPaid", 0, "period", plus(1), "SupportPaid: period"),
    ("SupportPaid", 0, "amount", plus(-1), "SupportPaid: outstanding"),
    ("SupportDeposited", 0, "facility", becomes(1), "SupportReceived: announced"),
    ("SupportDeposited", 0, "facility", becomes(2), "SupportDeposited: facility, below"),
    ("SupportDeposited", 0, "amount", plus(1), "SupportReceived: announced"),
    ("SupportDeposited", 0, "amount", becomes(0), "SupportDeposited: amount, above"),
    ("SupportDeposited", 0, "amount", becomes(30_000_000_001), "SupportDeposited: amount within the limit"),
    ("SupportReceived", 0, "facility", becomes(1), "SupportReceived: announced"),
    ("SupportReceived", 0, "facility", becomes(2), "SupportReceived: facility, below"),
    ("SupportReceived", 0, "provider", becomes(STRANGER), "SupportReceived: provider"),
    ("SupportReceived", 0, "amount", plus(1), "SupportReceived: announced"),
    ("SupportReceived", 0, "amount", becomes(2**96), "SupportReceived: amount"),
    ("CallExercised", 0, "index", becomes(1), "CallExercised: call"),
    ("CallExercised", 0, "index", becomes(2), "CallExercised: call"),
    ("CallExercised", 0, "holder", becomes(STRANGER), "CallExercised: holder"),
    ("CallExercised", 0, "day", plus(1), "CallExercised: day"),
    ("CallExercised", 0, "paid", lambda p: (p[0] + 1, *p[1:]), "CallExercised: paid to senior"),
    ("CallExercised", 0, "paid", lambda p: (p[0], 1, p[2]), "CallExercised: paid to deferred"),
    ("CallExercised", 0, "paid", becomes(()), "CallExercised: paid to senior"),
    ("DealConcluded", 0, "period", plus(1), "DealConcluded: period"),
    ("DealConcluded", 0, "available", plus(1), "DealConcluded: cash"),
    ("DealConcluded", 0, "returned", lambda r: (r[0] - 1, r[1]), "DealConcluded: returned to the provider of line"),
    ("DealConcluded", 0, "returned", lambda r: (*r, 1), "DealConcluded: returned to the provider of no facility"),
    ("DealConcluded", 0, "records", lambda b: b[:-1], "DealConcluded: bytes of the step records"),
    ("DealConcluded", 0, "records", lambda b: flipped(b, 15), "DealConcluded, step trustee-fee: due"),
]
NEW = (
    "FactsTaken",
    "SupportDemanded",
    "SupportPaid",
    "SupportDeposited",
    "SupportReceived",
    "CallExercised",
    "DealConcluded",
)


def said(whole: WholeLife, events: list[Event]) -> str:
    return "\n".join(map(str, found_by_replay(whole.life, events)))


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    CASES,
    ids=[f"{n}-{a}-{i}" for i, (n, _, a, *_) in enumerate(CASES)],
)
def test_replay__one_argument_changed__place_named(
    whole: WholeLife, whole_events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    assert named in said(whole, altered(whole_events, name, which, argument, change))


def test_cases__every_argument_that_can_be_checked__is_among_them(whole_events: tuple[Event, ...]) -> None:
    """``deal`` decides whether the event is read at all, and who concluded is nobody's business."""
    arguments = {(event.name, argument) for event in whole_events if event.name in NEW for argument in event.args}
    unchecked = {(name, argument) for name, argument in arguments if argument in ("deal", "by")}
    assert {(name, argument) for name, _, argument, *_ in CASES} == arguments - unchecked


@pytest.mark.parametrize("name", NEW)
def test_replay__event_left_out__found(whole: WholeLife, whole_events: tuple[Event, ...], name: str) -> None:
    chosen = next(event for event in whole_events if event.name == name)
    assert said(whole, [event for event in whole_events if event is not chosen])


@pytest.mark.parametrize("name", NEW)
def test_replay__event_told_twice__found_beside_its_order(
    whole: WholeLife, whole_events: tuple[Event, ...], name: str
) -> None:
    chosen = next(event for event in whole_events if event.name == name)
    twice = [copy for event in whole_events for copy in ((event, event) if event is chosen else (event,))]
    found = found_by_replay(whole.life, twice)
    assert {difference.group for difference in found} - {"order"} or name == "FactsTaken"
    assert name != "FactsTaken" or "FactsTaken: as often as PaymentDateExecuted" in said(whole, twice)


TIMES: list[tuple[str, int, int, str]] = [
    ("SupportDemanded", 0, -2 * DAY, "SupportDemanded: not before"),
    ("SupportPaid", 0, 73 * HOURS, "SupportPaid: paid, not after"),
    ("CallExercised", 0, -DAY, "CallExercised: day"),
    ("CallExercised", 0, -15 * DAY, "CallExercised: call"),
    ("CallExercised", 0, 65 * DAY, "CallExercised: call"),
]


@pytest.mark.parametrize(("name", "which", "seconds", "named"), TIMES)
def test_replay__event_at_another_time__found(
    whole: WholeLife, whole_events: tuple[Event, ...], name: str, which: int, seconds: int, named: str
) -> None:
    chosen = [event for event in whole_events if event.name == name][which]
    other = replace(chosen, timestamp=chosen.timestamp + seconds)
    assert named in said(whole, [other if event is chosen else event for event in whole_events])


def bit(number: int) -> Change:
    """One bit of the word of answers turned over."""

    def turned(packed: bytes) -> bytes:
        assert len(packed) % RECORD_BYTES
        return packed[:-32] + (int.from_bytes(packed[-32:], "big") ^ 1 << number).to_bytes(32, "big")

    return turned


ANSWERS: list[tuple[int, str]] = [
    (0, "answers of coverage-low"),
    (2 * 16 + 1, "answers of reserve-short"),
    (ACTIVE_BIT, "coverage-low is active"),
    (ACTIVE_BIT + 3, "parent-did-not-pay is active"),
    (DEFAULTED_BIT, "interest missed for good (1), acceleration list (2)"),
    (ACCELERATED_BIT, "interest missed for good (1), acceleration list (2)"),
]


@pytest.mark.parametrize(("number", "named"), ANSWERS)
@pytest.mark.parametrize("name", ["PaymentDateExecuted", "DealConcluded"])
def test_replay__one_answer_of_a_trigger_changed__trigger_named(
    whole: WholeLife, whole_events: tuple[Event, ...], name: str, number: int, named: str
) -> None:
    which = 2 if name == "PaymentDateExecuted" else 0
    assert named in said(whole, altered(whole_events, name, which, "records", bit(number)))


def test_replay__executed_while_a_provider_could_still_be_made_to_pay__found(
    whole: WholeLife, whole_events: tuple[Event, ...]
) -> None:
    paid = next(event for event in whole_events if event.name == "SupportPaid")
    without = [event for event in whole_events if event.transaction_hash != paid.transaction_hash]
    assert f"{THIRD}: providers who could still be asked" in said(whole, without)


def test_replay__concluded_before_the_legal_final_date__found(
    whole: WholeLife, whole_events: tuple[Event, ...]
) -> None:
    last = [event for event in whole_events if event.name == "PaymentDateExecuted"][-1]
    without = [event for event in whole_events if event.transaction_hash != last.transaction_hash]
    assert "DealConcluded: nobody owed anything and no residual for units before the legal final date" in said(
        whole, without
    )


@pytest.mark.parametrize("name", ["RoyaltyPaid", "SupportReceived", "CallExercised", "SupportDemanded"])
def test_replay__something_done_after_the_end__found(
    whole: WholeLife, whole_events: tuple[Event, ...], name: str
) -> None:
    chosen = next(event for event in whole_events if event.name == name)
    late = replace(chosen, block_number=10**6, timestamp=whole_events[-1].timestamp + 1)
    assert f"block 1000000, {name}: deal: expected not concluded" in said(whole, [*whole_events, late])


def test_replay__a_word_after_the_records_of_a_deal_without_triggers__found(
    life: Life, events: tuple[Event, ...]
) -> None:
    changed = altered(events, "PaymentDateExecuted", 2, "records", lambda packed: packed + bytes(32))
    assert f"{THIRD}: bytes of the step records" in "\n".join(map(str, found_by_replay(life, changed)))


def test_replay__deposit_while_a_demand_is_open__found(whole: WholeLife, whole_events: tuple[Event, ...]) -> None:
    """The first deposit as if it had come after the parent was asked, and by the parent."""
    asked = next(event for event in whole_events if event.name == "SupportDemanded")
    deposit = next(event for event in whole_events if event.name == "SupportDeposited")
    late = replace(deposit, args={**deposit.args, "facility": MAKE_UP}, timestamp=asked.timestamp)
    moved = [copy for event in whole_events for copy in ((event, late) if event is asked else (event,))]
    assert "SupportDeposited: demanded at the time: expected 0.00 USD, found 20,000.00 USD" in said(whole, moved)


def test_replay__asked_again_for_less__deadline_stays(whole: WholeLife, whole_events: tuple[Event, ...]) -> None:
    """Whether less is needed is another question, which the same replay answers with no."""
    asked = next(event for event in whole_events if event.name == "SupportDemanded")
    less = {"amount": asked.args["amount"] - 1, "outstanding": asked.args["outstanding"] - 1}
    again = replace(asked, args={**asked.args, **less}, log_index=asked.log_index + 1, timestamp=asked.timestamp + 1)
    told = [copy for event in whole_events for copy in ((event, again) if event is asked else (event,))]
    found = said(whole, told)
    assert "SupportDemanded: needed" in found and "SupportDemanded: deadline" not in found


def test_replay__asked_again_for_more__deadline_is_a_new_one(whole: WholeLife, whole_events: tuple[Event, ...]) -> None:
    asked = next(event for event in whole_events if event.name == "SupportDemanded")
    more = {"amount": asked.args["amount"] + 1, "outstanding": asked.args["outstanding"] + 1}
    again = replace(asked, args={**asked.args, **more}, log_index=asked.log_index + 1, timestamp=asked.timestamp + 1)
    told = [copy for event in whole_events for copy in ((event, again) if event is asked else (event,))]
    assert "SupportDemanded: deadline" in said(whole, told)
