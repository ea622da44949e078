# SPDX-License-Identifier: Apache-2.0
"""One figure held against another, and the tally of all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from regalia.domain.money import Currency

GROUPS = {
    "code": "the chain, the deployment and the code of every contract",
    "record": "the record against the deal file",
    "wiring": "what the deal was made with",
    "order": "the order of the events",
    "offering": "bids, clearing and closing, units issued, refunds",
    "receipts": "royalties paid in",
    "rights": "rights behind the deal: who said what, gates, limits, and every fact a date took",
    "reports": "reports, restatements and disputes: order, signers, finality",
    "steps": "every step of every payment date",
    "triggers": "what triggers answered, and which list ran",
    "credits": "what payment dates credit, and that nothing is lost",
    "support": "providers of support: demands, deadlines, what they put in",
    "calls": "calls: who, when, at what price",
    "end": "the end of the deal: that it was over, and what was left to whom",
    "transfers": "units issued and moved between holders, and whether the rules allowed it",
    "powers": "acts of the transfer agent and halts by the supervisor: the order, and what was said in each",
    "meeting": "resolutions of holders: who convened, who voted with how much, what was carried out and what it did",
    "trades": "fills at the settlement desk and sales in two steps: units, price, fee, time",
    "claims": "claims of holders and payees, and tax withheld",
    "views": "the contracts' own answers",
    "roles": "who holds which role: what contracts told of it, and what they answer",
}
"""Kinds of comparisons, in the order in which they are made."""


@dataclass(frozen=True)
class Difference:
    """``expected`` by the terms, the record or the engine; ``found`` on the chain. ``where`` is a period and step, a
    field of the record, a block and event, or a contract's answer. ``group`` is a key of ``GROUPS``. ``block`` and ``transaction`` are of
    what was being read, None where it was the record or the deal file.
    """

    where: str
    what: str
    expected: str
    found: str
    group: str
    block: int | None = field(default=None, compare=False)
    transaction: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: expected {self.expected}, found {self.found}"


@dataclass
class Tally:
    """What was compared, by group, and where it differed. Amounts are shown in ``currency``.

    ``block`` and ``transaction`` are of what is being read now; ``spans`` the first and the last block of each group.
    """

    currency: Currency
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    block: int | None = None
    transaction: str | None = None

    @property
    def comparisons(self) -> int:
        return self.counts.total()

    def turn_to(self, block: int | None, transaction: str | None = None) -> None:
        """What is compared from now on was said there; nowhere on the chain where there is no block."""
        self.block, self.transaction = block, transaction

    def holds(self, holds: bool, group: str, where: str, what: str, expected: object, found: object) -> bool:
        """Count one comparison, and a difference unless it ``holds``; returns ``holds``."""
        self.counts[group] += 1
        if self.block is not None:
            first, last = self.spans.get(group, (self.block, self.block))
            self.spans[group] = (min(first, self.block), max(last, self.block))
        if not holds:
            difference = Difference(where, what, shown(expected), shown(found), group, self.block, self.transaction)
            self.differences.append(difference)
        return holds

    def same(self, group: str, where: str, what: str, expected: object, found: object) -> bool:
        return self.holds(expected == found, group, where, what, expected, found)

    def money(self, group: str, where: str, what: str, expected: int, found: int) -> bool:
        """``same`` for amounts in the smallest unit."""
        return self.holds(expected == found, group, where, what, self.amount(expected), self.amount(found))

    def amount(self, units: int) -> str:
        return f"{self.currency.format(units)} {self.currency.code}"


def shown(value: object) -> str:
    """Bytes as ``0x…``, lists joined by commas, nothing as ``nothing``."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    return "nothing" if value is None else str(value)
