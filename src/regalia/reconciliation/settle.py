# SPDX-License-Identifier: Apache-2.0
"""Who belongs to whom where each names whom it fits: pairs only where there is no choice, or where the choice changes no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Alike:
    """``payers`` that fit the same payees, both in their order."""

    payers: tuple[int, ...]
    fitting: tuple[int, ...]


def settle(
    groups: Sequence[Alike], parts: Sequence[tuple[int, ...]], is_plain: Callable[[int], bool]
) -> list[tuple[int, int]]:
    """Pairs of (payer, payee). A payee is a place in ``parts``, which says what receipts it is made of; a receipt is paid once.

    As many equal payers as equal payees are paired in order, where all of these are ``is_plain``: whichever is whose, the same receipts are
    paid with the same amounts. What is settled may leave another without a choice, so this goes on until nothing changes.
    """
    pairs: list[tuple[int, int]] = []
    waiting, used = list(groups), set[int]()
    while waiting:
        alive = [Alike(group.payers, tuple(p for p in group.fitting if used.isdisjoint(parts[p]))) for group in waiting]
        rivals = Counter(payee for group in alive for payee in group.fitting)
        sure = [group for group in alive if _is_sure(group, rivals, is_plain)]
        claims = Counter(receipt for group in sure for payee in group.fitting for receipt in parts[payee])
        taken = [group for group in sure if all(claims[r] == 1 for p in group.fitting for r in parts[p])]
        if not taken:
            break
        for group in taken:
            pairs += zip(group.payers, group.fitting, strict=True)
            used.update(receipt for payee in group.fitting for receipt in parts[payee])
        done = {group.payers for group in taken}
        waiting = [group for group in alive if group.fitting and group.payers not in done]
    return sorted(pairs)


def _is_sure(group: Alike, rivals: Counter[int], is_plain: Callable[[int], bool]) -> bool:
    if not group.fitting or len(group.fitting) != len(group.payers) or any(rivals[p] > 1 for p in group.fitting):
        return False
    return len(group.fitting) == 1 or all(map(is_plain, group.fitting))
