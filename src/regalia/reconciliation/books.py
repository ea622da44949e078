# SPDX-License-Identifier: Apache-2.0
"""The three lists while they are held against each other: what belongs together so far, and what can't. All by place in its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regalia.reconciliation.model import EscrowPayment, Reason
from regalia.reconciliation.order import line_order, payment_order, receipt_order
from regalia.reconciliation.reference import References, written
from regalia.reconciliation.rules import Rules
from regalia.statements.model import BankLine, StatementReceipt


@dataclass(frozen=True)
class Fault:
    """Why something is not matched, and the sentence that says so."""

    reason: Reason
    detail: str


@dataclass
class Books:
    """A receipt has one line and one payment; a line has one receipt, or several of one payer and reference (``receipts_of``).

    ``keys``: the receipts' references, as ``written``. ``texts``: references of receipts behind the hashes under which may have been paid.
    """

    rules: Rules
    receipts: Sequence[StatementReceipt]
    lines: Sequence[BankLine]
    payments: Sequence[EscrowPayment]
    keys: Sequence[str]
    references: References
    licences: dict[bytes, str]
    hashes: dict[str, bytes]
    line_of: dict[int, int] = field(default_factory=dict)
    receipts_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    payment_of: dict[int, int] = field(default_factory=dict)
    receipt_of: dict[int, int] = field(default_factory=dict)
    by_amount: set[int] = field(default_factory=set)
    receipt_faults: dict[int, Fault] = field(default_factory=dict)
    line_faults: dict[int, Fault] = field(default_factory=dict)
    payment_faults: dict[int, Fault] = field(default_factory=dict)
    taken_back: dict[str, list[int]] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)

    @classmethod
    def opened(
        cls,
        rules: Rules,
        receipts: Iterable[StatementReceipt],
        lines: Iterable[BankLine],
        payments: Iterable[EscrowPayment],
    ) -> Books:
        """In an order of their own. Debits are left out, as nobody pays royalties with them; reversals stay."""
        receipts = sorted(receipts, key=receipt_order)
        hashes = {id_: rules.hash_of(id_) for id_ in rules.licences}
        keys = [written(receipt.reference) for receipt in receipts]
        return cls(
            rules,
            receipts,
            sorted((line for line in lines if line.amount > 0 or line.reversal), key=line_order),
            sorted(payments, key=payment_order),
            keys,
            References(keys),
            {hash_: id_ for id_, hash_ in hashes.items()},
            hashes,
        )

    def tie_line(self, line: int, receipts: tuple[int, ...]) -> None:
        self.receipts_of[line] = receipts
        self.line_of.update(dict.fromkeys(receipts, line))

    def tie_payment(self, payment: int, receipt: int) -> None:
        self.payment_of[receipt] = payment
        self.receipt_of[payment] = receipt

    def is_shared(self, line: int) -> bool:
        """Whether the line brought the money of several receipts."""
        return len(self.receipts_of.get(line, ())) > 1

    def licence_of(self, payment: int) -> str | None:
        """The deal's licence a payment was made for; None when it is for none of them."""
        return self.licences.get(self.payments[payment].licence)

    def loose_lines(self) -> list[int]:
        return [j for j in range(len(self.lines)) if j not in self.receipts_of and j not in self.line_faults]

    def loose_payments(self) -> list[int]:
        return [k for k in range(len(self.payments)) if k not in self.receipt_of and k not in self.payment_faults]

    def fault_receipt(self, receipt: int, fault: Fault) -> None:
        self.receipt_faults.setdefault(receipt, fault)

    def fault_line(self, line: int, fault: Fault) -> None:
        self.line_faults.setdefault(line, fault)

    def fault_payment(self, payment: int, fault: Fault) -> None:
        self.payment_faults.setdefault(payment, fault)
