# SPDX-License-Identifier: Apache-2.0
"""A live deal whose reports cost a bond to dispute, its attestors and offices, and the law of the bonds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from enum import IntEnum
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from tests.support.chain import Answer, refused
from tests.support.deal import DealContracts, Report
from tests.support.platform import DealSpec, Platform, plain_spec
from tests.support.quick_keys import quick_signature
from tests.support.roles import actor, attestors

DAY = 86_400
WINDOW = DAY
TRUSTEE_TIME, APPEAL_TIME, SUPERVISOR_TIME = 7 * DAY, 3 * DAY, 14 * DAY
MISSING_GRACE = 3 * DAY
USD = 10**6
BOND = 1_000 * USD
RECEIVED = 50_000 * USD
NEVER = 2**256 - 1
THRESHOLD = 3
SIGNERS = attestors(5)
EVIDENCE, REASON = keccak(text="what shows the mistake"), keccak(text="the reasons")
PARTIES = ("senior_investor", "servicer", "rival", "trustee", "supervisor", "governor", "outsider")
REPORT = 0
"""The number under which the waiting report is disputed."""


class Stage(IntEnum):
    NONE = 0
    WITH_TRUSTEE = 1
    APPEALABLE = 2
    WITH_SUPERVISOR = 3
    DUE = 4


@dataclass(frozen=True)
class Delta:
    """A restatement, field by field in its order."""

    deal: str
    number: int
    epoch: int
    period: int
    received: int
    other_income: int = 0
    corrects: bytes = keccak(text="evidence")
    evidence: bytes = keccak(text="evidence found later")


class Court:
    """Three of five attestors sign; investor, servicer and rival have money for bonds. The first payment date has come."""

    def __init__(
        self,
        money: str = "MockPaymentToken",
        spec: DealSpec | None = None,
        allocation: Mapping[str, Sequence[int]] = {"senior_investor": (10,)},
        **terms: Any,
    ) -> None:
        self.platform = Platform()
        self.chain, self.oracle = self.platform.chain, self.platform.oracle
        self.money = self.platform.money(money)
        usual = {"threshold": THRESHOLD, "dispute_window": WINDOW, "dispute_bond": BOND}
        names = tuple(key.address for key in SIGNERS)
        self.spec = replace(spec or plain_spec(10), **{"attestors": names, **usual, **terms})
        self.deal: DealContracts = self.platform.create(self.money, self.spec)
        self.address = self.deal.deal.address
        self.deal.sell(allocation)
        self.deal.close()
        for party in PARTIES:
            self.deal.give(actor(party), 1_000 * BOND, self.oracle)
        self.deal.reach(1)

    @property
    def epoch(self) -> int:
        return int(self.oracle.read("signersOf", self.address)[0])

    @property
    def latest(self) -> tuple[int, bool, int, bytes]:
        period, pending, final_at, head = self.oracle.read("latest", self.address)
        return period, pending, final_at, head

    def report(self, received: int = RECEIVED, **changes: Any) -> Report:
        """Of the next period, for the epoch in force."""
        return replace(self.deal.report(received), **{"epoch": self.epoch, **changes})

    def submit(self, given: Report, signers: Sequence[LocalAccount] = SIGNERS[:THRESHOLD]) -> Answer:
        digest = self.oracle.read("digestOf", astuple(given))
        return self.oracle.send("submit", astuple(given), signed(digest, signers), by=actor("relay"))

    def accept(self, received: int = RECEIVED) -> Report:
        """A report of the next period, taken."""
        self.submit(given := self.report(received))
        return given

    def execute(self, given: Report) -> Answer:
        return self.deal.execute(given)

    def pay_date(self, received: int = RECEIVED, paid: bool = True) -> None:
        """A whole period without a dispute; the licensee pays what is reported."""
        if paid and received:
            self.deal.pay_royalty(received)
        given = self.accept(received)
        self.chain.now += WINDOW
        self.deal.reach(given.period)
        self.execute(given)

    def delta(self, received: int, other_income: int = 0, **changes: Any) -> Delta:
        """The deal's next restatement, of its first period."""
        number = self.oracle.read("restatementsOf", self.address)[0] + 1
        return replace(Delta(self.address, number, self.epoch, 1, received, other_income), **changes)

    def restate(self, given: Delta, signers: Sequence[LocalAccount] = SIGNERS[:THRESHOLD]) -> Answer:
        digest = self.oracle.read("restatementDigestOf", astuple(given))
        return self.oracle.send("restate", astuple(given), signed(digest, signers), by=actor("relay"))

    def dispute(self, by: str = "senior_investor", number: int = REPORT) -> Answer:
        return self.oracle.send("dispute", self.address, number, EVIDENCE, by=actor(by))

    def decide(self, strike: bool, by: str = "trustee", number: int = REPORT) -> Answer:
        return self.oracle.send("decide", self.address, number, strike, REASON, by=actor(by))

    def appeal(self, by: str = "servicer", number: int = REPORT) -> Answer:
        return self.oracle.send("appeal", self.address, number, EVIDENCE, by=actor(by))

    def settle(self, number: int = REPORT, by: str = "outsider") -> Answer:
        return self.oracle.send("settle", self.address, number, by=actor(by))

    def withdraw(self, by: str) -> Answer:
        return self.oracle.send("withdrawBonds", self.money.address, by=actor(by))

    def stage(self, number: int = REPORT) -> tuple[Stage, int]:
        stage, until = self.oracle.read("stageOf", self.address, number)
        return Stage(stage), until

    def owed(self, party: str) -> int:
        return int(self.oracle.read("bondsOwed", self.money.address, actor(party)))

    @property
    def forfeited(self) -> int:
        return int(self.oracle.read("forfeitedOf", self.address, self.money.address))

    @property
    def held(self) -> int:
        """Payment tokens in the oracle."""
        return int(self.money.read("balanceOf", self.oracle.address))

    @property
    def open_bonds(self) -> int:
        """Of disputes that are going on."""
        numbers = range(self.oracle.read("restatementsOf", self.address)[0] + 1)
        going_on = [self.oracle.read("disputeOf", self.address, number) for number in numbers]
        return sum(each["bond"] + each["appealBond"] for each in going_on)

    def law(self) -> None:
        """The oracle holds all bonds of open disputes, all that is owed back and all that is forfeited, and nothing else."""
        assert self.held == self.open_bonds + sum(map(self.owed, PARTIES)) + self.forfeited

    def officer(self, name: str, role: str) -> None:
        """One more holder of an office of the oracle, with money for a bond."""
        self.oracle.send("grantRole", keccak(text=role), actor(name), by=actor("admin"))
        self.deal.give(actor(name), BOND, self.oracle)

    @contextmanager
    def refuses(self, name: str, **arguments: Any) -> Iterator[None]:
        """Exactly this error; the oracle knows what it knew, and the law holds."""
        before = self.known()
        with refused(name, **arguments):
            yield
        assert self.known() == before
        self.law()

    def known(self) -> tuple[Any, ...]:
        """What the oracle says of the deal, and who has which money."""
        reads = ("latest", "signersOf", "restatementsOf", "proposalReadyAt", "isMissing")
        report = self.oracle.read("disputeOf", self.address, REPORT)
        pockets = [self.money.read("balanceOf", actor(party)) for party in PARTIES]
        answers = (self.oracle.read(name, self.address) for name in reads)
        return (*answers, report, self.open_bonds, self.held, self.forfeited, *map(self.owed, PARTIES), *pockets)


def signed(digest: bytes, signers: Sequence[LocalAccount]) -> bytes:
    return b"".join(quick_signature(signer, digest) for signer in signers)
