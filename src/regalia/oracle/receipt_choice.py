# SPDX-License-Identifier: Apache-2.0
"""One receipt of a report by the words people know it by: licence, payment reference, period."""

from __future__ import annotations

from collections.abc import Iterable

from eth_utils.crypto import keccak

from regalia.errors import RegaliaError
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf

_MOST_SHOWN = 10
KINDS = {LeafKind.ROYALTY: "royalty", LeafKind.OTHER_INCOME: "other income", LeafKind.INVOICE: "invoice"}


class ReceiptChoiceError(RegaliaError, LookupError):
    """No receipt, or more than one, is meant; ``found`` has the latter."""

    def __init__(self, message: str, hint: str, found: tuple[ReceiptLeaf, ...] = ()) -> None:
        super().__init__(message, hint)
        self.found = found


def choose(
    leaves: Iterable[ReceiptLeaf], licence: str, reference: str | None = None, period: int | None = None
) -> ReceiptLeaf:
    """The one receipt of a licence (or invoice of a step, by its label), with this payment reference and of this period where they are
    given. Raises ``ReceiptChoiceError``.
    """
    for what, text in (("licence", licence), ("reference", reference or "")):
        if not text.isprintable():
            raise ReceiptChoiceError(f"{what} {text!r}: must be printable text", "Write it as the statement does.")
    every = tuple(leaves)
    found = tuple(leaf for leaf in every if _is_meant(leaf, licence, reference, period))
    if not found:
        raise ReceiptChoiceError(
            f"licence {licence!r}{_more(reference, period)}: none of the report's {len(every):,} receipts",
            "Write licence and payment reference as the statement does, and the period as its number in the deal.",
        )
    if len(found) > 1:
        lines = [f"  {_told(leaf)}" for leaf in found[:_MOST_SHOWN]]
        if len(found) > _MOST_SHOWN:
            lines.append(f"  and {len(found) - _MOST_SHOWN:,} more")
        head = f"licence {licence!r}{_more(reference, period)}: {len(found):,} of the report's receipts"
        raise ReceiptChoiceError(
            "\n".join([head, *lines]), "Say which: by its payment reference, or its period.", found
        )
    return found[0]


def _is_meant(leaf: ReceiptLeaf, licence: str, reference: str | None, period: int | None) -> bool:
    return (
        leaf.licence == keccak(text=licence)
        and (reference is None or leaf.reference == keccak(text=reference))
        and (period is None or leaf.period == period)
    )


def _more(reference: str | None, period: int | None) -> str:
    told = [] if reference is None else [f"reference {reference!r}"]
    told += [] if period is None else [f"period {period}"]
    return "".join(f", {what}" for what in told)


def _told(leaf: ReceiptLeaf) -> str:
    reference = f"reference 0x{leaf.reference.hex()[:16]}…"
    return f"{KINDS[leaf.kind]}, period {leaf.period}, {leaf.currency}, amount {leaf.amount}, {reference}"
