# SPDX-License-Identifier: Apache-2.0
"""Units that move, and money that leaves."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.program import PPM
from regalia.ledger.delivery_events import issued
from regalia.ledger.investors import UntoldTax
from regalia.ledger.ladder import OF_A_TRADE, allowed
from regalia.ledger.model import Claim, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.power_events import without_order
from regalia.ledger.run import NOBODY, Run, at


def transfer(run: Run, event: Event) -> None:
    """A token's ``Transfer``: an issue, or a move that leaves everybody's income where it is. Units are burnt by order alone."""
    tranche = _tranche(run, "transfers", event, event.address)
    if tranche is None:
        return
    sender, receiver, units = event.args["from"], event.args["to"], event.args["value"]
    if sender == NOBODY:
        issued(run, event, tranche)
    elif receiver == NOBODY:
        without_order(run, event)
    else:
        held = run.units(tranche, sender)
        enough = run.tally.holds(
            held >= units, "transfers", at(event), f"units of {tranche} held, at least", units, held
        )
        allowed(run, event, tranche, sender, receiver, units, OF_A_TRADE)
        if enough and run.ledger.closed is not None:
            run.ledger.books[tranche].move(sender, receiver, units)
            run.ledger.transfers.append(UnitTransfer(tranche, sender, receiver, units, Place.of(event)))


def income_claimed(run: Run, event: Event) -> None:
    tranche = _tranche(run, "claims", event, event.args["token"])
    if tranche is None:
        return
    holder, ledger, where = event.args["holder"], run.ledger, at(event)
    frozen = holder in ledger.books[tranche].wallets
    if not run.tally.holds(not frozen, "claims", where, f"wallet of {holder} in {tranche}", "not frozen", "frozen"):
        return
    halted = ledger.halts.holder_until(holder, event.timestamp)
    run.tally.holds(not halted, "claims", where, f"supervisor's halt of {holder}", "none", f"until {halted}")
    owed = ledger.books[tranche].entitlement(holder)
    gross = ledger.books[tranche].claim(holder)
    run.tally.money("claims", where, f"income of {holder} in {tranche}", gross, event.args["gross"])
    tax = _withheld(run, event, holder, gross)
    if ledger.tax_authority is not None and tax:
        ledger.payables[ledger.tax_authority] = ledger.payables.get(ledger.tax_authority, 0) + tax
    ledger.claims.append(Claim(holder, tranche, gross, Place.of(event), tax, gross - owed))


def _withheld(run: Run, event: Event, holder: str, gross: int) -> int:
    """Tax by the rate of the holder's country and class; where no event has told these, at least by one of the rates."""
    told, facts = event.args["tax"], run.investors.facts_of(holder)
    what = f"tax of {holder}"
    if facts is not None or not run.tax.rates:
        tax = run.tax.tax_down(gross, facts.country, facts.investor_class) if facts else 0
        run.tally.money("claims", at(event), what, tax, told)
        return tax
    possible = [gross * rate.ppm // PPM for rate in run.tax.rates]
    amounts = sorted({run.tally.amount(tax) for tax in possible})
    fits = run.tally.holds(told in possible, "claims", at(event), what, " or ".join(amounts), run.tally.amount(told))
    run.untold_tax.append(UntoldTax(holder, gross, told, Place.of(event)))
    return int(told) if fits else 0


def payable_claimed(run: Run, event: Event) -> None:
    payee = event.args["payee"]
    amount = run.ledger.payables.pop(payee, 0)
    run.tally.money("claims", at(event), f"owed to {payee}", amount, event.args["amount"])
    run.ledger.claims.append(Claim(payee, None, amount, Place.of(event)))


def _tranche(run: Run, group: str, event: Event, token: str) -> str | None:
    tranche = run.tranche_of(token)
    run.tally.holds(tranche is not None, group, at(event), "token", "one of the deal's tranches", token)
    return tranche
