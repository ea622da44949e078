# SPDX-License-Identifier: Apache-2.0
"""``regalia invest``: what an investor has in all deals of a chain, what it brought, and taking it."""

from __future__ import annotations

from regalia.cli.lazy import group_of

invest = group_of(
    "invest",
    {
        "portfolio": "Show units, income, and what can be claimed, over all deals.",
        "statement": "Show a statement, or write it as HTML, PDF or CSV; a CSV of taxable events.",
        "claim": "Take the income that is owed.",
        "history": "List everything that happened to a wallet's units.",
        "yield": "Say what the money put in has yielded to date.",
    },
    "See what a wallet holds and earned in all deals, claim its income.",
)
