# SPDX-License-Identifier: Apache-2.0
"""Events, and what is measured for them."""

from __future__ import annotations

TRIGGERS = {
    "event": "{flag} Event",
    "event.continues.one": "The {event} is continuing while this trigger is active:",
    "event.continues.many": "The {event} is continuing while any of these triggers is active:",
    "event-of-default": "Event of Default",
    "default": "Each of these is an Event of Default:",
    "default.accelerates": "While an Event of Default is continuing, the priority of payments following it applies.",
    "default.unpaid-interest": "Interest on {tranche} is not paid in full when due. It is never cured, and counts from the "
    "next payment date on.",
    "breached.below": "{quantity} is below {threshold}",
    "breached.at-most": "{quantity} is at most {threshold}",
    "breached.at-least": "{quantity} is at least {threshold}",
    "breached.above": "{quantity} is above {threshold}",
    "measure.debt-service-coverage.one": "the debt service coverage ratio of {number} period (royalties received over "
    "interest and scheduled principal of {tranches})",
    "measure.debt-service-coverage.many": "the debt service coverage ratio of the last {number} periods (royalties received over "
    "interest and scheduled principal of {tranches})",
    "measure.interest-coverage.one": "the interest coverage ratio of {number} period (royalties received over interest "
    "of {tranches})",
    "measure.interest-coverage.many": "the interest coverage ratio of the last {number} periods (royalties received over interest "
    "of {tranches})",
    "measure.overcollateralisation": "overcollateralisation (pool value over the outstanding balance of {tranches})",
    "measure.leverage": "leverage (the outstanding balance of {tranches} over a year's royalties)",
    "measure.collections-to-forecast": "the share of the forecast that was received since closing",
    "measure.collections-to-forecast-trailing.one": "the share of the forecast of {number} period that was received",
    "measure.collections-to-forecast-trailing.many": "the share of the forecast of the last {number} periods that was received",
    "measure.reserve-deficiency": "what {account} lacks, as a share of its target,",
    "measure.arrears-age": "the number of payment dates in a row on which interest on {tranche} was left in arrears",
    "measure.rights-share": "the share of the rights, by their valuations, that is {status}",
    "measure.licensee-concentration.one": "the largest licensee's share of the royalties of {number} period",
    "measure.licensee-concentration.many": "the largest licensee's share of the royalties of the last {number} periods",
    "measure.licensee-concentration-of.one": "the share of {licensee} in the royalties of {number} period",
    "measure.licensee-concentration-of.many": "the share of {licensee} in the royalties of the last {number} periods",
    "measure.days-since-report": "the number of days since the last final report",
    "measure.date-reached.anticipated-repayment": "the payment date falls on or after {date}, the anticipated repayment date",
    "measure.date-reached.legal-final": "the payment date falls on or after {date}, the legal final maturity",
    "measure.date-reached.date": "the payment date falls on or after {date}",
    "measure.support-unpaid": "{provider} has let a deadline for payment under {facility} pass",
    "memory.now": "{condition}.",
    "memory.in-a-row.one": "{condition}, on {number} payment date.",
    "memory.in-a-row.many": "{condition}, on {number} payment dates in a row.",
    "memory.of-last": "{condition}, on at least {periods} of the last {of} payment dates.",
    "cure.curable": "It ends once this is no longer so.",
    "cure.latched": "Once active, it stays so for good.",
    "measured.before": "Measured before the payments of a date, which it steers.",
    "measured.after": "Measured after the payments of a date; it steers the next.",
}
