# SPDX-License-Identifier: Apache-2.0
"""A deal at its oracle with the twin beside it: acts are foretold, tried and compared; and what an act is made of is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, replace
from random import Random
from typing import Any

from eth_account.signers.local import LocalAccount

from regalia.chain.errors import decode_revert
from tests.oracle.court import BOND, SIGNERS, USD, Court, Delta, signed
from tests.oracle.dispute_twin import ForetoldError
from tests.oracle.oracle_twin import OracleTwin, SignerSet
from tests.support.contract import Contract, calldata
from tests.support.deal import Report
from tests.support.roles import actor, attestors, key_of

MISSING_DAYS = 20
OFFICES = {
    "trustee": frozenset({"trustee"}),
    "supervisor": frozenset({"supervisor"}),
    "governor": frozenset({"governor"}),
    "chair": frozenset({"trustee", "supervisor"}),
}
PEOPLE = ("senior_investor", "servicer", "rival", "outsider", *OFFICES)
KEYS = (*SIGNERS, *attestors(3, "next attestor"), key_of("attacker"))
BY_ADDRESS: dict[str, LocalAccount] = {key.address: key for key in KEYS}
WEIGHTS = (1, 2, 1, 1, 3)
THRESHOLD = 4


class Life:
    """The deal, the twin beside it, and what has happened so far. ``severity``: how often who decides strikes; every other life always."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.severity = 1 if seed % 2 else 0.3
        self.court = Court(threshold=THRESHOLD, weights=WEIGHTS, missing_after_days=MISSING_DAYS)
        for office in OFFICES["chair"]:
            self.court.officer("chair", f"{office.upper()}_ROLE")
        self.deal, self.oracle, self.chain = self.court.deal, self.court.oracle, self.court.chain
        weights = tuple(zip((key.address for key in SIGNERS), WEIGHTS, strict=True))
        self.twin = OracleTwin(SignerSet(THRESHOLD, weights), BOND, MISSING_DAYS, OFFICES)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.last = self.report()

    def attempt(self, foretell: Callable[[], object], by: str, to: Contract, function: str, *arguments: Any) -> None:
        """Foretold, tried, compared."""
        foretold = None
        try:
            foretell()
        except ForetoldError as error:
            foretold = error.name
        accepted, answer = self.chain.attempt(actor(by), to.address, calldata(to.name, function, *arguments))
        found = None if accepted else decode_revert(answer).name
        assert found == foretold, (function, arguments, found, foretold)
        if foretold:
            self.refused[foretold] += 1
        else:
            self.done[function] += 1
            self.compare()

    def compare(self) -> None:
        """All that the twin knows."""
        twin, court, money, now = self.twin, self.court, self.court.money, self.chain.now
        period = twin.executed + (twin.pending is not None)
        assert court.latest[:3] == (period, twin.pending is not None, twin.final_at())
        told = self.oracle.read("signersOf", court.address)
        assert (told[0], told[1]) == (twin.epoch, twin.signers.threshold)
        assert tuple(zip(told[4], told[5], strict=True)) == twin.signers.weights
        assert self.oracle.read("restatementsOf", court.address) == (len(twin.restated.all), twin.restated.taken)
        for number in (0, *range(twin.restated.taken + 1, len(twin.restated.all) + 1)):
            assert court.stage(number)[0] is twin.disputes.stage(number, now)
            told, case = self.oracle.read("disputeOf", court.address, number), twin.disputes.cases.get(number)
            assert told["wasFinalAt"] == (case.was_final if case else 0)
        assert {p: court.owed(p) for p in PEOPLE} == {p: twin.disputes.owed[p] for p in PEOPLE}
        assert (court.forfeited, court.held) == (twin.disputes.forfeited, twin.disputes.held)
        assert self.deal.deal.read("totals") == (twin.attested, twin.distributed)
        assert self.deal.escrow.read("cash")[0] == twin.collection
        assert money.read("balanceOf", self.deal.escrow.address) == twin.collection + twin.distributed

    def report(self) -> Report:
        amount = self.rng.choice([0, 1, self.rng.randrange(10_000 * USD)])
        given = Report(self.court.address, self.twin.executed + 1, self.twin.epoch, amount, 0, False, 0, (), b"\1" * 32)
        odd = [replace(given, period=given.period + 1), replace(given, epoch=given.epoch - 1)]
        return self.rng.choice([given] * 10 + odd + [replace(given, other_income=7)])

    def empty(self) -> Report:
        return Report(self.court.address, self.twin.executed + 1, self.twin.epoch, 0, 0, False, 0, (), bytes(32))

    def some_signers(self) -> list[str]:
        """Mostly enough of those in force, in order."""
        known = [signer for signer, _ in self.twin.signers.weights]
        if self.rng.random() < 0.6:
            return known
        chosen = self.rng.sample(known, self.rng.randrange(len(known) + 1))
        if self.rng.random() < 0.7:
            chosen.sort(key=known.index)
        return chosen + ([self.rng.choice(KEYS).address] if self.rng.random() < 0.3 else [])

    def sign(self, function: str, given: Report | Delta, signers: list[str]) -> bytes:
        return signed(self.oracle.read(function, astuple(given)), [BY_ADDRESS[signer] for signer in signers])

    def number(self) -> int:
        """Mostly of a dispute that is going on."""
        going_on, restated = list(self.twin.disputes.cases), self.twin.restated
        some = (
            going_on
            if going_on and self.rng.random() < 0.8
            else [0, 0, 0, *range(restated.taken + 1, len(restated.all) + 2)]
        )
        return self.rng.choice(some)

    def scheduled(self) -> int:
        """When the next payment date is."""
        return int(self.deal.deal.read("scheduledAt", self.twin.executed + 1))
