# SPDX-License-Identifier: Apache-2.0
"""What all acts by order have in common: the order, the tranche, what the token said in the act, and the entry in the books.

The token's events of an act are judged when the event that names the order has come: the agent's or, of a forced transfer that an
officer had the token do, the token's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regalia.chain.events import Event
from regalia.domain.register import Register
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Act, Order, Power
from regalia.ledger.run import Run, at

Said = list[tuple[str, Mapping[str, Any]]]


def order_of(args: Mapping[str, Any], reference: str = "ref") -> Order:
    return Order("0x" + args[reference].hex(), "0x" + args["evidence"].hex(), args["by"])


def checked_order(run: Run, event: Event, reference: str = "ref") -> Order:
    """The order of an act; it must have a reference and evidence."""
    order = order_of(event.args, reference)
    for what, word in (("order", order.reference), ("evidence", order.evidence)):
        run.tally.holds(int(word, 16) != 0, "powers", at(event), what, "a word that is not zero", word)
    return order


def of_the_tranche(handler: Callable[[Run, Event, str], None]) -> Callable[[Run, Event], None]:
    """The handler of an event that names an order, told which tranche it is about: the agent's says so, a token's is its own."""

    def handle(run: Run, event: Event) -> None:
        token = event.args.get("token", event.address)
        tranche = run.tranche_of(token)
        run.tally.holds(tranche is not None, "powers", at(event), "token", "one of the deal's tranches", token)
        if tranche is not None:
            handler(run, event, tranche)

    return handle


def said(run: Run, act: Event, expected: Said) -> None:
    """Hold what the token said in an act against what it had to say."""
    told = run.told
    names = [name for name, _ in expected]
    run.tally.same("powers", at(act), "said by the token", names, [event.name for event in told])
    # in one breath: an event left out shows as a gap, also where the order alone does not tell that there was one
    logs = [event.log_index for event in (*told, act)]
    run.tally.same(
        "powers", at(act), "logs of the act", list(range(act.log_index - len(told), act.log_index + 1)), logs
    )
    for (name, args), event in zip(expected, told, strict=False):
        if name == event.name:
            for argument, value in args.items():
                run.tally.same("powers", at(event), argument, value, event.args[argument])


def wallet_marked(act: Event, wallet: str, frozen: bool) -> tuple[str, Mapping[str, Any]]:
    return "AddressFrozen", {"account": wallet, "frozen": frozen, "by": act.address}


def left_frozen(book: Register, holder: str, taken: int) -> int:
    """What stays frozen when so many units go by order: as many are thawed as are needed."""
    return max(0, book.frozen.get(holder, 0) - max(taken - book.unfrozen(holder), 0))


def acted(
    run: Run,
    event: Event,
    power: Power,
    tranche: str,
    holder: str | None = None,
    other: str | None = None,
    units: int = 0,
    income: int = 0,
) -> None:
    order = checked_order(run, event)
    run.ledger.acts.append(Act(power, tranche, order, Place.of(event), holder, other, units, income))
