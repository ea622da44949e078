# SPDX-License-Identifier: Apache-2.0
"""Journal and chain held against each other, once everything is at its end. What the chain says is read here without the relay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import digest
from regalia.relay.nonces import Ledger
from regalia.relay.states import State
from regalia.relay.work import Work
from tests.relay.office import Office
from tests.relay.stage import RELAYER
from tests.relay.world import World

REASONS = {
    "epoch ": "an epoch ended",
    "another report of the period was accepted": "another report of the period",
    "another restatement of the number was accepted": "another restatement of the number",
    "RoyaltyOracle_PeriodOutOfOrder": "for an epoch that a reorganisation took, and the period is over",
    "OracleRestatements_OutOfOrder": "for an epoch that a reorganisation took, and the number is used",
}
"""How a reason for a refusal may begin here, and what it says."""


@dataclass(frozen=True)
class Accepted:
    """By digest: where it was accepted, and whether it was struck."""

    event: Event
    struck: bool


def check(world: World, office: Office) -> None:
    works = {work.digest: work for work in office.works()}
    _nothing_lost(world, works)
    on_chain: dict[bytes, Accepted] = {}
    events = LogReader(world.stage.web3, [world.stage.oracle], world.stage.from_block).read()
    for deal in world.stage.all_deals:
        own = [event for event in events if event.args.get("deal") == deal]
        _each_once(world, deal, own)
        on_chain |= _accepted(world, own)
    _journal_equals_chain(world, works, on_chain)
    _no_nonce_open(world, office)


def _nothing_lost(world: World, works: dict[bytes, Work]) -> None:
    """All that was signed for the relay is at its end, and refused for a reason that has a name."""
    assert set(works) == set(world.attestors.digests) - world.attestors.rivals
    for work in works.values():
        assert work.state in (State.FINAL, State.SUPERSEDED, State.STRUCK, State.REFUSED), work
        assert work.state is not State.REFUSED or str(work.reason).startswith(tuple(REASONS)), work.reason


def _each_once(world: World, deal: str, events: list[Event]) -> None:
    """Each period that was signed stands once, each restatement was accepted once; and none that nobody signed."""
    signed = {(kind, number) for other, kind, number, _ in world.attestors.signed if other == deal}
    count = Counter((event.name, event.args.get("number", event.args.get("period"))) for event in events)
    for kind, number in signed:
        if kind == "report":
            assert count["ReportAccepted", number] - count["ReportStruck", number] == 1, (deal, number)
        else:
            assert count["RestatementAccepted", number] - count["RestatementStruck", number] in (0, 1), (deal, number)
            assert count["RestatementAccepted", number] == 1, (deal, number)
    accepted = {number for (name, number) in count if name == "ReportAccepted"}
    assert accepted == {number for kind, number in signed if kind == "report"}


def _accepted(world: World, events: list[Event]) -> dict[bytes, Accepted]:
    """Everything that was ever accepted, by its digest in the epoch of that moment."""
    found: dict[bytes, Accepted] = {}
    numbers: dict[int, bytes] = {}
    epoch = 1
    for event in events:
        args = event.args
        match event.name:
            case "ReportAccepted" | "RestatementAccepted":
                hashed = _digest(world, event, epoch)
                assert hashed not in found
                found[hashed] = Accepted(event, struck=False)
                if event.name == "RestatementAccepted":
                    numbers[args["number"]] = hashed
            case "RestatementStruck":
                hashed = numbers[args["number"]]
                found[hashed] = Accepted(found[hashed].event, struck=True)
            case "ReportStruck":
                (hashed,) = (known for known in found if known[:25] == args["digest"])
                found[hashed] = Accepted(found[hashed].event, struck=True)
        if event.name in ("SignaturesVoided", "SignersChanged", "ReportStruck"):
            epoch = args["epoch"]
    return found


def _digest(world: World, event: Event, epoch: int) -> bytes:
    """Of the one thing signed in this epoch that says what was told."""
    restated = event.name == "RestatementAccepted"
    (hashed,) = (
        hashed
        for hashed, report in world.attestors.digests.items()
        if isinstance(report, Restatement) == restated
        and (report.deal, report.epoch, report.period) == (event.args["deal"], epoch, event.args["period"])
        and (not isinstance(report, Restatement) or report.number == event.args["number"])
        and (report.received, report.other_income) == (event.args["received"], event.args["otherIncome"])
    )
    assert hashed == digest(world.attestors.digests[hashed], world.stage.domain)
    return hashed


def _journal_equals_chain(world: World, works: dict[bytes, Work], on_chain: dict[bytes, Accepted]) -> None:
    assert set(on_chain) <= set(works) | world.attestors.rivals
    for hashed, work in works.items():
        accepted = on_chain.get(hashed)
        assert (accepted is None) == (work.state is State.REFUSED), work
        if accepted is None:
            continue
        event, place = accepted.event, work.place
        assert place and (place.block, place.block_hash, place.transaction) == (
            event.block_number,
            event.block_hash,
            event.transaction_hash,
        )
        assert accepted.struck == (work.state is State.STRUCK), work
        receipt = world.stage.web3.eth.get_transaction_receipt(place.transaction)  # type: ignore[arg-type]
        if not accepted.struck:
            assert (receipt["from"] == RELAYER.address) == (work.state is State.FINAL), work


def _no_nonce_open(world: World, office: Office) -> None:
    """No gap, nothing that waits, and no nonce used by nobody known."""
    stage, ledger = world.stage, Ledger(office.journal)
    assert ledger.open_slots() == []
    assert stage.rpc("txpool_status") == {"pending": "0x0", "queued": "0x0"}
    used = {attempt.nonce for attempt in ledger.all() if attempt.place}
    every = set(range(stage.count(RELAYER.address)))
    assert used <= every and len(every - used) <= world.events["foreign transactions"]
