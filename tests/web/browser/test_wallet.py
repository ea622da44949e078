# SPDX-License-Identifier: Apache-2.0
"""Each act of a wallet, from the button to the chain: wide in English, narrow in Chinese. The tests go along with time, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from eth_typing import ChecksumAddress
from playwright.sync_api import Browser

from regalia.demo.clock import noon, wait_until
from regalia.demo.scenario import PATENTS
from regalia.demo.selling import bid, give
from regalia.market.fillable import check
from regalia.market.folder_board import FolderBoard
from regalia.market.signed_order import SignedOrder
from regalia.servicing import offering, payments
from regalia.servicing.resolution_calls import meeting_of
from tests.web.browser.dealing import DENIED, LEFT, POSTED, REFUSED, Dealer
from tests.web.browser.server import Server
from tests.web.browser.world import CASH, World

LOOKS = (("en", 1280), ("zh", 390))
IDS = tuple(lang for lang, _ in LOOKS)
Deals = Callable[..., Dealer]
TOO_MUCH = (1, 1, 1, 997)
"""Bids for equity beyond the thousand units there are: everybody gets half, rounded by places, and the first and third of these nothing."""


@pytest.fixture(params=LOOKS, ids=IDS)
def look(request: pytest.FixtureRequest) -> tuple[str, int]:
    found: tuple[str, int] = request.param
    return found


@pytest.fixture
def dealer(browser: Browser, server: Server, look: tuple[str, int]) -> Iterator[Deals]:
    """Make one for an address; connected, unless its wallet is on another network."""
    made = []

    def deals(account: ChecksumAddress, network: int | None = None) -> Dealer:
        server.caught_up()
        found, context = Dealer.at_the_entrance(browser, server, account, *look, network)
        made.append((found, context))
        found.connect()
        return found

    yield deals
    for found, context in made:
        overflow = found.visitor.overflow()
        context.close()
        found.visitor.had_no_trouble()
        assert overflow <= 0


def sent(world: World, account: ChecksumAddress) -> int:
    return world.chain.web3.eth.get_transaction_count(account)


def units(world: World, account: ChecksumAddress) -> int:
    return int(world.notes.contracts.token("senior").functions.balanceOf(account).call())


def on_board(server: Server) -> list[SignedOrder]:
    return [listed.signed for listed in FolderBoard(server.board).orders()]


def claimer(world: World, lang: str) -> tuple[ChecksumAddress, str]:
    """Somebody who is owed something, and in which class."""
    role, tranche = {"en": ("senior_investor_1", "senior"), "zh": ("senior_investor_3", "senior")}[lang]
    return world.notes.investor(role), tranche


def test_claim__user_refuses_or_goes_back__nothing_is_sent(dealer: Deals, lived: World, look: tuple[str, int]) -> None:
    account, tranche = claimer(lived, look[0])
    found, before = dealer(account), sent(lived, account)
    found.wallet.refuses = True
    form = found.form(lived.notes.terms.id, "claim", tranche=tranche)
    found.act(form, "claim", told=DENIED)
    form.locator("button").click()
    found.visitor.page.locator("#confirm[open]").wait_for()
    found.visitor.page.keyboard.press("Escape")
    found.is_told(LEFT)
    assert sent(lived, account) == before


def test_claim__agreed_to__pays_what_is_owed(dealer: Deals, lived: World, look: tuple[str, int]) -> None:
    account, tranche = claimer(lived, look[0])
    cash = lived.notes.contracts.payment_token.functions.balanceOf(account)
    owed, before = payments.entitlement(lived.notes.contracts, tranche, account), cash.call()
    assert owed > 0
    found = dealer(account)
    found.act(found.form(lived.notes.terms.id, "claim", tranche=tranche), "claim")
    assert payments.entitlement(lived.notes.contracts, tranche, account) == 0
    assert 0 < cash.call() - before <= owed  # tax may be withheld


def test_vote__on_another_network__changes_it_and_counts(dealer: Deals, lived: World, look: tuple[str, int]) -> None:
    account, _ = claimer(lived, look[0])
    found = dealer(account, 1)
    form = found.form(lived.notes.terms.id, "vote", resolution=str(lived.resolution.number))
    found.act(form, "vote", choice="for")
    assert "wallet_switchEthereumChain" in found.wallet.asked and found.wallet.network == lived.chain.chain_id
    voted = meeting_of(lived.notes.contracts).functions.hasVoted(lived.resolution.number, account)
    assert voted.call() is True


def test_order__signed__is_on_the_board_without_a_transaction_more_than_the_allowance(
    dealer: Deals, lived: World, server: Server, look: tuple[str, int]
) -> None:
    before = len(on_board(server))
    sign(dealer(lived.investor), lived)
    orders = on_board(server)
    assert len(orders) == before + 1
    assert {(one.order.maker, one.order.units, one.order.price) for one in orders} == {
        (lived.investor, 120, 99_250_000)
    }


def sign(found: Dealer, world: World) -> None:
    """An order to sell, onto the board."""
    form = found.form(world.notes.terms.id, "order")
    form.locator('[name="side"]').select_option("sell")
    form.locator('[name="tranche"]').select_option("senior")
    form.locator('[name="units"]').fill("120")
    form.locator('[name="price"]').fill("99.25")
    form.locator('[data-act="order"]').click()
    page = found.visitor.page
    while "eth_signTypedData_v4" not in found.wallet.asked:
        page.locator("#confirm[open]").wait_for()
        found.agree()
        page.wait_for_timeout(200)
    found.is_told(POSTED)


def test_fill__part_of_an_order__moves_units_and_money(
    dealer: Deals, lived: World, server: Server, look: tuple[str, int]
) -> None:
    (signed, *_) = on_board(server)
    before = units(lived, lived.buyer), units(lived, lived.investor)
    found = dealer(lived.buyer)
    form = found.form(lived.notes.terms.id, "fill", order=signed.name)
    form.locator('[name="units"]').fill("20")
    found.act(form, "fill", steps=2)
    assert (units(lived, lived.buyer), units(lived, lived.investor)) == (before[0] + 20, before[1] - 20)


def test_cancel__of_an_own_order__ends_it_for_everybody(
    dealer: Deals, lived: World, server: Server, look: tuple[str, int]
) -> None:
    alive = [one for one in on_board(server) if not check(lived.chain.web3, one).dead]
    found = dealer(lived.investor)
    found.act(found.form(lived.notes.terms.id, "cancel-order", order=alive[0].name), "cancel-order")
    assert check(lived.chain.web3, alive[0]).dead


def test_cancel_all__of_own_orders__ends_what_was_signed(
    dealer: Deals, lived: World, server: Server, look: tuple[str, int]
) -> None:
    found = dealer(lived.investor)
    sign(found, lived)
    alive = [one for one in on_board(server) if not check(lived.chain.web3, one).dead]
    assert alive
    again = dealer(lived.investor)
    again.act(again.form(lived.notes.terms.id, "cancel-all"), "cancel-all")
    assert all(check(lived.chain.web3, one).dead for one in alive)


def test_bid__of_more_than_the_wallet_has__refused_in_words_before_anything_is_signed(
    dealer: Deals, lived: World, look: tuple[str, int]
) -> None:
    account = lived.notes.investor("junior_investor")  # whom the patents' registry knows, and who has no money left
    found, before = dealer(account), sent(lived, account)
    form = found.form(lived.patents.terms.id, "bid", tranche="senior")
    form.locator('[name="units"]').fill("100")
    with found.visitor.forgiven("status 4", "status of 4"):
        form.locator('[data-act="bid"]').click()
        found.is_told(REFUSED)
    assert sent(lived, account) == before and "eth_sendTransaction" not in found.wallet.asked


def test_bid__in_an_offering__allowed_first_and_then_made(dealer: Deals, lived: World, look: tuple[str, int]) -> None:
    (order, *_), account = PATENTS.orders, bidder(lived)
    before = bids_of(lived, account)
    found = dealer(account)
    form = found.form(lived.patents.terms.id, "bid", tranche=order.tranche)
    form.locator('[name="units"]').fill(str(order.units // 2))
    found.act(form, "bid", steps=2)
    assert bids_of(lived, account) == before + order.units // 2


def test_collect__after_the_closing__brings_the_units(dealer: Deals, lived: World, look: tuple[str, int]) -> None:
    closed(lived)
    role, tranche = {"en": ("senior_investor", "senior"), "zh": ("mezzanine_investor", "mezzanine")}[look[0]]
    account, held = lived.patents.investor(role), lived.patents.contracts.token(tranche).functions.balanceOf
    before, found = held(account).call(), dealer(account)
    found.act(found.form(lived.patents.terms.id, "collect", tranche=tranche), "collect")
    assert held(account).call() > before


def test_refund__of_a_bid_that_got_nothing__brings_its_money(
    dealer: Deals, lived: World, look: tuple[str, int]
) -> None:
    closed(lived)
    account = lived.patents.investor("equity_investor")
    cash, found = lived.patents.contracts.payment_token.functions.balanceOf(account), dealer(account)
    before = cash.call()
    found.act(found.form(lived.patents.terms.id, "refund", tranche="equity"), "refund")
    price = next(one.paid for one in offering.bids_of(lived.patents.contracts) if one.units == 1)
    assert cash.call() - before == price > 0


def bidder(world: World) -> ChecksumAddress:
    return world.patents.investor(PATENTS.orders[0].investor)


def bids_of(world: World, account: ChecksumAddress) -> int:
    return sum(one.units for one in offering.bids_of(world.patents.contracts) if one.investor == account)


def closed(world: World) -> None:
    """The offering of the patents, once; with the first investor's bid made good where it is missing, and too much bid for equity."""
    day = noon(world.patents.terms.calendar.closing)
    if world.chain.now() >= day:
        return
    first = PATENTS.orders[0]
    if missing := first.units - bids_of(world, bidder(world)):
        give(world.patents, bidder(world), CASH)
        bid(world.patents, first.tranche, missing, bidder(world))
    equity = world.patents.investor("equity_investor")
    give(world.patents, equity, CASH)
    for units_bid in TOO_MUCH:
        bid(world.patents, "equity", units_bid, equity)
    wait_until(world.chain, day)
    offering.close(world.patents.contracts, world.sample.stage.cast.wallet("passer-by"))
