# SPDX-License-Identifier: Apache-2.0
"""A replay under way: the books so far, and what the next event is allowed to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms
from regalia.domain.entitlement import Book
from regalia.domain.history import DealBooks, PeriodReport
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.domain.waterfall import State
from regalia.ledger.comparison import Tally
from regalia.ledger.model import DealLedger, Place
from regalia.ledger.wiring import Wiring

HOUR = 3600
CLOSING_WINDOW = 7 * 24 * HOUR
"""How long after its deadline an offering that is sold out can be closed: ``Offering.CLOSING_WINDOW``."""
EPOCH = 1
"""Of the only signer set a deal has."""
NOBODY = "0x" + "0" * 40
UnitKey = tuple[str, str, str]
"""Transaction, tranche id, investor."""


@dataclass(frozen=True)
class PendingReport:
    """An accepted report that waits for its payment date."""

    report: PeriodReport
    evidence_root: str
    signers: tuple[str, ...]
    place: Place


@dataclass
class Run:
    """``minted`` and ``burned`` are units whose subscription or refund is not told yet; ``offering_cash`` is what the
    offering holds. ``seen`` counts events by name.
    """

    ledger: DealLedger
    tally: Tally
    seen: Counter[str] = field(default_factory=Counter)
    deadline: int | None = None
    wiring: Wiring | None = None
    minted: Counter[UnitKey] = field(default_factory=Counter)
    burned: Counter[UnitKey] = field(default_factory=Counter)
    offering_cash: int = 0
    pending: PendingReport | None = None
    consumed: Event | None = None

    @classmethod
    def begin(cls, terms: Terms, record: DeploymentRecord, tally: Tally) -> Run:
        """Before the first event: nothing sold, nothing owed. Raises ``NotExecutableError``."""
        program = compile_terms(terms)
        books = {tranche.id: Book() for tranche in terms.tranches}
        return cls(DealLedger(terms, record, program, DealBooks(program, unopened(program)), books), tally)

    def period(self, period: int) -> str:
        """``period 240 (2024Q3)``."""
        try:
            return f"period {period} ({self.ledger.program.schedule.collection_period(period)})"
        except ValueError:  # a number beyond the calendar
            return f"period {period}"

    def tranche_of(self, token: str) -> str | None:
        """The id of the tranche whose token has this address."""
        found = (key for key, contract in self.ledger.record.tokens.items() if contract.address == token)
        return next((key for key in found if key in self.ledger.books), None)


def unopened(program: Program) -> State:
    """The state before closing."""
    return State(
        (0,) * len(program.tranches),
        (0,) * len(program.tranches),
        (0,) * len(program.accounts),
        (0,) * len(program.steps),
    )


def at(event: Event) -> str:
    """``block 57, IncomeClaimed``."""
    return f"block {event.block_number}, {event.name}"
