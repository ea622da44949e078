# SPDX-License-Identifier: Apache-2.0
"""Units that come into hands: collected by their bidders, taken up by others, retained by the originator."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.entitlement import ONE
from regalia.domain.transfer_rules import RuleFlag
from regalia.ledger.bid_events import GROUP, bid_key
from regalia.ledger.ladder import OF_AN_ISSUE, allowed
from regalia.ledger.model import Delivery, DeliveryKind
from regalia.ledger.place import Place
from regalia.ledger.run import NOBODY, Run, at
from regalia.ledger.sale_book import TAKE_UP_AFTER, BidKey, Issue


def collected(run: Run, event: Event) -> None:
    """What the bid was allotted, once; its change mostly with it."""
    key = _waiting(run, event)
    if key is None:
        return
    sale, args = run.sale, event.args
    sold, units = sale.bids[key], sale.allotted(key)
    tranche = run.ledger.terms.tranches[key[0]].id
    run.tally.same(GROUP, at(event), "bidder", sold.wallet, args["investor"])
    run.tally.same(GROUP, at(event), f"units of {tranche} allotted", units, args["units"])
    issue = Issue(event.transaction_hash, tranche, sold.wallet, units, sale.cost(key), DeliveryKind.ALLOTTED)
    sale.issues.append(issue)
    sale.delivered(key)


def taken_up(run: Run, event: Event) -> None:
    """By another, from ten days after closing on, for their price and what they earned; the bidder must be one who can't hold them."""
    key = _waiting(run, event)
    if key is None:
        return
    sale, args, where = run.sale, event.args, at(event)
    sold, units, cost = sale.bids[key], sale.allotted(key), sale.cost(key)
    tranche = run.ledger.terms.tranches[key[0]].id
    since = sale.closed_at + TAKE_UP_AFTER
    run.tally.holds(event.timestamp >= since, GROUP, where, "not before", since, event.timestamp)
    run.tally.same(GROUP, where, "bidder", sold.wallet, args["investor"])
    run.tally.same(GROUP, where, f"units of {tranche} allotted", units, args["units"])
    earned = -(-run.ledger.books[tranche].per_unit * units // ONE)
    paid = cost + earned
    run.tally.money(GROUP, where, f"price and income of {units} units of {tranche}", paid, args["paid"])
    facts = run.investors.facts_of(args["by"])
    if facts is not None:
        admitted = sale.books[key[0]].offer.admits(facts.investor_class)
        run.tally.holds(admitted, GROUP, where, "class", "one the offer is for", facts.investor_class)
    _cannot_hold(run, event, key, tranche)
    sale.cash += paid
    sale.issues.append(Issue(event.transaction_hash, tranche, args["by"], units, paid, DeliveryKind.TAKEN_UP))
    sale.delivered(key, replaced=True)
    sold.earned = earned


def issued(run: Run, event: Event, tranche: str) -> None:
    """A token's ``Transfer`` from nobody: right after the offering has said for whom. Units earn since closing, whenever they come."""
    investor, units, tally = event.args["to"], event.args["value"], run.tally
    where, issue = at(event), run.sale.issues[0] if run.sale.issues else None
    announced = issue is not None and issue.transaction == event.transaction_hash
    if not tally.holds(announced, GROUP, where, f"{units} units of {tranche} issued", "by the offering", "by nobody"):
        return
    assert issue is not None
    del run.sale.issues[0]
    tally.same(GROUP, where, "tranche", issue.tranche, tranche)
    tally.same(GROUP, where, f"units of {issue.tranche} issued to", issue.investor, investor)
    tally.same(GROUP, where, f"units of {issue.tranche} issued", issue.units, units)
    allowed(run, event, issue.tranche, NOBODY, issue.investor, issue.units, OF_AN_ISSUE)
    book = run.ledger.books[issue.tranche]
    enough = book.awaited >= issue.units
    if not tally.holds(enough, GROUP, where, "units still to be issued, at least", issue.units, book.awaited):
        return
    growth = run.watch(issue.tranche, issue.investor)
    book.issue(issue.investor, issue.units)
    if run.rules[issue.tranche].retained and run.wiring and issue.investor == run.wiring.originator:
        book.retaining.add(issue.investor)
    income = growth()[issue.investor]
    place = Place.of(event)
    run.ledger.deliveries.append(
        Delivery(issue.tranche, issue.investor, issue.units, issue.cost, income, issue.kind, place)
    )


def compare_deliveries(run: Run) -> None:
    """What was said to be issued and was not."""
    for issue in run.sale.issues:
        where = f"transaction {issue.transaction}, Transfer"
        run.tally.same(GROUP, where, f"units of {issue.tranche} issued to {issue.investor}", issue.units, 0)


def _waiting(run: Run, event: Event) -> BidKey | None:
    """The bid whose units are still to come: after closing, allotted some, and not in hands."""
    key, where, tally = bid_key(run, event), at(event), run.tally
    if key is None or not tally.holds(run.ledger.closed is not None, GROUP, where, "deal", "closed", "not closed"):
        return None
    units, done = run.sale.allotted(key), run.sale.bids[key].collected
    some = tally.holds(units > 0, GROUP, where, "units allotted, above", 0, units)
    return key if tally.same(GROUP, where, "collected before", False, done) and some else None


def _cannot_hold(run: Run, event: Event, key: BidKey, tranche: str) -> None:
    """Judged where the registry told of him since the deal was made: closed, expired, of another class or country."""
    wallet, rules = run.sale.bids[key].wallet, run.rules[tranche]
    facts = run.investors.facts_of(wallet)
    if facts is None:
        return
    eligible = facts.valid_until >= event.timestamp and wallet not in run.investors.closed
    fits = bool(rules.class_mask >> facts.investor_class & 1)
    fits = fits and (RuleFlag.JURISDICTIONS not in rules.flags or facts.country in rules.countries)
    may = eligible and fits
    run.tally.holds(not may, GROUP, at(event), f"{wallet} may hold them", "no", "yes")
