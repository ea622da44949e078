# SPDX-License-Identifier: Apache-2.0
"""Every kind of event with one thing wrong: the verifier says so, and says where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from regalia.chain.events import Event
from regalia.domain.compile import compile_terms
from regalia.ledger.run import NOBODY
from tests.ledger.life import DAY, HOURS, Life
from tests.ledger.tampering import (
    STRANGER,
    Change,
    altered,
    becomes,
    flipped,
    found_by_all,
    found_by_replay,
    places,
    plus,
)
from tests.mills import NOTES_STEPS

pytestmark = pytest.mark.devnet
FIELDS = ("due", "paid", "drawn", "released")


def first(differences: Sequence[Any]) -> tuple[str, str]:
    assert differences
    return differences[0].where, differences[0].what


def test_replay__untouched_events__no_difference(life: Life, events: tuple[Event, ...]) -> None:
    assert found_by_all(life, events) == []


@pytest.mark.parametrize("field", range(4), ids=FIELDS)
@pytest.mark.parametrize("step", range(len(NOTES_STEPS)), ids=NOTES_STEPS)
def test_replay__one_unit_more_in_a_step_record__period_step_and_field_named(
    life: Life, events: tuple[Event, ...], step: int, field: int
) -> None:
    assert tuple(s.label for s in compile_terms(life.terms).steps) == NOTES_STEPS

    def one_more(packed: bytes) -> bytes:
        at = (4 * step + field) * 16
        amount = int.from_bytes(packed[at : at + 16], "big") + 1
        return packed[:at] + amount.to_bytes(16, "big") + packed[at + 16 :]

    found = found_by_replay(life, altered(events, "PaymentDateExecuted", 3, "records", one_more))
    assert first(found) == (f"period 4 (2024Q3), step {NOTES_STEPS[step]}", FIELDS[field])
    assert all(difference.where.startswith("period 4 (2024Q3)") for difference in found)


REPLAY_CASES: list[tuple[str, int, str, Change, str]] = [
    ("PaymentDateExecuted", 2, "available", plus(1), "period 3 (2024Q2): available funds"),
    ("PaymentDateExecuted", 2, "left", plus(1), "period 3 (2024Q2): left in collection"),
    ("PaymentDateExecuted", 2, "period", plus(1), "period 3 (2024Q2): period executed"),
    ("PaymentDateExecuted", 2, "period", plus(-1), "period 3 (2024Q2): period executed"),
    ("PaymentDateExecuted", 2, "period", becomes(2**32 - 1), "period 3 (2024Q2): period executed"),
    ("PaymentDateExecuted", 2, "records", lambda b: b[:-64], "period 3 (2024Q2): bytes of the step records"),
    ("PaymentDateExecuted", 2, "records", lambda b: b + b"\0", "period 3 (2024Q2): bytes of the step records"),
    ("PaymentDateExecuted", 2, "records", becomes(b""), "period 3 (2024Q2): bytes of the step records"),
    ("ReportAccepted", 0, "received", plus(100), "period 1 (2023Q4), step servicer-fee: due"),
    ("ReportAccepted", 0, "received", becomes(2**96), "period 1 (2023Q4): report"),
    ("ReportAccepted", 2, "invoices", lambda i: (i[0] + 1,), "period 3 (2024Q2), step administration: due"),
    ("ReportAccepted", 2, "invoices", lambda i: (*i, 0), "period 3 (2024Q2): invoices"),
    ("ReportAccepted", 2, "invoices", becomes(()), "period 3 (2024Q2): invoices"),
    ("ReportAccepted", 2, "reserveTarget", plus(1), "period 3 (2024Q2): reserve target"),
    ("ReportAccepted", 2, "signerSet", becomes(0b11), "period 3 (2024Q2): weight of the signers, at least"),
    ("ReportAccepted", 2, "signerSet", becomes(0b100011), "period 3 (2024Q2): signer, below"),
    ("ReportAccepted", 2, "signerSet", becomes(0), "period 3 (2024Q2): weight of the signers, at least"),
    ("ReportAccepted", 2, "period", plus(1), "period 3 (2024Q2): period of the report"),
    ("ReportAccepted", 2, "period", plus(-1), "period 3 (2024Q2): period of the report"),
    ("ReportAccepted", 2, "period", becomes(2**32 - 1), "period 3 (2024Q2): period of the report"),
    ("ReportConsumed", 1, "period", plus(1), "period 2 (2024Q1): report consumed"),
    ("RoyaltyPaid", 1, "amount", plus(-1), "period 2 (2024Q1): available funds"),
    ("RoyaltyPaid", 0, "amount", plus(1), "period 2 (2024Q1): available funds"),
    ("RoyaltyPaid", 0, "amount", becomes(0), "RoyaltyPaid: amount, above"),
    ("RoyaltyPaid", 0, "amount", becomes(2**128), "RoyaltyPaid: amount"),
    ("IncomeClaimed", 0, "gross", plus(1), "IncomeClaimed: income of"),
    ("IncomeClaimed", 1, "gross", plus(-1), "IncomeClaimed: income of"),
    ("IncomeClaimed", 0, "tax", plus(1), "IncomeClaimed: tax of"),
    ("IncomeClaimed", 1, "tax", plus(-1), "IncomeClaimed: tax of"),
    ("IncomeClaimed", 0, "holder", becomes(STRANGER), "IncomeClaimed: income of"),
    ("IncomeClaimed", 0, "token", becomes(STRANGER), "IncomeClaimed: token"),
    ("PayableClaimed", 0, "amount", plus(1), "PayableClaimed: owed to"),
    ("PayableClaimed", 1, "payee", becomes(STRANGER), "PayableClaimed: owed to"),
    ("Transfer", 0, "value", plus(1), "Transfer: units of junior issued"),
    ("Transfer", 0, "to", becomes(STRANGER), "Transfer: units of junior issued to"),
    ("Transfer", 0, "to", becomes(NOBODY), "Transfer: units of junior issued to"),
    ("Transfer", 0, "from", becomes(STRANGER), "Transfer: units of junior held, at least"),
    ("Transfer", 1, "value", plus(-1), "Transfer: units of senior issued"),
    ("Transfer", 1, "to", becomes(STRANGER), "Transfer: units of senior issued to"),
    ("Transfer", -1, "from", becomes(NOBODY), "Transfer: 5 units of senior issued: expected by the offering"),
    ("Transfer", -1, "to", becomes(NOBODY), "Transfer: order: expected the order it rests on"),
    ("Transfer", -1, "value", becomes(10_000), "Transfer: units of senior held, at least"),
    ("Subscribed", 0, "units", plus(1), "Subscribed: bid for senior: expected one the offer takes"),
    ("Subscribed", 0, "units", becomes(0), "Subscribed: bid for senior: expected one the offer takes"),
    ("Subscribed", 0, "units", becomes(8_100), "Subscribed: bid for senior: expected one the offer takes"),
    ("Subscribed", 0, "units", plus(100), "Subscribed: price of 1100 units of senior"),
    ("Subscribed", 0, "paid", plus(-1), "Subscribed: price of 1000 units of senior"),
    ("Subscribed", 0, "investor", becomes(STRANGER), "Collected: bidder"),
    ("Subscribed", 0, "tranche", becomes(1), "Subscribed: place at level 0 of senior"),
    ("Subscribed", 0, "tranche", becomes(3), "Subscribed: tranche, below"),
    ("Subscribed", 0, "level", becomes(1), "Subscribed: place at level 0 of senior"),
    ("Subscribed", 0, "level", becomes(5), "Subscribed: bid for senior: expected one the offer takes"),
    ("Subscribed", 1, "place", plus(100), "Subscribed: place at level 0 of senior"),
    ("TrancheCleared", 1, "tranche", becomes(0), "TrancheCleared: tranche"),
    ("TrancheCleared", 1, "tranche", becomes(3), "TrancheCleared: tranche, below"),
    ("TrancheCleared", 0, "level", plus(1), "TrancheCleared: level of senior"),
    ("TrancheCleared", 0, "placed", plus(-100), "TrancheCleared: placed of senior"),
    ("TrancheCleared", 0, "available", plus(-100), "TrancheCleared: available of senior"),
    ("TrancheCleared", 0, "demand", plus(100), "TrancheCleared: demand of senior"),
    ("TrancheCleared", 0, "price", plus(-1), "TrancheCleared: price of a unit of senior"),
    ("Collected", 0, "tranche", becomes(2), "Collected: bidder"),
    ("Collected", 0, "investor", becomes(STRANGER), "Collected: bidder"),
    ("Collected", 0, "level", plus(1), "Collected: tranche, level and place"),
    ("Collected", 0, "place", plus(1_000), "Collected: bidder"),
    ("Collected", 0, "place", plus(1), "Collected: tranche, level and place"),
    ("Collected", 0, "units", plus(100), "Collected: units of senior allotted"),
    ("DealClosed", 0, "proceeds", plus(1), "DealClosed: proceeds"),
    ("BooksOpened", 0, "proceeds", plus(1), "BooksOpened: proceeds"),
    ("BooksOpened", 0, "originator", becomes(STRANGER), "BooksOpened: originator"),
    ("BooksOpened", 0, "funding", lambda f: (f[0] + 1,), "BooksOpened: funding of account reserve"),
    ("BooksOpened", 0, "funding", becomes(()), "BooksOpened: funding of account reserve"),
    ("BooksOpened", 0, "tokens", lambda t: t[::-1], "BooksOpened: tokens"),
    ("BooksOpened", 0, "units", lambda u: (u[0] - 1, *u[1:]), "BooksOpened: units of senior"),
    ("BooksOpened", 0, "units", lambda u: (*u, 1), "BooksOpened: units of no name"),
    ("MeetingOpened", 0, "deal", becomes(STRANGER), "MeetingOpened: deal"),
    ("MeetingOpened", 0, "terms", lambda t: flipped(t, 3), "MeetingOpened: terms"),
    ("MeetingOpened", 0, "terms", becomes(b""), "MeetingOpened: terms"),
    ("StreamOpened", 0, "firstPeriod", plus(1), "StreamOpened: first period"),
    ("StreamOpened", 0, "epoch", plus(1), "StreamOpened: epoch"),
    ("StreamOpened", 0, "threshold", plus(-1), "StreamOpened: threshold of the deal file"),
    ("StreamOpened", 0, "invoices", plus(1), "StreamOpened: as-invoiced steps"),
    ("StreamOpened", 0, "disputeWindow", plus(-1), "StreamOpened: dispute window in seconds"),
    ("StreamOpened", 0, "disputeBond", plus(1), "StreamOpened: dispute bond"),
    ("StreamOpened", 0, "missingAfterDays", plus(1), "StreamOpened: days after which a report is missing"),
    ("StreamOpened", 0, "weights", lambda w: (*w[:4], 2), "record.attestors.weights: in StreamOpened"),
    ("StreamOpened", 0, "signers", lambda s: (*s[:4], STRANGER), "record.attestors.signers.4: in StreamOpened"),
    ("StreamOpened", 0, "signers", lambda s: s[:4], "record.attestors.signers.4: in StreamOpened"),
    ("DealWired", 0, "termsHash", lambda h: flipped(h, 31), "terms: hash in DealWired"),
    ("DealWired", 0, "wiring", becomes(b""), "DealWired: wiring"),
    ("DealRules", 0, "transferRules", lambda r: (r[0], flipped(r[1], 17), r[2]), "tranche mezzanine: transfer rules in"),
    ("DealRules", 0, "transferRules", lambda r: r[:2], "tranche junior: transfer rules in DealRules"),
    ("DealRules", 0, "countries", lambda c: (flipped(c[0], 127), *c[1:]), "tranche senior: countries in DealRules"),
    ("DealRules", 0, "countries", lambda c: (*c, b""), "tranche of no name: countries in DealRules"),
    ("DealRules", 0, "taxTable", lambda t: flipped(t, 7), "withholding: table of rates in DealRules"),
    ("DealRules", 0, "taxTable", becomes(b""), "withholding: table of rates in DealRules"),
    ("DealRules", 0, "taxAuthority", becomes(STRANGER), "record.arguments.tax_authority: in DealRules"),
    ("DealCreated", 0, "deal", becomes(STRANGER), "record.deal.address: in DealCreated"),
    ("DealCreated", 0, "termsHash", lambda h: flipped(h, 0), "terms: hash in DealCreated"),
    ("DealCreated", 0, "escrow", becomes(STRANGER), "record.escrow.address: in DealCreated"),
    ("DealCreated", 0, "offering", becomes(STRANGER), "record.offering.address: in DealCreated"),
    ("DealCreated", 0, "paymentToken", becomes(STRANGER), "record.payment_token.address: in DealCreated"),
    ("DealCreated", 0, "tokens", lambda t: (t[0], STRANGER, t[2]), "record.tokens.mezzanine: in DealCreated"),
    ("DealCreated", 0, "tokens", lambda t: t[:2], "record.tokens.junior: in DealCreated"),
    ("DealCreated", 0, "offers", lambda o: (flipped(o[0], 1), *o[1:]), "tranche senior: offer in DealCreated"),
    ("DealCreated", 0, "offers", lambda o: o[:2], "tranche junior: offer in DealCreated"),
    ("DealCreated", 0, "opens", plus(1), "record.arguments.opens: in DealCreated"),
    ("DealCreated", 0, "opens", plus(DAY), "Subscribed: not before the window opens"),
    ("DealCreated", 0, "deadline", plus(1), "record.arguments.deadline: in DealCreated"),
    ("DealCreated", 0, "deadline", plus(DAY), "DealClosed: closed after"),
    ("DealCreated", 0, "deadline", plus(-14 * DAY - HOURS), "Subscribed: not after the deadline"),
    ("DealCreated", 0, "deadline", plus(-14 * DAY), "DealClosed: closed in time"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    REPLAY_CASES,
    ids=[f"{name}-{argument}-{i}" for i, (name, _, argument, _, _) in enumerate(REPLAY_CASES)],
)
def test_replay__one_argument_changed__place_named(
    life: Life, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_replay(life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


VIEW_CASES: list[tuple[str, int, str, Change, str]] = [
    ("RoyaltyPaid", -1, "amount", plus(1), "RoyaltyEscrow.cash(): collection"),
    ("ReportAccepted", -1, "otherIncome", plus(1), "Deal.totals(): attested"),
    ("ReportAccepted", -1, "received", plus(1), "Deal.totals(): attested"),
    ("Transfer", -1, "value", plus(1), "RoyaltyEscrow.holdingOf(): units of "),
    ("Transfer", -1, "to", becomes(STRANGER), f"RoyaltyEscrow.holdingOf(): units of {STRANGER} in senior"),
    ("IncomeClaimed", -1, "holder", becomes(STRANGER), "RoyaltyEscrow.entitlementOf(): "),
    ("PayableClaimed", -1, "payee", becomes(STRANGER), "RoyaltyEscrow.payableTo(): to "),
]


@pytest.mark.parametrize(("name", "which", "argument", "change", "named"), VIEW_CASES)
def test_views__changed_event_that_no_later_event_contradicts__contract_answer_named(
    life: Life, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_all(life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


def test_replay__any_bit_of_any_byte_of_the_wiring__found(life: Life, events: tuple[Event, ...]) -> None:
    upto_wiring = [event for event in events if event.name in ("DealCreated", "DealWired")]
    healthy = len(found_by_replay(life, upto_wiring))
    wiring: bytes = upto_wiring[1].args["wiring"]
    unnoticed = []
    for at in range(len(wiring)):
        forged = altered(upto_wiring, "DealWired", 0, "wiring", becomes(flipped(wiring, at)))
        if len(found_by_replay(life, forged)) <= healthy:
            unnoticed.append(at)
    assert unnoticed == []


def telling(events: Sequence[Event]) -> list[Event]:
    """Events that say something about the deal: an allowance does not, nor does admitting an investor once more as it was."""
    return [event for event in events if event.name not in ("Approval", "InvestorAdmitted")]


def test_verify__any_one_event_dropped__found(life: Life, events: tuple[Event, ...]) -> None:
    unnoticed = []
    for dropped in telling(events):
        others = [event for event in events if event is not dropped]
        if not (found_by_replay(life, others) or found_by_all(life, others)):
            unnoticed.append(dropped)
    assert unnoticed == []


def test_replay__any_one_event_told_twice__order_named(life: Life, events: tuple[Event, ...]) -> None:
    for i, event in enumerate(events):
        found = found_by_replay(life, [*events[: i + 1], *events[i:]])
        assert (f"block {event.block_number}, {event.name}", "block and log, above") in places(found)


def test_replay__any_two_neighbours_swapped__order_named(life: Life, events: tuple[Event, ...]) -> None:
    for i, (earlier, later) in enumerate(pairwise(events)):
        found = found_by_replay(life, [*events[:i], later, earlier, *events[i + 2 :]])
        assert (f"block {earlier.block_number}, {earlier.name}", "block and log, above") in places(found)


def moved(events: Sequence[Event], name: str, which: int, before: str, nth: int) -> list[Event]:
    """One event told earlier than it was, with a place that fits."""
    chosen = [event for event in events if event.name == name][which]
    target = [event for event in events if event.name == before][nth]
    rest = [event for event in events if event is not chosen]
    at = rest.index(target)
    return [
        *rest[:at],
        replace(chosen, block_number=target.block_number, log_index=target.log_index, timestamp=target.timestamp),
        *(replace(event, log_index=event.log_index + 1) for event in rest[at:]),
    ]


@pytest.mark.parametrize(
    ("name", "which", "before", "nth", "named"),
    [
        ("IncomeClaimed", 0, "PaymentDateExecuted", 0, "IncomeClaimed: income of"),
        ("PayableClaimed", 0, "BooksOpened", 0, "PayableClaimed: owed to"),
        ("PaymentDateExecuted", 0, "ReportAccepted", 0, "period 1 (2023Q4): accepted report"),
        ("PaymentDateExecuted", 0, "BooksOpened", 0, "period 1 (2023Q4): accepted report"),
        ("PaymentDateExecuted", 1, "PaymentDateExecuted", 0, "period 1 (2023Q4): period executed"),
        ("ReportAccepted", 1, "PaymentDateExecuted", 0, "period 1 (2023Q4): report that still waits"),
        ("BooksOpened", 0, "DealClosed", 0, "BooksOpened: transaction of DealClosed"),
        ("DealClosed", 0, "Subscribed", 0, "DealClosed: tranches cleared"),
        ("DealClosed", 0, "TrancheCleared", 0, "DealClosed: tranches cleared"),
        ("TrancheCleared", 1, "TrancheCleared", 0, "TrancheCleared: tranche"),
        ("Collected", 0, "TrancheCleared", 0, "Collected: deal: expected closed"),
        ("Transfer", 1, "Collected", 0, "Transfer: 1000 units of senior issued: expected by the offering"),
        ("RoyaltyPaid", 2, "PaymentDateExecuted", 1, "period 2 (2024Q1): available funds"),
    ],
)
def test_replay__told_too_early_with_a_place_that_fits__consequence_named(
    life: Life, events: tuple[Event, ...], name: str, which: int, before: str, nth: int, named: str
) -> None:
    found = found_by_replay(life, moved(events, name, which, before, nth))
    assert named in "\n".join(map(str, found))
    assert "block and log, above" not in {what for _, what in places(found)}


def test_replay__payment_date_before_its_day__refused(life: Life, events: tuple[Event, ...]) -> None:
    """20 March 2024 00:00 UTC is 1,710,892,800; the report was accepted in December."""
    executed = next(event for event in events if event.name == "PaymentDateExecuted")
    for timestamp, differs in ((1_710_892_799, True), (1_710_892_800, False)):
        found = found_by_replay(
            life, [replace(event, timestamp=timestamp) if event is executed else event for event in events]
        )
        assert (("period 1 (2023Q4)", "executed, not before") in places(found)) is differs


def test_replay__payment_date_within_the_dispute_window__refused(life: Life, events: tuple[Event, ...]) -> None:
    accepted, executed = (
        next(event for event in events if event.name == name) for name in ("ReportAccepted", "PaymentDateExecuted")
    )
    for age, differs in ((24 * 3600 - 1, True), (24 * 3600, False)):
        late = replace(accepted, timestamp=executed.timestamp - age)
        found = found_by_replay(life, [late if event is accepted else event for event in events])
        assert (("period 1 (2023Q4)", "executed, not before the report is final at") in places(found)) is differs


def test_replay__event_of_another_contract__emitter_named(life: Life, events: tuple[Event, ...]) -> None:
    assert events[-1].name == "PaymentDateExecuted"
    forged = replace(events[-1], address=life.escrow.address, log_index=events[-1].log_index + 1)
    found = found_by_replay(life, [*events, forged])
    assert first(found) == (f"block {forged.block_number}, {forged.name}", "said by")


def test_replay__no_event_at_all__what_is_missing_named(life: Life) -> None:
    found = found_by_replay(life, [])
    said = ["DealCreated", "DealRules", "StreamOpened", "MeetingOpened", "DealWired"]
    assert [where for where, _ in places(found)] == said


def test_replay__after_a_difference__goes_on_from_the_engine(life: Life, events: tuple[Event, ...]) -> None:
    """One unit too much told in period 1 changes nothing the engine finds in the later periods."""
    found = found_by_all(life, altered(events, "PaymentDateExecuted", 0, "available", plus(1)))
    assert {difference.where for difference in found} == {"period 1 (2023Q4)"}
