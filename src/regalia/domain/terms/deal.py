# SPDX-License-Identifier: Apache-2.0
"""The terms of a deal, whole and consistent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from regalia.domain.money import Currency
from regalia.domain.terms.dates import CalendarTerms
from regalia.domain.terms.dues import PeriodAmount
from regalia.domain.terms.meeting import MeetingTerms
from regalia.domain.terms.parties import OracleTerms, Party, PaymentCurrency
from regalia.domain.terms.pool import PoolTerms
from regalia.domain.terms.provisions import Call, Offering, Retention
from regalia.domain.terms.rules import broken_rules
from regalia.domain.terms.scalars import Id, Part, Text
from regalia.domain.terms.steps import Step
from regalia.domain.terms.support import Account, Facility
from regalia.domain.terms.tax import Withholding
from regalia.domain.terms.tranches import Tranche
from regalia.domain.terms.transfer import TransferTerms
from regalia.domain.terms.triggers import Trigger

RULES_BROKEN = "rules_broken"


class Terms(Part):
    """The term sheet. ``assumed`` says what was never published and had to be chosen; ``sources`` where the
    rest is printed.

    An instance is always consistent: every reference resolves and every rule of ``rules`` holds. Use ``load_terms`` or
    ``read_terms``, whose errors are written for people.
    """

    format: Literal["regalia-terms-1"]
    id: Id
    name: Text
    notice: Text
    sources: tuple[Text, ...] = ()
    assumed: tuple[Text, ...] = ()
    currency: PaymentCurrency
    parties: tuple[Party, ...] = Field(min_length=1)
    oracle: OracleTerms
    calendar: CalendarTerms
    tranches: tuple[Tranche, ...] = Field(min_length=1)
    accounts: tuple[Account, ...] = ()
    facilities: tuple[Facility, ...] = ()
    offering: Offering
    steps: tuple[Step, ...] = Field(min_length=1)
    triggers: tuple[Trigger, ...] = ()
    acceleration: tuple[Step, ...] = ()
    forecast: tuple[PeriodAmount, ...] = ()
    calls: tuple[Call, ...] = ()
    retentions: tuple[Retention, ...] = ()
    transfer: TransferTerms = TransferTerms()
    withholding: Withholding | None = None
    pool: PoolTerms | None = None
    meeting: MeetingTerms | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if problems := broken_rules(self):
            raise PydanticCustomError(RULES_BROKEN, "inconsistent terms", {"problems": problems})
        return self

    @property
    def money(self) -> Currency:
        return self.currency.currency()

    @property
    def attestors(self) -> tuple[str, ...]:
        """Ids of the parties that sign receipts reports, in file order."""
        return tuple(party.id for party in self.parties if "attestor" in party.roles)

    @property
    def attestor_weights(self) -> dict[str, int]:
        """What the signature of each attestor weighs, in file order."""
        return {attestor: self.oracle.weights.get(attestor, 1) for attestor in self.attestors}

    @property
    def number_of_limits(self) -> int:
        """How many limits the pool of rights has; without a pool none."""
        return len(self.pool.limits) if self.pool else 0

    def transfer_of(self, tranche: Tranche) -> TransferTerms:
        """The rules on moving units of a tranche: its own, else the deal's, with what it has under ``retentions``."""
        rules = tranche.transfer.over(self.transfer)
        kept = next((retention.share for retention in self.retentions if retention.tranche == tranche.id), None)
        return rules if kept is None else rules.model_copy(update={"retention": kept})

    def units_for_sale(self, tranche: Tranche) -> int:
        """All units of a tranche but those that the originator retains."""
        return tranche.units - self.transfer_of(tranche).retained_units_up(tranche.units)

    def step_lists(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """The normal and the acceleration priority of payments, each with the name of its field."""
        yield "steps", self.steps
        yield "acceleration", self.acceleration
