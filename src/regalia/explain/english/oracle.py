# SPDX-License-Identifier: Apache-2.0
"""Reports of receipts: who signs, who disputes, and what happens without one."""

from __future__ import annotations

ORACLE = {
    "collections": "Royalties are paid into the collection account. What is shared out on a payment date is the cash there that "
    "a report attests: the available funds.",
    "quorum": "A report counts when {threshold} of {count} attestors have signed it: {names}.",
    "quorum.weighed": "A report counts when attestors who together weigh {threshold} of {total} have signed it: {names}.",
    "weighed": "{name} (weight {weight})",
    "dispute.one": "It is final {number} hour later, unless it is disputed before.",
    "dispute.many": "It is final {number} hours later, unless it is disputed before.",
    "dispute.none": "It is final at once, and nobody can dispute it.",
    "dispute.title": "Disputes",
    "dispute.anybody": "Until a report is final anybody may dispute it with a bond of {amount}; the trustee and the supervisor need none.",
    "dispute.officers": "Until a report is final the trustee and the supervisor may dispute it, and nobody else.",
    "dispute.trustee": "A disputed report waits. The trustee decides within {trustee} days; the decision takes effect {appeal} days later, "
    "unless it is appealed.",
    "dispute.appeal": "An appeal takes the same bond.",
    "dispute.supervisor": "When it is appealed, or the trustee was silent, the supervisor decides within {supervisor} days, for good. "
    "Without that the trustee's decision holds, and without either the report stands.",
    "dispute.outcome": "A report that stands is final at once, and counts as final no later than it would have without the dispute. One "
    "that is struck is gone, and the period is reported anew.",
    "dispute.bond": "The bond of whoever was right, or of a dispute that nobody decided, is given back; that of whoever was wrong goes "
    "into the collections of this deal. Once the deal is over it is its originator's.",
    "dispute.struck": "After {struck} struck reports of one period only the supervisor can dispute the next.",
    "missing.title": "Missing Reports and Restatements",
    "missing.one": "From {number} day after the scheduled date on, anybody may declare a report missing that has not come: {grace} days "
    "later the payment date is executed as if nothing had been received.",
    "missing.many": "From {number} days after the scheduled date on, anybody may declare a report missing that has not come: {grace} days "
    "later the payment date is executed as if nothing had been received.",
    "missing.late": "In those {grace} days a signed report still takes its place; after them, what was received follows as a restatement.",
    "missing.none": "A payment date waits for its report, however late it comes.",
    "restatement": "An error found after the payment date is restated: the same quorum signs the difference, and it goes into the "
    "collections of a later payment date. What was paid stays paid.",
    "restatement.less": "A difference that takes away lowers those collections to zero at most; what is left of it waits for the next "
    "date.",
    "restatement.dispute": "A restatement can be disputed as a report can.",
}
