# SPDX-License-Identifier: Apache-2.0
"""A reconciliation counted and summed: what is matched, and what is open by reason, kind and currency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from regalia.reconciliation.model import OpenItem, Reason, Reconciliation
from regalia.reconciliation.words import money, units


class Kind(StrEnum):
    RECEIPT = "statement"
    LINE = "bank line"
    PAYMENT = "escrow payment"


@dataclass(frozen=True)
class Total:
    """``amount`` is exact and formatted, in ``currency``; ``reason`` None: matched."""

    reason: Reason | None
    kind: Kind
    currency: str
    count: int
    amount: str


def kind_of(item: OpenItem) -> Kind:
    return Kind.RECEIPT if item.receipt is not None else Kind.LINE if item.line is not None else Kind.PAYMENT


def currency_of(item: OpenItem, currency: str) -> str:
    """Of its amount; ``currency`` is the payment token's."""
    return item.receipt.currency if item.receipt else item.line.currency if item.line else currency


def amount_of(item: OpenItem) -> int:
    """In 10^-12; of a payment in the token's smallest unit."""
    if item.receipt is not None:
        return item.receipt.net
    if item.line is not None:
        return item.line.amount
    return item.payment.amount if item.payment else 0


def amount_text(item: OpenItem, currency: str, decimals: int) -> str:
    """``271,000.00 USD``."""
    if kind_of(item) is Kind.PAYMENT:
        return units(amount_of(item), currency, decimals)
    return money(amount_of(item), currency_of(item, currency))


def totals(result: Reconciliation, currency: str, decimals: int) -> tuple[Total, ...]:
    """Matched first, then by reason, statements before bank lines before payments."""
    found = [
        Total(
            None,
            Kind.PAYMENT,
            currency,
            len(result.matched),
            units(sum(matched.amount for matched in result.matched), currency, decimals),
        )
    ]
    groups: defaultdict[tuple[Reason, Kind, str], list[int]] = defaultdict(list)
    for item in result.open:
        groups[item.reason, kind_of(item), currency_of(item, currency)].append(amount_of(item))
    order = {value: place for place, value in enumerate([*Reason, *Kind])}
    for reason, kind, in_ in sorted(groups, key=lambda key: (order[key[0]], order[key[1]], key[2])):
        amounts = groups[reason, kind, in_]
        total = units(sum(amounts), in_, decimals) if kind is Kind.PAYMENT else money(sum(amounts), in_)
        found.append(Total(reason, kind, in_, len(amounts), total))
    return tuple(found)
