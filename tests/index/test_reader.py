# SPDX-License-Identifier: Apache-2.0
"""What the reader sees, as of when, and that it looks at no more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import text

from regalia.domain.entitlement import ONE
from regalia.ledger.holding import Books, Holding, PaidBy
from regalia.ledger.index.deals import OtherDealError, deals_of, enter_deal
from regalia.ledger.index.reader import Checkpoint, IndexReader, TrancheState
from tests.chain.records import address
from tests.index.folding import Indexed, by_block, index
from tests.index.teller import PRICE, START, Teller

FIRST, SECOND, STRANGER = address(701), address(702), address(703)
AT_MOST = 9
"""Queries for one position, with the payments of its tranche."""


@pytest.fixture
def teller() -> Teller:
    """Block 20: sold; 21: a date; 22: a transfer and a claim; 23: a halt."""
    teller = Teller()
    teller.open({"senior": 10, "mezzanine": 1, "junior": 1})
    teller.issue("senior", FIRST, 10)
    teller.next_block()
    teller.pay({"senior": 995, "junior": 7})
    teller.next_block()
    teller.transfer("senior", FIRST, SECOND, 4)
    teller.claim("senior", FIRST, tax=5)
    teller.next_block()
    teller.tell(
        "HolderHalted", teller.record.supervisor.address, deal=teller.record.deal.address, holder=FIRST, until=2**40
    )
    return teller


@pytest.fixture
def indexed(teller: Teller) -> Iterator[Indexed]:
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events))
        yield found


def position(reader: Books, wallet: str) -> Holding:
    found = reader.holding("senior", wallet)
    assert found is not None
    return found


def test_reader__is_books(indexed: Indexed, teller: Teller) -> None:
    books: Books = indexed.reader()
    assert (books.terms, books.record) == (teller.terms, teller.record)


def test_reader__empty_index__nothing_is_known(teller: Teller) -> None:
    with index(teller.terms, teller.record) as empty:
        reader = empty.reader()
        assert (reader.checkpoint, reader.as_of, reader.wallets(), reader.events()) == (None, None, (), [])
        assert (reader.holding("senior", FIRST), reader.payments("senior"), reader.trades(FIRST)) == (None, (), ())
        assert (reader.halted_until(FIRST), reader.accounts("senior")) == (0, {})
        assert reader.state("senior") == TrancheState()


def test_reader__last_checkpoint__and_the_last_event(indexed: Indexed) -> None:
    reader = indexed.reader()
    assert reader.checkpoint == Checkpoint(23, f"0x{23:064x}", START + 12 * 23)
    assert reader.as_of is not None
    assert (reader.as_of.position, reader.as_of.timestamp) == ((23, 0), START + 12 * 23)


def test_reader__of_an_earlier_block__as_things_were(indexed: Indexed) -> None:
    then, now = indexed.reader(21), indexed.reader()
    assert (position(then, FIRST).units, position(then, FIRST).unclaimed) == (10, 995)
    assert (position(now, FIRST).units, position(now, FIRST).unclaimed) == (6, 0)
    assert then.holding("senior", SECOND) is None
    assert (then.wallets(), now.wallets()) == ((FIRST,), (FIRST, SECOND))
    assert (then.halted_until(FIRST), now.halted_until(FIRST)) == (0, 2**40)
    assert indexed.reader(19).checkpoint is None


def test_reader__between_two_checkpoints__as_of_the_first(teller: Teller) -> None:
    with index(teller.terms, teller.record) as found:
        until_22 = [event for event in teller.events if event.block_number < 23]
        found.fold([(until_22, 22), (teller.events[len(until_22) :], 30)])
        reader = found.reader(29)
        assert reader.checkpoint is not None
        assert (reader.checkpoint.block, reader.halted_until(FIRST)) == (22, 0)


def test_reader__what_comes_while_it_is_read__not_seen(indexed: Indexed, teller: Teller) -> None:
    reader, known = indexed.reader(), len(teller.events)
    teller.next_block()
    teller.pay({"senior": 1})
    teller.transfer("senior", FIRST, STRANGER, 6)
    indexed.fold(by_block(teller.events[known:]))
    assert (position(reader, FIRST).units, len(reader.payments("senior")), reader.wallets()) == (6, 1, (FIRST, SECOND))
    assert (len(indexed.reader().payments("senior")), indexed.reader().wallets()) == (2, (FIRST, SECOND, STRANGER))


def test_wallets__who_got_income_alone__is_among_them_and_who_got_nothing_is_not(
    indexed: Indexed, teller: Teller
) -> None:
    known = len(teller.events)
    teller.next_block()
    teller.pay({"senior": 1_000})
    teller.force("senior", FIRST, STRANGER, 0, 0)
    teller.next_transaction()
    teller.force("senior", FIRST, address(704), 0, 100)
    indexed.fold(by_block(teller.events[known:]))
    assert indexed.reader().wallets() == (FIRST, SECOND, address(704))
    (move,) = position(indexed.reader(), STRANGER).transfers
    assert (move.sender, move.receiver, move.units) == (FIRST, STRANGER, 0)


def test_payments__of_a_date__also_of_a_tranche_that_got_nothing(indexed: Indexed) -> None:
    paid = {tranche: indexed.reader().payments(tranche) for tranche in ("senior", "mezzanine", "junior")}
    assert {key: [(p.by, p.period, p.parts, p.supply) for p in found] for key, found in paid.items()} == {
        "senior": [(PaidBy.DATE, 0, (995, 0, 0, 0), 10)],
        "mezzanine": [(PaidBy.DATE, 0, (0, 0, 0, 0), 1)],
        "junior": [(PaidBy.DATE, 0, (0, 0, 7, 0), 1)],
    }


def test_holding__figures_and_their_places__to_block_and_transaction(indexed: Indexed, teller: Teller) -> None:
    found = position(indexed.reader(), FIRST)
    assert [(d.units, d.cost, d.income) for d in found.deliveries] == [(10, 10 * PRICE, 0)]
    assert [(c.amount, c.tax, c.place.position) for c in found.claims] == [(995, 5, (22, 1))]
    ((place, income),) = found.income.items()
    executed = next(event for event in teller.events if event.name == "PaymentDateExecuted")
    assert (income, place.transaction_hash) == (995, executed.transaction_hash)
    assert (found.tranche_units, found.pool_factor) == (10, 10**6)


def test_state__book_of_the_tranche__with_its_price(indexed: Indexed, teller: Teller) -> None:
    state = indexed.reader().state("senior")
    assert (state.supply, state.awaited, state.price, state.dust) == (10, 0, PRICE, 0)
    assert state.per_unit * 10 + state.remainder == 995 * ONE
    original = teller.program.tranches[0].original_balance
    assert (state.balance, state.original_balance) == (original, original)


def test_events__by_name_and_number__the_last_in_the_order_of_the_chain(indexed: Indexed, teller: Teller) -> None:
    reader = indexed.reader()
    assert [event.name for event in reader.events()] == [event.name for event in teller.events]
    assert [event.place.position for event in reader.events("Transfer")] == [(20, 6), (22, 0)]
    assert [event.place.position for event in reader.events("Transfer", limit=1)] == [(22, 0)]
    assert [event.name for event in reader.events(limit=2)] == ["IncomeClaimed", "HolderHalted"]


def test_statement__of_one_holder__no_table_is_looked_through(indexed: Indexed) -> None:
    asked: list[tuple[str, Any]] = []

    @sqlalchemy.event.listens_for(indexed.connection.engine, "before_cursor_execute")
    def listen(connection: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
        asked.append((statement, parameters))

    reader = IndexReader(indexed.connection, indexed.deal)
    assert reader.as_of is not None
    assert (reader.holding("senior", FIRST), reader.payments("senior"), reader.trades(FIRST)) != (None, (), ())
    assert reader.halted_until(FIRST)
    sqlalchemy.event.remove(indexed.connection.engine, "before_cursor_execute", listen)
    assert len(asked) <= AT_MOST
    for statement, parameters in asked:
        plan = indexed.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
        assert steps
        assert not [step for step in steps if step.startswith("SCAN")], statement


def test_enter_deal__twice__the_same_and_of_other_terms_refused(indexed: Indexed, teller: Teller) -> None:
    again = enter_deal(indexed.connection, teller.record, teller.terms)
    assert again == indexed.deal
    assert deals_of(indexed.connection) == (indexed.deal,)
    other = teller.terms.model_copy(update={"id": "another"})
    with pytest.raises(OtherDealError, match="terms of mills-notes: not what the deal"):
        enter_deal(indexed.connection, teller.record, other)
    assert indexed.connection.scalar(text("SELECT count(*) FROM deal")) == 1


def test_two_deals__in_one_index__each_has_its_own(indexed: Indexed, teller: Teller) -> None:
    other = Teller()
    deal = other.record.deal.model_copy(update={"address": address(999)})
    other.record = other.record.model_copy(update={"deal": deal})
    other.open({"senior": 3, "mezzanine": 1, "junior": 1})
    other.issue("senior", SECOND, 3)
    second = Indexed(indexed.connection, enter_deal(indexed.connection, other.record, other.terms))
    assert second.deal.id == indexed.deal.id + 1
    second.fold(by_block(other.events))
    assert second.reader().wallets() == (SECOND,)
    assert (position(second.reader(), SECOND).units, position(indexed.reader(), SECOND).units) == (3, 4)
