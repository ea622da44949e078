# SPDX-License-Identifier: Apache-2.0
"""Parts of an amount, factors and per-unit figures; each says which way it rounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from regalia.domain.history import PaymentDate
from regalia.domain.money import Currency
from regalia.domain.program import PPM, Program, StepKind, SubjectKind


def apportion(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """``amount`` in proportion to ``weights``: whole parts that add up to it exactly.

    The boundary after each part is rounded down, so a part is less than one smallest unit away from its exact share and a part without
    weight is zero. ValueError when there is an amount and no weight.
    """
    total = sum(weights)
    if not total:
        if amount:
            raise ValueError(f"{amount} can't be shared out by weights that are all zero")
        return (0,) * len(weights)
    boundaries = (amount * reached // total for reached in accumulate(weights, initial=0))
    return tuple(after - before for before, after in pairwise(boundaries))


def tranche_receipts(payment: PaymentDate, tranche: int) -> tuple[int, int, int]:
    """What a payment date paid the tranche at that index as interest, as principal and as residual."""
    paid = {StepKind.INTEREST: 0, StepKind.PRINCIPAL: 0, StepKind.RESIDUAL: 0}
    for step, record in zip(payment.steps, payment.records, strict=True):
        if step.subject_kind is SubjectKind.TRANCHE and step.subject == tranche:
            paid[step.kind] += record.paid
    return paid[StepKind.INTEREST], paid[StepKind.PRINCIPAL], paid[StepKind.RESIDUAL]


def pool_factor_down(program: Program, tranche: int, balance: int) -> int | None:
    """The share of the original balance that is outstanding, in parts per million; None where there never was one."""
    original = program.tranches[tranche].original_balance
    return balance * PPM // original if original else None


def factor_decimal(ppm: int | None) -> Decimal | None:
    """Parts per million as a factor: ``0.812500``."""
    return None if ppm is None else Currency("", len(str(PPM)) - 1).to_decimal(ppm)
