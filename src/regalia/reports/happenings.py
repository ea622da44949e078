# SPDX-License-Identifier: Apache-2.0
"""What happened to a holder's units of one tranche, in the order of the chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regalia.ledger.holding import Holding, PaidBy, TranchePayment
from regalia.ledger.model import MoveKind, UnitTransfer
from regalia.ledger.trade_model import Trade
from regalia.reports.bought import bought
from regalia.reports.entries import INCOMES, MOVED_IN, MOVED_OUT, Entry, EntryKind
from regalia.reports.shares import apportion
from regalia.reports.traded import as_traded, trades_by_move

_PAID = {PaidBy.DATE: EntryKind.INCOME, PaidBy.CALL: EntryKind.CALLED, PaidBy.CONCLUSION: EntryKind.CONCLUDED}


def entries_of(holding: Holding, payments: Sequence[TranchePayment], trades: Sequence[Trade] = ()) -> tuple[Entry, ...]:
    """Every entry of a holder in a tranche, which was paid ``payments``, with running units and unclaimed income.

    A payment date has an entry when units were held on it, also when it paid them nothing.
    """
    found = [*bought(holding, payments), *_movements(holding, trades), *_incomes(holding, payments)]
    units = unclaimed = 0
    running = []
    for entry in sorted(found, key=lambda entry: entry.place.position):
        units += entry.units
        unclaimed += entry.income + entry.carried + entry.fractions - entry.claimed
        if entry.kind not in INCOMES or units or entry.income:
            running.append(replace(entry, units_held=units, unclaimed=unclaimed))
    return tuple(running)


def _movements(holding: Holding, trades: Sequence[Trade]) -> Iterator[Entry]:
    traded = trades_by_move(holding, trades)
    for move in holding.transfers:
        entry = _moved_in(move) if move.receiver == holding.wallet else _moved_out(move)
        yield as_traded(entry, traded[move.place], holding.wallet) if move.place in traded else entry
    for claim in holding.claims:
        yield Entry(EntryKind.CLAIM, claim.place, claimed=claim.amount, tax=claim.tax, fractions=claim.fractions)


def _moved_in(move: UnitTransfer) -> Entry:
    return Entry(
        MOVED_IN[move.kind],
        move.place,
        units=move.units,
        counterparty=move.sender,
        order=move.order,
        carried=move.income_in,
    )


def _moved_out(move: UnitTransfer) -> Entry:
    """At a redemption nothing is carried: the last to burn gets the fractions others left."""
    redeemed = move.kind is MoveKind.REDEEMED
    return Entry(
        MOVED_OUT[move.kind],
        move.place,
        units=-move.units,
        counterparty=move.receiver,
        order=move.order,
        carried=0 if redeemed else -move.income_out,
        fractions=-move.income_out if redeemed else 0,
    )


def _incomes(holding: Holding, payments: Sequence[TranchePayment]) -> Iterator[Entry]:
    for payment in payments:
        parts = apportion(holding.income.get(payment.place, 0), payment.parts)
        interest, principal, residual, premium = parts
        yield Entry(
            _PAID[payment.by],
            payment.place,
            period=payment.period,
            interest=interest,
            principal=principal,
            residual=residual,
            premium=premium,
            pool_factor=payment.pool_factor,
        )
