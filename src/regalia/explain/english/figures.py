# SPDX-License-Identifier: Apache-2.0
"""What happened on one payment date."""

from __future__ import annotations

FIGURES = {
    "title.payment-date": "Payment Date",
    "date.period": "Collection period {period}, number {number}, paid on {date} (the scheduled date).",
    "date.available": "Royalties received: {received}. Available funds: {available}.",
    "date.events": "Continuing when the steps ran: {events}.",
    "date.no-events": "No event was continuing when the steps ran.",
    "date.accelerated": "The priority of payments following an Event of Default applied.",
    "date.other-list": "On this payment date this priority did not apply.",
    "date.left": "Not taken by any step: {amount}.",
    "date.class": "{tranche}, afterwards: outstanding balance {balance}, interest in arrears {arrears}.",
    "date.account": "{account}, afterwards: {amount}.",
    "date.facility": "{facility}, afterwards: {owed} to be repaid, {cost} of interest owed.",
    "figure.nothing-due": "Nothing was due.",
    "figure.paid-in-full": "Due {due}, paid in full.",
    "figure.paid": "Due {due}, paid {paid}: short by {shortfall}.",
    "figure.turbo": "Outstanding {due}, repaid {paid}.",
    "figure.sources": "Paid {sources}.",
    "figure.from-available": "{amount} from available funds",
    "figure.from-support": "{amount} from {support}",
    "figure.released": "Released into available funds: {amount}.",
    "figure.share": "{tranche}: due {due}, paid {paid}.",
    "figure.not-up": "Not applied: the {event} was not continuing.",
    "figure.up": "Not applied: the {event} was continuing.",
    "figure.held-back": "Interest of {due} was due and not paid.",
    "short.not-applied": "Not applied.",
    "short.due": "Due {due}",
    "short.paid": "Paid {paid}",
    "short.released": "Released {amount}",
}
