# SPDX-License-Identifier: Apache-2.0
"""What made a fact what it is: which rights, and the last thing that brought it."""

from __future__ import annotations

from regalia.domain.rights.cause import Cause, Source
from regalia.domain.rights.causes import causes
from regalia.domain.rights.labels import LABELS
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import Limit, PoolTerms, packed_haircuts
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Act, Condition
from tests.domain.rights.story import (
    DEAL,
    MATURITY,
    ONE,
    THREE,
    TODAY,
    TWO,
    a_pool,
    becomes,
    entry,
    event,
    happen,
    in_force,
    licence,
    licence_end,
    lien,
    lien_release,
    paper,
    transfer,
    valuation,
)


def of(pool: RightsPool, label: str, today: int = TODAY) -> tuple[Cause, ...]:
    return causes(pool.holdings(DEAL), label, today)


def legal(right: bytes, number: int, act: Act, condition: Condition) -> Cause:
    """The cause that event is, as ``happen`` reports it."""
    document = event(number, act, right).document
    return Cause(right, Source.LEGAL_EVENT, number, TODAY, document, act, b"", condition)


def test_causes__sound_pool__none_but_what_is_unlicensed_or_large() -> None:
    pool = a_pool()
    assert {label for label in LABELS if of(pool, label)} == {
        "rights-unlicensed",
        "largest-right",
        "largest-jurisdiction",
    }


def test_causes__two_invalidated__each_with_its_own_event() -> None:
    pool = a_pool()
    happen(pool.registry, Act.CHALLENGED, Act.INVALIDATED, Act.NOTED, right=TWO)
    happen(pool.registry, Act.INVALIDATED, right=THREE)
    assert of(pool, "rights-invalidated") == (
        legal(TWO, 4, Act.INVALIDATED, Condition.INVALIDATED),
        legal(THREE, 3, Act.INVALIDATED, Condition.INVALIDATED),
    )


def test_causes__cured_and_fallen_again__the_last_event() -> None:
    pool = a_pool()
    happen(pool.registry, Act.LAPSED, Act.REINSTATED)
    assert of(pool, "rights-lapsed") == ()
    happen(pool.registry, Act.SURRENDERED)
    assert of(pool, "rights-lapsed") == (legal(ONE, 5, Act.SURRENDERED, Condition.LAPSED),)


def test_causes__code_of_the_office__told() -> None:
    pool = a_pool()
    pool.registry.report((event(3, Act.CHALLENGED, code=b"L-1-2"),), TODAY)
    assert of(pool, "rights-under-review")[0].code == b"L-1-2"


def test_causes__restrictions__the_newest_that_still_holds() -> None:
    pool = a_pool()
    happen(pool.registry, Act.TRANSFER_BARRED, Act.LISTED_NEGATIVE, Act.DELISTED)
    assert of(pool, "rights-restricted") == (legal(ONE, 3, Act.TRANSFER_BARRED, Condition.RESTRICTED),)


def test_causes__dispute__the_newest() -> None:
    pool = a_pool()
    happen(pool.registry, Act.TITLE_DISPUTED, Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED)
    assert of(pool, "rights-in-dispute") == (legal(ONE, 4, Act.TITLE_DISPUTED, Condition.IN_DISPUTE),)


def test_causes__liens_ahead__the_newest_in_force() -> None:
    pool = a_pool()
    pool.registry.enter_lien(lien(0, document="tax"), TODAY)
    pool.registry.enter_lien(lien(0, document="wages"), TODAY)
    pool.registry.release_lien(lien_release(2), TODAY)
    document = lien(0, document="tax").document
    assert of(pool, "rights-pledged") == (Cause(ONE, Source.LIEN, 1, TODAY, document, condition=Condition.PLEDGED),)


def test_causes__expiry__the_day_or_the_event_that_told_it() -> None:
    pool = a_pool(values=(1_000,))
    pool.registry.value(valuation(until=20_601_231, document="long"), TODAY)
    by_day = Cause(ONE, Source.DAY, 0, 20_400_301, entry().document, condition=Condition.EXPIRED)
    assert of(pool, "rights-expired", 20_400_302) == (by_day,)
    pool.registry.report((event(3, Act.EXTENDED, date=20_450_301),), TODAY)
    by_extension = Cause(ONE, Source.DAY, 3, 20_450_301, event(3, Act.EXTENDED).document, condition=Condition.EXPIRED)
    assert of(pool, "rights-expired", 20_450_302) == (by_extension,)
    happen(pool.registry, Act.EXPIRED)
    assert of(pool, "rights-expired") == (legal(ONE, 4, Act.EXPIRED, Condition.EXPIRED),)


def test_causes__stale__the_last_day_or_the_valuation_in_another_token() -> None:
    pool = a_pool(values=(1_000,))
    day = Cause(ONE, Source.DAY, 1, 20_271_231, valuation().document, condition=Condition.STALE)
    assert of(pool, "rights-stale", 20_280_101) == (day,)
    pool.registry.value(valuation(token="euro", document="euro"), TODAY)
    other = valuation(document="euro").document
    assert of(pool, "rights-stale") == (Cause(ONE, Source.VALUATION, 2, 20_241_231, other, condition=Condition.STALE),)


