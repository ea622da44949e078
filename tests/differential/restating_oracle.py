# SPDX-License-Identifier: Apache-2.0
"""A real oracle and its twin, told the same: restatements, disputes, payment dates, and the time that passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.domain.restating import (
    Collections,
    RestatementRefusedError,
    Restatements,
    WaitingRestatement,
)
from tests.oracle.stage import Stage
from tests.support.chain import RefusedError
from tests.support.quick_keys import quick_signature
from tests.support.roles import actor, attestors

WINDOW = 50
(SIGNER,) = attestors(1, "restating")
TRUSTEE, SUPERVISOR, RELAY = actor("trustee"), actor("supervisor"), actor("relay")
DAY = 24 * 3_600
REFUSALS = {
    "OracleRestatements_OutOfOrder": "number",
    "OracleRestatements_TooManyWaiting": "number",
    "OracleRestatements_NotExecuted": "period",
    "OracleRestatements_DeltaOutOfRange": "delta",
}
"""Of the contract, and the field the twin names for the same."""


class Pair:
    """One deal of one oracle, and its ``Restatements``. Every method compares what both made of it."""

    def __init__(self, stage: Stage, deal: ChecksumAddress) -> None:
        self.stage = stage
        self.deal = deal
        self.twin = Restatements()
        self.executed = 0
        self.opened: set[int] = set()
        stage.open([SIGNER.address], threshold=1, deal=deal, window=WINDOW)

    @property
    def now(self) -> int:
        return self.stage.chain.now

    def pass_time(self, seconds: int) -> None:
        self.stage.chain.now += seconds

    def restate(self, number: int, period: int, received: int, other_income: int) -> str:
        """What became of it."""
        epoch = self.stage.oracle.read("signersOf", self.deal)[0]
        given = (self.deal, number, epoch, period, received, other_income, bytes(32), keccak(text=f"root {number}"))
        signature = quick_signature(SIGNER, self.stage.oracle.read("restatementDigestOf", given))
        waiting = WaitingRestatement(period, received, 0, self.now + WINDOW)
        try:
            self.twin.accept(number, self.executed, waiting, other_income)
            expected = "accepted"
        except RestatementRefusedError as error:
            expected = error.field if error.field in ("number", "period") else "delta"
        try:
            self.stage.oracle.send("restate", given, signature, by=RELAY)
            found = "accepted"
        except RefusedError as refusal:
            found = REFUSALS[refusal.revert.name]
        assert found == expected, given
        self.compare()
        return found

    def dispute(self, number: int) -> None:
        """By the supervisor, in the window."""
        self.stage.oracle.send("dispute", self.deal, number, bytes(32), by=SUPERVISOR)
        self.twin.dispute(number)
        self.opened.add(number)
        self.compare()

    def settle(self, number: int, struck: bool) -> None:
        """The trustee decides, and the time to appeal passes."""
        oracle = self.stage.oracle
        oracle.send("decide", self.deal, number, struck, bytes(32), by=TRUSTEE)
        self.pass_time(3 * DAY + 1)
        oracle.send("settle", self.deal, number, by=RELAY)
        self.twin.settle(number, self.now, struck)
        self.opened.remove(number)
        self.compare()

    def date(self, received: int, other_income: int) -> Collections:
        """A report, its window, and the payment date that uses it."""
        oracle = self.stage.oracle
        epoch = oracle.read("signersOf", self.deal)[0]
        given = (self.deal, self.executed + 1, epoch, received, other_income, False, 0, [0, 0], bytes(32))
        oracle.send("submit", given, quick_signature(SIGNER, oracle.read("digestOf", given)), by=RELAY)
        self.pass_time(WINDOW)
        told = oracle.send("consume", given, by=self.deal).all("RestatementsTaken")
        found = self.twin.take(self.now, received, other_income)
        assert told == ([self.as_told(found)] if found.first else [])
        self.executed += 1
        self.compare()
        return found

    def as_told(self, found: Collections) -> Mapping[str, Any]:
        return {
            "deal": self.deal,
            "period": self.executed + 1,
            "first": found.first,
            "last": found.last,
            "received": found.received,
            "claimed": found.claimed,
            "left": found.left,
        }

    def compare(self) -> None:
        """Every answer of the contract about restatements."""
        oracle, twin = self.stage.oracle, self.twin
        assert oracle.read("restatementsOf", self.deal) == (len(twin.all), twin.taken)
        for number in range(twin.taken + 1, len(twin.all) + 1):
            waiting = twin.at(number)
            told = (waiting.received, waiting.attested, waiting.final_at, waiting.struck)
            assert oracle.read("restatementAt", self.deal, number) == told
        for received, other_income in ((0, 0), (1_000, 7), (2**95, 2**94)):
            expected = twin.foreseen(self.now, received, other_income)
            found = oracle.read("foreseen", self.deal, received, other_income)
            assert found == (expected.received, expected.claimed, expected.count)
