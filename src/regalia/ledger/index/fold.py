# SPDX-License-Identifier: Apache-2.0
"""From the events of a deal to rows, chunk after chunk. The events are believed: checking them is the replay's job.

The meaning of each is that of ``ledger.replay``; the arithmetic is that of ``domain.entitlement``, over the accounts that are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, exists, select

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.act_groups import group_acts
from regalia.ledger.index import fold_holders, fold_orders, fold_payments, fold_sale, fold_trades, schema
from regalia.ledger.index.errors import IndexFoldError
from regalia.ledger.index.fold_accounts import Accounts
from regalia.ledger.index.fold_rows import Row, write_rows
from regalia.ledger.index.fold_state import FoldState, Handler, TrancheFold

MOST_ACCOUNTS = 1_000_000
"""Kept in memory after a flush."""
_HANDLERS: dict[str, dict[str, Handler]] = {
    "deal": {
        "DealWired": fold_sale.deal_wired,
        "PaymentDateExecuted": fold_payments.payment_date_executed,
        "CallExercised": fold_payments.call_exercised,
        "DealConcluded": fold_payments.deal_concluded,
    },
    "offering": {
        "Subscribed": fold_sale.subscribed,
        "Refunded": fold_sale.refunded,
        "TrancheCleared": fold_sale.tranche_cleared,
        "Collected": fold_sale.collected,
        "TakenUp": fold_sale.taken_up,
    },
    "escrow": {"BooksOpened": fold_sale.books_opened, "IncomeClaimed": fold_holders.income_claimed},
    "transfer_agent": {
        "UnitsForced": fold_orders.units_forced,
        "WalletRecovered": fold_orders.wallet_recovered,
        "UnitsRedeemed": fold_orders.units_redeemed,
    },
    "supervisor": {"HolderHalted": fold_holders.holder_halted, "HolderResumed": fold_holders.holder_resumed},
    "settlement_desk": {
        "OrderFilled": fold_trades.order_filled,
        "Instructed": fold_trades.instructed,
        "InstructionSettled": fold_trades.instruction_settled,
    },
}
"""By contract (its field of the record) and name. All others are kept and change nothing."""
_OF_A_TOKEN: dict[str, Handler] = {"Transfer": fold_holders.transfer, "Ordered": fold_orders.ordered}
_MARKS: dict[str, Handler] = {"Frozen": fold_holders.units_frozen, "AddressFrozen": fold_holders.wallet_frozen}
"""A token says these in acts whose order comes after them, and they count as they are said."""
_WALLETS = ("from", "to", "holder", "investor", "lost", "fresh")
"""Arguments that name whose accounts an event is about."""


class Fold:
    """The fold of one deal. After an error it is of no use any more, nor after a transaction that was not committed: load it again."""

    def __init__(self, state: FoldState, accounts: Accounts, written: Mapping[str, Row], most_accounts: int) -> None:
        self._state = state
        self._accounts = accounts
        self._written = dict(written)
        self._most_accounts = most_accounts
        self._handlers = _by_speaker(state.record, state.by_token)

    @classmethod
    def load(
        cls,
        connection: Connection,
        deal_id: int,
        record: DeploymentRecord,
        terms: Terms,
        most_accounts: int = MOST_ACCOUNTS,
    ) -> Fold:
        """As of the last row written. Accounts are read through ``connection`` when they are needed. Raises ``NotExecutableError``."""
        state = FoldState.begin(connection, deal_id, record, terms)
        written = {}
        for tranche in state.tranches:
            last = _last_state(connection, deal_id, tranche)
            if last is not None:
                _restore(tranche, last)
                written[tranche.id] = last
        table = schema.entry
        some = connection.scalar(select(exists().where(table.c.deal == deal_id)))
        return cls(state, Accounts(state, complete=not some), written, most_accounts)

    def take(self, events: Sequence[Event]) -> None:
        """Events of whole blocks, in order. Raises ``IndexFoldError`` when one of them can't have come after those before it."""
        state, acts = self._state, group_acts(events, self._state.record)
        handled = [self._handlers.get((event.address, event.name)) for event in events]
        if not self._accounts.complete:
            told = [event.args for event, handler in zip(events, handled, strict=True) if handler]
            self._accounts.bring({args[name] for args in told for name in _WALLETS if name in args})
        for i, event in enumerate(events):
            handler = handled[i]
            state.rows.note(event)
            if handler is None or (i in acts.parts and event.name not in _MARKS):
                continue
            state.told = acts.told.get(i, ())
            try:
                handler(state, event)
            except IndexFoldError:
                raise
            except (RegaliaError, LookupError, TypeError, ValueError) as error:
                what = error.message if isinstance(error, RegaliaError) else f"{type(error).__name__}: {error}"
                raise IndexFoldError.at(event, what) from error

    def flush(self, connection: Connection, block: int) -> None:
        """Write what was gathered; ``block`` is the last one taken, a checkpoint, whose own row is the caller's. Commits nothing."""
        state = self._state
        state.connection = connection
        state.rows.write(connection, block)
        now = {tranche.id: tranche.row() for tranche in state.tranches}
        changed = {key: row for key, row in now.items() if row != self._written.get(key)}
        rows = [(state.rows.deal, key, block, *row) for key, row in changed.items()]
        write_rows(connection, schema.tranche_state, rows)
        self._written |= changed
        self._accounts.forget(self._most_accounts)


def _by_speaker(record: DeploymentRecord, by_token: Mapping[str, TrancheFold]) -> dict[tuple[str, str], Handler]:
    """By address and name."""
    found = {(token, name): handler for token in by_token for name, handler in (_OF_A_TOKEN | _MARKS).items()}
    for field, handlers in _HANDLERS.items():
        contract = getattr(record, field)
        if contract is not None:
            found |= {(contract.address, name): handler for name, handler in handlers.items()}
    return found


def _last_state(connection: Connection, deal: int, tranche: TrancheFold) -> Row | None:
    table = schema.tranche_state
    key = {"deal", "tranche", "block"}
    query = select(*(column for column in table.columns if column.name not in key))
    query = query.where(table.c.deal == deal, table.c.tranche == tranche.id).order_by(table.c.block.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else tuple(row)


def _restore(tranche: TrancheFold, row: Row) -> None:
    book = tranche.book
    book.supply, book.awaited, book.per_unit, book.remainder, book.dust, *owed = row
    tranche.balance, tranche.original_balance, tranche.price = owed
