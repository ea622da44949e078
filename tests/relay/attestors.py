# SPDX-License-Identifier: Apache-2.0
"""Attestors that sign what comes next, a little ahead, and anew when an epoch made their signatures void."""

from __future__ import annotations

import random
from pathlib import Path

from regalia.oracle.quorum import encode_signatures
from regalia.oracle.typed_data import Signable, digest
from regalia.relay.source import SignedReport, write_document
from regalia.relay.work import REPORT, RESTATEMENT
from tests.oracle.market import SIGNERS
from tests.oracle.stage import attest
from tests.relay.stage import Stage
from tests.relay.streams import Stream

Key = tuple[str, str, int, int]
"""Deal, kind, number and epoch: of each one report is signed, and one alone is handed to the relay."""
_MOST_WAITING = 8
_MOST_RESTATED = 12
"""Restatements of a deal, so that a test ends."""


class Attestors:
    """``signed``: all they signed; ``digests``: the same, and what they signed besides (``rivals``), by digest."""

    def __init__(self, stage: Stage, folder: Path, rng: random.Random) -> None:
        self._stage, self._folder, self._rng = stage, folder, rng
        self.signed: dict[Key, SignedReport] = {}
        self.rivals: set[bytes] = set()
        self.digests: dict[bytes, Signable] = {}

    def go_on(self, stream: Stream, quiet: bool) -> None:
        """With ``quiet`` only what was signed before, and what that waits for."""
        ahead = stream.latest.period + 1
        stuck = stream.accepted - stream.taken >= _MOST_WAITING and not stream.latest.pending
        for period in (ahead, ahead + 1):
            if not quiet or self._known(stream, REPORT, period) or (stuck and period == ahead):
                self._sign(stream, REPORT, period)
        for number in (stream.accepted + 1, stream.accepted + 2):
            new = not quiet and number <= _MOST_RESTATED and self._rng.random() < 0.1
            if stream.executed and (new or self._known(stream, RESTATEMENT, number)):
                self._sign(stream, RESTATEMENT, number)

    def next_of(self, stream: Stream, kind: str) -> SignedReport | None:
        """What the oracle would take now."""
        if kind == REPORT and stream.latest.pending:
            return None
        number = stream.latest.period + 1 if kind == REPORT else stream.accepted + 1
        return self.signed.get((stream.deal, kind, number, stream.epoch))

    def rival_of(self, signed: SignedReport) -> SignedReport:
        """A second one of the same period, that the relay does not get."""
        rival = self._stage.sign(signed.report.model_copy(update={"received": 3}))
        self.rivals.add(self._remember(rival.report))
        return rival

    def accepted(self, head: bytes) -> Signable:
        """By the beginning of its digest, as the oracle keeps it."""
        return next(report for hashed, report in self.digests.items() if hashed[: len(head)] == head)

    def _known(self, stream: Stream, kind: str, number: int) -> bool:
        """Whether it, or what comes after it, was signed in whatever epoch."""
        return any(key[:2] == (stream.deal, kind) and key[2] >= number for key in self.signed)

    def _sign(self, stream: Stream, kind: str, number: int) -> None:
        key = (stream.deal, kind, number, stream.epoch)
        if key in self.signed:
            return
        signed = self._report(stream, number) if kind == REPORT else self._restatement(stream, number)
        self.signed[key] = signed
        self._remember(signed.report)
        write_document(self._folder, signed)

    def _report(self, stream: Stream, period: int) -> SignedReport:
        market = self._stage.market
        if stream.deal != market.made.deal:
            return self._stage.signed(period, stream.deal, epoch=stream.epoch)
        return self._by_market(market.report(1).model_copy(update={"period": period, "epoch": stream.epoch}))

    def _restatement(self, stream: Stream, number: int) -> SignedReport:
        """Sometimes of a period that is not executed yet."""
        period = self._rng.randint(1, stream.latest.period)
        restatement = self._stage.restatement(number, stream.deal, epoch=stream.epoch, period=period)
        return (self._by_market if stream.deal == self._stage.market.made.deal else self._stage.sign)(restatement)

    def _by_market(self, report: Signable) -> SignedReport:
        """By two of the attestors of the deal that is one."""
        signers = sorted((SIGNERS[name] for name in ("servicer", "bank")), key=lambda key: int(key.address, 16))
        return SignedReport(report, encode_signatures([attest(report, self._stage.domain, key) for key in signers]))

    def _remember(self, report: Signable) -> bytes:
        hashed = digest(report, self._stage.domain)
        self.digests[hashed] = report
        return hashed
