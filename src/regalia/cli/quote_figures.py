# SPDX-License-Identifier: Apache-2.0
"""What ``regalia quote`` shows, found on the chain, on a board and by projection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import explained
from regalia.cli.explain_period import NotVerifiedError
from regalia.cli.market_open import Place, desk_of
from regalia.cli.oracle_open import OpenedDeal, open_deal
from regalia.cli.project_options import given_assumptions
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.ledger.code import compare_code
from regalia.ledger.comparison import Tally
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.market.board_client import open_board
from regalia.market.book import Depth
from regalia.market.quotes import Quote, quote
from regalia.market.trades import TradeLog
from regalia.market.valuation import Valuation, value
from regalia.market.yields import Yield
from regalia.servicing.deal_contracts import DealContracts

Sources = tuple[Path | None, Path | None, str | None, int | None, tuple[str, ...], tuple[str, ...]]
_NOBODY = Depth((), 0)


@dataclass(frozen=True)
class Quoted:
    """``board``: whether there was one to look at. ``at`` a price in smallest units, its yield."""

    place: Place
    name: str
    tranche: str
    block: int
    quote: Quote
    valuation: Valuation
    board: bool
    desk: bool
    projected: bool
    at: tuple[int, Yield] | None


def quoted(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    desk_given: ChecksumAddress | None,
    tranche: str,
    board: str | None,
    price: str | None,
    sources: Sources,
    scenario: str | None,
) -> Quoted:
    """Raises ``NotVerifiedError`` for a chain that tells anything the Python engine doesn't find again."""
    opened = open_deal(record_file, rpc, terms_file)
    place = Place(DealContracts(opened.web3, opened.record))
    cost = None if price is None else place.units_of("--price", price)
    index, token = place.deal.index(tranche), place.token(tranche)
    with explained("block"):
        block = int(place.web3.eth.get_block("latest")["number"])
    program = _as_sold(opened, record_file, block)
    valuation = _valuation(opened.terms, program, place, index, sources, scenario)
    where = desk_of(place, desk_given) if board or desk_given or place.has_desk else None
    found = Quote(token, _NOBODY, _NOBODY, None, valuation)
    if where is not None:
        trades = TradeLog(place.web3, where.desk, place.record.block_number)
        trades.update()
        listed = open_board(board).orders(token) if board else ()
        found = quote(place.web3, where, listed, token, trades.last(token), valuation)
    at = None if cost is None else (cost, valuation.yield_at(cost))
    named = opened.terms.name
    return Quoted(
        place,
        named,
        tranche,
        block,
        found,
        valuation,
        board is not None,
        where is not None,
        bool(valuation.payments),
        at,
    )


def _as_sold(opened: OpenedDeal, record_file: Path, block: int) -> Program:
    """Coupons and units are found at closing, and noteholders may have amended what they may."""
    tally = Tally(opened.terms.money)
    program: Program | None = None
    if compare_code(opened.web3, opened.record, tally):
        events = read_events(opened.web3, opened.record, block)
        program = replay(opened.terms, opened.record, events, tally).ledger.program
    if program is None or tally.differences:
        raise NotVerifiedError(
            f"record {record_file.name}: {len(tally.differences)} figures on the chain differ from what they should be",
            "See which: regalia verify.",
        )
    return program


def _valuation(
    terms: Terms, program: Program, place: Place, index: int, sources: Sources, scenario: str | None
) -> Valuation:
    """With nothing to project from there are no yields; the rest stands."""
    deal = Web3.to_checksum_address(place.record.deal.address)
    if not any(sources) and not terms.forecast:
        if scenario is not None:
            raise click.UsageError("--scenario goes with --scenarios")
        return value(place.web3, deal, terms, program, index)
    given, folder = given_assumptions(terms, *sources)
    return value(place.web3, deal, terms, program, index, given, folder, scenario)
