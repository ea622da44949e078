# SPDX-License-Identifier: Apache-2.0
"""Questions of pages are answered out of an index of SQLite: nothing that grows with the deal is looked through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event

from regalia.ledger.index.moment import Moment
from regalia.ledger.place import Place
from tests.index.folding import Indexed, by_block, index
from tests.index.teller import Teller

HERE = Place(20, "0x" + "00" * 32, 1, 1)
ASKED: dict[str, tuple[Callable[[Moment], object], str]] = {
    "events of a transaction": (lambda moment: moment.events_at(HERE, "Transfer"), "(deal=? AND block=?)"),
    "events of a name": (lambda moment: moment.events("Paused"), "event_by_name (deal=? AND name=? AND block<?)"),
    "payments of a tranche": (lambda moment: moment.books.payments("senior"), "(deal=? AND tranche=? AND block<?)"),
    "a wallet's entries": (
        lambda moment: moment.books.holding("senior", "0x1"),
        "(deal=? AND wallet=? AND tranche=? AND block<?)",
    ),
}
"""A question, and how the answer has to be looked for."""


@pytest.fixture
def sold() -> Iterator[Indexed]:
    teller = Teller()
    teller.open({"senior": 10, "mezzanine": 1, "junior": 1})
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events))
        yield found


@pytest.mark.parametrize("what", ASKED)
def test_question__of_a_page__is_answered_out_of_an_index(sold: Indexed, what: str) -> None:
    ask, wanted = ASKED[what]
    plans = _plans(sold.connection, lambda: ask(Moment(sold.connection, sold.deal, sold.reader())))
    assert any(wanted in plan for plan in plans), plans
    assert not any(plan.startswith("SCAN") for plan in plans), plans


def _plans(connection: Connection, ask: Callable[[], object]) -> list[str]:
    said: list[tuple[str, Any]] = []

    def asked(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        said.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", asked)
    ask()
    event.remove(connection, "before_cursor_execute", asked)
    rows = (connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in said)
    return [str(row[3]) for found in rows for row in found]
