# SPDX-License-Identifier: Apache-2.0
"""What the pool of rights says, and the facts a date took from it, with one argument wrong: the verifier says so, and says where."""

from __future__ import annotations

import pytest

from regalia.chain.events import Event
from regalia.domain.rights.words import Condition
from tests.ledger.patents_stage import SPARE, PatentsLife
from tests.ledger.tampering import STRANGER, Change, altered, becomes, flipped, plus
from tests.ledger.test_tampered_rights import part, said, shorter

pytestmark = pytest.mark.devnet
TERMS = (
    "maturity",
    "haircuts",
    "leastValue",
    "leastRights",
    "substitutionUntil",
    "substitutionMost",
    "repurchasePrice",
)
STALE = 1 << Condition.STALE
BOUGHT, LOST, REPLACED = 1, 2, 3
"""Of the events in which rights leave a deal; the first is of another deal."""
CASES: list[tuple[str, int, str, Change, str]] = [
    ("PoolOpened", 0, "deal", becomes(STRANGER), "RightPledged: by the rules"),
    ("PoolOpened", 0, "originator", becomes(STRANGER), "PoolOpened: originator"),
    ("PoolOpened", 0, "token", becomes(STRANGER), "PoolOpened: token"),
    *(("PoolOpened", 0, "terms", part(field, plus(1)), "PoolOpened: terms of the pool") for field in TERMS),
    ("PoolOpened", 0, "terms", part("limits", shorter), "PoolOpened: terms of the pool"),
    ("PoolOpened", 0, "terms", part("limits", lambda x: (*x, x[0])), "PoolOpened: by the rules"),
    ("RightPledged", 0, "right", becomes(SPARE), "RightPledged: by the rules"),
    ("RightPledged", 0, "deal", becomes(STRANGER), "RightPledged: by the rules"),
    ("RightPledged", 0, "licence", becomes(0), "RightPledged: by the rules"),
    ("RightPledged", 0, "licence", becomes(2), "RightPledged: by the rules"),
    ("RightPledged", 0, "valueAtPledge", plus(1), "RightPledged: value at pledge"),
    ("RightCounted", 0, "right", becomes(SPARE), "RightCounted: counted"),
    ("RightCounted", 0, "deal", becomes(STRANGER), "RightCounted: deal"),
    *(("RightCounted", 0, "count", part(sum_, plus(1)), f"RightCounted: {sum_}") for sum_ in ("value", "base")),
    ("RightCounted", 0, "count", part("unlicensed", plus(1)), "RightCounted: unlicensed"),
    ("RightCounted", 0, "count", part("conditions", becomes(1)), "RightCounted: conditions"),
    ("RightReturned", BOUGHT, "right", becomes(SPARE), "RightReturned: by the rules"),
    ("RightReturned", BOUGHT, "deal", becomes(STRANGER), "RightReturned: deal"),
    ("RightReturned", BOUGHT, "why", becomes(1), "RightReturned: by the rules"),
    ("RightReturned", BOUGHT, "why", becomes(2), "RightReturned: RightSubstituted in its transaction"),
    ("RightReturned", BOUGHT, "why", becomes(5), "RightReturned: why"),
    ("RightReturned", LOST, "why", becomes(3), "RightReturned: by the rules"),
    ("RightReturned", REPLACED, "why", becomes(4), "RightReturned: by the rules"),
    ("RightReturned", REPLACED, "deal", becomes(STRANGER), "RightReturned: deal"),
    ("RightSubstituted", 0, "deal", becomes(STRANGER), "RightSubstituted: deal"),
    ("RightSubstituted", 0, "outgoing", becomes(SPARE), "RightSubstituted: follows from"),
    ("RightSubstituted", 0, "incoming", becomes(bytes(32)), "RightPledged: by the rules"),
    ("RepurchaseDemanded", 0, "right", becomes(SPARE), "RepurchaseDemanded: by the rules"),
    ("RepurchaseDemanded", 0, "deal", becomes(STRANGER), "RepurchaseDemanded: deal"),
    ("RepurchaseDemanded", 1, "number", plus(1), "RepurchaseDemanded: taken, with the number: expected 3, found 2"),
    ("RepurchaseDemanded", 1, "document", becomes(bytes(32)), "RepurchaseDemanded: by the rules"),
    ("RepurchaseDemanded", 1, "by", becomes(STRANGER), "RepurchaseDemanded: said by: expected an officer"),
    ("DemandWithdrawn", 0, "right", becomes(SPARE), "DemandWithdrawn: by the rules"),
    ("DemandWithdrawn", 0, "deal", becomes(STRANGER), "DemandWithdrawn: deal"),
    ("DemandWithdrawn", 0, "by", becomes(STRANGER), "DemandWithdrawn: said by: expected an officer"),
    ("RightRepurchased", 0, "right", becomes(SPARE), "RightRepurchased: follows from"),
    ("RightRepurchased", 0, "deal", becomes(STRANGER), "RightRepurchased: seller"),
    ("RightRepurchased", 0, "seller", becomes(STRANGER), "RightRepurchased: seller"),
    ("RightRepurchased", 0, "price", plus(-1), "RightRepurchased: price"),
    ("RoyaltyPaid", 3, "payer", becomes(STRANGER), "RightRepurchased: RoyaltyPaid in its transaction"),
    ("RoyaltyPaid", 3, "licence", becomes(SPARE), "RoyaltyPaid: follows from"),
    ("RoyaltyPaid", 3, "amount", plus(-1), "RoyaltyPaid: price"),
    ("RoyaltyPaid", 3, "paymentReference", lambda b: flipped(b, 31), "RoyaltyPaid: demand"),
]
NEW = tuple(dict.fromkeys(name for name, *_ in CASES))


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    CASES,
    ids=[f"{n}-{a}-{i}" for i, (n, _, a, *_) in enumerate(CASES)],
)
def test_replay__one_argument_changed__place_named(
    patents: PatentsLife,
    patents_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    change: Change,
    named: str,
) -> None:
    assert named in said(patents, altered(patents_events, name, which, argument, change))


def test_cases__every_argument__is_among_them(patents_events: tuple[Event, ...]) -> None:
    arguments = {(event.name, argument) for event in patents_events if event.name in NEW for argument in event.args}
    assert {(name, argument) for name, _, argument, *_ in CASES} == arguments


FACTS = ("rights-invalidated", "rights-lapsed", "pool-value", "limits-broken", "largest-licensee", "largest-group")


@pytest.mark.parametrize("period", range(6))
@pytest.mark.parametrize("label", FACTS)
def test_replay__one_fact_of_a_date_changed__fact_named(
    patents: PatentsLife, patents_events: tuple[Event, ...], period: int, label: str
) -> None:
    def one_more(facts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(fact + (name == label) for name, fact in zip(FACTS, facts, strict=True))

    found = said(patents, altered(patents_events, "FactsTaken", period, "facts", one_more))
    assert f"period {period + 1} (" in found and f": {label}: expected" in found


def test_replay__a_date_on_sums_that_a_day_has_overtaken__every_right_named(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    """As if nobody had settled after valuations ran out."""
    settled = {
        e.transaction_hash
        for e in patents_events
        if e.name == "RightCounted" and e.args["count"]["conditions"] == STALE
    }
    found = said(patents, [event for event in patents_events if event.transaction_hash not in settled])
    assert found.count("period 6 (2026Q2): what ") == found.count("\n") + 1 == 4
