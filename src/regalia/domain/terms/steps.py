# SPDX-License-Identifier: Apache-2.0
"""The steps of a priority of payments, told apart by ``kind``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from regalia.domain.terms.dues import ExpenseDue, PrincipalDue, ReserveTarget
from regalia.domain.terms.scalars import Amount, Id, Part, Rate, Text


class Guard(Part):
    """A step runs while every flag of ``while_active`` is up and none of ``while_not_active``; ``always`` names
    none.
    """

    while_active: tuple[Id, ...] = ()
    while_not_active: tuple[Id, ...] = ()


def _always(value: Any) -> Any:
    return {} if value == "always" else value


class BaseStep(Part):
    """``name`` is what a report calls the step, where its id would be too short."""

    id: Id
    name: Text | None = None
    guard: Annotated[Guard, BeforeValidator(_always, json_schema_input_type=Guard | Literal["always"])] = Guard()


class SupportedStep(BaseStep):
    """``support``: reserve accounts and facilities that pay, in this order, when available funds run out."""

    support: tuple[Id, ...] = ()


class Cap(Part):
    """The most that a step pays; what is above ranks in a later step (``due: {kind: above-cap}``)."""

    per_period: Amount | None = None
    per_year: Amount | None = None


class ExpenseStep(SupportedStep):
    """A fee or cost. ``shortfall`` carried: due again at the next date, with interest at ``carry_rate``;
    presented-again: the payee invoices it anew, the deal keeps no account of it.
    """

    kind: Literal["expense"]
    payee: Id
    due: ExpenseDue
    cap: Cap | None = None
    shortfall: Literal["carried", "presented-again"]
    carry_rate: Rate = 0


class InterestStep(SupportedStep):
    kind: Literal["interest"]
    tranche: Id


class ReserveStep(BaseStep):
    """Fill the account to its target, or give back what is above it.

    Without a target, which only the acceleration list may have, any account (a trap too) gives all back.
    """

    kind: Literal["reserve"]
    account: Id
    target: ReserveTarget = ReserveTarget()

    @property
    def gives_all_back(self) -> bool:
        return not self.target.parts and not self.target.set_by_report


class PrincipalStep(SupportedStep):
    """Repay tranches, one after the other or in proportion to their balances."""

    kind: Literal["principal"]
    tranches: tuple[Id, ...] = Field(min_length=1)
    order: Literal["sequential", "pro-rata"] = "sequential"
    due: PrincipalDue


class TrapStep(BaseStep):
    """Keep ``share`` of what is left in a trap account while the guard lets it run; given back when it no
    longer does.
    """

    kind: Literal["trap"]
    account: Id
    share: Rate


class RepaySupportStep(BaseStep):
    """Give a facility back what it paid, with its interest."""

    kind: Literal["repay-support"]
    facility: Id


class ResidualStep(BaseStep):
    """All that is left, to one tranche or one payee."""

    kind: Literal["residual"]
    tranche: Id | None = None
    payee: Id | None = None


Step = Annotated[
    ExpenseStep | InterestStep | ReserveStep | PrincipalStep | TrapStep | RepaySupportStep | ResidualStep,
    Field(discriminator="kind"),
]
