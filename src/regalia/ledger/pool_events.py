# SPDX-License-Identifier: Apache-2.0
"""What the pool of rights said, one event each, through its twin: which right backs which deal, and what it counts for."""

from __future__ import annotations

from dataclasses import replace

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.address import plain
from regalia.domain.rights.cause import Source
from regalia.domain.rights.counting import count_of
from regalia.domain.rights.day import today_of
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.pool_terms import PoolTerms, limits_of
from regalia.domain.rights.standing import DealStanding, DealStatus
from regalia.domain.rights.words import Why
from regalia.ledger.right_events import GROUP, said_by, took
from regalia.ledger.rights_book import RightsBook
from regalia.ledger.run import Run, at
from regalia.ledger.standing import standing_of

TRUSTEE = keccak(text="TRUSTEE_ROLE")
ANY_PRICE = 2**256 - 1


def pool_opened(run: Run, event: Event) -> None:
    """Of our deal: on the terms of its file."""
    args, book, told = event.args, _book(run), event.args["terms"]
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
        originator = run.wiring.originator if run.wiring else args["originator"]
        run.tally.same(GROUP, at(event), "originator", originator, args["originator"])
    book.standings[plain(args["deal"])] = DealStanding(
        DealStatus.OFFERED, args["originator"], args["token"], book.pool.address, terms.maturity
    )
    _stand(run, event, DealStatus.OFFERED)
    took(run, event, lambda today: book.pool.open(args["deal"], terms, args["originator"]))


def right_pledged(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    right, deal, licence = args["right"], args["deal"], args["licence"]
    opened = book.pool.deals.get(plain(deal))
    originator = opened.originator if opened else ""
    outgoing = book.substituted.get((event.transaction_hash, right))
    if outgoing is None:
        _stand(run, event, DealStatus.OFFERED)
        took(run, event, lambda today: book.pool.pledge(deal, [right], [licence], originator, today))
    else:
        _stand(run, event, DealStatus.LIVE)
        took(run, event, lambda today: book.pool.substitute(outgoing, right, licence, originator, today))
    pledge = book.pool.pledges.get(right)
    run.tally.money(GROUP, at(event), "value at pledge", pledge.value_at_pledge if pledge else 0, args["valueAtPledge"])


def right_counted(run: Run, event: Event) -> None:
    """The figures that the contract's sums are made of."""
    args, book = event.args, _book(run)
    right, pledge = book.registry.rights.get(args["right"]), book.pool.pledges.get(args["right"])
    if right is None or pledge is None:
        run.tally.holds(False, GROUP, at(event), "counted", "a right that backs a deal", args["right"])
        return
    opened, told = book.pool.deals[pledge.deal], args["count"]
    count = count_of(Held(right, pledge), opened.token, opened.terms, today_of(event.timestamp))
    run.tally.same(GROUP, at(event), "deal", pledge.deal, plain(args["deal"]))
    run.tally.same(GROUP, at(event), "conditions", count.bits, told["conditions"])
    for what in ("value", "base", "unlicensed"):
        run.tally.money(GROUP, at(event), what, getattr(count, what), told[what])


def right_returned(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    right, pool = args["right"], book.pool
    match args["why"]:
        case Why.RELEASED:
            _stand(run, event, DealStatus.CONCLUDED)
            took(run, event, lambda today: pool.release([right]))
        case Why.REPURCHASED:
            _stand(run, event, DealStatus.LIVE)
            seller = pool.deals[plain(args["deal"])].originator if plain(args["deal"]) in pool.deals else ""

            def buy_back(today: int) -> None:
                book.prices[right] = pool.repurchase(right, ANY_PRICE, seller)

            took(run, event, buy_back)
        case Why.LOST:
            took(run, event, lambda today: pool.let_go(right))
        case _:  # goes with the pledge that takes its place, which follows
            held = pool.pledges.get(right)
            run.tally.same(GROUP, at(event), "deal", plain(args["deal"]), held and held.deal)


def right_substituted(run: Run, event: Event) -> None:
    pledge = _book(run).pool.pledges.get(event.args["incoming"])
    run.tally.same(GROUP, at(event), "deal", plain(event.args["deal"]), pledge and pledge.deal)


def repurchase_demanded(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    said_by(run, event, TRUSTEE, args["by"])
    _stand(run, event, DealStatus.LIVE)
    took(run, event, lambda today: book.pool.demand_repurchase(args["right"], args["document"]), args["number"])
    book.place(Source.DEMAND, event, args["number"])


def demand_withdrawn(run: Run, event: Event) -> None:
    said_by(run, event, TRUSTEE, event.args["by"])
    took(run, event, lambda today: _book(run).pool.withdraw_demand(event.args["right"]))


def right_repurchased(run: Run, event: Event) -> None:
    """The price that the terms give; that it came into the escrow is told there."""
    args, book = event.args, _book(run)
    run.tally.money(GROUP, at(event), "price", book.prices.pop(args["right"], 0), args["price"])


def _stand(run: Run, event: Event, elsewhere: DealStatus) -> None:
    """Where the deal stands now: ours by its books; of another's deal it is believed that it stands where the act asks."""
    book = _book(run)
    deal = event.args.get("deal", "")
    known = book.standings.get(plain(deal))
    if known is None:
        return
    if deal == run.ledger.record.deal.address:
        book.standings[plain(deal)] = standing_of(run, known, event.timestamp)
    else:
        book.standings[plain(deal)] = replace(known, status=elsewhere)


def _book(run: Run) -> RightsBook:
    assert run.rights is not None
    return run.rights
