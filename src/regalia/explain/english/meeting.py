# SPDX-License-Identifier: Apache-2.0
"""How holders decide together."""

from __future__ import annotations

MEETING = {
    "title.meeting": "Meetings of Holders",
    "meeting.convening.title": "Convening",
    "meeting.convened": "Whoever holds {share} of the units of a class with a vote may convene a meeting on one resolution.",
    "meeting.notice.one": "Units vote as they are held {number} day later, on the record date.",
    "meeting.notice.many": "Units vote as they are held {number} days later, on the record date.",
    "meeting.voting.title": "Voting",
    "meeting.voting.one": "From the record date on holders vote for {number} day: for, against or abstaining, with one ballot for "
    "all they hold.",
    "meeting.voting.many": "From the record date on holders vote for {number} days: for, against or abstaining, with one ballot for "
    "all they hold.",
    "meeting.originator": "The originator doesn't vote, and its units don't count.",
    "meeting.frozen": "Frozen units don't vote. Once anybody has shown them, they don't count for the quorum.",
    "meeting.passed": "A resolution passes when in each class with a vote enough of the units that could vote have voted, and of those for "
    "and against enough are for it:",
    "meeting.class": "{tranche}: quorum {quorum}, majority {majority}",
    "meeting.execution.title": "Carrying Out",
    "meeting.delay.one": "What has passed can be carried out by anybody from {number} day after the vote on, for {within} days.",
    "meeting.delay.many": "What has passed can be carried out by anybody from {number} days after the vote on, for {within} days.",
    "meeting.halt": "The supervisor may halt it.",
    "meeting.matters.title": "Matters",
    "meeting.matters": "A meeting may resolve:",
    "meeting.replace-payee": "that another is paid from then on in the place of one of these: {names}; what was "
    "owed before stays owed to the former",
    "meeting.replace-signers": "that other attestors are proposed, who sign reports once the oracle's own delay is over",
    "meeting.declare-default": "that there is an Event of Default",
    "meeting.waive": "that a breach is waived: its event, or interest that was missed, counts as not having happened, "
    "and later breaches count anew",
    "meeting.amend": "that a term listed below is amended",
    "meeting.open-call": "that a right of early repayment may be exercised from then on, whatever is outstanding and whatever the date",
    "meeting.amendable.title": "Terms That May Be Amended",
    "meeting.amendable.when": "An amendment counts from the next payment date on, for its whole accrual period.",
    "meeting.amendable": "Each may be set within its limits:",
    "amendable": "{what}: {low} to {high}",
    "amendable.item.steps": "item {item} ({step})",
    "amendable.item.acceleration": "item {item} ({step}) following an Event of Default",
    "amendable.threshold": "the threshold of {trigger}",
    "amendable.amount": "the amount in {item}",
    "amendable.rate": "the rate in {item}",
    "amendable.carry_rate": "the rate of interest on amounts carried in {item}",
    "amendable.share": "the share kept in {item}",
    "amendable.share_of_original": "the share of the original balance in {item}",
    "amendable.share_of_pool_value": "the share of pool value in {item}",
}
