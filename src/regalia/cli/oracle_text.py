# SPDX-License-Identifier: Apache-2.0
"""Receipts, open items, flags and reasons as ``regalia oracle`` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from regalia.oracle.leaf_text import LeafText
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.printing import table
from regalia.reconciliation.model import Flag, OpenItem
from regalia.statements.model import ONE, decimal_of

SHOWN = 40
"""Lines of a list for people; ``--json`` has all."""
_KINDS = {LeafKind.ROYALTY: "royalty", LeafKind.OTHER_INCOME: "other income", LeafKind.INVOICE: "invoice"}
_HEADS = ("", "licence or step", "period", "gross", "deductions", "net", "rate", "reported")


def leaves_text(leaves: Sequence[ReceiptLeaf], text: LeafText) -> str:
    """A table of receipts."""
    if not leaves:
        return "no receipts"
    rows = [
        (
            _KINDS[leaf.kind],
            text.word(leaf.licence),
            text.period(leaf.period),
            text.stated(leaf.gross, leaf.currency),
            text.stated(leaf.deductions, leaf.currency),
            text.stated(leaf.net, leaf.currency),
            "" if leaf.rate == ONE else f"{decimal_of(leaf.rate).normalize():f}",
            text.money(leaf.amount),
        )
        for leaf in leaves[:SHOWN]
    ]
    return table(_HEADS, rows, "lllrrrrr") + _more(len(leaves), "receipts")


def open_text(items: Sequence[OpenItem]) -> str:
    """Open items under their reasons."""
    lines = []
    for reason, group in groupby(items, key=lambda item: item.reason):
        found = [item.detail for item in group]
        lines.append(f"{reason}: {len(found):,}")
        lines += [f"  {detail}" for detail in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"  and {len(found) - SHOWN:,} more; --json has them all")
    return "\n".join(lines)


def flags_text(flags: Sequence[Flag]) -> str:
    """What a person should look at."""
    lines = [f"  {flag.licence}, {flag.period}: {flag.rule}: {flag.detail}" for flag in flags[:SHOWN]]
    return "\n".join(lines) + _more(len(flags), "flags")


def listed(texts: Iterable[object]) -> list[str]:
    """Indented lines, those after the first of a text further in."""
    return ["  " + str(text).replace("\n", "\n    ") for text in texts]


def _more(count: int, what: str) -> str:
    return f"\nand {count - SHOWN:,} more {what}; --json has them all" if count > SHOWN else ""
