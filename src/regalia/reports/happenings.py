# SPDX-License-Identifier: Apache-2.0
"""What happened to a holder's units of one tranche, in the order of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regalia.domain.history import PaymentDate
from regalia.domain.program import Program
from regalia.ledger.model import CallPayment, DealLedger, MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.reports.bought import bought
from regalia.reports.entries import INCOMES, MOVED_IN, MOVED_OUT, Entry, EntryKind, tranche_index
from regalia.reports.shares import apportion, pool_factor_down, tranche_receipts


def entries_of(ledger: DealLedger, tranche: str, holder: str) -> tuple[Entry, ...]:
    """Every entry of a holder in a tranche, with running units and unclaimed income.

    A payment date has an entry when units were held on it, also when it paid them nothing.
    """
    found = [
        *bought(ledger, tranche, holder),
        *_movements(ledger, tranche, holder),
        *_incomes(ledger, tranche, holder),
    ]
    units = unclaimed = 0
    running = []
    for entry in sorted(found, key=lambda entry: entry.place.position):
        units += entry.units
        unclaimed += entry.income + entry.carried + entry.fractions - entry.claimed
        if entry.kind not in INCOMES or units or entry.income:
            running.append(replace(entry, units_held=units, unclaimed=unclaimed))
    return tuple(running)


def _movements(ledger: DealLedger, tranche: str, holder: str) -> Iterator[Entry]:
    for move in ledger.transfers:
        if move.tranche == tranche and move.sender != move.receiver and (move.units or move.order):
            yield from _moves(move, holder)
    for claim in ledger.claims:
        if (claim.tranche, claim.claimant) == (tranche, holder):
            yield Entry(EntryKind.CLAIM, claim.place, claimed=claim.amount, tax=claim.tax, fractions=claim.fractions)


def _moves(move: UnitTransfer, holder: str) -> Iterator[Entry]:
    if move.receiver == holder:
        yield Entry(
            MOVED_IN[move.kind],
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
            MOVED_OUT[move.kind],
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
