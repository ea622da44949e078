# SPDX-License-Identifier: Apache-2.0
"""Bids, and money that bidders get back."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.offering.book import BidRefusedError
from regalia.domain.transfer_policy import Question
from regalia.ledger.ladder import OF_AN_ISSUE, allowed
from regalia.ledger.model import Refund, Subscription
from regalia.ledger.place import Place
from regalia.ledger.run import NOBODY, Run, at
from regalia.ledger.sale_book import BidKey, SoldBid, Stage

GROUP = "offering"
OF_A_REFUND = frozenset({Question.SENDER_NOT_FROZEN, Question.SENDER_NOT_HALTED})


def subscribed(run: Run, event: Event) -> None:
    """Within the window, what offer and rules take; the price of the level is paid. The book goes on with what it finds itself."""
    args, where, tally, sale = event.args, at(event), run.tally, run.sale
    index = tranche_index(run, event)
    if index is None or not before_closing(run, event):
        return
    tranche, book = run.ledger.terms.tranches[index].id, sale.books[index]
    wallet, level, units = args["investor"], args["level"], args["units"]
    _in_the_window(run, event)
    allowed(run, event, tranche, NOBODY, wallet, units, OF_AN_ISSUE)
    facts = run.investors.facts_of(wallet)
    if facts is not None:
        admitted = book.offer.admits(facts.investor_class)
        tally.holds(admitted, GROUP, where, "class", "one the offer is for", facts.investor_class)
    try:
        bid = book.subscribe(run.bidder(index, wallet), level, units)
    except BidRefusedError as error:
        tally.holds(False, GROUP, where, f"bid for {tranche}", "one the offer takes", error.message)
        return
    tally.same(GROUP, where, f"place at level {level} of {tranche}", bid.place, args["place"])
    paid = book.paid(bid)
    tally.money(GROUP, where, f"price of {units} units of {tranche}", paid, args["paid"])
    rules = run.rules[tranche]
    counted = bool(rules.holder_limit or rules.largest_holding) and not run.retains(index, wallet)
    sale.bids[index, level, bid.place] = SoldBid(bid, wallet, paid, counted=counted)
    sale.cash += paid
    _within_the_holder_limit(run, event, index)
    run.ledger.subscriptions.append(Subscription(tranche, wallet, units, paid, Place.of(event), level, bid.place))


def refunded(run: Run, event: Event) -> None:
    """All that is owed in money at once, to the bidder, unless he is frozen or halted."""
    args, where, tally, sale = event.args, at(event), run.tally, run.sale
    key = bid_key(run, event)
    if key is None:
        return
    sold, tranche = sale.bids[key], run.ledger.terms.tranches[key[0]].id
    if not sale.closed_at:
        stage = sale.stage(event.timestamp)
        tally.same(GROUP, where, "offering", Stage.LAPSED.name.lower(), stage.name.lower())
    owed = sale.owed(key, event.timestamp)
    tally.same(GROUP, where, "bidder", sold.wallet, args["investor"])
    tally.holds(owed > 0, GROUP, where, f"owed to {sold.wallet}, above", 0, owed)
    tally.money(GROUP, where, f"owed to {sold.wallet}", owed, args["paid"])
    allowed(run, event, tranche, sold.wallet, sold.wallet, 0, OF_A_REFUND)
    sale.refunded(key)
    sale.cash -= owed
    run.ledger.refunds.append(Refund(tranche, sold.wallet, owed, Place.of(event), key[1], key[2]))


def place_given_up(run: Run, event: Event) -> None:
    """Of a bid that got nothing: its investor counts no more among the holders to come; his money waits."""
    key = bid_key(run, event)
    if key is None:
        return
    sold, tally = run.sale.bids[key], run.tally
    tally.same(GROUP, at(event), "bidder", sold.wallet, event.args["investor"])
    tally.same(GROUP, at(event), "units allotted", 0, run.sale.allotted(key))
    tally.holds(run.sale.owed(key, event.timestamp) > 0, GROUP, at(event), "money that waits", "some", 0)
    sold.counted = False


def bid_moved(run: Run, event: Event) -> None:
    """To another wallet of the investor, whose former one the registry closed."""
    key = bid_key(run, event)
    if key is None:
        return
    sold, args = run.sale.bids[key], event.args
    run.tally.same(GROUP, at(event), "bidder", sold.wallet, args["from"])
    whose = run.investors.of_wallet.get
    run.tally.same(GROUP, at(event), "investor of the new wallet", whose(sold.wallet), whose(args["to"]))
    sold.wallet = args["to"]


def bid_key(run: Run, event: Event) -> BidKey | None:
    """The bid that the event names; None, and a difference, when nobody made it."""
    key = (event.args["tranche"], event.args["level"], event.args["place"])
    known = key in run.sale.bids
    run.tally.holds(known, GROUP, at(event), "tranche, level and place", "those of a bid", list(key))
    return key if known else None


def before_closing(run: Run, event: Event) -> bool:
    closed = run.ledger.closed
    found = closed and f"block {closed.block_number}"
    return run.tally.holds(closed is None, GROUP, at(event), "only before closing", "not closed", found)


def tranche_index(run: Run, event: Event) -> int | None:
    size, index = len(run.ledger.terms.tranches), event.args["tranche"]
    known = index < size
    run.tally.holds(known, GROUP, at(event), "tranche, below", size, index)
    return int(index) if known else None


def _in_the_window(run: Run, event: Event) -> None:
    opens, deadline = run.sale.opens, run.sale.deadline
    if opens is not None and deadline is not None:
        now, where = event.timestamp, at(event)
        run.tally.holds(now >= opens, GROUP, where, "not before the window opens", opens, now)
        run.tally.holds(now <= deadline, GROUP, where, "not after the deadline", deadline, now)


def _within_the_holder_limit(run: Run, event: Event, index: int) -> None:
    """Each investor who bids has a place; judged only where it is known whose wallet each is."""
    rules = run.rules[run.ledger.terms.tranches[index].id]
    wallets = run.sale.awaited(index)
    if not rules.holder_limit or any(wallet not in run.investors.of_wallet for wallet in wallets):
        return
    investors = len({run.investors.of_wallet[wallet] for wallet in wallets}) + (1 if rules.retained else 0)
    within = investors <= rules.holder_limit
    run.tally.holds(within, GROUP, at(event), "investors with a place, at most", rules.holder_limit, investors)
