# SPDX-License-Identifier: Apache-2.0
"""Repurchase demands, counted from events told by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from regalia.domain.rights.words import Why
from regalia.ledger.place import Place
from regalia.reports.supervisor.abs_15g import (
    BOUGHT,
    DEMANDED,
    DISPUTED,
    OUTSIDE,
    REJECTED,
    TAKEN_BACK,
    TOTAL,
    WAITING,
    abs_15g_grid,
    summary_grid,
)
from regalia.reports.supervisor.repurchases import (
    GONE,
    PENDING,
    REPLACED,
    REPURCHASED,
    WITHDRAWN,
    cases_of,
)
from regalia.reports.supervisor.subject import Subject
from tests.chain.records import address
from tests.reports.supervisor.subjects import patents, say
from tests.support.rights_life import PATENTS, USD

VALUE = 1_500_000 * USD
DOCUMENT = b"\x0d" * 32


def pooled() -> Subject:
    """Every patent pledged; of another deal one, too."""
    subject, _ = patents()
    for right in PATENTS:
        of_pool(subject, "RightPledged", right=right, valueAtPledge=VALUE)
    subject.ledger.closed = Place.of(subject.ledger.events[-1])
    of_pool(subject, "RepurchaseDemanded", deal=address(999), right=PATENTS[0], number=1, document=DOCUMENT)
    return subject


def of_pool(subject: Subject, name: str, **args: Any) -> None:
    pool = subject.ledger.record.pool_facts
    assert pool is not None
    say(subject, pool.address, name, {"deal": subject.ledger.record.deal.address} | args)


def demand(subject: Subject, right: bytes, number: int = 1) -> None:
    of_pool(subject, "RepurchaseDemanded", right=right, number=number, document=DOCUMENT)


def test_cases__every_end_a_demand_can_have__each_counted_once() -> None:
    subject = pooled()
    assert cases_of(subject) == ()  # of another deal
    for right in PATENTS[:4]:
        demand(subject, right)
    of_pool(subject, "DemandWithdrawn", right=PATENTS[0])
    demand(subject, PATENTS[0], 2)
    of_pool(subject, "RightRepurchased", right=PATENTS[1], price=VALUE + 5)
    of_pool(subject, "RightReturned", right=PATENTS[2], why=Why.LOST)
    of_pool(subject, "RightReturned", right=PATENTS[1], why=Why.REPURCHASED)
    of_pool(subject, "RightSubstituted", outgoing=PATENTS[4], incoming=b"\x01" * 32)
    found = cases_of(subject)
    assert [case.state for case in found] == [WITHDRAWN, REPURCHASED, GONE, PENDING, PENDING, REPLACED]
    assert [case.price for case in found] == [None, VALUE + 5, None, None, None, None]
    whole = subject.holdings.value_at_closing if subject.holdings else 0
    rows = {row[0]: row[1:] for row in summary_grid(subject).rows}
    assert rows[TOTAL] == (6, whole, 10**6)
    assert rows[DEMANDED] == (5, 5 * VALUE, -(-5 * VALUE * 10**6 // whole))  # rounded up
    assert rows[BOUGHT][:2] == (2, 2 * VALUE)
    assert (rows[WAITING][0], rows[TAKEN_BACK][0]) == (2, 1)
    assert rows[REJECTED] == rows[DISPUTED] == (OUTSIDE,) * 3  # not known, which is not none


def test_abs_15g__one_row__heads_as_filed_and_per_cent() -> None:
    subject = pooled()
    demand(subject, PATENTS[0])
    grid = abs_15g_grid(subject)
    found = {field.title: value for field, value in zip(grid.fields, grid.rows[0], strict=True)}
    assert list(found)[:4] == ["Name of Issuing Entity", "Check if Registered", "Name of Originator", f"{TOTAL} (#)"]
    assert len(found) == 3 + 7 * 3
    whole = found["Total Assets in ABS by Originator ($)"]
    assert isinstance(whole, int)
    share = -(-VALUE * 10**6 // whole)
    assert found["Assets Pending Repurchase or Replacement (within cure period) (%)"] == f"{Decimal(share) / 10**4:f}"
    assert found["Demand Rejected (#)"] == found["Demand in Dispute ($)"] == OUTSIDE
