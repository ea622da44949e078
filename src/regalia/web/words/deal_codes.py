# SPDX-License-Identifier: Apache-2.0
"""Codes of a deal, its payment dates and its triggers, in words."""

from __future__ import annotations

from regalia.web.words.marking import N_

STEP = {
    "expense": N_("Expense"),
    "interest": N_("Interest"),
    "reserve": N_("Reserve"),
    "principal": N_("Principal"),
    "residual": N_("Residual"),
    "trap": N_("Cash trap"),
    "repay-support": N_("Repayment of support"),
}
ACCOUNT = {"reserve": N_("Reserve"), "trap": N_("Cash trap")}
FACILITY = {"liquidity": N_("Liquidity line"), "guarantee": N_("Guarantee")}
ROLE = {
    "originator": N_("Originator"),
    "issuer": N_("Issuer"),
    "trustee": N_("Trustee"),
    "servicer": N_("Servicer"),
    "backup-servicer": N_("Back-up servicer"),
    "licensee": N_("Licensee"),
    "attestor": N_("Attestor"),
    "auditor": N_("Auditor"),
    "account-bank": N_("Account bank"),
    "paying-agent": N_("Paying agent"),
    "noteholder-representative": N_("Noteholders’ representative"),
    "liquidity-provider": N_("Liquidity provider"),
    "guarantor": N_("Guarantor"),
    "supervisor": N_("Supervisor"),
    "tax-authority": N_("Tax authority"),
    "other": N_("Other"),
}
BREACHED_WHEN = {
    "below": N_("below"),
    "at-most": N_("at most"),
    "at-least": N_("at least"),
    "above": N_("above"),
}
MEASURE = {
    "debt-service-coverage": N_("Debt service coverage"),
    "interest-coverage": N_("Interest coverage"),
    "overcollateralisation": N_("Overcollateralisation"),
    "leverage": N_("Leverage"),
    "collections-to-forecast": N_("Collections to forecast"),
    "reserve-deficiency": N_("What is missing from its target"),
    "arrears-age": N_("Payment dates in arrears"),
    "days-since-report": N_("Days since the last final report"),
    "date-reached": N_("A day is reached"),
    "support-unpaid": N_("A provider let a deadline pass"),
    "fact": N_("A fact from outside"),
    "rights-lapsed": N_("Share of rights lapsed"),
    "rights-expired": N_("Share of rights expired"),
    "rights-invalidated": N_("Share of rights invalidated"),
    "rights-under-review": N_("Share of rights under review"),
    "rights-in-dispute": N_("Share of rights in dispute"),
    "rights-pledged": N_("Share of rights pledged to others"),
    "rights-stale": N_("Share of rights with an old valuation"),
    "rights-breached": N_("Share of rights in breach of a warranty"),
    "rights-restricted": N_("Share of rights that can’t be transferred"),
    "rights-untitled": N_("Share of rights without title"),
    "rights-unlicensed": N_("Share of rights without a licence"),
    "largest-right": N_("Largest right’s share"),
    "largest-jurisdiction": N_("Largest jurisdiction’s share"),
    "largest-licensee": N_("Largest licensee’s share"),
    "largest-group": N_("Largest group’s share"),
    "limits-broken": N_("Limits of the pool broken"),
    "pool-value": N_("Value of the pool"),
}
PERIOD = {"paid": N_("Paid out"), "waiting": N_("Waits for its payment date"), "to-come": N_("To come")}
RESTATED = {"taken": N_("Taken in"), "struck": N_("Struck"), "carried": N_("Left from the date before")}
OUTCOME = {"open": N_("Not settled yet"), "struck": N_("Struck"), "stands": N_("Stands")}
CAUSE = {
    "entry": N_("Entry"),
    "legal-event": N_("Legal event"),
    "lien": N_("Lien"),
    "licence": N_("Licence"),
    "licence-end": N_("End of a licence"),
    "valuation": N_("Valuation"),
    "demand": N_("Demand for repurchase"),
    "day": N_("A day came"),
}
SETS = {
    "step": STEP,
    "account": ACCOUNT,
    "facility": FACILITY,
    "role": ROLE,
    "breached-when": BREACHED_WHEN,
    "measure": MEASURE,
    "receipts": PERIOD,
    "restated": RESTATED,
    "dispute-outcome": OUTCOME,
    "cause": CAUSE,
}
