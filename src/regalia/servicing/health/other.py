# SPDX-License-Identifier: Apache-2.0
"""What else may wait or stand in the way: rights to be looked at, halts and pauses, money that nobody withdrew."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.chain.issuance import NOBODY
from regalia.chain.transact import call
from regalia.domain.rights.day import written
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look
from regalia.servicing.payments import payable
from regalia.servicing.pledging import due_since, originator_of
from regalia.servicing.rights import RightsContracts
from regalia.servicing.supervision import supervisor
from regalia.servicing.transfer_text import moment


def look_at_rights(look: Look) -> Iterator[Finding]:
    """Nothing of a deal that rests on none, or whose payment dates are over."""
    if look.record.rights is None or look.status in ("lapsed", "concluded"):
        return
    since = due_since(RightsContracts.of(look.web3, look.record), look.deal.deal.address)
    if since is None:
        yield look.well("rights.due", "time has brought nothing to rights that nobody looked at")
        return
    found = f"something is due about rights since {written(since)}, and a payment date waits until it is looked at"
    yield look.odd("rights.due", found, "Look at them. Anybody may.", "settle-rights")


def look_at_halts(look: Look) -> Iterator[Finding]:
    found, asked = [], supervisor(look.deal).functions
    if until := call(look.web3, asked.dealHaltedUntil(look.deal.deal.address)):
        found.append(f"the deal is halted until {moment(until)}, its payment dates with it")
    for tranche in sorted(look.record.tokens):
        token = look.deal.token(tranche)
        if until := call(look.web3, asked.trancheHaltedUntil(token.address)):
            found.append(f"{tranche} is halted until {moment(until)}")
        if call(look.web3, token.functions.paused()):
            found.append(f"{tranche} is paused")
    if found:
        remedy = (
            "Halts end by themselves; sooner under an order: ape run supervise resume-deal, resume-tranche, resume."
        )
        yield look.odd("halts", "; ".join(found), remedy)
    else:
        yield look.well("halts", "neither the deal nor a tranche is halted or paused")


def look_at_payables(look: Look) -> Iterator[Finding]:
    """Not a fault: whoever is owed it takes it when he likes."""
    people = {originator_of(look.deal): "originator"}
    people |= {look.address(who): party for party, who in look.record.payees.items()}
    authority = look.record.arguments.get("tax_authority", NOBODY)
    if authority != NOBODY:
        people.setdefault(look.address(authority), "tax authority")
    owed = {name: amount for who, name in people.items() if (amount := payable(look.deal, who))}
    if owed:
        told = ", ".join(f"{name} {look.money(amount)}" for name, amount in owed.items())
        yield look.well("payables", f"not withdrawn yet: {told}", "Each takes his own: ape run manage withdraw.")
    else:
        yield look.well("payables", "payees have withdrawn all they are owed")