def test_causes__demand__its_number_and_document() -> None:
    pool = a_pool()
    becomes(pool, DealStatus.LIVE)
    pool.demand_repurchase(TWO, paper("breach"))
    breached = Cause(TWO, Source.DEMAND, 1, 0, paper("breach"), condition=Condition.BREACHED)
    assert of(pool, "rights-breached") == (breached,)


def held_under_a_licence() -> RightsPool:
    pool = a_pool(values=())
    in_force(pool.registry, ONE)
    pool.registry.transfer_title(transfer("originator", "inventor", PPM), TODAY)
    words = licence(licensor="inventor", licensee="originator", exclusive=True)
    pool.registry.grant_licence(words, TODAY)
    pool.pledge(DEAL, (ONE,), (1,), "originator", TODAY)
    return pool


def test_causes__untitled__termination_or_the_last_day() -> None:
    pool = held_under_a_licence()
    assert of(pool, "rights-untitled") == ()
    ran_out = Cause(ONE, Source.DAY, 1, 20_351_231, licence().document, condition=Condition.UNTITLED)
    assert of(pool, "rights-untitled", 20_360_101) == (ran_out,)
    pool.registry.terminate_licence(licence_end(1), TODAY)
    ended = Cause(ONE, Source.LICENCE_END, 1, TODAY, licence_end(1).document, condition=Condition.UNTITLED)
    assert of(pool, "rights-untitled") == (ended,)


def test_causes__unlicensed__the_last_licence_that_ended_or_the_entry() -> None:
    pool = a_pool(values=(1_000,))
    assert [(cause.source, cause.number) for cause in of(pool, "rights-unlicensed")] == [(Source.ENTRY, 1)]
    pool.registry.grant_licence(licence(until=20_241_231, share=1, document="old"), TODAY)
    pool.registry.grant_licence(licence(share=999_999, document="new"), TODAY)
    assert [(cause.source, cause.day) for cause in of(pool, "rights-unlicensed")] == [(Source.DAY, 20_241_231)]
    pool.registry.terminate_licence(licence_end(2), TODAY)
    assert [(x.source, x.number) for x in of(pool, "rights-unlicensed")] == [(Source.LICENCE_END, 2)]


def test_causes__largest__valuations_of_its_rights_or_the_licences() -> None:
    pool = a_pool()
    pool.registry.grant_licence(licence(ONE, licensee="a", group="holding", share=500_000), TODAY)
    pool.registry.grant_licence(licence(THREE, licensee="b", group="holding", share=500_000, territory="EP"), TODAY)
    pool.registry.grant_licence(licence(ONE, licensee="c", share=1, document="of somebody else"), TODAY)
    assert [(cause.right, cause.source) for cause in of(pool, "largest-right")] == [(ONE, Source.VALUATION)]
    assert [cause.right for cause in of(pool, "largest-jurisdiction")] == [ONE, TWO]
    assert [cause.document for cause in of(pool, "largest-licensee")] == [licence(ONE).document]
    assert [(cause.right, cause.number) for cause in of(pool, "largest-group")] == [(ONE, 1), (THREE, 1)]


def test_causes__largest_right_valued_anew__the_newest_valuation() -> None:
    pool = a_pool(values=(1_000,))
    pool.registry.value(valuation(amount=900, document="second"), TODAY)
    assert [(cause.number, cause.document) for cause in of(pool, "largest-right")] == [
        (2, valuation(document="second").document)
    ]


def test_causes__pool_value__what_took_from_it() -> None:
    haircuts = packed_haircuts({Condition.INVALIDATED: PPM, Condition.IN_DISPUTE: 100_000})
    pool = a_pool(PoolTerms(MATURITY, haircuts))
    happen(pool.registry, Act.TITLE_DISPUTED, Act.INVALIDATED, right=ONE)
    happen(pool.registry, Act.TITLE_DISPUTED, right=TWO)
    happen(pool.registry, Act.LISTED_NEGATIVE, right=THREE)
    assert of(pool, "pool-value") == (
        legal(ONE, 4, Act.INVALIDATED, Condition.INVALIDATED),
        legal(TWO, 3, Act.TITLE_DISPUTED, Condition.IN_DISPUTE),
    )


def test_causes__limits_broken__those_of_each_limit_that_is() -> None:
    limits = (Limit("rights-lapsed", 0), Limit("largest-right", PPM), Limit("rights-under-review", 0))
    pool = a_pool(PoolTerms(MATURITY, limits=limits))
    happen(pool.registry, Act.CHALLENGED, right=ONE)
    happen(pool.registry, Act.LAPSED, right=TWO)
    assert [(cause.right, cause.act) for cause in of(pool, "limits-broken")] == [
        (TWO, Act.LAPSED),
        (ONE, Act.CHALLENGED),
    ]
