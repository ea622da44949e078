# SPDX-License-Identifier: Apache-2.0
"""``regalia offer``: the primary sale of a deal, seen by whoever would buy, and its closing."""

from __future__ import annotations

from regalia.cli.lazy import group_of

offer = group_of(
    "offer",
    {
        "show": "Show how tranches are offered, what is bid, and how it clears.",
        "close": "Close the deal once the window is over.",
        "take-up": "Take up units of a bidder who can't hold them any more.",
        "move-bid": "Take over a bid of a wallet you lost.",
    },
    "See how a deal is sold, close it, take up what is left.",
)
