# SPDX-License-Identifier: Apache-2.0
"""A replay under way: the books so far, and what the next event is allowed to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_rules import compile_transfer_rules, compile_withholding
from regalia.domain.history import DealBooks, PoolFacts
from regalia.domain.program import Program
from regalia.domain.program_words import Measure
from regalia.domain.register import Register
from regalia.domain.restating import NEVER, Restatements
from regalia.domain.terms import Terms
from regalia.domain.transfer_rules import TransferRules
from regalia.domain.waterfall import State
from regalia.domain.withholding import TaxTable
from regalia.ledger.comparison import Tally
from regalia.ledger.investors import Investors, SameInvestor, UntoldTax
from regalia.ledger.meeting_book import MeetingBook
from regalia.ledger.model import DealLedger
from regalia.ledger.rights_book import RightsBook, TakenFact
from regalia.ledger.sale_book import SaleBook
from regalia.ledger.stream_book import StreamBook
from regalia.ledger.stream_model import PendingReport
from regalia.ledger.support_book import SupportBook
from regalia.ledger.trade_model import InstructionTold
from regalia.ledger.wiring import Wiring

HOUR = 3600
DAY = 24 * HOUR
NOBODY = "0x" + "0" * 40


@dataclass
class Run:
    """``sale`` is the primary sale, ``meeting`` where holders decide, ``instructions`` are those at the settlement desk. ``rewired_in`` is
    the transaction in which closing put another program in force, ``paid_now`` the payees' addresses since a resolution replaced one.
    ``seen`` counts events by name. ``told`` is what was said in the act or vote that the event ends; ``following`` is the event after
    this one. ``facts`` of the date to come were told in the transaction ``facts_in``, and ``facts_why`` has their causes; ``last_final``
    is when the report before became final, in seconds. ``untold_tax`` and ``recovered`` are for the registry to confirm; ``rights`` is
    None for a deal that rests on none.
    """

    ledger: DealLedger
    tally: Tally
    rules: Mapping[str, TransferRules]
    tax: TaxTable
    sale: SaleBook
    meeting: MeetingBook
    seen: Counter[str] = field(default_factory=Counter)
    wiring: Wiring | None = None
    instructions: dict[int, InstructionTold] = field(default_factory=dict)
    rewired_in: str | None = None
    paid_now: tuple[str | None, ...] = ()
    stream: StreamBook = field(default_factory=StreamBook)
    consumed: Event | None = None
    facts: PoolFacts | None = None
    facts_in: str | None = None
    facts_why: tuple[TakenFact, ...] = ()
    last_final: int = 0
    support: SupportBook = field(default_factory=SupportBook)
    rights: RightsBook | None = None
    told: tuple[Event, ...] = ()
    following: Event | None = None
    investors: Investors = field(default_factory=Investors)
    untold_tax: list[UntoldTax] = field(default_factory=list)
    recovered: list[SameInvestor] = field(default_factory=list)

    @classmethod
    def begin(cls, terms: Terms, record: DeploymentRecord, tally: Tally) -> Run:
        """Before the first event: nothing sold, nothing owed. Raises ``NotExecutableError``."""
        program, withheld = compile_terms(terms), compile_withholding(terms)
        tranches = [tranche.id for tranche in terms.tranches]
        ledger = DealLedger(
            terms,
            record,
            program,
            DealBooks(program, unopened(program)),
            books={tranche: Register() for tranche in tranches},
            tax_authority=record.arguments.get("tax_authority", NOBODY) if withheld else None,
        )
        rules = dict(zip(tranches, compile_transfer_rules(terms), strict=True))
        units = [tranche.units for tranche in program.tranches]
        originator = str(record.arguments.get("originator", NOBODY))
        sale = SaleBook.of(compile_offers(terms), units, list(rules.values()), originator)
        stream = StreamBook(restatements=Restatements(first=program.schedule.opening))
        ledger.stream = stream
        rights = RightsBook.of(record.pool_facts.address) if record.rights and record.pool_facts else None
        tax = withheld[0] if withheld else TaxTable()
        meeting = MeetingBook(compile_meeting(terms, program))
        return cls(ledger, tally, rules, tax, sale, meeting, stream=stream, rights=rights)

    def period(self, period: int) -> str:
        """``period 240 (2024Q3)``."""
        try:
            return f"period {period} ({self.ledger.program.schedule.collection_period(period)})"
        except (ValueError, OverflowError):  # a number beyond the calendar
            return f"period {period}"

    def scheduled(self, period: int) -> date | None:
        """Its payment date; None for a period beyond the calendar, the year 9999."""
        try:
            return self.ledger.program.schedule.payment_date(period)
        except (ValueError, OverflowError):
            return None

    def tranche_of(self, token: str) -> str | None:
        """The id of the tranche whose token has this address."""
        found = (key for key, contract in self.ledger.record.tokens.items() if contract.address == token)
        return next((key for key in found if key in self.ledger.books), None)

    def units(self, tranche: str, holder: str) -> int:
        """Units held now; asking opens no account in the book."""
        accounts = self.ledger.books[tranche].accounts
        return accounts[holder].units if holder in accounts else 0

    @property
    def payees(self) -> tuple[str | None, ...]:
        """Addresses in the order of the program, as they are now."""
        known = self.ledger.record.payees
        return self.paid_now or tuple(known.get(payee) for payee in self.ledger.program.payees)

    def replace_program(self, program: Program) -> None:
        """From now on everything runs on this one."""
        self.ledger.program = self.ledger.deal.program = program

    def is_originators(self, wallet: str) -> bool:
        """Whether it is a wallet of the originator's investor, who is known by its first wallet until another is told."""
        originator, whose = self.wiring.originator if self.wiring else NOBODY, self.investors.of_wallet
        return wallet == originator or whose.get(wallet, wallet) == whose.get(originator, originator)

    def retains(self, tranche: int, wallet: str) -> bool:
        """Whether the wallet is one of the originator's, who retains units of the tranche (an index)."""
        return self.is_originators(wallet) and self.sale.retained(tranche) > 0

    def bidder(self, tranche: int, wallet: str) -> str:
        """Whose bids count together, as the book of the tranche names him."""
        book = self.sale.books[tranche]
        return book.originator if self.retains(tranche, wallet) else self.investors.of_wallet.get(wallet, wallet)

    @property
    def pending(self) -> PendingReport | None:
        """The report that waits for its payment date."""
        return self.stream.pending

    @property
    def looks_at_age(self) -> bool:
        """Whether a trigger looks at the days since the report before."""
        return any(trigger.measure is Measure.DAYS_SINCE_REPORT for trigger in self.ledger.program.triggers)

    @property
    def takes_facts(self) -> bool:
        """Whether a payment date looks at anything beside its report, and tells it."""
        return bool(self.looks_at_age or self.ledger.program.facts or self.ledger.program.facilities)

    def report_age(self, pending: PendingReport, now: int) -> int:
        """Days between the finality of this report and that of the one before it, zero where no trigger looks at them.

        What stands in for a missing report is none: the days go on until the date is executed.
        """
        until = now if pending.missing or pending.final_at == NEVER else pending.final_at
        return max(0, until - self.last_final) // DAY if self.looks_at_age else 0

    def live(self, group: str, event: Event, where: str, *, halts: bool = True) -> bool:
        """Compare that the deal was closed, not concluded and, where ``halts`` forbid the act, not halted; whether it was live."""
        ledger, tally = self.ledger, self.tally
        closed = tally.holds(ledger.proceeds is not None, group, where, "deal", "closed", "not closed")
        going_on = tally.holds(ledger.concluded is None, group, where, "deal", "not concluded", "concluded")
        halted = ledger.halts.deal_until(event.timestamp) if halts else 0
        tally.holds(not halted, group, where, "supervisor's halt of the deal", "none", f"until {halted}")
        return closed and going_on

    def watch(self, tranche: str, *holders: str) -> Callable[[], dict[str, int]]:
        """How much what each of the holders is owed, rounded down, has grown since: asked by calling what is returned."""
        book = self.ledger.books[tranche]
        before = {holder: book.entitlement(holder) for holder in holders}
        return lambda: {holder: book.entitlement(holder) - owed for holder, owed in before.items()}


def unopened(program: Program) -> State:
    """The state before closing."""
    opening = State.opening(program)
    return replace(opening, balance=(0,) * len(program.tranches))


def midnight(day: date) -> int:
    """UTC, in seconds since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def at(event: Event) -> str:
    """``block 57, IncomeClaimed``."""
    return f"block {event.block_number}, {event.name}"
