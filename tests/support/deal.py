# SPDX-License-Identifier: Apache-2.0
"""One deal's contracts, and the acts its parties do on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from regalia.chain.state_words import state_of
from regalia.domain.history import PeriodReport
from regalia.domain.program import Program
from regalia.domain.state import State
from tests.support import sample
from tests.support.chain import Answer, Chain
from tests.support.contract import Contract
from tests.support.roles import actor, attestors

UNLIMITED = 2**256 - 1
LICENCE = keccak(text="licence")
REFERENCE = keccak(text="invoice 1")


@dataclass(frozen=True)
class Report:
    """The struct attestors sign, field by field in its order."""

    deal: str
    period: int
    epoch: int
    received: int
    other_income: int
    has_target: bool
    target: int
    invoices: tuple[int, ...]
    evidence: bytes

    def in_domain(self) -> PeriodReport:
        """The same facts as the Python engine reads them."""
        target = self.target if self.has_target else None
        return PeriodReport(self.period, self.received, self.other_income, target, self.invoices)


def in_domain(told: Any, program: Program) -> State:
    """A struct of the contract as a state of the Python engine."""
    state, triggers = state_of(tuple(told.values()), len(program.tranches)), len(program.triggers)
    return replace(
        state,
        history=state.history[:triggers],
        active=state.active[:triggers],
        series=state.series or ((),) * triggers,
    )


class DealContracts:
    """Deal, escrow, offering and tokens of one deal, by what the factory announced."""

    def __init__(
        self,
        chain: Chain,
        oracle: Contract,
        money: Contract,
        program: Program,
        made: Mapping[str, Any],
        lens: Contract,
        support: Contract,
    ) -> None:
        self.chain = chain
        self.oracle = oracle
        self.money = money
        self.program = program
        self.made = made
        self.lens = lens
        self.support = support
        self.deal = Contract(chain, "Deal", made["deal"])
        self.escrow = Contract(chain, "RoyaltyEscrow", made["escrow"])
        self.offering = Contract(chain, "Offering", made["offering"])
        self.bids: list[tuple[int, int, int]] = []
        """Tranche, level and place of everything subscribed through this object."""
        self.tokens = [Contract(chain, "TrancheToken", token) for token in made["tokens"]]

    def give(self, who: str, amount: int, spender: Contract) -> None:
        """Payment tokens in somebody's pocket, and the leave to take them."""
        self.money.send("mint", who, amount, by=who)
        self.money.send("approve", spender.address, UNLIMITED, by=who)

    def subscribe(self, investor: str, tranche: int, units: int, level: int = 0) -> Answer:
        """The investor bids and pays the exact price."""
        if level < 256:
            self.give(investor, units * self.price(tranche, level), self.offering)
        made = self.offering.send("subscribe", tranche, level, units, by=investor)
        self.bids.append((tranche, level, made.only("Subscribed")["place"]))
        return made

    def price(self, tranche: int, level: int = 0) -> int:
        """Of a unit."""
        return int(self.offering.read("priceAt", tranche, level))

    def sell(self, allocation: Mapping[str, Sequence[int]] = sample.ALLOCATION) -> None:
        """Every role subscribes its units of each tranche."""
        for role, units in allocation.items():
            for tranche, count in enumerate(units):
                if count:
                    self.subscribe(actor(role), tranche, count)

    def close(self) -> Answer:
        """The window ends, the deal closes, and everybody has what he is due collected."""
        closed = self.close_alone()
        self.collect()
        return closed

    def close_alone(self) -> Answer:
        """The same, and nobody collects yet."""
        self.end_window()
        return self.offering.send("close", by=actor("outsider"))

    def end_window(self) -> None:
        """The second after the last in which bids are taken."""
        self.chain.now = max(self.chain.now, self.offering.read("window")[1] + 1)

    def collect(self) -> None:
        """Units and change of every bid."""
        for bid in self.bids:
            self.offering.send("collect", *bid, by=actor("outsider"))
        self.bids = []

    def pay_royalty(self, amount: int, by: str = actor("licensee")) -> Answer:
        self.give(by, amount, self.escrow)
        return self.escrow.send("payRoyalty", LICENCE, amount, REFERENCE, by=by)

    def report(
        self,
        received: int,
        period: int | None = None,
        other_income: int = 0,
        target: int | None = None,
        invoices: tuple[int, ...] | None = None,
    ) -> Report:
        """A report of the next period; no invoiced step is owed anything unless said so."""
        return Report(
            self.deal.address,
            self.deal.read("nextPeriod") if period is None else period,
            1,
            received,
            other_income,
            target is not None,
            target or 0,
            (0,) * len(self.program.invoiced_steps) if invoices is None else invoices,
            keccak(text="evidence"),
        )

    def submit(self, report: Report, keys: Sequence[LocalAccount] | None = None) -> Answer:
        """Two attestors sign and the relay hands it in."""
        digest = self.oracle.read("digestOf", astuple(report))
        signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in keys or attestors(3)[:2])
        return self.oracle.send("submit", astuple(report), signatures, by=actor("relay"))

    def execute(self, report: Report, by: str = actor("outsider")) -> Answer:
        return self.deal.send("execute", astuple(report), by=by)

    def preview(self, report: Report) -> Any:
        """Records, state, available, left, and whether the acceleration list would run."""
        return self.lens.read("preview", self.deal.address, astuple(report))

    def state(self) -> State:
        """What the deal remembers, as the Python engine has it."""
        return in_domain(self.deal.read("state"), self.program)

    def reach(self, period: int) -> None:
        """Wait for the scheduled date, if it is still to come."""
        self.chain.now = max(self.chain.now, self.deal.read("scheduledAt", period))

    def pay_date(self, received: int, invoices: tuple[int, ...] | None = None) -> Answer:
        """A whole period: the licensee pays what is then reported, and the date is executed when it comes."""
        if received:
            self.pay_royalty(received)
        return self.pay_date_without_cash(received, invoices)

    def pay_date_without_cash(self, received: int, invoices: tuple[int, ...] | None = None) -> Answer:
        """The same, but nobody pays what is reported."""
        report = self.report(received, invoices=invoices)
        self.reach(report.period)
        self.submit(report)
        return self.execute(report)

    def cash(self) -> tuple[int, tuple[int, ...]]:
        """Collection, and each account."""
        collection, accounts = self.escrow.read("cash")
        return collection, tuple(accounts)

    def held(self) -> int:
        """Payment tokens in the escrow."""
        return int(self.money.read("balanceOf", self.escrow.address))

    def units(self, tranche: int, role: str) -> int:
        return int(self.tokens[tranche].read("balanceOf", actor(role)))

    def entitlement(self, tranche: int, role: str) -> int:
        return int(self.tokens[tranche].read("entitlementOf", actor(role)))

    def payable(self, role: str) -> int:
        return int(self.escrow.read("payableTo", actor(role)))

    def claim(self, tranche: int, role: str) -> Answer:
        return self.escrow.send("claim", self.tokens[tranche].address, by=actor(role))
