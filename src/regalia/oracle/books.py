# SPDX-License-Identifier: Apache-2.0
"""What an attestor holds, together with the deal's calendar and currency: what every check of its own asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from eth_utils.crypto import keccak

from regalia.domain.calendar import CollectionPeriod, Schedule
from regalia.domain.money import Currency
from regalia.oracle.evidence_file import EvidenceFile
from regalia.oracle.evidence_folder import Documents
from regalia.oracle.receipt_leaf import LeafKind
from regalia.reconciliation.convert import amount_down, near_net
from regalia.reconciliation.match import reconcile
from regalia.reconciliation.model import EscrowPayment, Licence, Reconciliation
from regalia.statements.model import ONE, BankLine, StatementReceipt


@dataclass(frozen=True)
class Books:
    """What is the same for every question: what is held, and the deal's calendar and currency."""

    file: EvidenceFile
    documents: Documents
    schedule: Schedule
    currency: Currency

    def reconcile(
        self,
        receipts: Iterable[StatementReceipt],
        lines: Iterable[BankLine],
        payments: Iterable[EscrowPayment],
        rate_of: Callable[[str, date], int | None] | None = None,
    ) -> Reconciliation:
        """By the rules of the evidence file; rates are the own ones unless others are given."""
        return reconcile(
            receipts,
            lines,
            payments,
            licences=self.licences,
            period_of=self.period_of,
            currency=self.currency.code,
            decimals=self.currency.decimals,
            rate_of=rate_of or self.rate_of,
            hash_of=hash_of,
            window_days=self.file.window_days,
            tolerance_ppm=self.file.tolerance,
        )

    @property
    def licences(self) -> dict[str, Licence]:
        """By id."""
        return {entry.id: Licence(entry.id, entry.licensee, entry.royalty_rate) for entry in self.file.licences}

    def units(self, amount: int) -> int:
        """An amount in the payment currency, in smallest units of its token."""
        return amount_down(amount, ONE, self.currency.decimals)

    def near(self, net: int) -> range:
        """What a net in the payment currency may come to in the escrow, as a bank books whole minor units."""
        return near_net(net, self.currency.code, self.currency.decimals)

    def period_of(self, text: str) -> int:
        """The deal's number of the period in which a collection period, of whatever length, ends; 1 for those before the first."""
        behind = CollectionPeriod.parse(text).end_month - self.schedule.first_end_month
        return max(1, -(-behind // self.schedule.months) + 1)

    def rate_of(self, currency: str, day: date) -> int | None:
        rate = self.documents.rates.on(currency, day)
        return rate.rate if rate else None

    def lines(self, up_to: date) -> list[BankLine]:
        """Of all statements of the bank, booked up to a day."""
        return [line for statement in self.documents.bank for line in statement.lines if line.booked_on <= up_to]

    def receipts(self, up_to: date) -> list[StatementReceipt]:
        """Of all statements, but those that say they were issued after the day."""
        statements = (s for s in self.documents.statements if s.issued_on is None or s.issued_on <= up_to)
        return [receipt for statement in statements for receipt in statement.receipts]

    def kind_of(self, licence: str) -> LeafKind:
        other = {entry.id for entry in self.file.licences if entry.kind == "other-income"}
        return LeafKind.OTHER_INCOME if licence in other else LeafKind.ROYALTY


def hash_of(text: str) -> bytes:
    """As licences and references stand in payments and leaves."""
    return keccak(text=text)
