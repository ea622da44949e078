# SPDX-License-Identifier: Apache-2.0
"""When no right may take another's place."""

from __future__ import annotations

from dataclasses import replace

from tests.support import whole
from tests.support.acts import conclude
from tests.support.chain import Answer, refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import DISPUTED, USD, PoolSpec, RightsDesk, label, number
from tests.support.rights_acts import BUYER, CLOSED_ON, ORIGINATOR, PATENT_1, PATENT_2, on, settle

UNTIL = 20240630
TERMS = PoolSpec(substitution_until=UNTIL, substitution_most=500_000)
THIRD, FOURTH = number(3), number(4)


def substitute(desk: RightsDesk, outgoing: bytes, incoming: bytes, licence: int = 0) -> Answer:
    return desk.pool.send("substitute", outgoing, incoming, licence, by=ORIGINATOR)


def live(desk: RightsDesk, terms: PoolSpec = TERMS) -> DealContracts:
    """On rights of 100 and 300; half of that may be replaced."""
    return desk.live(100 * USD, 300 * USD, terms=terms)[0]


def test_substitute__terms_allow_none__refused(desk: RightsDesk) -> None:
    live(desk, PoolSpec())
    desk.good(THIRD, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_SubstitutionOver", until=0, today=CLOSED_ON):
        substitute(desk, PATENT_1, THIRD)


def test_substitute__incoming_does_not_pass_a_gate__refused(desk: RightsDesk) -> None:
    live(desk)
    desk.good(THIRD, 100 * USD)
    desk.happen(THIRD, DISPUTED)
    with refused_whole(desk.chain, "RightsPool_TitleDisputed", right=THIRD, disputes=1):
        substitute(desk, PATENT_1, THIRD)
    desk.good(FOURTH, 100 * USD, owners=(BUYER,))
    with refused_whole(desk.chain, "RightsPool_NotOwned", right=FOURTH, originator=ORIGINATOR, share=0):
        substitute(desk, PATENT_1, FOURTH)
    desk.licence(FOURTH, ORIGINATOR, licensor=BUYER)
    with refused_whole(desk.chain, "RightsPool_LicenceTooNarrow", right=FOURTH, licence=1, what="exclusive"):
        substitute(desk, PATENT_1, FOURTH, 1)
    desk.licence(FOURTH, ORIGINATOR, licensor=BUYER, exclusive=True)
    substitute(desk, PATENT_1, FOURTH, 2)


def test_substitute__incoming_that_backs_a_deal__refused(desk: RightsDesk) -> None:
    deal, other = live(desk), desk.deal(salt=b"\5" * 32)
    desk.open(other)
    desk.pledge(other, desk.good(THIRD, 100 * USD))
    for incoming, backed in ((PATENT_2, deal), (THIRD, other)):
        with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=incoming, deal=backed.deal.address):
            substitute(desk, PATENT_1, incoming)


def test_substitute__by_itself_while_a_gate_is_shut__refused_and_still_in_its_place(desk: RightsDesk) -> None:
    live(desk)
    desk.happen(PATENT_1, DISPUTED)
    with refused_whole(desk.chain, "RightsPool_TitleDisputed", right=PATENT_1, disputes=1):
        substitute(desk, PATENT_1, PATENT_1)


def test_substitute__by_itself_worth_less_than_at_pledge__refused(desk: RightsDesk) -> None:
    live(desk)
    desk.value(PATENT_1, 100 * USD - 1)
    with refused_whole(desk.chain, "RightsPool_WorthLess", least=100 * USD, given=100 * USD - 1):
        substitute(desk, PATENT_1, PATENT_1)


def test_substitute__outgoing_that_backs_none__refused(desk: RightsDesk) -> None:
    live(desk)
    desk.good(THIRD, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_NotPledged", right=THIRD):
        substitute(desk, THIRD, PATENT_1)


def test_substitute__before_closing_or_after_the_end__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal, TERMS)
    desk.pledge(deal, desk.good(PATENT_1, 100 * USD))
    desk.good(THIRD, 100 * USD)
    where = deal.deal.address
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=0):
        substitute(desk, PATENT_1, THIRD)
    deal.sell(whole.ALLOCATION)
    deal.end_window()
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=1):
        substitute(desk, PATENT_1, THIRD)
    deal.close()
    deal.pay_date(1_500_000 * USD)
    conclude(deal)
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=4):
        substitute(desk, PATENT_1, THIRD)


def test_substitute__something_is_due__refused_until_settled(desk: RightsDesk) -> None:
    deal = live(desk)
    desk.value(PATENT_2, 300 * USD, until=20240131)
    desk.good(THIRD, 100 * USD)
    on(desk, 20240201)
    with refused_whole(desk.chain, "RightsPool_Due", day=20240131, today=20240201):
        substitute(desk, PATENT_1, THIRD)
    settle(desk, deal)
    substitute(desk, PATENT_1, THIRD)


def test_substitute__breaks_a_limit__refused(desk: RightsDesk) -> None:
    deal = live(desk, replace(TERMS, limits=(("largest-right", 750_000),)))
    desk.good(THIRD, 1_000 * USD)
    with refused_whole(desk.chain, "RightsPool_LimitBroken", label=label("largest-right"), most=750_000, given=769_231):
        substitute(desk, PATENT_1, THIRD)
    desk.value(THIRD, 900 * USD)
    substitute(desk, PATENT_1, THIRD)
    assert desk.facts(deal, "largest-right", "limits-broken") == (750_000, 0)
