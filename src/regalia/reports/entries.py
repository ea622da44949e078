# SPDX-License-Identifier: Apache-2.0
"""What happened to a holder's units of one tranche, in the order of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from regalia.domain.history import PaymentDate
from regalia.domain.program import Program
from regalia.ledger.model import CallPayment, DealLedger, MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Order
from regalia.reports.shares import apportion, pool_factor_down, tranche_receipts


class EntryKind(Enum):
    SUBSCRIPTION = "subscription"
    REFUND = "given back to the offering"
    TRANSFER_IN = "transfer in"
    TRANSFER_OUT = "transfer out"
    FORCED_IN = "forced transfer in"
    FORCED_OUT = "forced transfer out"
    RECOVERED_IN = "recovered from a lost wallet"
    RECOVERED_OUT = "recovered to another wallet"
    REDEEMED = "redeemed"
    INCOME = "income"
    CALLED = "repaid by a call"
    CONCLUDED = "paid at the conclusion"
    CLAIM = "claim"


_IN = {
    MoveKind.TRANSFER: EntryKind.TRANSFER_IN,
    MoveKind.FORCED: EntryKind.FORCED_IN,
    MoveKind.RECOVERED: EntryKind.RECOVERED_IN,
}
_OUT = {
    MoveKind.TRANSFER: EntryKind.TRANSFER_OUT,
    MoveKind.FORCED: EntryKind.FORCED_OUT,
    MoveKind.RECOVERED: EntryKind.RECOVERED_OUT,
    MoveKind.REDEEMED: EntryKind.REDEEMED,
}
MOVEMENTS = (EntryKind.SUBSCRIPTION, EntryKind.REFUND, *_IN.values(), *_OUT.values())
"""Entries that change the units held, or what is owed without them."""


INCOMES = (EntryKind.INCOME, EntryKind.CALLED, EntryKind.CONCLUDED)
"""Entries that add to what is owed."""


@dataclass(frozen=True)
class Entry:
    """One line of a statement. Amounts in smallest units; ``units`` is signed.

    ``units_held`` and ``unclaimed`` are the holder's after the entry. ``interest``, ``principal``, ``residual`` and ``premium`` are his
    parts of what a payment date, a call or the conclusion paid the tranche (only a call pays a premium, and no residual); ``pool_factor``
    is in parts per million, after it. ``carried`` (signed) is income that came or
    went by ``order`` with the units; ``fractions`` is what the last who left got of the fractions others left behind. ``tax`` was withheld
    from ``claimed``.
    """

    kind: EntryKind
    place: Place
    units: int = 0
    cost: int = 0
    counterparty: str | None = None
    order: Order | None = None
    period: int | None = None
    interest: int = 0
    principal: int = 0
    residual: int = 0
    premium: int = 0
    pool_factor: int | None = None
    carried: int = 0
    fractions: int = 0
    claimed: int = 0
    tax: int = 0
    units_held: int = 0
    unclaimed: int = 0

    @property
    def income(self) -> int:
        return self.interest + self.principal + self.residual + self.premium

    @property
    def net(self) -> int:
        return self.claimed - self.tax


def entries_of(ledger: DealLedger, tranche: str, holder: str) -> tuple[Entry, ...]:
    """Every entry of a holder in a tranche, with running units and unclaimed income.

    A payment date has an entry when units were held on it, also when it paid them nothing.
    """
    found = [*_movements(ledger, tranche, holder), *_incomes(ledger, tranche, holder)]
    units = unclaimed = 0
    running = []
    for entry in sorted(found, key=lambda entry: entry.place.position):
        units += entry.units
        unclaimed += entry.income + entry.carried + entry.fractions - entry.claimed
        if entry.kind not in INCOMES or units or entry.income:
            running.append(replace(entry, units_held=units, unclaimed=unclaimed))
    return tuple(running)


def _movements(ledger: DealLedger, tranche: str, holder: str) -> Iterator[Entry]:
    for sale in ledger.subscriptions:
        if (sale.tranche, sale.investor) == (tranche, holder):
            yield Entry(EntryKind.SUBSCRIPTION, sale.place, units=sale.units, cost=sale.paid)
    for back in ledger.refunds:
        if (back.tranche, back.investor) == (tranche, holder):
            yield Entry(EntryKind.REFUND, back.place, units=-back.units, cost=-back.paid)
    for move in ledger.transfers:
        if move.tranche == tranche and move.sender != move.receiver and (move.units or move.order):
            yield from _moves(move, holder)
    for claim in ledger.claims:
        if (claim.tranche, claim.claimant) == (tranche, holder):
            yield Entry(EntryKind.CLAIM, claim.place, claimed=claim.amount, tax=claim.tax, fractions=claim.fractions)


def _moves(move: UnitTransfer, holder: str) -> Iterator[Entry]:
    if move.receiver == holder:
        yield Entry(
            _IN[move.kind],
            move.place,
            units=move.units,
            counterparty=move.sender,
            order=move.order,
            carried=move.income_in,
        )
    elif move.sender == holder:
        # at a redemption nothing is carried: the last to burn gets the fractions others left
        redeemed = move.kind is MoveKind.REDEEMED
        yield Entry(
            _OUT[move.kind],
            move.place,
            units=-move.units,
            counterparty=move.receiver,
            order=move.order,
            carried=0 if redeemed else -move.income_out,
            fractions=-move.income_out if redeemed else 0,
        )


def _incomes(ledger: DealLedger, tranche: str, holder: str) -> Iterator[Entry]:
    index = tranche_index(ledger.program, tranche)
    earned = {row.place: row.amount for row in ledger.income if (row.tranche, row.holder) == (tranche, holder)}
    for date in ledger.dates:
        amount, period = earned.get(date.executed, 0), date.payment.report.period
        yield _income(EntryKind.INCOME, date.executed, date.payment, index, amount, period)
    for call in ledger.calls:
        if call.paid[index]:
            yield _called(ledger.program, call, index, earned.get(call.place, 0))
    if ledger.concluded is not None:
        place = ledger.concluded.place
        yield _income(EntryKind.CONCLUDED, place, ledger.concluded.payment, index, earned.get(place, 0))


def _income(
    kind: EntryKind, place: Place, payment: PaymentDate, tranche: int, amount: int, period: int | None = None
) -> Entry:
    interest, principal, residual = apportion(amount, tranche_receipts(payment, tranche))
    return Entry(
        kind,
        place,
        period=period,
        interest=interest,
        principal=principal,
        residual=residual,
        pool_factor=pool_factor_down(payment.program, tranche, payment.state.balance[tranche]),
    )


def _called(program: Program, call: CallPayment, tranche: int, amount: int) -> Entry:
    weights = (call.interest(tranche), call.balance[tranche], call.premium[tranche])
    interest, principal, premium = apportion(amount, weights)
    return Entry(
        EntryKind.CALLED,
        call.place,
        interest=interest,
        principal=principal,
        premium=premium,
        pool_factor=pool_factor_down(program, tranche, 0),
    )


def tranche_index(program: Program, tranche: str) -> int:
    return [t.label for t in program.tranches].index(tranche)
