# SPDX-License-Identifier: Apache-2.0
"""The rights behind a deal, a row each, and what they are worth by status, licensee and owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from web3 import Web3

from regalia.domain.rights.address import is_zero
from regalia.domain.rights.concentration import sums_by
from regalia.domain.rights.counting import part_up
from regalia.domain.rights.labels import LARGEST_LICENSEE
from regalia.domain.rights.look import Look
from regalia.domain.rights.words import PPM
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.rights.right_lines import RightLine
from regalia.views.pool_parts import Group, LicenceRow, LienRow, Part, RightRow, code_of, day_of, hex_of
from regalia.views.seen import DealNow, share

UNLICENSED = "unlicensed"
"""What no licence in force carries."""


def right_rows(now: DealNow, portfolio: Portfolio) -> tuple[RightRow, ...]:
    return tuple(_row(now, line) for line in portfolio.rights)


def by_status(now: DealNow, portfolio: Portfolio) -> tuple[Group, ...]:
    lines = portfolio.rights
    found = {code_of(line.right.status): [x for x in lines if x.right.status is line.right.status] for line in lines}
    return tuple(_group(now, code, "", rights, portfolio) for code, rights in sorted(found.items()))


def by_licensee(now: DealNow, portfolio: Portfolio, look: Look) -> tuple[Group, ...]:
    """Base that each licensee carries, the largest first, and what nobody does. A right with several licences counts with each."""
    sums = sums_by(look, LARGEST_LICENSEE)
    counts = _counted(portfolio.rights, lambda line: {x.words.licensee for x in line.licences})
    values = _summed(
        (x.words.licensee, part_up(line.count.value, x.words.share)) for line in portfolio.rights for x in line.licences
    )
    found = [_party(now, who, counts[who], values.get(who, 0), amount, portfolio) for who, amount in _largest(sums)]
    left = portfolio.sums.base - sum(sums.values())
    bare = [line for line in portfolio.rights if line.count.unlicensed]
    if left > 0 or bare:
        value = sum(line.count.unlicensed for line in bare)
        found.append(_sums(now, UNLICENSED, "", len(bare), value, max(left, 0), portfolio))
    return tuple(found)


def by_owner(now: DealNow, portfolio: Portfolio) -> tuple[Group, ...]:
    """Each owner's part of the rights, rounded down, the largest first."""
    lines = portfolio.rights
    counts = _counted(lines, lambda line: set(line.right.shares))
    values = _summed((who, line.count.value * ppm // PPM) for line in lines for who, ppm in line.right.shares.items())
    bases = _summed((who, line.count.base * ppm // PPM) for line in lines for who, ppm in line.right.shares.items())
    return tuple(_party(now, who, counts[who], values[who], base, portfolio) for who, base in _largest(bases))


def address_of(party: str) -> str:
    """In checksum form; a name stays as it is, and nobody is empty."""
    if is_zero(party):
        return ""
    return Web3.to_checksum_address(party) if Web3.is_address(party) else party


def _row(now: DealNow, line: RightLine) -> RightRow:
    right, expiry = line.right, day_of(line.right.expiry)
    return RightRow(
        id=hex_of(right.id),
        number=line.number,
        kind=code_of(right.kind),
        office=line.jurisdiction,
        status=code_of(right.status),
        final=right.is_final,
        conditions=tuple(code_of(condition) for condition in sorted(line.count.conditions)),
        value=now.money(line.count.value),
        base=now.money(line.count.base),
        good_until=day_of(line.good_until),
        expiry=expiry,
        days_to_expiry=_days(now.today, expiry),
        renewal_due=day_of(right.renewal_due),
        disputes=right.disputes,
        held_under=line.licence.number if line.licence else None,
        owners=tuple(Part(address_of(who), _label(now, who), share(ppm)) for who, ppm in line.owners),
        licences=tuple(
            LicenceRow(
                x.number,
                address_of(x.words.licensee),
                _label(now, x.words.licensee),
                x.words.territory,
                x.words.exclusive,
                day_of(x.words.until),
                share(x.words.share),
            )
            for x in line.licences
        ),
        liens=tuple(
            LienRow(
                x.number, address_of(x.entry.holder), _label(now, x.entry.holder), x.entry.rank, day_of(x.entry.day)
            )
            for x in right.liens_in_force
        ),
    )


def _days(today: date, until: date | None) -> int | None:
    return (until - today).days if until else None


def _label(now: DealNow, who: str) -> str:
    return now.names.label(who) or ""


def _group(now: DealNow, code: str, label: str, lines: list[RightLine], portfolio: Portfolio) -> Group:
    value, base = sum(x.count.value for x in lines), sum(x.count.base for x in lines)
    return _sums(now, code, label, len(lines), value, base, portfolio)


def _party(now: DealNow, who: str, count: int, value: int, base: int, portfolio: Portfolio) -> Group:
    return _sums(now, address_of(who), _label(now, who), count, value, base, portfolio)


def _sums(now: DealNow, code: str, label: str, count: int, value: int, base: int, portfolio: Portfolio) -> Group:
    """Shares are rounded up, as the facts of a pool are."""
    whole = portfolio.sums.base
    return Group(code, label, count, now.money(value), now.money(base), share(-(-base * PPM // whole) if whole else 0))


def _counted(lines: Iterable[RightLine], parties: Callable[[RightLine], set[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        for who in parties(line):
            found[who] = found.get(who, 0) + 1
    return found


def _summed(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for who, amount in parts:
        found[who] = found.get(who, 0) + amount
    return found


def _largest(sums: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
