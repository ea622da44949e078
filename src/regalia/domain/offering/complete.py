# SPDX-License-Identifier: Apache-2.0
"""The program after closing: the coupons that were bid, and units and balances of what was placed. All else stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from regalia.domain.offering.clearing import Clearing
from regalia.domain.offering.offer import Offer
from regalia.domain.program import Program, TrancheProgram
from regalia.errors import RegaliaError


class PlacementError(RegaliaError, ValueError):
    """Units that the tranche doesn't have, or whose share of its balance is no whole number."""


def complete(
    program: Program, offers: Sequence[Offer], clearings: Sequence[Clearing], retained: Sequence[int]
) -> Program:
    """The program with what closing decides; ``retained`` units of each tranche are the originator's, beside those sold."""
    parts = zip(program.tranches, offers, clearings, retained, strict=True)
    return replace(program, tranches=tuple(_completed(*part) for part in parts))


def _completed(tranche: TrancheProgram, offer: Offer, clearing: Clearing, retained: int) -> TrancheProgram:
    units, label = clearing.placed + retained, tranche.label
    if not 0 < units <= tranche.units:
        rule = f"must be 1 to the {tranche.units} of {label}"
        raise PlacementError(f"units placed: {units}: {rule}", "Clear the bids of this tranche again.")
    balance, rest = divmod(tranche.original_balance * units, tranche.units)
    if rest:
        rule = f"of {tranche.units}, the balance of {label}, {tranche.original_balance}, has no whole share"
        hint = "Give the tranche a balance that divides by its units, or a minimum of all units."
        raise PlacementError(f"units placed: {units}: {rule}", hint)
    coupon = offer.coupon_at(tranche.coupon, clearing.level)
    return replace(tranche, coupon=coupon, units=units, original_balance=balance)
