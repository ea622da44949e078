# SPDX-License-Identifier: Apache-2.0
"""Codes of what a supervisor sees, in words."""

from __future__ import annotations

from regalia.ledger.powers_model import Power
from regalia.web.words.marking import N_

ATTENTION = {
    "differs": N_("Figures differ from the engine’s"),
    "default": N_("Event of default"),
    "halted": N_("Halts in force"),
    "double-signed": N_("Signed twice"),
    "arrears": N_("Interest in arrears"),
    "disputed": N_("Disputes going on"),
    "breached": N_("Triggers active"),
    "missed": N_("Reports that did not come"),
    "frozen": N_("Freezes in force"),
    "paused": N_("Trading paused"),
    "concentrated": N_("Concentration above the limit"),
    "behind": N_("Behind the chain"),
}
SCOPE = {
    "deal": N_("The deal"),
    "tranche": N_("A tranche"),
    "holder": N_("A holder"),
    "resolution": N_("A resolution"),
}
HALT = {
    "in-force": N_("In force"),
    "over": N_("Ended"),
    "lifted": N_("Lifted"),
    "replaced": N_("Replaced by a later one"),
}
POWER = {
    Power.FREEZE_UNITS.value: N_("Units frozen"),
    Power.FREEZE_WALLET.value: N_("Wallet frozen"),
    Power.RELEASE_WALLET.value: N_("Wallet released"),
    Power.FORCE.value: N_("Forced transfer"),
    Power.RECOVER.value: N_("Wallet recovered"),
    Power.PAUSE.value: N_("Trading paused"),
    Power.RESUME.value: N_("Trading resumed"),
    Power.REDEEM.value: N_("Units redeemed"),
}
BASIS = {
    "payers": N_("Payer"),
    "licensees": N_("Licensee"),
    "owners": N_("Owner"),
    "groups": N_("Group"),
}
STAGE = {
    "with-trustee": N_("With the trustee"),
    "appealable": N_("Open to appeal"),
    "with-supervisor": N_("With the supervisor"),
    "due": N_("To be settled by anybody"),
    "settled": N_("Settled"),
}
VERDICT = {"strike": N_("Struck"), "stands": N_("Stands")}
RESTATEMENT = {
    "waiting": N_("Can be disputed"),
    "final": N_("Final, to be taken in"),
    "taken": N_("Taken in"),
    "disputed": N_("Disputed"),
    "struck": N_("Struck"),
}
ATTESTS = {"receipts": N_("Receipts"), "legal": N_("Legal events"), "valuation": N_("Valuations")}
EFFECT = {"default": N_("Event of default"), "flag": N_("Raises a flag")}
TITLE = {
    "transferred": N_("Title transferred"),
    "lien": N_("Lien entered"),
    "lien-released": N_("Lien released"),
    "licence-ended": N_("Licence ended"),
    "repurchase-demanded": N_("Repurchase demanded"),
    "demand-withdrawn": N_("Demand withdrawn"),
    "repurchased": N_("Bought back"),
    "substituted": N_("Replaced by another right"),
    "lost": N_("Let go of: licence ended"),
    "released": N_("Released from the deal"),
    "discontinued": N_("Discontinued"),
    "revived": N_("Revived"),
    "challenged": N_("Challenged"),
    "upheld": N_("Upheld"),
    "lapsed": N_("Right lapsed"),
    "surrendered": N_("Surrendered"),
    "invalidated": N_("Invalidated"),
    "expired": N_("Expired"),
    "reinstated": N_("Reinstated"),
    "appeal-won": N_("Appeal won: in force again"),
    "terminated": N_("Terminated for good"),
    "title-disputed": N_("Title disputed"),
    "dispute-settled": N_("Title dispute settled"),
    "transfer-barred": N_("Transfer barred"),
    "transfer-allowed": N_("Transfer allowed again"),
    "listed-negative": N_("On the negative list"),
    "delisted": N_("Off the negative list"),
}
CATEGORY = {
    "cash": N_("Cash"),
    "holders": N_("Holders"),
    "orders": N_("Orders and halts"),
    "oracle": N_("Reports and disputes"),
    "rights": N_("Rights"),
    "governance": N_("Governance"),
    "market": N_("Market"),
}
KNOWN = {"appointed": N_("Appointed"), "acted": N_("Acted, which asks for the office")}
SETS = {
    "attention": ATTENTION,
    "halt-scope": SCOPE,
    "halt-state": HALT,
    "order-act": POWER,
    "concentration": BASIS,
    "dispute-stage": STAGE,
    "verdict": VERDICT,
    "restatement": RESTATEMENT,
    "attests": ATTESTS,
    "trigger-effect": EFFECT,
    "title-event": TITLE,
    "log-category": CATEGORY,
    "known-by": KNOWN,
}
