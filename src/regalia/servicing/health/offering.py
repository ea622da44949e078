# SPDX-License-Identifier: Apache-2.0
"""The primary sale: whether it waits to be closed, and bids to be collected or paid back."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.chain.transact import call
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look
from regalia.servicing.offering import open_bids
from regalia.servicing.transfer_text import moment

_AWAITED = 6
"""Where in a book's answer the units stand that are not issued yet."""
_HELD_BACK = (
    "Their bidders are frozen, halted or not eligible: look at each with `regalia refund --for ADDRESS --dry-run`."
)


def look_at_offering(look: Look) -> Iterator[Finding]:
    if look.status in ("offered", "sold"):
        yield _open(look)
    elif look.status == "lapsed":
        yield _lapsed(look)
    else:
        yield _closed(look)


def _open(look: Look) -> Finding:
    asked, check = look.deal.offering.functions, "offering.window"
    opens, deadline = call(look.web3, asked.window())
    until = deadline + call(look.web3, asked.CLOSING_WINDOW())
    if look.now < opens:
        return look.well(check, f"bids are taken from {moment(opens)} until {moment(deadline)}")
    if look.now <= deadline:
        return look.well(
            check, f"bids are taken until {moment(deadline)}, then it has to be closed until {moment(until)}"
        )
    over = f"bids were taken until {moment(deadline)}; it has to be closed until {moment(until)}, or it lapses"
    refused = look.refusal(asked.close())
    if refused:
        return look.odd(check, f"{over}; closing is refused now: {refused.message}", refused.hint)
    return look.odd(check, over, "Close it. Anybody may.", "close-offering")


def _lapsed(look: Look) -> Finding:
    held = _cash(look)
    states = [state for state in open_bids(look.deal) if state.owed] if held else []
    if not states:
        return look.well("offering.money", "the sale lapsed, and every bidder has his money back")
    found = f"the sale lapsed, and {len(states)} bids wait for their money, {look.money(held)} in all"
    asked = look.deal.offering.functions
    if all(look.refusal(asked.refund(*state.bid.key)) for state in states):
        return look.odd("offering.money", found, _HELD_BACK)
    return look.odd("offering.money", found, "Pay it back. Anybody may, for everybody.", "refund")


def _closed(look: Look) -> Finding:
    awaited = any(
        call(look.web3, look.deal.escrow.functions.bookOf(token.address))[_AWAITED]
        for token in look.record.tokens.values()
    )
    states = open_bids(look.deal) if awaited or _cash(look) else []  # each bid is a question, and there may be many
    if not states:
        return look.well("offering.bids", "every bid was collected")
    found = f"{len(states)} bids wait to be collected, with {sum(state.allotted for state in states if not state.collected):,} units"
    asked = look.deal.offering.functions
    if all(look.refusal(asked.collect(*state.bid.key)) for state in states):
        return look.odd("offering.bids", found, _HELD_BACK)
    return look.odd("offering.bids", found, "Collect them. Anybody may, for everybody.", "collect")


def _cash(look: Look) -> int:
    return int(call(look.web3, look.deal.payment_token.functions.balanceOf(look.deal.offering.address)))
