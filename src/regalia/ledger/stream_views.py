# SPDX-License-Identifier: Apache-2.0
"""What the oracle answers of a deal's stream: the report that waits, restatements, disputes and their bonds."""

from __future__ import annotations

from typing import Any

from regalia.chain import artefacts
from regalia.ledger.replay import Replay
from regalia.ledger.run import NOBODY
from regalia.ledger.stream_book import Stage, finality
from regalia.ledger.stream_model import DisputeTold, PendingReport
from regalia.ledger.view_reader import ViewReader

_DIGEST = 25  # bytes of a report's digest that the oracle keeps
_STAGES = tuple(Stage)
"""In the order of ``IOracleDisputes.Stage``."""
_ABI: Any = artefacts.load("RoyaltyOracle").abi
_DISPUTE = tuple(
    field["name"] for entry in _ABI if entry.get("name") == "disputeOf" for field in entry["outputs"][0]["components"]
)
"""The fields of ``IOracleDisputes.Dispute``, in order."""


def compare_stream(reader: ViewReader, replayed: Replay) -> None:
    """Raises ``ChainUnreachableError``."""
    _latest(reader, replayed)
    _struck(reader, replayed)
    _restatements(reader, replayed)
    stream = replayed.run.stream
    for number in (0, *range(stream.restatements.taken + 1, len(stream.restatements.all) + 1)):
        _dispute(reader, replayed, number)
    record = replayed.ledger.record
    arguments = record.deal.address, record.payment_token.address
    oracle = record.oracle.address
    reader.amount("forfeited bonds", stream.forfeited, "RoyaltyOracle", oracle, "forfeitedOf", *arguments)


def _latest(reader: ViewReader, replayed: Replay) -> None:
    ledger, pending, tally = replayed.ledger, replayed.run.pending, reader.tally
    period = pending.report.period if pending else ledger.deal.next_period - 1
    digest = _digest(reader, replayed, pending) if pending else bytes(_DIGEST)
    told = reader.read("RoyaltyOracle", ledger.record.oracle.address, "latest", ledger.record.deal.address)
    if told is None:
        return
    found_period, waits, final_at, found_digest = told
    where = "RoyaltyOracle.latest()"
    tally.same("views", where, "period", period, found_period)
    tally.same("views", where, "waiting", pending is not None, waits)
    tally.same("views", where, "final at", finality(pending.final_at if pending else 0), finality(final_at))
    tally.same("views", where, "digest", digest, bytes(found_digest))


def _struck(reader: ViewReader, replayed: Replay) -> None:
    """Each digest told when a report was struck is of the report that was accepted."""
    for gone, told in replayed.run.stream.struck:
        where = f"{replayed.run.period(gone.report.period)}, report struck"
        reader.tally.same("views", where, "digest", _digest(reader, replayed, gone), told)


def _digest(reader: ViewReader, replayed: Replay, pending: PendingReport) -> bytes | None:
    """The start of a report's digest, as the oracle reckons it."""
    record, report = replayed.ledger.record, pending.report
    amounts = (report.received, report.other_income, report.target is not None, report.target or 0, report.invoices)
    root = bytes.fromhex(pending.evidence_root[2:])
    given = (record.deal.address, report.period, pending.epoch, *amounts, root)
    digest = reader.read("RoyaltyOracle", record.oracle.address, "digestOf", given)
    return None if digest is None else bytes(digest[:_DIGEST])


def _restatements(reader: ViewReader, replayed: Replay) -> None:
    """What waits of each; of those that were taken in the oracle's answer is old."""
    record, book = replayed.ledger.record, replayed.run.stream.restatements
    for number in range(book.taken + 1, len(book.all) + 1):
        told = reader.read("RoyaltyOracle", record.oracle.address, "restatementAt", record.deal.address, number)
        if told is None:
            continue
        waiting, where = book.at(number), f"RoyaltyOracle.restatementAt(), {number}"
        received, attested, final_at, struck = told
        reader.tally.money("views", where, "received", waiting.received, received)
        reader.tally.money("views", where, "attested", waiting.attested, attested)
        reader.tally.same("views", where, "final at", finality(waiting.final_at), finality(final_at))
        reader.tally.same("views", where, "struck", waiting.struck, struck)


def _dispute(reader: ViewReader, replayed: Replay, number: int) -> None:
    """Of the report that waits (0) or of a restatement; all zeros where none is open."""
    record, stream = replayed.ledger.record, replayed.run.stream
    expected = _fields(stream.disputes.get(number), record.payment_token.address)
    answer = reader.read("RoyaltyOracle", record.oracle.address, "disputeOf", record.deal.address, number)
    for field, found in zip(_DISPUTE, answer or (), strict=False):
        what, wanted = expected[field]
        reader.tally.same("views", "RoyaltyOracle.disputeOf()", f"{what}, {number}", wanted, found)
    told = reader.read("RoyaltyOracle", record.oracle.address, "stageOf", record.deal.address, number)
    if told is not None:
        stage = stream.stage(number, reader.block["timestamp"]).value
        reader.tally.same("views", "RoyaltyOracle.stageOf()", f"stage, {number}", stage, _STAGES[told[0]].value)


def _fields(dispute: DisputeTold | None, token: str) -> dict[str, tuple[str, object]]:
    """By the names of the struct: what each is for people, and its value."""
    opened, decided, appealed = (
        place.timestamp if place else 0
        for place in ((dispute.opened, dispute.decided, dispute.appealed) if dispute else (None, None, None))
    )
    bonds = (dispute.bond, dispute.appeal_bond) if dispute else (0, 0)
    return {
        "disputer": ("disputed by", dispute.by if dispute else NOBODY),
        "openedAt": ("opened at", opened),
        "decidedAt": ("decided at", decided),
        "strike": ("to be struck", dispute.strike if dispute else False),
        "decidedBy": ("decided by", (dispute.decided_by or NOBODY) if dispute else NOBODY),
        "appellant": ("appealed by", (dispute.appellant or NOBODY) if dispute else NOBODY),
        "appealedAt": ("appealed at", appealed),
        "wasFinalAt": ("would have been final at", dispute.was_final_at if dispute else 0),
        "token": ("token of the bonds", token if any(bonds) else NOBODY),
        "bond": ("bond", bonds[0]),
        "appealBond": ("bond of the appeal", bonds[1]),
    }
