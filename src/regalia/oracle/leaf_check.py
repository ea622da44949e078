# SPDX-License-Identifier: Apache-2.0
"""Own leaves against those proposed, both ways: nothing missing, nothing more, nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from regalia.oracle.leaf_text import LeafText
from regalia.oracle.own_receipts import NO_SALT
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.oracle.refusal import Objection, Rule

_IN_TEXT = {"salt", "kind", "licence", "period", "reference"}
_STATED = {"gross", "deductions", "net"}


def leaf_objections(
    rule: Rule, own: Iterable[ReceiptLeaf], proposed: Iterable[ReceiptLeaf], text: LeafText, first_known: int = 1
) -> Iterator[Objection]:
    """``first_known``: own leaves of earlier periods need not be there, as a report that is not known may have taken them."""
    mine, theirs = Counter(map(_plain, own)), Counter(map(_plain, proposed))
    missing, surplus = list((mine - theirs).elements()), list((theirs - mine).elements())
    alike: defaultdict[Any, list[ReceiptLeaf]] = defaultdict(list)
    for leaf in missing:
        alike[_place(leaf)].append(leaf)
    for leaf in surplus:
        if alike[_place(leaf)]:
            known = alike[_place(leaf)].pop(0)
            missing.remove(known)
            yield Objection(rule, f"{text.of(leaf)}: {_differences(known, leaf, text)}")
        else:
            yield Objection(rule, f"{text.of(leaf)}: is proposed, and nothing in the own documents gives it")
    for leaf in missing:
        if leaf.period >= first_known:
            yield Objection(rule, f"{text.of(leaf)}: the own documents give it, and it is not proposed")


def _plain(leaf: ReceiptLeaf) -> ReceiptLeaf:
    return replace(leaf, salt=NO_SALT)


def _place(leaf: ReceiptLeaf) -> tuple[Any, ...]:
    return leaf.kind, leaf.licence, leaf.period, leaf.reference


def _differences(own: ReceiptLeaf, proposed: ReceiptLeaf, text: LeafText) -> str:
    found = []
    for field in fields(ReceiptLeaf):
        mine, said = getattr(own, field.name), getattr(proposed, field.name)
        if mine != said and field.name not in _IN_TEXT:
            shown = _shown(field.name, own, text), _shown(field.name, proposed, text)
            found.append(f"{field.name}: own evidence gives {shown[0]}, the proposal says {shown[1]}")
    return "; ".join(found)


def _shown(name: str, leaf: ReceiptLeaf, text: LeafText) -> str:
    value = getattr(leaf, name)
    if name in _STATED:
        return text.stated(value, leaf.currency)
    if name == "amount":
        return text.money(value)
    return f"0x{value.hex()[:16]}…" if isinstance(value, bytes) else str(value)
