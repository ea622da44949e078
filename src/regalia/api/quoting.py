# SPDX-License-Identifier: Apache-2.0
"""What a unit has accrued, and the yield at a price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from web3 import Web3

from regalia.api.errors import NotVerifiedError
from regalia.api.source import Source
from regalia.domain.money import format_rate
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.ledger.code import compare_code
from regalia.ledger.comparison import Tally
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.market.valuation import Valuation, value
from regalia.market.yields import Yield
from regalia.projection.assumptions import Assumptions
from regalia.projection.assumptions_file import assumptions_from, load_assumptions

Given = str | Path | Mapping[str, Any] | None
"""A scenario file, or the same as a mapping."""


class PriceError(RegaliaError, ValueError):
    """A price that nobody can pay."""


@dataclass(frozen=True)
class Quote:
    """Amounts are of a unit, in whole currency; ``rate`` is the yield a year as a share, None where there is none, and ``why``.

    ``accrued`` is interest of the running period to ``day``, ``arrears`` what fell due and was not paid.
    """

    tranche: str
    price: Decimal
    rate: Decimal | None
    why: str
    accrued: Decimal
    arrears: Decimal
    day: date
    currency: str

    def __repr__(self) -> str:
        told = f"no yield: {self.why}" if self.rate is None else f"yield {format_rate(round(self.rate * 10**6))}"
        return f"<Quote of {self.tranche} at {self.price:f} {self.currency} on {self.day}: {told}>"


def quote(source: Source, tranche: str, price: Decimal | str | int, given: Given, scenario: str | None) -> Quote:
    """The deal is replayed first, so that coupons and units are those it was sold with. Raises ``NotVerifiedError`` where that finds a
    difference, ``MoneyError``, ``PriceError`` and ``ProjectionError``.
    """
    money = source.terms.money
    cost = money.to_units(price)
    if cost <= 0:
        raise PriceError(f"price: {price} is not above zero", "Give what a unit costs, in whole currency.")
    valuation = _valuation(source, tranche, given, scenario)
    found, accrued = valuation.yield_at(cost), valuation.accrued()
    if given is None and not source.terms.forecast:
        found = Yield(None, "nothing is projected: give assumptions")
    return Quote(
        tranche=tranche,
        price=money.to_decimal(cost),
        rate=found.rate,
        why=found.why,
        accrued=accrued.interest_of_a_unit(money),
        arrears=accrued.arrears_of_a_unit(money),
        day=valuation.day,
        currency=money.code,
    )


def _valuation(source: Source, tranche: str, given: Given, scenario: str | None) -> Valuation:
    assumptions, folder = _assumptions(source, given)
    index = [one.id for one in source.terms.tranches].index(tranche)
    deal = Web3.to_checksum_address(source.record.deal.address)
    program = _as_sold(source)
    return value(source.web3, deal, source.terms, program, index, assumptions, folder, scenario)


def _assumptions(source: Source, given: Given) -> tuple[Assumptions | None, Path]:
    """What was given, else the deal file's own forecast, else nothing."""
    if isinstance(given, str | Path):
        return load_assumptions(Path(given)), Path(given).parent
    if given is None and not source.terms.forecast:
        return None, Path()
    data = {"format": "regalia-projection-1", "id": "python", "receipts": {"kind": "forecast"}}
    return assumptions_from({**data, **(given or {})}, "the assumptions"), Path()


def _as_sold(source: Source) -> Program:
    tally = Tally(source.terms.money)
    program: Program | None = None
    if compare_code(source.web3, source.record, tally):
        events = read_events(source.web3, source.record, source.checkpoint.block)
        program = replay(source.terms, source.record, events, tally).ledger.program
    if program is None or tally.differences:
        raise NotVerifiedError(
            f"{source.terms.id}: {len(tally.differences)} figures on the chain differ from what they should be",
            "See which: deal.verify().differences.",
        )
    return program
