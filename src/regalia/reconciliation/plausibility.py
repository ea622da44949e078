# SPDX-License-Identifier: Apache-2.0
"""What about a receipt deserves a second look. A flag stands beside it and blocks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median_low

from regalia.reconciliation.convert import is_close
from regalia.reconciliation.model import Flag, Licence
from regalia.reconciliation.words import money
from regalia.statements.model import ONE, StatementReceipt

PPM = 10**6
ROYALTY_TOLERANCE = PPM // 100
"""How far gross may be from rate × sales: 1%."""
QUARTERS, FEWEST_QUARTERS = 8, 4
ROUND = 1_000 * ONE
"""A royalty of whole thousands is more often an estimate than a sum of sales."""
_REPEATED = 3


def flags(
    receipts: Iterable[StatementReceipt],
    *,
    period: str,
    licences: Mapping[str, Licence],
    history: Mapping[str, Sequence[int]],
    usual_deductions: Mapping[str, int] | None = None,
) -> tuple[Flag, ...]:
    """Flags of the receipts, and of licences that are silent in ``period``; by licence, period and rule.

    ``history``: what each licence paid in the periods before, oldest first, net, in 10^-12 of its statements' currency, 0 where nothing.
    ``usual_deductions``: of gross, in ppm, by licence; who has none is not looked at.
    """
    found: set[Flag] = set()
    sums: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for receipt in receipts:
        found.update(_of_receipt(receipt, licences.get(receipt.licence), (usual_deductions or {}).get(receipt.licence)))
        sums[receipt.licence, receipt.period, receipt.currency] += receipt.net
    for (licence, told, currency), net in sums.items():
        found.update(_of_history(licence, told, net, currency, history.get(licence, ())))
    heard = {licence for licence, told, _ in sums if told == period}
    for licence, paid in history.items():
        if licence not in heard and any(amount > 0 for amount in paid[-QUARTERS:]):
            detail = f"licence {licence} paid in earlier periods, and no statement tells of it for {period}"
            found.add(Flag(licence, period, "silent", detail))
    return tuple(sorted(found, key=lambda flag: (flag.licence, flag.period, flag.rule, flag.detail)))


def _of_receipt(receipt: StatementReceipt, licence: Licence | None, usual: int | None) -> Iterator[Flag]:
    """What a receipt says against itself."""
    where = f"{receipt.source.name}, licence {receipt.licence} for {receipt.period}"
    rate = licence.royalty_ppm if licence is not None else None
    if rate is not None and receipt.sales is not None:
        expected = receipt.sales * rate // PPM
        if not is_close(receipt.gross, expected, ROYALTY_TOLERANCE):
            reckoned = f"{percent(rate)} of sales of {money(receipt.sales, receipt.currency)} is {money(expected, receipt.currency)}"
            detail = f"{where}: {reckoned}, and the statement says {money(receipt.gross, receipt.currency)}"
            yield Flag(receipt.licence, receipt.period, "rate-times-sales", detail)
    if usual is not None and receipt.deductions * PPM > usual * receipt.gross:
        taken = f"{money(receipt.deductions, receipt.currency)} of {money(receipt.gross, receipt.currency)}"
        detail = f"{where}: deductions of {taken} are above the usual {percent(usual)}"
        yield Flag(receipt.licence, receipt.period, "deductions", detail)


def _of_history(licence: str, period: str, net: int, currency: str, history: Sequence[int]) -> Iterator[Flag]:
    """What the licence's earlier periods say against it."""
    last = list(history[-QUARTERS:])
    if len(last) >= FEWEST_QUARTERS:
        usual = median_low(last)
        if 2 * net < usual or net > 2 * usual:
            side = "less than half" if 2 * net < usual else "more than twice"
            detail = f"licence {licence} for {period}: {money(net, currency)} is {side} of {money(usual, currency)}, "
            yield Flag(licence, period, "median", f"{detail}the median of the last {len(last)} periods")
    before = last[1 - _REPEATED :]
    if len(before) == _REPEATED - 1 and all(amount > 0 and amount % ROUND == 0 for amount in (*before, net)):
        detail = f"licence {licence} for {period}: {money(net, currency)}, the third amount of whole thousands in a row"
        yield Flag(licence, period, "round-amounts", f"{detail}: ask whether it is an estimate")


def percent(ppm: int) -> str:
    """``7.5%``."""
    whole, part = divmod(ppm, PPM // 100)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".") + "%"
