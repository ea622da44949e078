# SPDX-License-Identifier: Apache-2.0
"""Acts by order: what the token must have said in each, and what the act does to the books.

The token's events of an act are judged when the event that names the order has come: the agent's or, of a forced transfer that an
officer had the token do, the token's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regalia.chain.events import Event
from regalia.domain.program import StepKind, SubjectKind
from regalia.domain.register import MOST_FROZEN, Register
from regalia.ledger.investors import SameInvestor
from regalia.ledger.ladder import OF_A_LOST_WALLET, OF_A_RECEIVER, allowed
from regalia.ledger.model import MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Act, Order, Power
from regalia.ledger.run import NOBODY, Run, at

Said = list[tuple[str, Mapping[str, Any]]]


def order_of(args: Mapping[str, Any], reference: str = "ref") -> Order:
    return Order("0x" + args[reference].hex(), "0x" + args["evidence"].hex(), args["by"])


def checked_order(run: Run, event: Event, reference: str = "ref") -> Order:
    """The order of an act; it must have a reference and evidence."""
    order = order_of(event.args, reference)
    for what, word in (("order", order.reference), ("evidence", order.evidence)):
        run.tally.holds(int(word, 16) != 0, "powers", at(event), what, "a word that is not zero", word)
    return order


def without_order(run: Run, event: Event) -> None:
    """A power that no order accounts for."""
    run.tally.holds(False, "powers", at(event), "order", "the order it rests on", None)


def frozen_without_order(run: Run, event: Event) -> None:
    """Before closing a refund thaws what it takes; else freezing needs an order."""
    tranche, after = run.tranche_of(event.address), run.following
    refund = (
        tranche is not None
        and after is not None
        and (after.name, after.address) == ("Transfer", event.address)
        and (after.args["from"], after.args["to"]) == (event.args["account"], NOBODY)
    )
    if not refund or run.ledger.closed or tranche is None or after is None:
        without_order(run, event)
        return
    holder = event.args["account"]
    left = _left_frozen(run.ledger.books[tranche], holder, after.args["value"])
    run.tally.same("powers", at(event), f"units of {holder} frozen", left, event.args["amount"])


def of_the_tranche(handler: Callable[[Run, Event, str], None]) -> Callable[[Run, Event], None]:
    """The handler of an event that names an order, told which tranche it is about: the agent's says so, a token's is its own."""

    def handle(run: Run, event: Event) -> None:
        token = event.args.get("token", event.address)
        tranche = run.tranche_of(token)
        run.tally.holds(tranche is not None, "powers", at(event), "token", "one of the deal's tranches", token)
        if tranche is not None:
            handler(run, event, tranche)

    return handle


def units_frozen(run: Run, event: Event, tranche: str) -> None:
    holder, units = event.args["holder"], event.args["units"]
    _said(run, event, [("Frozen", {"account": holder, "amount": units})])
    run.ledger.books[tranche].set_frozen(holder, units)
    _acted(run, event, Power.FREEZE_UNITS, tranche, holder, units=units)


def wallet_frozen(run: Run, event: Event, tranche: str) -> None:
    holder, frozen = event.args["holder"], event.args["frozen"]
    _said(run, event, [_wallet_marked(event, holder, frozen)])
    run.ledger.books[tranche].freeze_wallet(holder, frozen)
    _acted(run, event, Power.FREEZE_WALLET if frozen else Power.RELEASE_WALLET, tranche, holder)


def units_forced(run: Run, event: Event, tranche: str) -> None:
    args = event.args
    _forced(run, event, tranche, (args["from"], args["to"]), args["units"], args["income"])


def ordered(run: Run, event: Event, tranche: str) -> None:
    """A forced transfer that an officer had the token do: what it was is in the token's events before this one."""
    told = {said.name: said.args for said in run.told}
    if run.tally.holds("ForcedTransfer" in told, "powers", at(event), "said by the token", "a forced transfer", None):
        forced, carried = told["ForcedTransfer"], told.get("IncomeCarried", {"amount": 0})
        _forced(run, event, tranche, (forced["from"], forced["to"]), forced["amount"], carried["amount"])


def _forced(run: Run, event: Event, tranche: str, between: tuple[str, str], units: int, income: int) -> None:
    sender, receiver = between
    sides = {"from": sender, "to": receiver}
    said = _thawed(run, tranche, sender, units)
    said += [("Transfer", sides | {"value": units}), ("ForcedTransfer", sides | {"amount": units})]
    carries = income > 0 or any(told.name == "IncomeCarried" for told in run.told)
    if carries:
        said.append(("IncomeCarried", sides | {"amount": income}))
    _said(run, event, said)
    allowed(run, event, tranche, sender, receiver, units, OF_A_RECEIVER)
    if not _holds_units(run, event, tranche, sender, units):
        return
    book, watch = run.ledger.books[tranche], run.watch(tranche, sender, receiver)
    book.force(sender, receiver, units)
    owed = book.entitlement(sender)
    if carries and run.tally.holds(income <= owed, "powers", at(event), "income carried, at most", owed, income):
        book.carry(sender, receiver, income)
    _moved(run, event, tranche, MoveKind.FORCED, sender, receiver, units, watch())
    _acted(run, event, Power.FORCE, tranche, sender, receiver, units, income)


