# SPDX-License-Identifier: Apache-2.0
"""One line of a holder's statement, and what kinds there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from regalia.ledger.model import MoveKind
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Order


class EntryKind(Enum):
    SUBSCRIPTION = "subscription"
    REFUND = "paid back"
    ISSUED = "issued"
    TAKEN_UP = "taken up"
    RETAINED = "retained"
    BOUGHT = "bought"
    SOLD = "sold"
    TRANSFER_IN = "transfer in"
    TRANSFER_OUT = "transfer out"
    FORCED_IN = "forced transfer in"
    FORCED_OUT = "forced transfer out"
    RECOVERED_IN = "recovered from a lost wallet"
    RECOVERED_OUT = "recovered to another wallet"
    REDEEMED = "redeemed"
    INCOME = "income"
    CALLED = "repaid by a call"
    CONCLUDED = "paid at the conclusion"
    CLAIM = "claim"


MOVED_IN = {
    MoveKind.TRANSFER: EntryKind.TRANSFER_IN,
    MoveKind.FORCED: EntryKind.FORCED_IN,
    MoveKind.RECOVERED: EntryKind.RECOVERED_IN,
}
MOVED_OUT = {
    MoveKind.TRANSFER: EntryKind.TRANSFER_OUT,
    MoveKind.FORCED: EntryKind.FORCED_OUT,
    MoveKind.RECOVERED: EntryKind.RECOVERED_OUT,
    MoveKind.REDEEMED: EntryKind.REDEEMED,
}
ISSUES = (EntryKind.ISSUED, EntryKind.TAKEN_UP, EntryKind.RETAINED)
"""Units that came from the offering, with what they had earned since closing."""
TRADES = (EntryKind.BOUGHT, EntryKind.SOLD)
"""At the settlement desk."""
MOVEMENTS = (EntryKind.SUBSCRIPTION, EntryKind.REFUND, *ISSUES, *TRADES, *MOVED_IN.values(), *MOVED_OUT.values())
"""Entries that change the units held or what was paid for them, or what is owed without them."""
INCOMES = (EntryKind.INCOME, EntryKind.CALLED, EntryKind.CONCLUDED)
"""Entries that add to what is owed."""


@dataclass(frozen=True)
class Entry:
    """One line of a statement. Amounts in smallest units; ``units`` is signed.

    ``units_held`` and ``unclaimed`` are the holder's after the entry. ``interest``, ``principal``, ``residual`` and ``premium`` are his
    parts of what a payment date, a call or the conclusion paid the tranche (only a call pays a premium, and no residual), or, of units
    issued, of all that these paid since closing; ``pool_factor`` is in parts per million, after it. ``carried`` (signed) is income that
    came or went by ``order`` with the units; ``fractions`` is what the last who left got of the fractions others left behind. ``tax`` was
    withheld from ``claimed``.

    ``cost`` was paid for units in the offering, negative when it came back. ``accrued`` was paid with it for the income of units taken up
    from another, negative when another paid it: the units then went to him. ``price`` is that of a unit issued or
    traded; ``traded`` was paid for units bought at the desk, negative when received, and ``fee`` to the venue beside it.
    """

    kind: EntryKind
    place: Place
    units: int = 0
    cost: int = 0
    accrued: int = 0
    price: int | None = None
    traded: int = 0
    fee: int = 0
    counterparty: str | None = None
    order: Order | None = None
    period: int | None = None
    interest: int = 0
    principal: int = 0
    residual: int = 0
    premium: int = 0
    pool_factor: int | None = None
    carried: int = 0
    fractions: int = 0
    claimed: int = 0
    tax: int = 0
    units_held: int = 0
    unclaimed: int = 0

    @property
    def income(self) -> int:
        return self.interest + self.principal + self.residual + self.premium

    @property
    def net(self) -> int:
        return self.claimed - self.tax
