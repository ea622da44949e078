# SPDX-License-Identifier: Apache-2.0
"""The oracle's stream of one deal as its events tell it: who attests, what waits, what is disputed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from regalia.domain.disputes import APPEAL_DAYS, SUPERVISOR_DAYS, TRUSTEE_DAYS
from regalia.domain.restating import NEVER, Collections, Restatements
from regalia.ledger.stream_model import DisputeTold, DoubleSigning, PendingReport, RestatementTold, SignerSet

DAY = 24 * 3600
ENACT_WITHIN = 14 * DAY
"""Seconds from then on in which they can be: ``OracleSigners.ENACT_WITHIN``."""
ROTATION_DELAY = 3 * DAY
"""Seconds between proposing signers and putting them in force: ``OracleSigners.ROTATION_DELAY``."""


class Stage(Enum):
    NONE = "none"
    WITH_TRUSTEE = "with the trustee"
    APPEALABLE = "open to appeal"
    WITH_SUPERVISOR = "with the supervisor"
    DUE = "due to be settled"


@dataclass(frozen=True)
class Proposed:
    """The next set of signers, and from when (seconds) it can be put in force."""

    signers: SignerSet
    ready_at: int


@dataclass(frozen=True)
class Forfeit:
    """A bond somebody lost when a dispute was settled in ``transaction``."""

    transaction: str
    bearer: str
    amount: int


@dataclass
class StreamBook:
    """``removed`` is a signer just shown to have signed twice, whose removal must be told next; ``ended`` a dispute whose effects must be,
    as must ``forfeits``. ``forfeited`` bonds wait in the oracle for collection; ``collections`` is what the date under way works on.

    ``struck`` are reports that are gone, each with the start of its digest as told.
    """

    signers: SignerSet = field(default_factory=lambda: SignerSet(0, 0, (), ()))
    dispute_window: int = 0
    dispute_bond: int = 0
    missing_after_days: int = 0
    pending: PendingReport | None = None
    proposed: Proposed | None = None
    removed: str | None = None
    restatements: Restatements = field(default_factory=Restatements)
    told: list[RestatementTold] = field(default_factory=list)
    struck: list[tuple[PendingReport, bytes]] = field(default_factory=list)
    disputes: dict[int, DisputeTold] = field(default_factory=dict)
    past: list[DisputeTold] = field(default_factory=list)
    double_signings: list[DoubleSigning] = field(default_factory=list)
    ended: DisputeTold | None = None
    forfeits: list[Forfeit] = field(default_factory=list)
    forfeited: int = 0
    collections: Collections | None = None

    def stage(self, number: int, now: int) -> Stage:
        """Where a dispute stands, derived from its times as the contract does."""
        dispute = self.disputes.get(number)
        if dispute is None:
            return Stage.NONE
        silent_until = dispute.opened.timestamp + TRUSTEE_DAYS * DAY
        if dispute.decided is None and now <= silent_until:
            return Stage.WITH_TRUSTEE
        if dispute.decided is not None and dispute.appealed is None:
            return Stage.APPEALABLE if now <= dispute.decided.timestamp + APPEAL_DAYS * DAY else Stage.DUE
        since = dispute.appealed.timestamp if dispute.appealed else silent_until
        return Stage.WITH_SUPERVISOR if now <= since + SUPERVISOR_DAYS * DAY else Stage.DUE

    def times_struck(self, period: int) -> int:
        return sum(gone.report.period == period for gone, _ in self.struck)

    def root_of(self, period: int, reported: str | None) -> str | None:
        """The evidence root that stands for a period: ``reported``, or that of its last restatement which was not struck."""
        struck = {dispute.number for dispute in self.past if dispute.struck}
        roots = (told.evidence_root for told in self.told if told.period == period and told.number not in struck)
        return next(reversed(list(roots)), reported)


def finality(seconds: int) -> int | str:
    """For people: what is disputed has no moment from which it is final."""
    return "the end of its dispute" if seconds == NEVER else seconds
