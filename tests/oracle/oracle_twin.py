# SPDX-License-Identifier: Apache-2.0
"""One stream of the oracle and its deal's books in Python: signers and epochs, reports, missing and restated ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regalia.domain.restating import MOST_WAITING, NEVER, Collections, Restatements, WaitingRestatement
from tests.oracle.court import DAY, MISSING_GRACE, WINDOW, Delta, Stage
from tests.oracle.dispute_twin import Disputes, ForetoldError, require
from tests.support.deal import Report

ROTATION_DELAY = 3 * DAY
ENACT_WITHIN = 14 * DAY
MOST_STRUCK = 3
MOST_SIGNERS = 32


@dataclass(frozen=True)
class SignerSet:
    """Weights by address, as they were given."""

    threshold: int
    weights: tuple[tuple[str, int], ...]

    def require_sound(self) -> None:
        require(len(self.weights) <= MOST_SIGNERS, "RoyaltyOracle_TooManySigners")
        before = 0
        for signer, weight in self.weights:
            require(int(signer, 16) > before, "RoyaltyOracle_SignersNotRising")
            require(weight > 0, "RoyaltyOracle_NoWeight")
            before = int(signer, 16)
        require(0 < self.threshold <= sum(w for _, w in self.weights), "RoyaltyOracle_BadThreshold")

    def require_quorum(self, signers: Sequence[str]) -> None:
        places = {signer: place for place, (signer, _) in enumerate(self.weights)}
        weight, last, left = 0, -1, list(signers)
        while weight < self.threshold:
            require(bool(left), "RoyaltyOracle_TooFewSignatures")
            signer = left.pop(0)
            require(signer in places, "RoyaltyOracle_UnknownSigner")
            require(places[signer] > last, "RoyaltyOracle_SignersNotRising")
            last = places[signer]
            weight += self.weights[last][1]


@dataclass
class Pending:
    report: Report
    final_at: int
    missing: bool = False


class OracleTwin:
    """Every act raises ``ForetoldError`` where the oracle, or the deal, refuses; then nothing is changed."""

    def __init__(self, signers: SignerSet, bond: int, missing_days: int, offices: Mapping[str, frozenset[str]]) -> None:
        self.signers, self.epoch, self.missing_days = signers, 1, missing_days
        self.proposal: tuple[int, SignerSet] | None = None
        self.executed = 0
        self.pending: Pending | None = None
        self.struck = (0, 0)
        self.disputes = Disputes(bond, offices)
        self.restated = Restatements()
        self.collection = self.attested = self.distributed = 0

    def submit(self, now: int, given: Report, signers: Sequence[str]) -> None:
        free = self.pending is None or (self.pending.missing and now < self.pending.final_at)
        require(free, "RoyaltyOracle_PreviousNotExecuted")
        require(given.period == self.executed + 1, "RoyaltyOracle_PeriodOutOfOrder")
        require(given.epoch == self.epoch, "RoyaltyOracle_WrongEpoch")
        self.signers.require_quorum(signers)
        self.pending = Pending(given, now + WINDOW)

    def declare_missing(self, now: int, scheduled: int, empty: Report) -> None:
        require(self.pending is None, "RoyaltyOracle_PreviousNotExecuted")
        require(now >= scheduled + self.missing_days * DAY, "RoyaltyOracle_NotMissingYet")
        self.pending = Pending(empty, now + MISSING_GRACE, missing=True)

    def execute(self, now: int, scheduled: int, given: Report) -> Collections:
        require(given.period == self.executed + 1, "Deal_PeriodOutOfOrder")
        require(now >= scheduled, "Deal_BeforeScheduledDate")
        if self.pending is None:
            raise ForetoldError("RoyaltyOracle_NoReportPending")
        require(given == self.pending.report, "RoyaltyOracle_ReportMismatch")
        require(0 not in self.disputes.cases, "RoyaltyOracle_ReportDisputed")
        require(now >= self.pending.final_at, "RoyaltyOracle_ReportNotFinal")
        self.pending, self.executed = None, self.executed + 1
        found = self.restated.take(now, given.received, given.other_income)
        self.attested = max(0, self.attested + found.claimed)
        available = min(self.collection, max(0, self.attested - self.distributed))
        self.collection, self.distributed = self.collection - available, self.distributed + available
        return found

    def restate(self, now: int, given: Delta, signers: Sequence[str]) -> None:
        require(given.number == len(self.restated.all) + 1, "OracleRestatements_OutOfOrder")
        require(self.restated.waiting < MOST_WAITING, "OracleRestatements_TooManyWaiting")
        require(given.epoch == self.epoch, "RoyaltyOracle_WrongEpoch")
        require(1 <= given.period <= self.executed, "OracleRestatements_NotExecuted")
        self.signers.require_quorum(signers)
        waiting = WaitingRestatement(given.period, given.received, given.received, now + WINDOW)
        self.restated.accept(given.number, self.executed, waiting, given.other_income)

    def dispute(self, now: int, number: int, by: str) -> None:
        require(self.disputes.stage(number, now) is Stage.NONE, "OracleDisputes_WrongStage")
        if number == 0:
            if self.pending is None or self.pending.missing:
                raise ForetoldError("OracleDisputes_NothingToDispute")
            final = self.pending.final_at
        else:
            require(self.restated.taken < number <= len(self.restated.all), "OracleDisputes_NothingToDispute")
            final = self.restated.at(number).final_at
        pinned = number == 0 and self.struck[0] == self.executed + 1 and self.struck[1] >= MOST_STRUCK
        require(not pinned or self.disputes.holds(by, "supervisor"), "OracleDisputes_StruckTooOften")
        require(now < final, "OracleDisputes_WindowOver")
        self.disputes.open(number, by, now, final)
        if number:
            self.restated.dispute(number)

    def decide(self, now: int, number: int, by: str, strike: bool) -> None:
        final = self._final(now, number)
        ended = self.disputes.decide(number, by, strike, now)
        if ended is not None:
            self._end(final, number, ended)

    def settle(self, now: int, number: int) -> None:
        self._end(self._final(now, number), number, self.disputes.settle(number, now))

    def final_at(self) -> int:
        if self.pending is None:
            return 0
        return NEVER if 0 in self.disputes.cases else self.pending.final_at

    def propose(self, now: int, by: str, proposed: SignerSet) -> None:
        require(self.disputes.holds(by, "governor"), "AccessControlUnauthorizedAccount")
        proposed.require_sound()
        self.proposal = now + ROTATION_DELAY, proposed

    def withdraw_proposal(self, by: str) -> None:
        require(self.disputes.holds(by, "governor", "supervisor"), "OracleSigners_NotOneOffice")
        require(self.proposal is not None, "OracleSigners_NoProposal")
        self.proposal = None

    def enact(self, now: int) -> None:
        if self.proposal is None:
            raise ForetoldError("OracleSigners_NoProposal")
        require(now >= self.proposal[0], "OracleSigners_TooEarly")
        require(now <= self.proposal[0] + ENACT_WITHIN, "OracleSigners_TooLate")
        (_, self.signers), self.proposal, self.epoch = self.proposal, None, self.epoch + 1

    def void(self, by: str) -> None:
        require(self.disputes.holds(by, "governor", "trustee"), "OracleSigners_NotOneOffice")
        self.epoch += 1

    def show(self, first: Report, second: Report, signer: str) -> None:
        alike = (first.period, first.epoch) == (second.period, second.epoch)
        require(alike, "OracleSigners_OtherPlace")
        require(first != second, "OracleSigners_SameReport")
        require(signer in dict(self.signers.weights), "RoyaltyOracle_UnknownSigner")
        left = tuple(each for each in self.signers.weights if each[0] != signer)
        if self.proposal is not None and signer in dict(self.proposal[1].weights):
            self.proposal = None
        self.signers, self.epoch = SignerSet(self.signers.threshold, left), self.epoch + 1

    def _final(self, now: int, number: int) -> int:
        """When what is disputed is, if it stands now: not later than without the dispute."""
        case = self.disputes.cases.get(number)
        return now if case is None else min(now, case.was_final)

    def _end(self, final: int, number: int, struck: bool) -> None:
        if number:
            self.restated.settle(number, final, struck)
        elif struck:
            self.pending, self.epoch = None, self.epoch + 1
            period, times = self.executed + 1, self.struck[1]
            self.struck = (period, times + 1 if self.struck[0] == period else 1)
        else:
            assert self.pending is not None
            self.pending.final_at = final
