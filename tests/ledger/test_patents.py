# SPDX-License-Identifier: Apache-2.0
"""The deal on patents checked from outside: its rights found again from the registry's events, and why each date took its facts."""

from __future__ import annotations

import csv
import io

import pytest

from regalia.chain.events import Event
from regalia.domain.rights.cause import Source
from regalia.domain.rights.words import Act, Status, Why
from regalia.ledger.comparison import GROUPS
from regalia.ledger.reading import read_events
from regalia.ledger.replay import Replay
from regalia.ledger.rights_book import TakenFact
from regalia.ledger.verify import verify
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.names import Names
from tests.ledger.life import USD
from tests.ledger.patents_closing import FIRST_LICENCE
from tests.ledger.patents_life import PRICE
from tests.ledger.patents_stage import OTHERS, SPARE, PatentsLife
from tests.ledger.tampering import replayed

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def run(patents: PatentsLife, patents_events: tuple[Event, ...]) -> Replay:
    return replayed(patents.life, patents_events)


def taken(run: Replay, period: int, label: str) -> TakenFact:
    (found,) = (fact for fact in run.ledger.dates[period - 1].facts if fact.label == label)
    return found


def cause(run: Replay, period: int, label: str) -> tuple[bytes, Source, int, str | None]:
    """Right, source, number and the name of the event at the place where it was said, of the only cause."""
    fact = taken(run, period, label)
    ((why, place),) = zip(fact.causes, fact.places, strict=True)
    said = [e for e in run.ledger.events if place and e.transaction_hash == place.transaction_hash]
    said = [e for e in said if place and e.log_index == place.log_index]
    return why.right, why.source, why.number, said[0].name if said else None


def test_verify__six_dates_of_a_deal_on_rights__nothing_differs(patents: PatentsLife) -> None:
    found = verify(patents.life.chain.web3, patents.life.record, patents.life.terms)
    assert found.differences == ()
    assert found.periods == 6
    assert found.counts["rights"] > 500
    assert set(GROUPS) - set(found.counts) == {"powers", "support", "calls", "end", "claims", "meeting", "trades"}


