# SPDX-License-Identifier: Apache-2.0
"""The rights behind the deal."""

from __future__ import annotations

POOL = {
    "title.rights": "The Rights Behind the Deal",
    "rights.pledge.title": "Pledge",
    "rights.pledge": "{originator} pledges rights that it owns whole, or holds under an exclusive licence that lasts until {date}.",
    "rights.once": "While a right backs this deal it backs no other, and a title that was pledged can't be transferred.",
    "rights.gates": "No right is taken whose title is disputed, that is not in force, is barred from transfer or on a negative list, "
    "has a lien ranking ahead of the deal's, expires before {date}, or has no valuation in force by another than {originator}.",
    "rights.least.one": "At closing there must be at least {number} right.",
    "rights.least.many": "At closing there must be at least {number} rights.",
    "rights.least-value": "At closing pool value must be at least {amount}.",
    "haircuts.title": "Pool Value and Haircuts",
    "haircuts": "Pool value is the sum of what the rights count for: each its newest valuation, less one haircut, the highest of "
    "the conditions it is in.",
    "haircuts.listed": "A haircut applies while a right is in one of these conditions:",
    "haircuts.none": "No condition has a haircut.",
    "limits.title": "Quality Limits",
    "limits": "At closing every limit must be kept; on each payment date it is counted how many are broken:",
    "limit": "{quantity}: at most {most}",
    "substitution.title": "Substitution",
    "substitution": "Until {date} inclusive, {originator} may put another right in the place of one.",
    "substitution.asks": "The right that comes in passes all that is asked at the pledge, counts for at least the value at pledge "
    "of the one that goes, and breaks no limit that was kept.",
    "substitution.most": "What is replaced over the life of the deal, at its value at pledge, is at most {share} of what all "
    "rights had at closing.",
    "substitution.none": "No right may be put in the place of another.",
    "repurchase.title": "Warranties and Repurchase",
    "repurchase": "When a warranty is breached the trustee may demand that {originator} repurchase the right, at {price} of its value "
    "at pledge.",
    "repurchase.cash": "The price is paid into the collection account, and is part of the available funds of the next payment date whose "
    "report attests it.",
    "warranties": "Warranted of each right:",
    "measure.pool-concentration.right": "the largest right's share of pool value",
    "measure.pool-concentration.jurisdiction": "the share of pool value in the largest jurisdiction",
    "measure.pool-concentration.licensee": "the share of pool value that rests on the largest licensee",
    "measure.pool-concentration.group": "the share of pool value that rests on the largest group of licensees",
    "measure.limits-broken": "the number of quality limits that are broken",
    "status.lapsed": "lapsed",
    "status.invalidated": "invalidated",
    "status.expired": "expired",
    "status.under-review": "under review",
    "status.in-dispute": "in dispute",
    "status.pledged": "pledged",
    "status.stale": "without a valuation in force",
    "status.breached": "in breach of a warranty",
    "status.restricted": "barred from transfer or on a negative list",
    "status.untitled": "held under a licence that is no longer in force",
    "status.unlicensed": "not licensed (of each right the part that rests on no licence in force)",
}
