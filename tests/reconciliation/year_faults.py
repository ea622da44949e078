# SPDX-License-Identifier: Apache-2.0
"""What goes wrong in a year, one kind a month: each spoils what it needs and says which open items must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bench.year_made import Credit, Due, Month, Paid
from regalia.reconciliation.model import Reason
from regalia.reconciliation.totals import Kind

Expected = list[tuple[Reason, Kind, int]]
ALL = (Kind.RECEIPT, Kind.LINE, Kind.PAYMENT)


def each(reason: Reason, *kinds: Kind) -> Expected:
    return [(reason, kind, 1) for kind in kinds]


def due_of(month: Month, payer: str, place: int = 0) -> tuple[Due, Credit, Paid]:
    """A receipt of the payer with its bank line and its payment."""
    due = [due for due in month.dues if due.payer == payer][place]
    (credit,) = (c for c in month.credits if c.bank_id.endswith(f"-{due.licence[-4:]:0>5}"))
    (paid,) = (p for p in month.payments if p.licence == due.licence)
    return due, credit, paid


def credit_lost(month: Month) -> Expected:
    month.credits.remove(due_of(month, "label")[1])
    return each(Reason.NO_BANK_LINE, Kind.RECEIPT) + each(Reason.NO_BANK_LINE_FOR_PAYMENT, Kind.PAYMENT)


def credit_of_a_stranger(month: Month) -> Expected:
    month.credits.append(Credit(9, "USD", 4_711, ["Happy birthday"], "B-stranger"))
    return each(Reason.NO_STATEMENT, Kind.LINE)


def payment_forgotten(month: Month) -> Expected:
    month.payments.remove(due_of(month, "label")[2])
    return each(Reason.NO_ESCROW_PAYMENT, Kind.RECEIPT, Kind.LINE)


def payment_from_nowhere(month: Month) -> Expected:
    month.payments.append(Paid("label-0000", "unheard of", 1_234_567, 9, 99))
    return each(Reason.NO_BANK_LINE_FOR_PAYMENT, Kind.PAYMENT)


def credit_a_cent_short(month: Month) -> Expected:
    due_of(month, "service")[1].amount -= 1
    return each(Reason.AMOUNT_DIFFERS, *ALL)


def credit_in_another_currency(month: Month) -> Expected:
    due_of(month, "label")[1].currency = "EUR"
    return each(Reason.CURRENCY_DIFFERS, *ALL)


def credited_twice(month: Month) -> Expected:
    credit = due_of(month, "label")[1]
    month.credits.append(replace(credit, bank_id="B-again"))
    return [*each(Reason.DUPLICATE_REFERENCE, Kind.RECEIPT, Kind.PAYMENT), (Reason.DUPLICATE_REFERENCE, Kind.LINE, 2)]


def two_alike_without_reference(month: Month) -> Expected:
    (due, credit, paid), (other, its_credit, its_paid) = due_of(month, "licensee"), due_of(month, "licensee", 1)
    other.gross, its_credit.amount, its_paid.amount = due.gross, credit.amount, paid.amount
    its_credit.day, its_paid.day = credit.day, paid.day
    return [(Reason.AMBIGUOUS, kind, 2) for kind in ALL]


def rate_not_published(month: Month) -> Expected:
    month.has_rate = False
    foreign = sum(due.currency == "EUR" for due in month.dues)
    return [(Reason.NO_RATE, kind, foreign) for kind in ALL]


def licence_of_another_deal(month: Month) -> Expected:
    due, _, paid = due_of(month, "label")
    due.licence = paid.licence = "label-9999"
    return each(Reason.UNKNOWN_LICENCE, *ALL)


def credit_taken_back(month: Month) -> Expected:
    credit = due_of(month, "society")[1]
    month.credits.append(replace(credit, amount=-credit.amount, day=27, bank_id="B-back", reversal=True))
    return [*each(Reason.REVERSED, Kind.RECEIPT, Kind.PAYMENT), (Reason.REVERSED, Kind.LINE, 2)]


FAULTS: tuple[Callable[[Month], Expected], ...] = (
    credit_lost,
    credit_of_a_stranger,
    payment_forgotten,
    payment_from_nowhere,
    credit_a_cent_short,
    credit_in_another_currency,
    credited_twice,
    two_alike_without_reference,
    rate_not_published,
    licence_of_another_deal,
    credit_taken_back,
)
