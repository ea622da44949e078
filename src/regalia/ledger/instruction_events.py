# SPDX-License-Identifier: Apache-2.0
"""Sales in two steps: instructed by the seller, paid in by the buyer, settled by anybody; or given up, and the cash taken back."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.place import Place
from regalia.ledger.run import NOBODY, Run, at
from regalia.ledger.trade_events import GROUP, compare_move, tranche_of, two_investors
from regalia.ledger.trade_model import InstructionTold, Trade


def instructed(run: Run, event: Event) -> None:
    args, where, tally = event.args, at(event), run.tally
    tranche = tranche_of(run, event)
    if tranche is None:
        return
    number, token = args["id"], run.ledger.record.payment_token.address
    before = max(run.instructions, default=0)
    tally.holds(number > before, GROUP, where, "number, above", before, number)
    tally.same(GROUP, where, "payment token", token, args["paymentToken"])
    tally.holds(args["units"] > 0, GROUP, where, "units, above", 0, args["units"])
    tally.holds(args["buyer"] != NOBODY, GROUP, where, "buyer", "somebody", args["buyer"])
    two_investors(run, event, args["seller"], args["buyer"])
    found = InstructionTold(
        number=number,
        tranche=tranche,
        seller=args["seller"],
        buyer=args["buyer"],
        units=args["units"],
        price=args["price"],
        deadline=args["deadline"],
        income_per_unit=args["incomePerUnit"],
        given=Place.of(event),
    )
    _in_time(run, event, found)
    _as_seen(run, event, found)
    if number not in run.instructions:
        run.instructions[number] = found
        run.ledger.instructions.append(found)


def paid_in(run: Run, event: Event) -> None:
    """No more than is due, before the deadline."""
    found = _open(run, event)
    if found is None:
        return
    args, where, amount = event.args, at(event), event.args["amount"]
    _in_time(run, event, found)
    run.tally.holds(amount > 0, GROUP, where, "amount, above", 0, amount)
    left = found.due - found.paid
    run.tally.holds(amount <= left, GROUP, where, "amount, at most", run.tally.amount(left), run.tally.amount(amount))
    run.tally.money(GROUP, where, "paid in all", found.paid + amount, args["paid"])
    found.paid += amount


def settled(run: Run, event: Event) -> None:
    """All is paid; the token tells right after it that the units went to the buyer."""
    found = _open(run, event)
    if found is None:
        return
    where = at(event)
    _in_time(run, event, found)
    _as_seen(run, event, found)
    run.tally.money(GROUP, where, "paid in all", found.due, found.paid)
    run.tally.money(GROUP, where, "paid to the seller", found.paid, event.args["paid"])
    token = run.ledger.record.tokens[found.tranche].address
    compare_move(run, event, run.following, (token, found.seller, found.buyer, found.units))
    found.settled, found.paid = Place.of(event), 0
    sides = (found.tranche, found.seller, found.buyer, found.units, found.price)
    run.ledger.trades.append(Trade(*sides, Place.of(event), instruction=found.number))


def cancelled(run: Run, event: Event) -> None:
    found = _open(run, event)
    if found is not None:
        found.cancelled = Place.of(event)


def cash_returned(run: Run, event: Event) -> None:
    """Of one that is cancelled or past its deadline, all that was paid in."""
    found, where = _known(run, event), at(event)
    if found is None:
        return
    over = found.cancelled is not None or (found.is_open and event.timestamp > found.deadline)
    run.tally.holds(over, GROUP, where, "instruction", "cancelled, or past its deadline", "not")
    run.tally.money(GROUP, where, "paid in all", found.paid, event.args["amount"])
    found.paid = 0


def _known(run: Run, event: Event) -> InstructionTold | None:
    found = run.instructions.get(event.args["id"])
    run.tally.holds(found is not None, GROUP, at(event), "instruction", "one that was given", event.args["id"])
    return found


def _open(run: Run, event: Event) -> InstructionTold | None:
    found = _known(run, event)
    if found is None:
        return None
    what = "settled" if found.settled else "cancelled" if found.cancelled else "open"
    return found if run.tally.same(GROUP, at(event), "instruction", "open", what) else None


def _in_time(run: Run, event: Event, found: InstructionTold) -> None:
    now = event.timestamp
    run.tally.holds(now <= found.deadline, GROUP, at(event), "not after the deadline", found.deadline, now)


def _as_seen(run: Run, event: Event, found: InstructionTold) -> None:
    """No more income was distributed than the seller had seen, so that the price is plainly without what was earned before."""
    per_unit = run.ledger.books[found.tranche].per_unit
    seen = per_unit <= found.income_per_unit
    run.tally.holds(seen, GROUP, at(event), "income of a unit, at most", found.income_per_unit, per_unit)
