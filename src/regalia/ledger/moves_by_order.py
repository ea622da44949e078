# SPDX-License-Identifier: Apache-2.0
"""Units that move by order: forced transfers, recoveries, redemptions; and the income that goes along."""

from __future__ import annotations

from collections.abc import Mapping

from regalia.chain.events import Event
from regalia.domain.program import StepKind, SubjectKind
from regalia.domain.register import MOST_FROZEN
from regalia.ledger.acts import Said, acted, left_frozen, order_of, said, wallet_marked
from regalia.ledger.investors import SameInvestor
from regalia.ledger.ladder import OF_A_LOST_WALLET, OF_A_RECEIVER, allowed
from regalia.ledger.model import MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Power
from regalia.ledger.run import NOBODY, Run, at


def units_forced(run: Run, event: Event, tranche: str) -> None:
    args = event.args
    _forced(run, event, tranche, (args["from"], args["to"]), args["units"], args["income"])


def ordered(run: Run, event: Event, tranche: str) -> None:
    """A forced transfer that an officer had the token do: what it was is in the token's events before this one."""
    told = {part.name: part.args for part in run.told}
    if run.tally.holds("ForcedTransfer" in told, "powers", at(event), "said by the token", "a forced transfer", None):
        forced, carried = told["ForcedTransfer"], told.get("IncomeCarried", {"amount": 0})
        _forced(run, event, tranche, (forced["from"], forced["to"]), forced["amount"], carried["amount"])


def _forced(run: Run, event: Event, tranche: str, between: tuple[str, str], units: int, income: int) -> None:
    sender, receiver = between
    sides = {"from": sender, "to": receiver}
    expected = _thawed(run, tranche, sender, units)
    expected += [("Transfer", sides | {"value": units}), ("ForcedTransfer", sides | {"amount": units})]
    carries = income > 0 or any(told.name == "IncomeCarried" for told in run.told)
    if carries:
        expected.append(("IncomeCarried", sides | {"amount": income}))
    said(run, event, expected)
    allowed(run, event, tranche, sender, receiver, units, OF_A_RECEIVER)
    if not _holds_units(run, event, tranche, sender, units):
        return
    book, watch = run.ledger.books[tranche], run.watch(tranche, sender, receiver)
    book.force(sender, receiver, units)
    owed = book.entitlement(sender)
    if carries and run.tally.holds(income <= owed, "powers", at(event), "income carried, at most", owed, income):
        book.carry(sender, receiver, income)
    _moved(run, event, tranche, MoveKind.FORCED, sender, receiver, units, watch())
    acted(run, event, Power.FORCE, tranche, sender, receiver, units, income)


def wallet_recovered(run: Run, event: Event, tranche: str) -> None:
    lost, fresh = event.args["lost"], event.args["fresh"]
    book, units = run.ledger.books[tranche], run.units(tranche, lost)
    expected: Said = []
    if book.frozen.get(lost):
        frozen = min(book.frozen[lost] + book.frozen.get(fresh, 0), MOST_FROZEN)
        expected += [("Frozen", {"account": lost, "amount": 0}), ("Frozen", {"account": fresh, "amount": frozen})]
    if lost not in book.wallets:
        expected.append(wallet_marked(event, lost, True))
    elif fresh not in book.wallets:
        expected.append(wallet_marked(event, fresh, True))
    if units:
        expected.append(("Transfer", {"from": lost, "to": fresh, "value": units}))
    expected.append(("RecoverySuccess", {"lostWallet": lost, "newWallet": fresh}))
    said(run, event, expected)
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
    acted(run, event, Power.RECOVER, tranche, lost, fresh, units, income)


def units_redeemed(run: Run, event: Event, tranche: str) -> None:
    holder, units = event.args["holder"], event.args["units"]
    expected = _thawed(run, tranche, holder, units)
    said(run, event, [*expected, ("Transfer", {"from": holder, "to": NOBODY, "value": units})])
    run.tally.same("powers", at(event), f"owed on {tranche} for ever after", "nothing", _still_due(run, tranche))
    if not _holds_units(run, event, tranche, holder, units):
        return
    watch = run.watch(tranche, holder)
    run.ledger.books[tranche].force(holder, None, units)
    _moved(run, event, tranche, MoveKind.REDEEMED, holder, None, units, watch())
    acted(run, event, Power.REDEEM, tranche, holder, units=units)


def _thawed(run: Run, tranche: str, holder: str, units: int) -> Said:
    """What the token says first when some of the units taken were frozen."""
    book = run.ledger.books[tranche]
    left = left_frozen(book, holder, units)
    return [] if left == book.frozen.get(holder, 0) else [("Frozen", {"account": holder, "amount": left})]


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


def _still_due(run: Run, tranche: str) -> str:
    """Why units of a tranche can't be burnt yet."""
    program, state = run.ledger.program, run.ledger.deal.state
    index = [t.label for t in program.tranches].index(tranche)
    if run.ledger.closed is None:
        return "everything, as the deal is not closed"
    if run.ledger.concluded is not None:
        return "nothing"
    if state.balance[index] or state.arrears[index]:
        return "principal or interest"
    for step in program.all_steps:
        if (step.kind, step.subject_kind, step.subject) == (StepKind.RESIDUAL, SubjectKind.TRANCHE, index):
            return "a residual"
    return "nothing"
