# SPDX-License-Identifier: Apache-2.0
"""The codes of a tranche's view."""

from __future__ import annotations

from regalia.web.words.marking import N_

SETS = {
    "paid-by": {
        "date": N_("Payment date"),
        "call": N_("Early repayment"),
        "end": N_("Winding up"),
    },
    "traded-by": {
        "order": N_("Order filled"),
        "instruction": N_("Sale in two steps"),
    },
    "no-yield": {
        "no-price": N_("no price"),
        "not-projected": N_("nothing to project from"),
        "no-payment": N_("no payment is projected"),
        "out-of-range": N_("beyond any sensible rate"),
        "back-soon": N_("none a year: the money is back within weeks"),
    },
    "yield-basis": {
        "forecast": N_("Yields are a year's, for who buys today, if receipts come as the deal file forecasts."),
        "trailing": N_(
            "Yields are a year's, for who buys today, if receipts stay at the average of the last four payment dates (no forecast)."
        ),
        "none": N_("There is no yield: no payment can be projected."),
    },
    "countries": {
        "any": N_("Investors of all countries"),
        "only": N_("Investors of these countries only:"),
        "except": N_("Investors of all countries but these:"),
    },
    "investor-class": {
        "retail": N_("retail"),
        "professional": N_("professional"),
        "institutional": N_("institutional"),
        "originator": N_("originator"),
    },
}
