# SPDX-License-Identifier: Apache-2.0
"""The whole pool: its sums, how long one may rely on its values, what it hangs on, and which limits it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.rights.concentration import largest
from regalia.domain.rights.counting import share_up
from regalia.domain.rights.facts import fact
from regalia.domain.rights.labels import LARGEST, LARGEST_RIGHT
from regalia.domain.rights.look import Look
from regalia.feeds.watch import months_after
from regalia.reports.rights.right_lines import RightLine
from regalia.reports.rights.right_numbers import written_number

_MONTHS = (3, 6, 12)


@dataclass(frozen=True)
class PoolSums:
    """Amounts in smallest units; ``value_at_closing`` is the sum of the values at pledge, ``replaced`` the part that was substituted."""

    rights: int
    value: int
    base: int
    value_at_closing: int
    replaced: int


@dataclass(frozen=True)
class ValidityLine:
    """Value whose valuation ends in that time; ``until`` is its last day, zero for what is stale or ends later."""

    when: str
    until: int
    rights: int
    value: int
    share: int


@dataclass(frozen=True)
class ConcentrationLine:
    """The largest sum of base of its sort. ``key`` is a number, an office or an address; ``most`` None where the terms set no limit."""

    label: str
    key: str
    amount: int
    share: int
    most: int | None


@dataclass(frozen=True)
class LimitLine:
    """Shares in ppm."""

    label: str
    most: int
    share: int

    @property
    def broken(self) -> bool:
        return self.share > self.most


def sums_of(look: Look) -> PoolSums:
    holdings = look.holdings
    return PoolSums(len(holdings.rights), look.value, look.base, holdings.value_at_closing, holdings.replaced)


def validity_lines(look: Look, lines: Sequence[RightLine]) -> tuple[ValidityLine, ...]:
    """Every right is in one of them, so they add up to the value of the pool. Of several that would do, the earliest; what the deal lost
    has a line of its own.
    """
    days = [months_after(look.today, months) for months in _MONTHS]
    names = ["stale", "within 3 months", "3 to 6 months", "6 to 12 months", "later"]
    places: list[list[RightLine]] = [[] for _ in names]
    for line in lines:
        place = 0 if line.is_stale else 1 + sum(day < line.good_until for day in days)
        places[place].append(line)
    untils = [0, *days, 0]
    there = tuple(
        ValidityLine(name, until, len(found), sum(x.count.value for x in found), _part(found, look.value))
        for name, until, found in zip(names, untils, places, strict=True)
    )
    gone, lost = look.holdings.gone, look.holdings.lost
    share = share_up(lost, look.value) if lost else 0
    return (*there, ValidityLine("lost, counted on", 0, len(gone), lost, share)) if gone else there


def concentration_lines(look: Look) -> tuple[ConcentrationLine, ...]:
    most = {limit.label: limit.most for limit in look.holdings.terms.limits}
    found = []
    for label in LARGEST:
        key, amount = largest(look, label)
        key = written_number(bytes.fromhex(key)) if label == LARGEST_RIGHT and key else key
        found.append(ConcentrationLine(label, key, amount, share_up(amount, look.base), most.get(label)))
    return tuple(found)


def limit_lines(look: Look) -> tuple[LimitLine, ...]:
    """In the order of the terms."""
    return tuple(LimitLine(limit.label, limit.most, fact(look, limit.label)) for limit in look.holdings.terms.limits)


def _part(lines: Sequence[RightLine], whole: int) -> int:
    """Rounded up, as facts are; of a pool without value, nothing."""
    part = sum(line.count.value for line in lines)
    return share_up(part, whole) if whole else 0
