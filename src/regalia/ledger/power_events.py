# SPDX-License-Identifier: Apache-2.0
"""Freezes and pauses by order, and powers that no order accounts for."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.acts import acted, left_frozen, said, wallet_marked
from regalia.ledger.powers_model import Power
from regalia.ledger.run import NOBODY, Run, at


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
    left = left_frozen(run.ledger.books[tranche], holder, after.args["value"])
    run.tally.same("powers", at(event), f"units of {holder} frozen", left, event.args["amount"])


def units_frozen(run: Run, event: Event, tranche: str) -> None:
    holder, units = event.args["holder"], event.args["units"]
    said(run, event, [("Frozen", {"account": holder, "amount": units})])
    run.ledger.books[tranche].set_frozen(holder, units)
    acted(run, event, Power.FREEZE_UNITS, tranche, holder, units=units)


def wallet_frozen(run: Run, event: Event, tranche: str) -> None:
    holder, frozen = event.args["holder"], event.args["frozen"]
    said(run, event, [wallet_marked(event, holder, frozen)])
    run.ledger.books[tranche].freeze_wallet(holder, frozen)
    acted(run, event, Power.FREEZE_WALLET if frozen else Power.RELEASE_WALLET, tranche, holder)


def trading_paused(run: Run, event: Event, tranche: str) -> None:
    _trading(run, event, tranche, "Paused", paused=True)
    acted(run, event, Power.PAUSE, tranche)


def trading_resumed(run: Run, event: Event, tranche: str) -> None:
    _trading(run, event, tranche, "Unpaused", paused=False)
    acted(run, event, Power.RESUME, tranche)


def _trading(run: Run, event: Event, tranche: str, name: str, *, paused: bool) -> None:
    said(run, event, [(name, {"account": event.address})])
    was = tranche in run.ledger.paused
    run.tally.same("powers", at(event), f"trading of {tranche} was paused before", not paused, was)
    run.ledger.paused ^= {tranche} if was != paused else set()
