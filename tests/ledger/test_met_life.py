# SPDX-License-Identifier: Apache-2.0
"""Resolutions of every kind, each followed by payment dates, found again from the events and the deal file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.domain.meeting.resolutions import Amend, DeclareDefault, OpenCall, ReplacePayee, ReplaceSigners, Waive
from regalia.domain.program_words import CallKind
from regalia.ledger.meeting_model import ResolutionTold
from regalia.ledger.model import DealLedger
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.verify import verify
from regalia.reports.write import reports_of, write_all
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.ledger.met_life import met_life
from tests.ledger.met_stage import ACCOUNTS, TRUSTEE, MetStage
from tests.ledger.tampering import STRANGER, Change, altered, becomes, flipped, found_by_all, found_by_replay, plus

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def met() -> Iterator[MetStage]:
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        yield met_life(chain)


@pytest.fixture(scope="module")
def events(met: MetStage) -> tuple[Event, ...]:
    return tuple(read_events(met.life.chain.web3, met.life.record))


@pytest.fixture(scope="module")
def ledger(met: MetStage) -> DealLedger:
    found = verify(met.life.chain.web3, met.life.record, met.life.terms)
    assert found.differences == ()
    assert found.counts["meeting"] > 500
    assert found.ledger is not None
    return found.ledger


def of_kind(ledger: DealLedger, kind: type) -> list[ResolutionTold]:
    return [resolution for resolution in ledger.resolutions if isinstance(resolution.act, kind)]


def test_ledger__resolutions__what_became_of_each(ledger: DealLedger) -> None:
    carried = [type(resolution.act) for resolution in ledger.resolutions if resolution.executed]
    assert carried == [Waive, Amend, ReplacePayee, Amend, DeclareDefault, Waive, ReplaceSigners, OpenCall]
    (back,) = (resolution for resolution in ledger.resolutions if resolution.cancelled)
    assert (back.description, back.ballots) == ("not meant", [])
    down = of_kind(ledger, DeclareDefault)[0]
    assert (down.executed, {ballot.reason for ballot in down.ballots}) == (None, {"let us wait"})


def test_ledger__waived_trigger__not_active_on_the_date_before_and_free_on_the_next(ledger: DealLedger) -> None:
    before, after = ledger.dates[0].payment, ledger.dates[1].payment
    assert before.state.active[0]
    assert after.state.history[0] & 0b10 == 0, "the answer of the first date is forgotten"


def test_ledger__amended_terms__count_from_the_next_date_on(ledger: DealLedger) -> None:
    thresholds = [date.payment.program.triggers[0].threshold for date in ledger.dates]
    assert thresholds == [2_000_000, *[1_500_000] * 4]
    fees = [date.payment.records[0].due for date in ledger.dates]
    # the third date runs by the list after a default, whose fee is another step
    assert fees == [1_000 * USD, 1_000 * USD, 1_000 * USD, 1_200 * USD, 1_200 * USD]


def test_ledger__replaced_payee__is_paid_from_then_on_and_the_first_keeps_his(
    ledger: DealLedger, met: MetStage
) -> None:
    first = ledger.record.payees[TRUSTEE]
    assert ledger.payables[first] == 1_000 * USD
    assert ledger.payables[met["successor"]] == (1_000 + 1_000 + 1_200 + 1_200) * USD


def test_ledger__declared_and_waived_default__the_list_after_it_runs_on_one_date(ledger: DealLedger) -> None:
    assert [date.payment.accelerated for date in ledger.dates] == [False, False, True, False, False]


def test_ledger__opened_call__exercised_before_its_day(ledger: DealLedger) -> None:
    (call,) = ledger.calls
    since = ledger.dates[0].payment.program.calls[0].since
    assert since is not None
    assert call.day < since
    assert (ledger.program.calls[0].kind, ledger.program.calls[0].since) == (CallKind.OPTIONAL, None)
    assert ledger.deal.state.balance[0] == 0


def test_ledger__votes__by_class_without_the_originator_s_and_what_is_held_back(
    ledger: DealLedger, met: MetStage
) -> None:
    """Class A: 1,000 units less ten of the originator's other wallet; 200 frozen, 190 in a frozen wallet. Class B: 50 of one halted."""
    waiver, tally = of_kind(ledger, Waive)[1], of_kind(ledger, Waive)[1].tally
    assert tally is not None
    assert [count.supply for count in tally.counts[:2]] == [990, 200]
    assert [count.excused for count in tally.counts[:2]] == [390, 50]
    assert [ballot.units for ballot in waiver.ballots] == [(300, 0, 0), (300, 0, 0), (0, 150, 0)]


