# SPDX-License-Identifier: Apache-2.0
"""The books after a replay against the contracts' own answers at one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web3 import Web3
from web3.types import BlockData

from regalia.chain.deal_status import STATUSES
from regalia.chain.state_words import state_of
from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.program import Program, SubjectKind
from regalia.domain.register import Register
from regalia.domain.state import State
from regalia.ledger.investor_views import compare_halts, compare_investors
from regalia.ledger.meeting_views import compare_meeting
from regalia.ledger.replay import Replay
from regalia.ledger.rights_views import compare_rights
from regalia.ledger.sale_views import compare_sale
from regalia.ledger.stream_views import compare_stream
from regalia.ledger.support_book import Notice
from regalia.ledger.trade_views import compare_trades
from regalia.ledger.view_reader import ViewReader

_PPM = 10**6


@dataclass(frozen=True)
class Surplus:
    """Payment tokens that no book owes: somebody sent them by a plain transfer. In smallest units."""

    escrow: int
    offering: int


def compare_views(web3: Web3, block: BlockData, replayed: Replay) -> Surplus:
    """Compare the deal's state and every book, holder and payee. Raises ``ChainUnreachableError``."""
    reader = ViewReader(web3, block, replayed.tally)
    _deal(reader, replayed)
    _books(reader, replayed)
    compare_sale(reader, replayed)
    compare_meeting(reader, replayed)
    compare_trades(reader, replayed)
    compare_halts(reader, replayed)
    compare_investors(reader, replayed)
    compare_rights(reader, replayed)
    compare_stream(reader, replayed)
    return _cash(reader, replayed)


def _deal(reader: ViewReader, replayed: Replay) -> None:
    ledger = replayed.ledger
    books, program, address = ledger.deal, ledger.program, ledger.record.deal.address
    reader.same("status", _status(replayed, reader.block), "Deal", address, "status")
    reader.same("period", books.next_period, "Deal", address, "nextPeriod")
    totals = reader.read("Deal", address, "totals")
    if totals is not None:
        reader.amounts("Deal.totals()", ("attested", "distributed"), (books.attested, books.distributed), totals)
    if (found := reader.read("Deal", address, "state")) is not None:
        told = state_of(found, len(program.tranches))
        for name, labels in _state_labels(program).items():
            expected, amounts = getattr(books.state, name), getattr(told, name)
            reader.amounts("Deal.state()", [f"{name} of {label}" for label in labels], expected, amounts)
        for name, value in _remembered(books.state, told, program).items():
            reader.tally.same("views", "Deal.state()", name, *value)
    closed = ledger.closed.timestamp if ledger.closed else 0
    last = replayed.run.last_final if replayed.run.looks_at_age else closed
    reader.same("in seconds", last, "Deal", address, "lastReportAt")
    _notices(reader, replayed)
    for i, tranche in enumerate(program.tranches):
        original = tranche.original_balance
        factor = books.state.balance[i] * _PPM // original if original else _PPM
        lens = ledger.record.deal_lens.address
        reader.same(f"of {tranche.label}", factor, "DealLens", lens, "poolFactorDown", address, i)


def _notices(reader: ViewReader, replayed: Replay) -> None:
    """What each provider was asked for last."""
    record = replayed.ledger.record
    for f, facility in enumerate(replayed.ledger.program.facilities):
        notice = replayed.run.support.notices.get(f, Notice(0, 0, 0, 0))
        expected = {
            f"period, {facility.label}": notice.period,
            f"demanded of {facility.label}": notice.demanded,
            f"paid by {facility.label}": notice.paid,
            f"deadline of {facility.label}": notice.deadline,
        }
        support = record.support_facility.address
        reader.fields(expected, "SupportFacility", support, "noticeOf", record.deal.address, f)


def _state_labels(program: Program) -> dict[str, Sequence[str]]:
    """What each part of the state has an amount for."""
    tranches, facilities = program.subjects(SubjectKind.TRANCHE), program.subjects(SubjectKind.FACILITY)
    steps = [step.label for step in program.all_steps]
    by_tranche, by_facility = ("balance", "arrears"), ("drawn", "cost", "called")
    return {
        **dict.fromkeys(by_tranche, tranches),
        "account": (*program.accounts, *facilities),
        **dict.fromkeys(("carried", "used"), steps),
        **dict.fromkeys(by_facility, facilities),
    }


def _remembered(expected: State, told: State, program: Program) -> dict[str, tuple[object, object]]:
    """What is no amount: ages, and what triggers answered. A deal that looks at no past date tells nothing of any."""
    size = len(program.triggers)
    looks_back = any(trigger.looks_back for trigger in program.triggers)
    return {
        "ages of arrears": (expected.age, told.age),
        "interest missed for good": (expected.defaulted, told.defaulted),
        "collected": (expected.collected, told.collected),
        "answers": (expected.history, told.history[:size]),
        "active triggers": (expected.active, told.active[:size]),
        "past dates": (expected.series if looks_back else (), told.series if looks_back else ()),
    }


