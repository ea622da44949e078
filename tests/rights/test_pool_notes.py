# SPDX-License-Identifier: Apache-2.0
"""Days that were noted and then overtaken: a new valuation or the end of a licence between the note and its day."""

from __future__ import annotations

from tests.rights.pooled import next_day, pooled, until
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.rights import MILLION, SUBSISTING, TRADE_SECRET, USD, RightsDesk
from tests.support.rights_acts import (
    PATENT_1,
    on,
    settle,
    terminate,
)
from tests.support.roles import actor
from tests.support.trade_secret import secret

FOR_EVER = 20991231


def stale(desk: RightsDesk) -> DealContracts:
    return pooled(desk, until(desk, 1, 20240430))


def licence_begins(desk: RightsDesk) -> DealContracts:
    deal = pooled(desk, until(desk, 1, FOR_EVER))
    desk.licence(PATENT_1, actor("maker"), 250_000, start=20240301, until=FOR_EVER)
    return deal


HUNDRED = 100 * USD


def test_change__of_something_due__still_due_until_settled(desk: RightsDesk) -> None:
    """A new valuation comes after the day on which the old one ended."""
    right = until(desk, 1, 20240430)
    deal = pooled(desk, right)
    on(desk, 20240501)
    desk.value(right, 80 * USD, day=20240501)
    with refused("RightsPool_Due", day=20240430, today=20240501):
        desk.facts(deal, "pool-value")
    assert settle(desk, deal) == 1
    assert desk.facts(deal, "pool-value", "rights-stale") == (80 * USD, 0)
    assert next_day(desk, deal) == 20260120


def test_revalued__for_longer__looked_at_on_the_first_day_and_found_good(desk: RightsDesk) -> None:
    right = until(desk, 1, 20240430)
    deal = pooled(desk, right)
    desk.value(right, HUNDRED, until=20240531)
    on(desk, 20240501)
    done = desk.pool.send("settle", deal.deal.address, 9, by=actor("outsider"))
    assert (int.from_bytes(done.output, "big"), done.all("RightCounted")) == (1, [])
    assert desk.facts(deal, "rights-stale") == (0,)
    assert next_day(desk, deal) == 20240531


def test_revalued__for_less_long__due_earlier_and_the_later_note_harmless(desk: RightsDesk) -> None:
    right = until(desk, 1, 20240531)
    deal = pooled(desk, right)
    desk.value(right, HUNDRED, until=20240430)
    assert next_day(desk, deal) == 20240430
    on(desk, 20240501)
    assert settle(desk, deal) == 1
    assert desk.facts(deal, "rights-stale") == (MILLION,)
    on(desk, 20240601)
    settle(desk, deal)
    assert desk.facts(deal, "rights-stale") == (MILLION,)


def test_licence__terminated_before_it_begins__never_counts(desk: RightsDesk) -> None:
    deal = licence_begins(desk)
    terminate(desk, PATENT_1)
    on(desk, 20240301)
    settle(desk, deal)
    assert desk.facts(deal, "rights-unlicensed", "largest-licensee") == (MILLION, 0)


def test_right__without_an_end_and_a_valuation_to_the_last_day_there_is__never_due(desk: RightsDesk) -> None:
    right, document = secret("recipe")
    desk.enter(right, TRADE_SECRET, expiry=0, document=document)
    desk.happen(right, SUBSISTING)
    desk.value(right, HUNDRED, until=99991231)
    deal = pooled(desk, right)
    desk.licence(right, actor("maker"), MILLION, start=99991231, until=99991231)
    on(desk, 99991230)
    assert desk.facts(deal, "pool-value", "rights-unlicensed") == (HUNDRED, MILLION)
    on(desk, 99991231)
    assert settle(desk, deal) == 1
    assert desk.facts(deal, "pool-value", "rights-unlicensed") == (HUNDRED, 0)
