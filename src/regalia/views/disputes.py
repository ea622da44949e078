# SPDX-License-Identifier: Apache-2.0
"""Disputes over reports and restatements, what was restated, and who was shown to have signed twice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.disputes import APPEAL_DAYS, SUPERVISOR_DAYS, TRUSTEE_DAYS
from regalia.domain.restating import NEVER
from regalia.ledger.run import DAY
from regalia.ledger.stream_book import Stage
from regalia.ledger.stream_model import DisputeTold, RestatementTold
from regalia.views.order_line import At, at_place, name_of
from regalia.views.seen import DealNow

SETTLED = "settled"
_STAGES = {
    Stage.WITH_TRUSTEE: "with-trustee",
    Stage.APPEALABLE: "appealable",
    Stage.WITH_SUPERVISOR: "with-supervisor",
    Stage.DUE: "due",
}


@dataclass(frozen=True)
class DisputeLine:
    """``number`` 0 is the report of ``period``, else that of a restatement. ``stage`` until the second ``stage_until`` (0 without an end);
    ``decision`` and ``outcome`` are strike or stands, empty while there is none. ``bond`` 0: by an officer.
    """

    id: str
    deal: str
    number: int
    period: int
    by: str
    by_name: str
    bond: Decimal
    evidence: str
    opened: At
    stage: str
    stage_until: int
    decision: str
    decided: At | None
    decided_by: str
    appellant: str
    appeal_bond: Decimal | None
    appealed: At | None
    outcome: str
    settled: At | None


@dataclass(frozen=True)
class RestatementLine:
    """By how much royalties and other income of ``period`` change. ``state``: waiting, final, taken, disputed or struck."""

    id: str
    deal: str
    number: int
    period: int
    received: Decimal
    other_income: Decimal
    state: str
    evidence: str
    corrects: str
    signers: int
    at: At


@dataclass(frozen=True)
class DoubleLine:
    """``first`` and ``second`` are digests of what the signer signed both."""

    id: str
    deal: str
    signer: str
    signer_name: str
    period: int
    first: str
    second: str
    at: At


def disputes_of(now: DealNow) -> tuple[DisputeLine, ...]:
    """Those going on first, then the newest."""
    stream = now.ledger.stream
    found = [_dispute(now, told) for told in (*stream.disputes.values(), *stream.past)]
    return tuple(sorted(found, key=lambda line: (line.stage == SETTLED, -line.opened.block, line.id)))


def restatements_of(now: DealNow) -> tuple[RestatementLine, ...]:
    """The newest first."""
    return tuple(_restatement(now, told) for told in reversed(now.ledger.stream.told))


def double_signings_of(now: DealNow) -> tuple[DoubleLine, ...]:
    return tuple(
        DoubleLine(
            f"{now.terms.id}-{told.place.block_number}-{told.place.log_index}",
            now.terms.id,
            told.signer,
            name_of(now, told.signer),
            told.period,
            told.first,
            told.second,
            at_place(told.place),
        )
        for told in reversed(now.ledger.stream.double_signings)
    )


def _dispute(now: DealNow, told: DisputeTold) -> DisputeLine:
    stage, until = _stage(now, told)
    return DisputeLine(
        id=f"{now.terms.id}-{told.opened.block_number}-{told.opened.log_index}",
        deal=now.terms.id,
        number=told.number,
        period=told.period,
        by=told.by,
        by_name=name_of(now, told.by),
        bond=now.money(told.bond),
        evidence=told.evidence,
        opened=at_place(told.opened),
        stage=stage,
        stage_until=until,
        decision=_word(told.strike) if told.decided else "",
        decided=at_place(told.decided) if told.decided else None,
        decided_by=told.decided_by or "",
        appellant=told.appellant or "",
        appeal_bond=now.money(told.appeal_bond) if told.appealed else None,
        appealed=at_place(told.appealed) if told.appealed else None,
        outcome="" if told.struck is None else _word(told.struck),
        settled=at_place(told.settled) if told.settled else None,
    )


def _stage(now: DealNow, told: DisputeTold) -> tuple[str, int]:
    if told.settled:
        return SETTLED, 0
    stage = now.ledger.stream.stage(told.number, now.second)
    silent_until = told.opened.timestamp + TRUSTEE_DAYS * DAY
    ends = {
        Stage.WITH_TRUSTEE: silent_until,
        Stage.APPEALABLE: (told.decided.timestamp if told.decided else 0) + APPEAL_DAYS * DAY,
        Stage.WITH_SUPERVISOR: (told.appealed.timestamp if told.appealed else silent_until) + SUPERVISOR_DAYS * DAY,
    }
    return _STAGES[stage], ends.get(stage, 0)


def _word(strike: bool) -> str:
    return "strike" if strike else "stands"


def _restatement(now: DealNow, told: RestatementTold) -> RestatementLine:
    return RestatementLine(
        id=f"{now.terms.id}-{told.number}",
        deal=now.terms.id,
        number=told.number,
        period=told.period,
        received=now.money(told.received),
        other_income=now.money(told.other_income),
        state=_state(now, told.number),
        evidence=told.evidence_root,
        corrects=told.corrects,
        signers=len(told.signers),
        at=at_place(told.place),
    )


def _state(now: DealNow, number: int) -> str:
    stream = now.ledger.stream
    if any(dispute.struck for dispute in stream.past if dispute.number == number):
        return "struck"
    final_at = stream.restatements.at(number).final_at
    if final_at == NEVER:
        return "disputed"
    if number <= stream.restatements.taken:
        return "taken"
    return "final" if final_at <= now.second else "waiting"