def _status(replayed: Replay, block: BlockData) -> int:
    ledger = replayed.ledger
    if ledger.concluded is not None:
        return STATUSES.index("concluded")
    if ledger.proceeds is not None:
        return STATUSES.index("live")
    return replayed.run.sale.stage(block["timestamp"]).value


def _books(reader: ViewReader, replayed: Replay) -> None:
    ledger = replayed.ledger
    escrow = ledger.record.escrow.address
    cash = reader.read("RoyaltyEscrow", escrow, "cash")
    if cash is not None:
        labels = ("collection", *ledger.program.accounts, *ledger.program.subjects(SubjectKind.FACILITY))
        amounts = (ledger.deal.collection, *ledger.deal.state.account)
        reader.amounts("RoyaltyEscrow.cash()", labels, amounts, (cash[0], *cash[1]))
    for tranche, book in ledger.books.items():
        if tranche in ledger.record.tokens:
            _book(reader, replayed, tranche, ledger.record.tokens[tranche].address, book)
    originator = [replayed.run.wiring.originator] if replayed.run.wiring else []
    paid = [payee for payee in replayed.run.payees if payee is not None]
    authority = [ledger.tax_authority] if ledger.tax_authority else []
    for payee in sorted({*ledger.payables, *ledger.record.payees.values(), *paid, *originator, *authority}):
        reader.amount(f"to {payee}", ledger.payables.get(payee, 0), "RoyaltyEscrow", escrow, "payableTo", payee)


def _book(reader: ViewReader, replayed: Replay, tranche: str, token: str, book: Register) -> None:
    ledger = replayed.ledger
    escrow = ledger.record.escrow.address
    expected = {
        "supply": book.supply,
        "remainder": book.remainder,
        "per unit": book.per_unit,
        "tradable": ledger.proceeds is not None,
        "paused": tranche in ledger.paused,
        "dust": book.dust,
        "awaited": book.awaited,
    }
    named = {f"{what} of {tranche}": value for what, value in expected.items()}
    reader.fields(named, "RoyaltyEscrow", escrow, "bookOf", token)
    reader.same(f"units of {tranche} in hands", book.supply - book.awaited, "TrancheToken", token, "totalSupply")
    holders = sorted({*book.accounts, *book.frozen, *book.wallets, *book.retaining})
    for view in ("holdingOf", "entitlementOf"):
        reader.ahead("RoyaltyEscrow", escrow, view, ((token, holder) for holder in holders))
    for holder in holders:
        what = f"{holder} in {tranche}"
        holding = {
            f"units of {what}": replayed.run.units(tranche, holder),
            f"frozen units of {what}": book.frozen.get(holder, 0),
            f"wallet frozen, {what}": holder in book.wallets,
            f"retains, {what}": holder in book.retaining,
        }
        reader.fields(holding, "RoyaltyEscrow", escrow, "holdingOf", token, holder)
        reader.amount(what, book.entitlement(holder), "RoyaltyEscrow", escrow, "entitlementOf", token, holder)


def _cash(reader: ViewReader, replayed: Replay) -> Surplus:
    """Whoever holds cash must hold at least what the books owe; more than that somebody gave away."""
    ledger = replayed.ledger
    token = ledger.record.payment_token.address
    reader.same("decimals", ledger.terms.currency.decimals, "MockPaymentToken", token, "decimals")
    owed = ledger.deal.collection + sum(ledger.deal.state.account) + sum(ledger.payables.values())
    owed += sum(map(_owed_by, ledger.books.values()))
    escrow = _surplus(reader, token, "escrow", ledger.record.escrow.address, owed)
    offering = _surplus(reader, token, "offering", ledger.record.offering.address, replayed.run.sale.cash)
    return Surplus(escrow, offering)


def _surplus(reader: ViewReader, token: str, holder: str, address: str, owed: int) -> int:
    balance = reader.read("MockPaymentToken", token, "balanceOf", address)
    if balance is None:
        return 0
    tally, where = reader.tally, f"payment token of the {holder}"
    tally.holds(
        balance >= owed, "views", where, "what the books owe, at least", tally.amount(owed), tally.amount(balance)
    )
    return int(balance - owed)


def _owed_by(book: Register) -> int:
    """All income of the book that nobody has taken, that of units still to be issued included. Exact: the fractions of holders, what
    holders who left left behind and the remainder make whole units.
    """
    return book.scaled_total() >> SCALE_BITS