def wallet_recovered(run: Run, event: Event, tranche: str) -> None:
    lost, fresh = event.args["lost"], event.args["fresh"]
    book, units = run.ledger.books[tranche], run.units(tranche, lost)
    said: Said = []
    if book.frozen.get(lost):
        frozen = min(book.frozen[lost] + book.frozen.get(fresh, 0), MOST_FROZEN)
        said += [("Frozen", {"account": lost, "amount": 0}), ("Frozen", {"account": fresh, "amount": frozen})]
    if lost not in book.wallets:
        said.append(_wallet_marked(event, lost, True))
    elif fresh not in book.wallets:
        said.append(_wallet_marked(event, fresh, True))
    if units:
        said.append(("Transfer", {"from": lost, "to": fresh, "value": units}))
    said.append(("RecoverySuccess", {"lostWallet": lost, "newWallet": fresh}))
    _said(run, event, said)
    allowed(run, event, tranche, lost, fresh, 0, OF_A_LOST_WALLET)
    run.recovered += [
        SameInvestor((lost, fresh), told.args["investor"]) for told in run.told if told.name == "RecoverySuccess"
    ]
    something = not book.is_empty(lost)
    if not run.tally.holds(something, "powers", at(event), f"{lost} in {tranche}", "something to recover", None):
        return
    watch = run.watch(tranche, lost, fresh)
    book.recover(lost, fresh)
    income = _moved(run, event, tranche, MoveKind.RECOVERED, lost, fresh, units, watch())
    _acted(run, event, Power.RECOVER, tranche, lost, fresh, units, income)


def trading_paused(run: Run, event: Event, tranche: str) -> None:
    _trading(run, event, tranche, "Paused", paused=True)
    _acted(run, event, Power.PAUSE, tranche)


def trading_resumed(run: Run, event: Event, tranche: str) -> None:
    _trading(run, event, tranche, "Unpaused", paused=False)
    _acted(run, event, Power.RESUME, tranche)


def units_redeemed(run: Run, event: Event, tranche: str) -> None:
    holder, units = event.args["holder"], event.args["units"]
    said = _thawed(run, tranche, holder, units)
    _said(run, event, [*said, ("Transfer", {"from": holder, "to": NOBODY, "value": units})])
    run.tally.same("powers", at(event), f"owed on {tranche} for ever after", "nothing", _still_due(run, tranche))
    if not _holds_units(run, event, tranche, holder, units):
        return
    watch = run.watch(tranche, holder)
    run.ledger.books[tranche].force(holder, None, units)
    _moved(run, event, tranche, MoveKind.REDEEMED, holder, None, units, watch())
    _acted(run, event, Power.REDEEM, tranche, holder, units=units)


def _said(run: Run, act: Event, expected: Said) -> None:
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


def _trading(run: Run, event: Event, tranche: str, name: str, *, paused: bool) -> None:
    _said(run, event, [(name, {"account": event.address})])
    was = tranche in run.ledger.paused
    run.tally.same("powers", at(event), f"trading of {tranche} was paused before", not paused, was)
    run.ledger.paused ^= {tranche} if was != paused else set()


def _wallet_marked(act: Event, wallet: str, frozen: bool) -> tuple[str, Mapping[str, Any]]:
    return "AddressFrozen", {"account": wallet, "frozen": frozen, "by": act.address}


def _thawed(run: Run, tranche: str, holder: str, units: int) -> Said:
    """What the token says first when some of the units taken were frozen."""
    book = run.ledger.books[tranche]
    left = _left_frozen(book, holder, units)
    return [] if left == book.frozen.get(holder, 0) else [("Frozen", {"account": holder, "amount": left})]


def _left_frozen(book: Register, holder: str, taken: int) -> int:
    """What stays frozen when so many units go by order: as many are thawed as are needed."""
    return max(0, book.frozen.get(holder, 0) - max(taken - book.unfrozen(holder), 0))


def _holds_units(run: Run, event: Event, tranche: str, holder: str, units: int) -> bool:
    held = run.units(tranche, holder)
    return run.tally.holds(held >= units, "powers", at(event), f"units of {tranche} held, at least", units, held)


def _moved(
    run: Run,
    event: Event,
    tranche: str,
    kind: MoveKind,
    sender: str,
    receiver: str | None,
    units: int,
    growth: Mapping[str, int],
) -> int:
    """Write the move down; returns the income that left the sender."""
    taken, given = -growth[sender], growth[receiver] if receiver else 0
    order = order_of(event.args)
    run.ledger.transfers.append(
        UnitTransfer(tranche, sender, receiver, units, Place.of(event), kind, order, taken, given)
    )
    return taken


def _acted(
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


def _still_due(run: Run, tranche: str) -> str:
    """Why units of a tranche can't be burnt yet."""
    program, state = run.ledger.program, run.ledger.deal.state
    index = [t.label for t in program.tranches].index(tranche)
    if run.ledger.closed is None:
        return "everything, as the deal is not closed"
    if state.balance[index] or state.arrears[index]:
        return "principal or interest"
    for step in program.steps:
        if (step.kind, step.subject_kind, step.subject) == (StepKind.RESIDUAL, SubjectKind.TRANCHE, index):
            return "a residual"
    return "nothing"
