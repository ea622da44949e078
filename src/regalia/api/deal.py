# SPDX-License-Identifier: Apache-2.0
"""One deal as an object: what it is, where it stands, what it paid, and to whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from regalia.api import deal_tables, holder_tables
from regalia.api.acts import Claimed, claim
from regalia.api.opened import OpenDeal
from regalia.api.quoting import Given, Quote, quote
from regalia.api.statement import Statement
from regalia.api.tranche import Tranche, tranches_of
from regalia.api.verification import Verified
from regalia.api.yielding import YieldToDate, yield_of
from regalia.chain.transact import Sender
from regalia.chain.typed_address import address_from
from regalia.ledger.index.moment import Moment
from regalia.ledger.verify import verify
from regalia.nearest import did_you_mean, which_address
from regalia.reports import statement as reports
from regalia.reports.errors import UnknownHolderError
from regalia.servicing.deal_contracts import UnknownTrancheError

Account = str | Sender
"""An address, or whoever holds its key."""


class Deal(OpenDeal):
    """A deal as of one block; ``refresh`` goes on to the latest. Money is ``Decimal`` in whole currency, rates are shares."""

    def __repr__(self) -> str:
        record, at = self.record, self.as_of
        return f"<Deal {self.id} on chain {record.chain_id}: {self.status}, as of block {at.block}, {at.time:%Y-%m-%d %H:%M} UTC>"

    @property
    def status(self) -> str:
        """offered, sold, lapsed, live or concluded."""
        return self._source.snapshot.status

    @property
    def next_payment_date(self) -> date | None:
        """None before closing and at the end."""
        return self._source.snapshot.next_payment

    @property
    def tranches(self) -> tuple[Tranche, ...]:
        """Most senior first."""
        with self._source.moment() as now:
            return tranches_of(now, self._source.snapshot)

    def tranche(self, tranche: str) -> Tranche:
        """By its id. Raises ``UnknownTrancheError``."""
        return next(found for found in self.tranches if found.id == self._tranche(tranche))

    def payment_dates(self) -> pd.DataFrame:
        with self._source.moment() as now:
            return deal_tables.payment_dates(now)

    def receipts(self) -> pd.DataFrame:
        with self._source.moment() as now:
            return deal_tables.receipts(now, self._names)

    def trades(self) -> pd.DataFrame:
        with self._source.moment() as now:
            return deal_tables.trades(now)

    def events(self, *names: str) -> pd.DataFrame:
        """Those of the given names; all where none is given."""
        with self._source.moment() as now:
            return deal_tables.events(now, self._names, *names)

    def holders(self) -> pd.DataFrame:
        with self._source.moment() as now:
            return holder_tables.holders(now, self._names)

    def statement(self, address: Account) -> Statement:
        """Raises ``NotAnAddressError`` and ``UnknownHolderError``, as all that asks for one holder."""
        with self._source.moment() as now:
            return Statement(self._statement(now, address), self.terms, self._names)

    def history(self, address: Account) -> pd.DataFrame:
        """Everything that happened to a holder's units, in the order of the chain."""
        return self.statement(address).in_order()

    def portfolio(self, address: Account) -> pd.DataFrame:
        """A row a position."""
        return holder_tables.portfolio(self.portfolio_rows(address))

    def portfolio_rows(self, address: Account) -> list[holder_tables.Row]:
        """The rows of ``portfolio``, to be put together with those of other deals."""
        with self._source.moment() as now:
            return holder_tables.portfolio_rows(now, self._statement(now, address))

    def yield_of(self, address: Account, taken: bool = False) -> YieldToDate:
        """Money-weighted, to date; of what was earned before tax or, ``taken``, of what was claimed after it."""
        with self._source.moment() as now:
            return yield_of(now, self._statement(now, address), self.as_of.time.date(), taken)

    def quote(
        self, tranche: str, price: Decimal | str | int, assumptions: Given = None, scenario: str | None = None
    ) -> Quote:
        """What a unit has accrued, and the yield at a price of a unit when receipts come as assumed: a scenario file or a mapping of its
        entries, the deal file's forecast when not given.
        """
        return quote(self._source, self._tranche(tranche), price, assumptions, scenario)

    def verify(self) -> Verified:
        """Replay everything from the chain with the Python engine, as of the latest block, and compare every figure."""
        return Verified(verify(self._source.web3, self.record, self.terms), self.id, self._names)

    def claim(self, tranche: str, account: Sender) -> Claimed:
        """Take the income of units: ``account`` signs, or is an address the node has unlocked. Refreshes the deal."""
        done = claim(self._source, self._tranche(tranche), account)
        self.refresh()
        return done

    def _tranche(self, given: str) -> str:
        known = [tranche.id for tranche in self.terms.tranches]
        if given not in known:
            raise UnknownTrancheError(f"tranche: {given!r} is not one of {self.id}", did_you_mean(str(given), known))
        return given

    def _statement(self, now: Moment, given: Account) -> reports.Statement:
        address = address_from(given, now.books.wallets)
        found = reports.statement_for(now.books, address)
        if not found.positions:
            hint = which_address(address, now.books.wallets()) or "Who has units now: deal.holders()."
            raise UnknownHolderError(f"address: {address} never had units of {self.id}", hint)
        return found
