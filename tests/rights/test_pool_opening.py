# SPDX-License-Identifier: Apache-2.0
"""A pool is opened once, by the originator, before closing, for a deal that will ask it, on terms that make sense."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.support import whole
from tests.support.answering import telling
from tests.support.chain import refused, refused_whole
from tests.support.rights import (
    FACTS,
    HAIRCUTS,
    MATURITY,
    MILLION,
    PROGRAM,
    USD,
    PoolSpec,
    RightsDesk,
    label,
    number,
)
from tests.support.rights_acts import ATTACKER, ORIGINATOR, on
from tests.support.roles import actor

LABELS = (
    "rights-lapsed",
    "rights-invalidated",
    "rights-expired",
    "rights-under-review",
    "rights-in-dispute",
    "rights-pledged",
    "rights-stale",
    "rights-breached",
    "rights-restricted",
    "rights-untitled",
    "rights-unlicensed",
    "largest-right",
    "largest-jurisdiction",
    "largest-licensee",
    "largest-group",
)


def test_open__good__told_and_read_back(desk: RightsDesk) -> None:
    deal = desk.deal()
    terms = PoolSpec(
        least_value=7,
        least_rights=2,
        substitution_until=20300101,
        substitution_most=100_000,
        repurchase_price=950_000,
        limits=(("rights-lapsed", 1), ("largest-group", MILLION)),
    )
    told = desk.open(deal, terms).only("PoolOpened")
    assert (told["deal"], told["originator"], told["token"]) == (deal.deal.address, ORIGINATOR, desk.money.address)
    originator, token, read = desk.pool.read("termsOf", deal.deal.address)
    assert (originator, token, read) == (ORIGINATOR, desk.money.address, told["terms"])
    assert tuple(read.values())[:-1] == terms.words()[:-1]
    assert [(limit["label"], limit["most"]) for limit in read["limits"]] == list(terms.words()[-1])
    assert desk.pool.read("sumsOf", deal.deal.address) == (0, 0, 0, 2**32 - 1, 0, 0)


def test_open__by_anybody_else__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    for caller in (ATTACKER, actor("issuer"), actor("admin")):
        with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ORIGINATOR, caller=caller):
            desk.open(deal, by=caller)


def test_open__deal_that_asks_another_source_or_none__refused(desk: RightsDesk) -> None:
    desk.chain.place(actor("source"), telling(0, 0, 0, 0))
    elsewhere = desk.platform.create(desk.money, whole.spec(PROGRAM, facts=actor("source")))
    with refused_whole(desk.chain, "RightsPool_NotItsSource", deal=elsewhere.deal.address, source=actor("source")):
        desk.open(elsewhere)
    plain = desk.platform.create(desk.money, whole.spec(salt=b"\6" * 32))
    with refused_whole(desk.chain, "RightsPool_NotItsSource", deal=plain.deal.address, source="0x" + "00" * 20):
        desk.open(plain)


def test_open__twice__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    with refused_whole(desk.chain, "RightsPool_AlreadyOpen", deal=deal.deal.address):
        desk.open(deal)


def test_open__sold_out__taken(desk: RightsDesk) -> None:
    deal = desk.deal()
    deal.sell(whole.ALLOCATION)
    desk.open(deal)


def test_open__lapsed__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    on(desk, 20240301)
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=deal.deal.address, status=2):
        desk.open(deal)


def test_open__no_deal__refused(desk: RightsDesk) -> None:
    with refused("NoReason"):
        desk.pool.send("open", actor("wallet"), PoolSpec().words(), by=ORIGINATOR)


def bad(field: str, limit: int, given: int) -> dict[str, Any]:
    return {"field": field, "limit": limit, "given": given}


BAD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "maturity a day early": ({"maturity": 20340419}, bad("maturity", MATURITY, 20340419)),
    "maturity a day late": ({"maturity": 20340421}, bad("maturity", MATURITY, 20340421)),
    "no maturity": ({"maturity": 0}, bad("maturity", MATURITY, 0)),
    "haircut above all": ({"haircuts": (MILLION + 1,)}, bad("haircuts", MILLION, MILLION + 1)),
    "last haircut above all": ({"haircuts": (0,) * 9 + (2**24 - 1,)}, bad("haircuts", MILLION, 2**24 - 1)),
    "an eleventh haircut": ({"haircuts": (*HAIRCUTS, 1)}, bad("haircuts", 0, 1)),
    "substitutions beyond maturity": (
        {"substitution_until": 20340421},
        bad("substitutionUntil", MATURITY, 20340421),
    ),
    "substitutions until no day": ({"substitution_until": 20300231}, bad("substitutionUntil", MATURITY, 20300231)),
    "more than all replaced": ({"substitution_most": MILLION + 1}, bad("substitutionMost", MILLION, MILLION + 1)),
    "a repurchase above the value": (
        {"repurchase_price": MILLION + 1},
        bad("repurchasePrice", MILLION, MILLION + 1),
    ),
    "thirteen limits": ({"limits": (("rights-lapsed", 1),) * 13}, bad("limits", 12, 13)),
    "a limit above all": ({"limits": (("rights-lapsed", MILLION + 1),)}, bad("limits", MILLION, MILLION + 1)),
    "a limit twice": (
        {"limits": (("largest-right", 1), ("rights-lapsed", 1), ("rights-stale", 1), ("rights-lapsed", 2))},
        bad("limit twice", 1, 3),
    ),
}


@pytest.mark.parametrize("case", list(BAD))
def test_open__terms_that_make_no_sense__refused_by_field(desk: RightsDesk, case: str) -> None:
    changes, arguments = BAD[case]
    deal = desk.deal()
    with refused_whole(desk.chain, "RightsPool_BadTerms", **arguments):
        desk.open(deal, PoolSpec(**changes))


@pytest.mark.parametrize("name", ["rights-lost", "pool-value", "limits-broken", "", "rights-lapsed ", "Rights-lapsed"])
def test_open__limit_on_a_label_there_is_not__refused(desk: RightsDesk, name: str) -> None:
    """Nor on the value, which has a least, nor on the limits themselves."""
    deal = desk.deal()
    with refused_whole(desk.chain, "RightsPool_UnknownLabel", label=label(name)):
        desk.open(deal, PoolSpec(limits=((name, 1),)))


def test_open__at_the_edge_of_every_term__taken(desk: RightsDesk) -> None:
    terms = PoolSpec(
        haircuts=(MILLION,) * 10,
        least_value=2**96 - 1,
        least_rights=2**16 - 1,
        substitution_until=MATURITY,
        substitution_most=MILLION,
        repurchase_price=MILLION,
        limits=tuple((name, MILLION) for name in LABELS[:12]),
    )
    desk.open(desk.deal(), terms)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_open__deal_that_asks_what_no_pool_knows__refused_wherever_it_stands(desk: RightsDesk, place: int) -> None:
    """Its payment dates would wait for ever."""
    facts = (*FACTS[:place], "rights-lost", *FACTS[place + 1 :])
    deal = desk.deal(replace(PROGRAM, facts=facts))
    with refused_whole(desk.chain, "RightsPool_UnknownLabel", label=label("rights-lost")):
        desk.open(deal)


@pytest.mark.parametrize("name", LABELS)
def test_open__limit_on_each_label__taken_and_asked(desk: RightsDesk, name: str) -> None:
    deal = desk.deal()
    desk.open(deal, PoolSpec(limits=((name, 0),)))
    assert desk.facts(deal, name, "limits-broken", "pool-value") == (MILLION, MILLION, 0)


@pytest.mark.parametrize(
    "act",
    [
        ("pledge", lambda deal: (deal, [number(1)], [0])),
        ("settle", lambda deal: (deal, 1)),
        ("factsOf", lambda deal: (deal, [])),
        ("requireFit", lambda deal: (deal,)),
        ("termsOf", lambda deal: (deal,)),
        ("sumsOf", lambda deal: (deal,)),
        ("rightAt", lambda deal: (deal, 0)),
    ],
    ids=lambda act: act[0],
)
def test_pool__not_open__refused_whatever_is_asked(desk: RightsDesk, act: tuple[str, Any]) -> None:
    deal = desk.deal().deal.address
    with refused("RightsPool_NotOpen", deal=deal):
        desk.pool.send(act[0], *act[1](deal), by=ORIGINATOR)


def test_close__pool_not_opened__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    deal.sell(whole.ALLOCATION)
    with refused_whole(desk.chain, "RightsPool_NotOpen", deal=deal.deal.address):
        deal.close()


def test_open__deal_without_an_end__refused(desk: RightsDesk) -> None:
    """No right outlives it."""
    endless = desk.deal(replace(PROGRAM, legal_final=None), salt=b"\7" * 32)
    with refused_whole(desk.chain, "RightsPool_BadTerms", field="maturity", limit=0, given=0):
        desk.open(endless, PoolSpec(maturity=0))


def test_facts__label_nobody_knows__refused(desk: RightsDesk) -> None:
    deal, _ = desk.live(100 * USD)
    with refused("RightsPool_UnknownLabel", label=label("rights-lost")):
        desk.facts(deal, "pool-value", "rights-lost")