def test_read__a_right_is_older_than_the_deal__read_from_the_registry_s_first_block(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    record = patents.life.record
    assert record.rights is not None and record.rights.since < record.block_number
    assert patents_events[0].block_number == record.rights.since
    middle = patents_events[100].block_number
    early = read_events(patents.life.chain.web3, record, middle)
    assert early == [event for event in patents_events if event.block_number <= middle]


@pytest.mark.parametrize(
    ("period", "label", "value"),
    [
        (1, "pool-value", 13_720_000 * USD),  # 14,100,000 less a fifth of patent 3
        (2, "pool-value", 12_500_000 * USD),  # without patent 5
        (2, "rights-invalidated", 113_476),  # 1,600,000 of 14,100,000, rounded up
        (3, "pool-value", 13_650_000 * USD),  # patent 5 is back; less 30% of patent 2
        (3, "rights-invalidated", 0),
        (4, "pool-value", 10_800_000 * USD),  # without patents 1 and 7
        (4, "limits-broken", 1_000_000),  # patent 8 is more than a quarter
        (5, "pool-value", 11_050_000 * USD),  # the spare for patent 4: 200,000 more; 50,000 more of patent 2
        (6, "pool-value", 7_890_000 * USD),  # 60% of 7,900,000, and 3,150,000
    ],
)
def test_facts__of_a_date__as_the_rights_stood(run: Replay, period: int, label: str, value: int) -> None:
    assert taken(run, period, label).value == value


def test_facts__each_with_the_event_that_brought_it_about(run: Replay, patents: PatentsLife) -> None:
    patent = patents.patent
    assert cause(run, 1, "pool-value") == (patent(3), Source.LIEN, 1, "LienEntered")
    assert cause(run, 2, "rights-invalidated") == (patent(5), Source.LEGAL_EVENT, 3, "LegalEventReported")
    assert cause(run, 3, "pool-value") == (patent(2), Source.LEGAL_EVENT, 3, "LegalEventReported")
    assert cause(run, 4, "pool-value") == (patent(7), Source.LICENCE_END, FIRST_LICENCE, "LicenceTerminated")
    assert cause(run, 4, "limits-broken") == (patent(8), Source.VALUATION, 1, "RightValued")
    assert taken(run, 3, "rights-invalidated").causes == ()


def test_facts__a_day_that_came__no_place_on_the_chain(run: Replay, patents: PatentsLife) -> None:
    fact = taken(run, 6, "limits-broken")
    stale = {why.right for why, place in zip(fact.causes, fact.places, strict=True) if place is None}
    assert stale == {patents.patent(number) for number in (3, 5, 6, 8)}
    assert {why.day for why in fact.causes} == {20260630}


def test_cash__invalidated_traps_and_the_appeal_gives_back(run: Replay) -> None:
    """Beside the lien nothing of this differs from ``tests/domain/test_golden_patents.py``."""
    accounts = [date.payment.state.account for date in run.ledger.dates]
    trap = run.ledger.program.accounts.index("trap")
    assert [held[trap] for held in accounts[:3]] == [0, 69_700 * USD, 0]


def test_cash__bought_back__price_comes_in_as_other_income(run: Replay, patents: PatentsLife) -> None:
    price = next(e for e in run.ledger.events if e.name == "RightRepurchased")
    assert price.args["price"] == PRICE * USD
    paid = next(receipt for receipt in run.ledger.receipts if receipt.licence == "0x" + patents.patent(1).hex())
    assert (paid.amount, paid.payer) == (PRICE * USD, patents.rights.pool_address)
    assert int(paid.reference, 16) == 2  # the demand that was not withdrawn
    assert run.ledger.dates[3].payment.report.other_income == PRICE * USD


def test_book__after_all_of_it__where_every_right_is(run: Replay, patents: PatentsLife) -> None:
    book, patent = run.run.rights, patents.patent
    assert book is not None
    holdings = book.holdings(patents.life.record.deal.address)
    assert holdings is not None
    assert [held.right.id for held in holdings.rights] == [patent(2), patent(3), patent(5), patent(6), patent(8), SPARE]
    assert [lost.held.right.id for lost in holdings.gone] == [patent(7)]
    assert book.pool.returned == {
        OTHERS: Why.RELEASED,
        patent(1): Why.REPURCHASED,
        patent(7): Why.LOST,
        patent(4): Why.SUBSTITUTED,
    }
    assert [step.event.act for step in book.registry.known(patent(2)).steps[2:]] == [Act.CHALLENGED, Act.UPHELD]
    assert book.registry.known(patent(5)).status is Status.IN_FORCE
    assert book.registry.known(patent(1)).shares == {patents.people["buyer"].lower(): 1_000_000}
    assert (book.owed, book.entering) == ({}, [])
    assert {report.left for reports in book.reports.values() for report in reports} == {0}


def test_report__of_the_second_date__row_with_the_event_and_its_transaction(run: Replay, patents: PatentsLife) -> None:
    told = [e for e in run.ledger.events if e.name == "LegalEventReported" and e.args["act"] == Act.INVALIDATED]
    text = distribution_csv(distribution_report(run.ledger, 1), run.ledger, Names(run.ledger))
    rows = {
        row["measure"]: row["value"]
        for row in csv.DictReader(io.StringIO(text))
        if (row["section"], row["item"]) == ("cause", "rights-invalidated 1")
    }
    assert rows["right"] == "0x" + patents.patent(5).hex()
    assert (rows["event"], rows["code"], rows["day"]) == ("3", "M23", "2025-07-03")
    assert [(rows["document"], rows["transaction"])] == [
        ("0x" + e.args["document"].hex(), e.transaction_hash) for e in told
    ]