def test_reports__of_such_a_deal__written_whole(ledger: DealLedger, tmp_path: Path) -> None:
    written = {str(path.relative_to(tmp_path)) for path in write_all(ledger, tmp_path)}
    assert written == set(reports_of(ledger))


def test_replay__voter_who_is_the_originator_s__has_no_vote(met: MetStage, events: tuple[Event, ...]) -> None:
    """Whose wallet it is was known before the deal was made."""
    life = met.life
    whose = {life.investors[1]: "the originator", str(life.originator): "the originator"}
    found = replay(life.terms, life.record, events, identities=whose).differences
    named = "\n".join(map(str, found))
    assert f"{life.investors[1]} is the originator's, who has no vote" in named


CASES: list[tuple[str, int, str, Change, str]] = [
    ("MeetingOpened", 0, "terms", lambda t: t[:-1], "MeetingOpened: terms"),
    ("Convened", 0, "resolution", plus(1), "Convened: number of the proposal"),
    ("Convened", 0, "deal", becomes(STRANGER), "Convened: deal"),
    ("Convened", 0, "convener", becomes(STRANGER), "Convened: proposer"),
    ("ProposalCreated", 0, "proposalId", plus(1), "Convened: number of the proposal"),
    ("ProposalCreated", 0, "proposer", becomes(STRANGER), "Convened: proposer"),
    ("ProposalCreated", 0, "targets", becomes((STRANGER,)), "Convened: one act of the meeting"),
    ("ProposalCreated", 0, "values", becomes((1,)), "Convened: one act of the meeting"),
    ("ProposalCreated", 0, "signatures", becomes(("waive()",)), "Convened: one act of the meeting"),
    ("ProposalCreated", 0, "calldatas", lambda c: (*c, c[0]), "Convened: one act of the meeting"),
    ("ProposalCreated", 0, "calldatas", lambda c: (c[0][:-1] + b"\x0b",), "Convened: act: expected one that can be"),
    ("ProposalCreated", 0, "calldatas", becomes((b"\0" * 36,)), "Convened: act: expected one of the meeting's"),
    ("ProposalCreated", 0, "calldatas", lambda c: (flipped(c[0], 35), *c[1:]), "Convened: act for the deal"),
    ("ProposalCreated", 0, "voteStart", plus(1), "Convened: record date"),
    ("ProposalCreated", 0, "voteEnd", plus(-1), "Convened: end of the vote"),
    ("ProposalCreated", 0, "description", plus("!"), "Convened: number of the proposal"),  # type: ignore[arg-type]
    ("VoteCast", 0, "voter", becomes(STRANGER), "VoteCast: ballot: expected one that counts"),
    ("VoteCast", 0, "proposalId", plus(1), "VoteCast: resolution: expected one that was convened"),
    ("VoteCast", 0, "support", becomes(0), "VoteCast: ballot in every class"),
    ("VoteCast", 0, "support", becomes(3), "VoteCast: ballot: expected 0, 1 or 2"),
    ("VoteCast", 0, "weight", plus(-1), "VoteCast: units of"),
    ("VotesCounted", 0, "resolution", plus(1), "VotesCounted: told before"),
    ("VotesCounted", 0, "voter", becomes(STRANGER), "VotesCounted: told before"),
    ("VotesCounted", 0, "tranche", becomes(1), "VoteCast: VotesCounted, tranche 0"),
    ("VotesCounted", 0, "support", becomes(2), "VoteCast: ballot in every class"),
    ("VotesCounted", 0, "units", plus(1), "VoteCast: VotesCounted, tranche 0"),
    ("Excused", 0, "resolution", plus(1), "Excused: resolution: expected one that was convened"),
    ("Excused", 0, "holder", becomes(STRANGER), "Excused: excused: expected units that can't vote"),
    ("Excused", 0, "tranche", becomes(1), "Excused: Excused, tranche 0"),
    ("Excused", 0, "units", plus(-1), "Excused: Excused, tranche 0"),
    ("Excused", 2, "units", plus(1), "VoteCast: Excused, tranche 0"),
    ("ProposalCanceled", 0, "proposalId", plus(1), "ProposalCanceled: resolution: expected one that was convened"),
    ("ResolutionHalted", 0, "resolution", plus(1), "ResolutionHalted: resolution: expected one that was convened"),
    ("ResolutionHalted", 0, "until", plus(90 * DAY), "ResolutionHalted: end, not after"),
    ("ResolutionHalted", 0, "until", becomes(1), "ResolutionHalted: end, not before"),
    ("ResolutionHalted", 0, "orderReference", becomes(bytes(32)), "ResolutionHalted: order"),
    ("ResolutionHalted", 0, "evidence", becomes(bytes(32)), "ResolutionHalted: evidence"),
    ("ResolutionHalted", 0, "reason", becomes(""), "ResolutionHalted: reason"),
    ("ResolutionResumed", 0, "resolution", plus(1), "ResolutionResumed: resolution: expected one that was convened"),
    ("ResolutionResumed", 0, "orderReference", becomes(bytes(32)), "ResolutionResumed: order"),
    ("ResolutionResumed", 0, "evidence", becomes(bytes(32)), "ResolutionResumed: evidence"),
    ("ProposalExecuted", 0, "proposalId", plus(1), "ProposalExecuted: resolution: expected one that was convened"),
    ("PayeeReplaced", 0, "deal", becomes(STRANGER), "PayeeReplaced: deal"),
    ("PayeeReplaced", 0, "payee", plus(1), "PayeeReplaced: payee"),
    ("PayeeReplaced", 0, "former", becomes(STRANGER), "PayeeReplaced: former"),
    ("PayeeReplaced", 0, "successor", becomes(STRANGER), "PayeeReplaced: successor"),
    ("DefaultDeclared", 0, "deal", becomes(STRANGER), "DefaultDeclared: deal"),
    ("DefaultWaived", 0, "deal", becomes(STRANGER), "DefaultWaived: deal"),
    ("DefaultWaived", 0, "trigger", plus(1), "DefaultWaived: trigger"),
    ("TermAmended", 0, "deal", becomes(STRANGER), "TermAmended: deal"),
    ("TermAmended", 0, "field", plus(1), "TermAmended: field"),
    ("TermAmended", 0, "former", plus(1), "TermAmended: former"),
    ("TermAmended", 0, "value", plus(1), "TermAmended: value"),
    ("CallOpened", 0, "deal", becomes(STRANGER), "CallOpened: deal"),
    ("CallOpened", 0, "call", plus(1), "CallOpened: call"),
    ("SignersProposed", 0, "threshold", plus(1), "SignersProposed: threshold"),
    ("DealWired", 1, "termsHash", lambda h: flipped(h, 0), "terms: hash in DealWired"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"), CASES, ids=[f"{c[0]}-{c[2]}-{i}" for i, c in enumerate(CASES)]
)
def test_replay__one_argument_changed__place_named(
    met: MetStage, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_replay(met.life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


def test_cases__fields_of_the_meeting_s_events__all_of_them_are_tampered_with_here(events: tuple[Event, ...]) -> None:
    """But who ordered a halt, which only the supervisor's book knows, and what somebody says with his ballot."""
    meeting = next(event.address for event in events if event.name == "MeetingOpened")
    told = {(event.name, argument) for event in events if event.address == meeting for argument in event.args}
    untold = {
        ("ResolutionHalted", "by"),
        ("ResolutionResumed", "by"),
        ("VoteCast", "reason"),
        ("MeetingOpened", "deal"),
    }
    assert told - untold <= {(name, argument) for name, _, argument, _, _ in CASES}


@pytest.mark.parametrize("which", [1, 2, 3, 4])
def test_replay__any_byte_of_a_wiring_after_a_resolution__found(
    met: MetStage, events: tuple[Event, ...], which: int
) -> None:
    """Every nineteenth: no address, and no word, is left out."""
    wiring: bytes = [event for event in events if event.name == "DealWired"][which].args["wiring"]
    upto = [event for event in events if event.name == "DealWired"][which].block_number
    early = [event for event in events if event.block_number <= upto]
    healthy = len(found_by_replay(met.life, early))
    for at in range(0, len(wiring), 19):
        forged = altered(early, "DealWired", which, "wiring", becomes(flipped(wiring, at)))
        assert len(found_by_replay(met.life, forged)) > healthy, at


def test_verify__any_one_event_of_the_meeting_dropped__found(met: MetStage, events: tuple[Event, ...]) -> None:
    meeting = met.life.record.noteholder_meeting.address
    unnoticed = []
    for dropped in events:
        if dropped.address == meeting or dropped.name == "DealWired":
            others = [event for event in events if event is not dropped]
            if not (found_by_replay(met.life, others) or found_by_all(met.life, others)):
                unnoticed.append(dropped)
    assert not unnoticed


@pytest.mark.parametrize(
    ("name", "which", "seconds", "named"),
    [
        ("VoteCast", 0, 3 * DAY, "VoteCast: resolution: expected active"),
        ("VoteCast", 0, -DAY, "VoteCast: resolution: expected active"),
        ("ProposalCanceled", 0, 2 * DAY, "ProposalCanceled: resolution: expected pending"),
        ("ProposalExecuted", 0, -DAY, "ProposalExecuted: carried out, not before"),
        ("ProposalExecuted", 0, 31 * DAY, "ProposalExecuted: resolution: expected queued, found expired"),
        ("ProposalExecuted", 3, -2 * DAY, "ProposalExecuted: carried out, not before"),
        ("ResolutionHalted", 0, 40 * DAY, "ResolutionHalted: end, not before"),
        ("ResolutionResumed", 0, 60 * DAY, "ResolutionResumed: halt in force"),
    ],
)
def test_replay__at_another_time__refused(
    met: MetStage, events: tuple[Event, ...], name: str, which: int, seconds: int, named: str
) -> None:
    chosen = [event for event in events if event.name == name][which]
    moved = [changed(event, timestamp=event.timestamp + seconds) if event is chosen else event for event in events]
    assert named in "\n".join(map(str, found_by_replay(met.life, moved)))


def test_replay__resolution_whose_majority_is_taken_away__not_carried_out(
    met: MetStage, events: tuple[Event, ...]
) -> None:
    """Class B had one ballot: without it, there is none for, so what follows is not found again."""
    ballots = [event for event in events if event.name == "VoteCast"]
    gone = [event for event in events if event.transaction_hash != ballots[2].transaction_hash]
    found = "\n".join(map(str, found_by_replay(met.life, gone)))
    assert "ProposalExecuted: resolution: expected queued, found defeated" in found


def test_replay__act_without_its_resolution__named(met: MetStage, events: tuple[Event, ...]) -> None:
    executed = [event for event in events if event.name == "ProposalExecuted"]
    gone = [event for event in events if event is not executed[1]]
    found = "\n".join(map(str, found_by_replay(met.life, gone)))
    assert "DealWired: wired before, and by no resolution" in found
    assert "TermAmended: told before: expected what it belongs to" in found
