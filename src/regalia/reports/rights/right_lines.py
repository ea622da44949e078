# SPDX-License-Identifier: Apache-2.0
"""One line for each right behind a deal: what it is, where it stands, what it counts for, how long it lives, who holds it."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.counting import Count
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.licences import licence_at
from regalia.domain.rights.look import Look
from regalia.domain.rights.right import GrantedLicence, Right
from regalia.domain.rights.words import Condition, word
from regalia.reports.rights.life import tenths_down
from regalia.reports.rights.right_numbers import written_number


@dataclass(frozen=True)
class Horizon:
    """The days a right's life is held against, yyyymmdd: the deal's legal final date, and when it is expected to be repaid (zero where the
    terms don't say).
    """

    legal_final: int
    expected: int = 0


@dataclass(frozen=True)
class RightLine:
    """Days are yyyymmdd, zero for none; lives are tenths of a year, None without an end (or without a day to hold it against).

    ``good_until`` is the last day of the valuation that counts. ``licence`` is the one it is held under, None where it is owned whole.
    """

    right: Right
    count: Count
    good_until: int
    life: int | None
    beyond_final: int | None
    beyond_expected: int | None
    licence: GrantedLicence | None
    licences: tuple[GrantedLicence, ...]

    @property
    def number(self) -> str:
        return written_number(self.right.id)

    @property
    def kind(self) -> str:
        return word(self.right.kind)

    @property
    def jurisdiction(self) -> str:
        return self.right.entry.jurisdiction

    @property
    def status(self) -> str:
        return word(self.right.status) + (", for good" if self.right.is_final else "")

    @property
    def conditions(self) -> tuple[str, ...]:
        return tuple(word(condition) for condition in sorted(self.count.conditions))

    @property
    def is_stale(self) -> bool:
        return Condition.STALE in self.count.conditions

    @property
    def owners(self) -> tuple[tuple[str, int], ...]:
        """Address and ppm, the largest share first."""
        return tuple(sorted(self.right.shares.items(), key=lambda owner: (-owner[1], owner[0])))


def right_lines(look: Look, horizon: Horizon) -> tuple[RightLine, ...]:
    """In the order of the rights."""
    return tuple(_line(held, count, look, horizon) for held, count in look.counted)


def _line(held: Held, count: Count, look: Look, horizon: Horizon) -> RightLine:
    right, today = held.right, look.today
    counted = (given.valuation for given in reversed(right.valuations) if given.valuation.token == look.holdings.token)
    valuation = next(counted, None)
    number = held.pledge.licence
    return RightLine(
        right=right,
        count=count,
        good_until=valuation.until if valuation else 0,
        life=tenths_down(today, right.expiry),
        beyond_final=tenths_down(horizon.legal_final, right.expiry) if horizon.legal_final else None,
        beyond_expected=tenths_down(horizon.expected, right.expiry) if horizon.expected else None,
        licence=licence_at(right, number) if number else None,
        licences=tuple(licence for licence in right.licences if licence.in_force(today)),
    )
