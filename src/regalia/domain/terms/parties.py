# SPDX-License-Identifier: Apache-2.0
"""Who takes part, who attests the receipts, and in which currency everybody is paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from regalia.domain.money import Currency
from regalia.domain.terms.scalars import Amount, CurrencyCode, Id, Part, Positive, Text, Whole

Role = Literal[
    "originator",
    "issuer",
    "trustee",
    "servicer",
    "backup-servicer",
    "licensee",
    "attestor",
    "auditor",
    "account-bank",
    "paying-agent",
    "noteholder-representative",
    "liquidity-provider",
    "guarantor",
    "supervisor",
    "tax-authority",
    "other",
]


class Party(Part):
    """Somebody with a part in the deal. Addresses are not terms: the deployment gives them."""

    id: Id
    name: Text
    roles: tuple[Role, ...] = Field(min_length=1)


class OracleTerms(Part):
    """A report counts when parties with the role attestor signed it who together weigh ``threshold``, and ``dispute_window_hours`` have
    passed. ``weights`` is by party; who is not named weighs 1. Without ``dispute_bond`` only trustee and supervisor dispute, and without
    ``missing_after_days`` a payment date waits for its report.
    """

    threshold: Positive
    dispute_window_hours: Whole = 0
    weights: Mapping[str, Positive] = {}
    dispute_bond: Amount | None = None
    missing_after_days: Positive | None = None


class PaymentCurrency(Part):
    """What a person calls the money (``code``) and the decimals of the token that stands for it."""

    code: CurrencyCode
    decimals: Whole

    def currency(self) -> Currency:
        return Currency(self.code, self.decimals)
