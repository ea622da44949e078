# SPDX-License-Identifier: Apache-2.0
"""Freezes and pauses by order, and powers that no order accounts for."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.acts import acted, said, wallet_marked
from regalia.ledger.powers_model import Power
from regalia.ledger.run import Run, at


def without_order(run: Run, event: Event) -> None:
    """A power that no order accounts for."""
    run.tally.holds(False, "powers", at(event), "order", "the order it rests on", None)


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
