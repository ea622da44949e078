# SPDX-License-Identifier: Apache-2.0
"""What a wallet is given to bid, to collect, to take money back and to vote, from the opening of a sale on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from regalia.chain.connection import connect
from regalia.chain.devnet import devnet
from regalia.domain.meeting.resolutions import Amend
from regalia.domain.meeting.tally import Ballot
from regalia.ledger.index.database import open_database
from regalia.servicing import meeting, offering, resolutions
from regalia.views.following import Followed, Subject
from regalia.views.investor import InvestorDeal, investor_view
from regalia.views.plain import figures, to_plain
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.cli.market_desk import WINDOW_ENDS, MarketDesk, set_up
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.support.devnet import undone
from tests.support.roles import key_of
from tests.web.shown import figures_on
from tests.web.wallet import Wallet

pytestmark = pytest.mark.devnet
SENIOR = {"deal": "market", "tranche": "senior"}
NOTICE, VOTING = 3 * DAY, 7 * DAY


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarketDesk]:
    """The window is open; nobody has bid."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield set_up(chain, tmp_path_factory.mktemp("market"))


@pytest.fixture
def desk(opened: MarketDesk) -> Iterator[MarketDesk]:
    with undone(opened.life.chain):
        yield opened


@pytest.fixture
def site(desk: MarketDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """Of its own for each test, as the chain is set back after it."""
    life, record = desk.life, desk.life.record
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('db')}/x.db", record.chain_id, record.genesis_hash)
    web3 = connect(life.chain.url, record.chain_id, record.genesis_hash)
    found = Followed(database, web3, [Subject(record, life.terms)])
    found.once()
    yield found
    database.close()


@pytest.fixture
def client(site: Followed) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(site)), base_url="http://127.0.0.1") as found:
        yield found


def wallet(client: TestClient, desk: MarketDesk, role: str) -> Wallet:
    return Wallet(client, desk.life.chain, key_of(role).address, key_of(role))


def seen(site: Followed, role: str) -> InvestorDeal:
    site.once()
    with site.all_now() as all_now:
        (deal,) = investor_view(all_now, key_of(role).address).deals
    return deal


def page_of(client: TestClient, site: Followed, role: str, lang: str = "en") -> str:
    """Its figures are those of the view."""
    site.once()
    address = key_of(role).address
    with site.all_now() as all_now:
        expected = dict(figures(to_plain(investor_view(all_now, address))))
    text = client.get(f"/{lang}/investor/{address}").text
    assert figures_on(text).items() <= expected.items()
    return text


def test_bid__sent_as_prepared__is_paid_and_waits(client: TestClient, desk: MarketDesk, site: Followed) -> None:
    investor, before = wallet(client, desk, "senior_investor"), desk.cash("senior_investor")
    assert page_of(client, site, "senior_investor").count('data-act="bid"') == 3
    investor.does("bid", **SENIOR, units=20, level=1)
    assert before - desk.cash("senior_investor") == 2_000 * USD
    assert (
        "take 2,000.00 USD of yours in all" in investor.said[0]
        and "at level 1 and pay 2,000.00 USD" in investor.said[1]
    )
    allowed = desk.life.deal.payment_token.functions.allowance(investor.address, desk.life.deal.offering.address)
    assert allowed.call() == 0
    (bid,) = seen(site, "senior_investor").bids
    assert (bid.id, bid.units, bid.paid, bid.allotted, bid.state) == ("senior-1-0", 20, Decimal(2_000), None, "waits")
    assert "等待发售结束" in page_of(client, site, "senior_investor", "zh")


@pytest.mark.parametrize(
    ("role", "fields", "said"),
    [
        ("senior_investor", {"units": 15}, "Offering_NotInLots"),
        ("senior_investor", {"units": 10, "level": 30}, "has 5"),
        ("senior_investor", {"units": 5_000}, "Offering_TooManyUnits"),
        ("retail_investor", {"tranche": "mezzanine", "units": 10}, "TransferRefused"),
        ("outsider", {"units": 10}, "TransferRefused"),
    ],
    ids=["lots", "level", "too many", "class", "outsider"],
)
def test_bid__that_the_offering_would_not_take__is_refused_before_anything_is_allowed(
    client: TestClient, desk: MarketDesk, role: str, fields: dict[str, object], said: str
) -> None:
    assert said in wallet(client, desk, role).refusal("bid", **(SENIOR | fields))


