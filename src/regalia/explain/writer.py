# SPDX-License-Identifier: Apache-2.0
"""What every section writes with: the terms, the language, and what the things of the deal are called in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.terms import Terms
from regalia.domain.terms.steps import Step
from regalia.domain.terms.support import Account, Facility
from regalia.domain.terms.tranches import Tranche
from regalia.explain.language import Language


@dataclass(frozen=True)
class Writer:
    terms: Terms
    language: Language

    def say(self, key: str, **values: str) -> str:
        return self.language.say(key, **values)

    def money(self, amount: Decimal) -> str:
        """``USD 1,234.56``."""
        return self.language.money(amount, self.terms.money)

    def party(self, party_id: str) -> str:
        return next(party.name for party in self.terms.parties if party.id == party_id)

    def tranche(self, tranche_id: str) -> Tranche:
        return next(tranche for tranche in self.terms.tranches if tranche.id == tranche_id)

    def tranches(self, ids: Sequence[str]) -> str:
        """``A, B and C``; all classes with a balance when none is named."""
        named = ids or [tranche.id for tranche in self.terms.tranches if tranche.balance]
        return self.language.all_of([self.tranche(tranche_id).name for tranche_id in named])

    def account(self, account_id: str) -> Account:
        return next(account for account in self.terms.accounts if account.id == account_id)

    def facility(self, facility_id: str) -> Facility:
        return next(facility for facility in self.terms.facilities if facility.id == facility_id)

    def is_account(self, support_id: str) -> bool:
        return any(account.id == support_id for account in self.terms.accounts)

    def event(self, flag: str) -> str:
        """The defined term of a flag: ``Trap-50 Event``."""
        return self.say("event", flag=flag.title())

    def item(self, steps: Sequence[Step], step_id: str) -> str:
        """How a sentence refers to a step of the same list: ``item (c)``."""
        place = next(i for i, step in enumerate(steps, 1) if step.id == step_id)
        return self.say("item", item=self.language.number(place))


def name_of(step: Step) -> str:
    return step.name or step.id
