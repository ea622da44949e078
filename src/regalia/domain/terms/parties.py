# SPDX-License-Identifier: Apache-2.0
"""Who takes part, who attests the receipts, and in which currency everybody is paid."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from regalia.domain.money import Currency
from regalia.domain.terms.scalars import CurrencyCode, Id, Part, Positive, Text, Whole

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
    """Receipts count when ``threshold`` of the parties with the role attestor signed, and
    ``dispute_window_hours`` have passed.
    """

    threshold: Positive
    dispute_window_hours: Whole = 0


class PaymentCurrency(Part):
    """What a person calls the money (``code``) and the decimals of the token that stands for it."""

    code: CurrencyCode
    decimals: Whole

    def currency(self) -> Currency:
        return Currency(self.code, self.decimals)
