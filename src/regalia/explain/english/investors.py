# SPDX-License-Identifier: Apache-2.0
"""Who may hold units, and tax."""

from __future__ import annotations

INVESTORS = {
    "investor.retail": "retail",
    "investor.professional": "professional",
    "investor.institutional": "institutional",
    "investor.originator": "originator",
    "transfer.none": "Any eligible investor may receive units.",
    "transfer.classes": "Only to {classes} investors.",
    "transfer.only": "Only to investors of {countries}.",
    "transfer.except": "Not to investors of {countries}.",
    "transfer.sender": "The sender must be eligible too.",
    "transfer.holders.one": "At most {number} holder.",
    "transfer.holders.many": "At most {number} holders.",
    "transfer.largest.one": "At most {number} unit an investor ({share}).",
    "transfer.largest.many": "At most {number} units an investor ({share}).",
    "transfer.denomination": "No fewer than {number} units are moved, or left with a holder who keeps any.",
    "transfer.locked": "Units are locked until {date}.",
    "transfer.retention.one": "The originator is issued {number} unit ({share}) at closing, and keeps it.",
    "transfer.retention.many": "The originator is issued {number} units ({share}) at closing, and keeps them.",
    "transfer.record-dates": "Balances at record dates are kept.",
    "transfer.venue-fee": "Of a trade at the settlement desk a venue may take at most {share} of the price.",
    "withholding": "Tax is taken from all that a holder claims, repaid principal too, and is owed to {authority}. The first rate "
    "that fits a holder counts:",
    "holders.others": "everybody else",
    "holders.class": "{investor} investors",
    "holders.country": "investors of {country}",
    "holders.both": "{investor} investors of {country}",
}
