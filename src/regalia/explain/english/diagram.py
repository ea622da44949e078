# SPDX-License-Identifier: Apache-2.0
"""Short words for the drawing."""

from __future__ import annotations

DIAGRAM = {
    "diagram.title": "Priority of payments of {name}",
    "pool": "Collections: available funds",
    "diagram.steps": "Priority of Payments",
    "diagram.acceleration": "Following an Event of Default",
    "terms-hash": "Hash of the terms (SHA-256)",
    "legend.account": "Cylinder: an account.",
    "legend.facility": "Rounded: a facility or guarantee.",
    "legend.support": "From the left: pays what available funds can't.",
    "legend.guarded": "Dashed: not always applied.",
    "brief.interest": "interest and arrears",
    "brief.rate-on-outstanding": "{rate} a year of the balance",
    "brief.cap": "at most {cap}",
    "brief.reserve": "until it holds {target}",
    "brief.gives-all-back": "releases all that it holds",
    "brief.set-by-report": "what the report sets, else {formula}",
    "brief.periods-of-interest.one": "{number} period of interest",
    "brief.periods-of-interest.many": "{number} periods of interest",
    "brief.share-of-outstanding": "{rate} of the balance",
    "brief.turbo": "principal: all that is available",
    "brief.share": "principal: {share} of the original",
    "brief.scheduled": "principal as scheduled",
    "brief.target-share": "principal, down to {share} of pool value",
    "brief.target-balance": "principal, down to the balance listed",
    "brief.pro-rata": "{tranches}, in proportion",
    "brief.trap": "{share} of what is left",
    "brief.repay-support": "its interest, then what it paid",
    "brief.residual": "all that is left",
}