def test_bid__of_who_has_no_money__is_refused(client: TestClient, desk: MarketDesk) -> None:
    investor, cash = wallet(client, desk, "buyer"), desk.life.deal.payment_token.functions
    investor.send(
        {"from": investor.address, "to": cash.address, "gas": 200_000}
        | {"data": cash.transfer(key_of("outsider").address, desk.cash("buyer"))._encode_transaction_data()}
    )
    assert "holds 0.00 USD, this costs 1,000.00 USD" in investor.refusal("bid", **SENIOR, units=10)


def closed(desk: MarketDesk) -> None:
    """Two bids share the last level, so that money comes back."""
    desk.bid("senior_investor", "senior", 900, 0)
    desk.bid("buyer", "senior", 300, 1)
    desk.bid("mezzanine_investor", "mezzanine", 500)
    desk.bid("senior_investor", "junior", 95)
    desk.warp(WINDOW_ENDS + 60)
    offering.close(desk.life.deal, desk.life.anybody)


def test_collect__of_an_allotted_bid__brings_the_units_and_the_change(
    client: TestClient, desk: MarketDesk, site: Followed
) -> None:
    closed(desk)
    (bid,) = seen(site, "buyer").bids
    assert (bid.state, bid.allotted, bid.owed) == ("collect", 100, Decimal(20_000))
    assert 'data-act="collect"' in page_of(client, site, "buyer")
    buyer, before = wallet(client, desk, "buyer"), desk.cash("buyer")
    place = {**SENIOR, "level": bid.level, "place": bid.place}
    assert "is that of" in wallet(client, desk, "senior_investor").refusal("collect", **place)
    buyer.does("collect", **place)
    assert "collect 100 units" in buyer.said[0] and "20,000.00 USD that bought nothing" in buyer.said[0]
    assert (desk.units("senior", "buyer"), desk.cash("buyer") - before) == (100, 20_000 * USD)
    (after,) = seen(site, "buyer").bids
    assert (after.state, after.owed) == ("done", Decimal(0))


def test_refund__of_money_that_bought_nothing__comes_back(client: TestClient, desk: MarketDesk, site: Followed) -> None:
    closed(desk)
    buyer, before = wallet(client, desk, "buyer"), desk.cash("buyer")
    buyer.does("refund", **SENIOR, level=1, place=0)
    assert desk.cash("buyer") - before == 20_000 * USD and "You take back 20,000.00 USD" in buyer.said[0]
    (bid,) = seen(site, "buyer").bids
    assert (bid.state, bid.owed) == ("collect", Decimal(0))
    assert "Offering_NothingLeft" in buyer.refusal("refund", **SENIOR, level=1, place=0)


def test_vote__of_a_holder__counts_what_was_said_and_only_once(
    client: TestClient, desk: MarketDesk, site: Followed
) -> None:
    closed(desk)
    offering.collect_all(desk.life.deal, desk.life.anybody)
    desk.warp(desk.now + 60)
    meeting.convene(desk.life.deal, Amend(0, 12_000), "<b>The fee</b>", key_of("senior_investor"))
    (convened,) = resolutions.resolutions_of(desk.life.deal)
    asked = {"deal": "market", "resolution": convened.number, "ballot": "for"}
    holder = wallet(client, desk, "senior_investor")
    assert "GovernorUnexpectedProposalState" in holder.refusal("vote", **asked)
    text = page_of(client, site, "senior_investor")
    assert "<b>The fee</b>" not in text and "&lt;b&gt;The fee" in text and 'data-act="vote"' not in text
    desk.warp(desk.now + NOTICE + 1)
    assert page_of(client, site, "senior_investor").count('data-act="vote"') == 3
    holder.does("vote", **asked)
    assert "You vote FOR" in holder.said[0] and "900 × Class A" in holder.said[0]
    (line,) = seen(site, "senior_investor").resolutions
    assert (line.act, line.stage, line.ballot) == ("Amend", "active", "for") and line.counted >= 900
    assert {one.id: one.units for one in line.held}["senior"] == 900
    assert 'data-act="vote"' not in page_of(client, site, "senior_investor")
    assert holder.refusal("vote", **asked) and wallet(client, desk, "outsider").refusal("vote", **asked)
    state = resolutions.state_of(desk.life.deal, convened)
    assert next(one for one in state.classes if one.tranche == "senior").count.cast[Ballot.FOR] == 900
    desk.warp(desk.now + VOTING + 1)
    assert seen(site, "buyer").resolutions[0].stage == "ended"
