# SPDX-License-Identifier: Apache-2.0
"""What a replay found, in figures a reader can check: each payment date, and each holder of each tranche. Amounts in smallest units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regalia.domain.program import SubjectKind
from regalia.ledger.model import DealLedger, ExecutedDate
from regalia.ledger.place import Place


@dataclass(frozen=True)
class DateFound:
    """A payment date as the engine finds it. ``tranches``, ``payees`` and ``facilities`` are what each was paid, ``accounts`` what was put
    into each, ``balances`` what is outstanding after it. ``received`` is what its report says; ``restated`` what restatements changed of
    that. ``missing``: no report came in time.
    """

    period: int
    collected: str
    scheduled: date
    received: int
    restated: int
    available: int
    left: int
    tranches: Mapping[str, int]
    balances: Mapping[str, int]
    payees: Mapping[str, int]
    accounts: Mapping[str, int]
    facilities: Mapping[str, int]
    accelerated: bool
    missing: bool
    evidence_root: str
    signers: tuple[str, ...]
    reported: Place
    executed: Place


@dataclass(frozen=True)
class HolderFound:
    """A wallet in a tranche, with what payment dates, calls and the end brought it (``income``, that of delivered units and the fractions
    others left behind included), what came or went with units by order (``carried``), what it claimed, the tax withheld of that, and what
    it is owed now: income + carried = claimed + owed. ``bids`` to
    ``claims`` say how many events that comes from, ``last`` where it changed last.
    """

    tranche: str
    holder: str
    units: int
    frozen: int
    income: int
    carried: int
    claimed: int
    tax: int
    owed: int
    bids: int
    deliveries: int
    moves: int
    payments: int
    claims: int
    last: Place | None


def dates_found(ledger: DealLedger) -> tuple[DateFound, ...]:
    """In the order of the chain."""
    return tuple(_date(ledger, done) for done in ledger.dates)


def _date(ledger: DealLedger, done: ExecutedDate) -> DateFound:
    payment, program, schedule = done.payment, done.payment.program, ledger.program.schedule
    period = payment.report.period

    def paid(kind: SubjectKind) -> dict[str, int]:
        return dict(zip(program.subjects(kind), payment.paid(kind), strict=True))

    return DateFound(
        period=period,
        collected=str(schedule.collection_period(period)),
        scheduled=schedule.payment_date(period),
        received=payment.report.received,
        restated=payment.received - payment.report.received,
        available=payment.flow.available,
        left=payment.flow.left,
        tranches=paid(SubjectKind.TRANCHE),
        balances=dict(zip(program.subjects(SubjectKind.TRANCHE), payment.state.balance, strict=True)),
        payees=paid(SubjectKind.PAYEE),
        accounts=paid(SubjectKind.ACCOUNT),
        facilities=paid(SubjectKind.FACILITY),
        accelerated=payment.accelerated,
        missing=done.missing,
        evidence_root=done.evidence_root,
        signers=done.signers,
        reported=done.reported,
        executed=done.executed,
    )


class _Sum:
    """One wallet in one tranche, while the events are gone through."""

    def __init__(self) -> None:
        self.income = self.carried = self.claimed = self.tax = 0
        self.bids = self.deliveries = self.moves = self.payments = self.claims = 0
        self.last: Place | None = None

    def at(self, place: Place) -> _Sum:
        if self.last is None or place.position > self.last.position:
            self.last = place
        return self


def holders_found(ledger: DealLedger) -> tuple[HolderFound, ...]:
    """Everybody who ever bid for units of a tranche, held them or was owed income of them; by tranche, then by address."""
    sums = {(tranche, holder): _Sum() for tranche, book in ledger.books.items() for holder in book.accounts}

    def of(tranche: str, holder: str, place: Place) -> _Sum:
        return sums.setdefault((tranche, holder), _Sum()).at(place)

    for bid in ledger.subscriptions:
        of(bid.tranche, bid.investor, bid.place).bids += 1
    for given in ledger.deliveries:
        found = of(given.tranche, given.investor, given.place)
        found.deliveries, found.income = found.deliveries + 1, found.income + given.income
    for income in ledger.income:
        found = of(income.tranche, income.holder, income.place)
        found.payments, found.income = found.payments + 1, found.income + income.amount
    for move in ledger.transfers:
        for who, carried in ((move.sender, -move.income_out), (move.receiver, move.income_in)):
            if who is not None:
                found = of(move.tranche, who, move.place)
                found.moves, found.carried = found.moves + 1, found.carried + carried
    for claim in ledger.claims:
        if claim.tranche is not None:
            found = of(claim.tranche, claim.claimant, claim.place)
            found.income += claim.fractions
            found.claims, found.claimed, found.tax = (
                found.claims + 1,
                found.claimed + claim.amount,
                found.tax + claim.tax,
            )
    order = {tranche: i for i, tranche in enumerate(ledger.books)}
    return tuple(_holder(ledger, *key, sums[key]) for key in sorted(sums, key=lambda key: (order[key[0]], key[1])))


def _holder(ledger: DealLedger, tranche: str, holder: str, found: _Sum) -> HolderFound:
    book = ledger.books[tranche]
    return HolderFound(
        tranche=tranche,
        holder=holder,
        units=book.accounts[holder].units if holder in book.accounts else 0,
        frozen=book.frozen.get(holder, 0),
        income=found.income,
        carried=found.carried,
        claimed=found.claimed,
        tax=found.tax,
        owed=book.entitlement(holder),
        bids=found.bids,
        deliveries=found.deliveries,
        moves=found.moves,
        payments=found.payments,
        claims=found.claims,
        last=found.last,
    )
