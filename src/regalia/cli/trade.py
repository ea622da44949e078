# SPDX-License-Identifier: Apache-2.0
"""``regalia trade``: signed orders and two-step instructions at the settlement desk, and the board orders wait on."""

from __future__ import annotations

from regalia.cli.lazy import group_of

trade = group_of(
    "trade",
    {
        "sign": "Sign an order to sell or to buy.",
        "check": "Say whether an order could be filled now, and if not why.",
        "board": "List the orders of a board; put one up; take dead ones down.",
        "fill": "Fill an order: units against money.",
        "cancel": "Cancel an order of yours, or an instruction.",
        "cancel-all": "Cancel every order you ever signed.",
        "instruct": "Offer units to one buyer whose cash arrives later.",
        "pay-in": "Pay for an instruction, all or part.",
        "settle": "Carry out an instruction that is paid.",
        "take-back": "Take back what was paid for an instruction that failed.",
        "serve": "Serve a folder of orders to others.",
    },
    "Sign, check and fill orders; settle in two steps; keep a board.",
)
