# SPDX-License-Identifier: Apache-2.0
"""What the pool of rights said, one event each, through its twin: which right backs which deal, and what it counts for."""

from __future__ import annotations

from dataclasses import replace

from regalia.chain.events import Event
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.address import plain
from regalia.domain.rights.counting import count_of
from regalia.domain.rights.day import today_of
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.pool_terms import PoolTerms, limits_of
from regalia.domain.rights.standing import DealStanding, DealStatus
from regalia.domain.rights.words import Why
from regalia.ledger.right_acts import GROUP, UNCOUNTED, book_of, owe, owe_count, told, took
from regalia.ledger.rights_book import Owed
from regalia.ledger.run import Run, at
from regalia.ledger.standing import standing_of

ANY_PRICE = 2**256 - 1


def pool_opened(run: Run, event: Event) -> None:
    """Of our deal: on the terms of its file."""
    args, book, told = event.args, book_of(run), event.args["terms"]
    limits = tuple((limit["label"], limit["most"]) for limit in told["limits"])
    terms = PoolTerms(
        maturity=told["maturity"],
        haircuts=told["haircuts"],
        least_value=told["leastValue"],
        least_rights=told["leastRights"],
        substitution_until=told["substitutionUntil"],
        substitution_most=told["substitutionMost"],
        repurchase_price=told["repurchasePrice"],
        limits=limits_of(limits),
    )
    if args["deal"] == run.ledger.record.deal.address:
        given = (*tuple(told.values())[:-1], limits)
        run.tally.same(GROUP, at(event), "terms of the pool", compile_pool(run.ledger.terms).as_tuple(), given)
        run.tally.same(GROUP, at(event), "token", run.ledger.record.payment_token.address, args["token"])
        if (
            run.tally.holds(run.wiring is not None, GROUP, at(event), "deal", "wired before", "not wired")
            and run.wiring
        ):
            run.tally.same(GROUP, at(event), "originator", run.wiring.originator, args["originator"])
    book.standings[plain(args["deal"])] = DealStanding(
        DealStatus.OFFERED, args["originator"], args["token"], book.pool.address, terms.maturity
    )
    stand(run, event, DealStatus.OFFERED)
    took(run, event, lambda today: book.pool.open(args["deal"], terms, args["originator"]))


def right_pledged(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    right, deal, licence = args["right"], args["deal"], args["licence"]
    opened = book.pool.deals.get(plain(deal))
    originator = opened.originator if opened else ""
    outgoing = book.substituted.get((event.transaction_hash, right))
    if outgoing is None:
        stand(run, event, DealStatus.OFFERED)
        took(run, event, lambda today: book.pool.pledge(deal, [right], [licence], originator, today))
    else:
        stand(run, event, DealStatus.LIVE)
        took(run, event, lambda today: book.pool.substitute(outgoing, right, licence, originator, today))
    owe(run, event, "RightBound", right)
    owe_count(run, event, right)
    pledge = book.pool.pledges.get(right)
    run.tally.money(GROUP, at(event), "value at pledge", pledge.value_at_pledge if pledge else 0, args["valueAtPledge"])


def right_counted(run: Run, event: Event) -> None:
    """The figures that the contract's sums are made of, told because they are others now; days bring that as well as events."""
    args, book = event.args, book_of(run)
    right, pledge = book.registry.rights.get(args["right"]), book.pool.pledges.get(args["right"])
    if right is None or pledge is None:
        run.tally.holds(False, GROUP, at(event), "counted", "a right that backs a deal", args["right"])
        return
    opened, found = book.pool.deals[pledge.deal], args["count"]
    count = count_of(Held(right, pledge), opened.token, opened.terms, today_of(event.timestamp))
    of_its_deal(run, event)
    run.tally.same(GROUP, at(event), "conditions", count.bits, found["conditions"])
    for what in ("value", "base", "unlicensed"):
        run.tally.money(GROUP, at(event), what, getattr(count, what), found[what])
    before = book.counts.get(right.id, UNCOUNTED)
    run.tally.holds(count != before, GROUP, at(event), "counted anew", "other than before", "the same")
    book.counts[right.id] = count
    book.owed.pop(Owed(event.transaction_hash, event.name, right.id), None)


def right_returned(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    right, pool, why = args["right"], book.pool, args["why"]
    of_its_deal(run, event)
    owe(run, event, "RightFreed", right)
    book.counts.pop(right, None)
    match why:
        case Why.RELEASED:
            stand(run, event, DealStatus.CONCLUDED)
            took(run, event, lambda today: pool.release([right]))
        case Why.SUBSTITUTED:  # goes with the pledge that takes its place, which follows
            once = Owed(event.transaction_hash, "RightSubstituted", right) not in book.owed
            run.tally.holds(once, GROUP, at(event), "left its deal", "once", "twice")
            owe(run, event, "RightSubstituted", right)
        case Why.REPURCHASED:
            stand(run, event, DealStatus.LIVE)
            owe(run, event, "RightRepurchased", right)
            opened = pool.deals.get(plain(args["deal"]))

            def buy_back(today: int) -> None:
                book.prices[right] = pool.repurchase(right, ANY_PRICE, opened.originator if opened else "")

            took(run, event, buy_back)
        case Why.LOST:
            took(run, event, lambda today: pool.let_go(right, today))
        case _:
            run.tally.holds(False, GROUP, at(event), "why", "one of four", why)


def right_substituted(run: Run, event: Event) -> None:
    told(run, event, event.args["outgoing"])
    of_its_deal(run, event, "incoming")


def of_its_deal(run: Run, event: Event, argument: str = "right") -> None:
    """The right backs the deal that the event names."""
    pledge = book_of(run).pool.pledges.get(event.args[argument])
    run.tally.same(GROUP, at(event), "deal", pledge and pledge.deal, plain(event.args["deal"]))


def stand(run: Run, event: Event, elsewhere: DealStatus) -> None:
    """Where the deal stands now: ours by its books; of another's deal it is believed that it stands where the act asks."""
    book = book_of(run)
    deal = event.args.get("deal", "")
    known = book.standings.get(plain(deal))
    if known is None:
        return
    if deal == run.ledger.record.deal.address:
        book.standings[plain(deal)] = standing_of(run, known, event.timestamp)
    else:
        book.standings[plain(deal)] = replace(known, status=elsewhere)
