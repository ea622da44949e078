# SPDX-License-Identifier: Apache-2.0
"""Units that move, and money that leaves."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.model import Claim, Place, UnitTransfer
from regalia.ledger.offering_events import burned, minted
from regalia.ledger.run import NOBODY, Run, at


def transfer(run: Run, event: Event) -> None:
    """A token's ``Transfer``: an issue, a redemption, or a move that leaves everybody's income where it is."""
    tranche = _tranche(run, "transfers", event, event.address)
    if tranche is None:
        return
    sender, receiver, units = event.args["from"], event.args["to"], event.args["value"]
    if sender == NOBODY:
        minted(run, event, tranche)
    elif receiver == NOBODY:
        burned(run, event, tranche)
    else:
        book, closed = run.ledger.books[tranche], run.ledger.closed is not None
        held = book.account(sender).units
        enough = run.tally.holds(
            held >= units, "transfers", at(event), f"units of {tranche} held, at least", units, held
        )
        if run.tally.holds(closed, "transfers", at(event), "deal", "closed", "not closed") and enough:
            book.move(sender, receiver, units)
            run.ledger.transfers.append(UnitTransfer(tranche, sender, receiver, units, Place.of(event)))


def income_claimed(run: Run, event: Event) -> None:
    tranche = _tranche(run, "claims", event, event.args["token"])
    if tranche is None:
        return
    holder = event.args["holder"]
    amount = run.ledger.books[tranche].claim(holder)
    run.tally.money("claims", at(event), f"income of {holder} in {tranche}", amount, event.args["amount"])
    run.ledger.claims.append(Claim(holder, tranche, amount, Place.of(event)))


def payable_claimed(run: Run, event: Event) -> None:
    payee = event.args["payee"]
    amount = run.ledger.payables.pop(payee, 0)
    run.tally.money("claims", at(event), f"owed to {payee}", amount, event.args["amount"])
    run.ledger.claims.append(Claim(payee, None, amount, Place.of(event)))


def _tranche(run: Run, group: str, event: Event, token: str) -> str | None:
    tranche = run.tranche_of(token)
    run.tally.holds(tranche is not None, group, at(event), "token", "one of the deal's tranches", token)
    return tranche
