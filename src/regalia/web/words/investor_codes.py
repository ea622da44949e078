# SPDX-License-Identifier: Apache-2.0
"""Codes of what a wallet has, bid, traded and voted on, in words."""

from __future__ import annotations

from regalia.reports.entries import EntryKind
from regalia.web.words.marking import N_

ENTRY = {
    EntryKind.SUBSCRIPTION.value: N_("Bid paid"),
    EntryKind.REFUND.value: N_("Paid back"),
    EntryKind.ISSUED.value: N_("Units issued"),
    EntryKind.TAKEN_UP.value: N_("Units taken up"),
    EntryKind.RETAINED.value: N_("Units retained"),
    EntryKind.BOUGHT.value: N_("Bought"),
    EntryKind.SOLD.value: N_("Sold"),
    EntryKind.TRANSFER_IN.value: N_("Transfer in"),
    EntryKind.TRANSFER_OUT.value: N_("Transfer out"),
    EntryKind.FORCED_IN.value: N_("Forced transfer in"),
    EntryKind.FORCED_OUT.value: N_("Forced transfer out"),
    EntryKind.RECOVERED_IN.value: N_("Recovered from a lost wallet"),
    EntryKind.RECOVERED_OUT.value: N_("Recovered to another wallet"),
    EntryKind.REDEEMED.value: N_("Redeemed"),
    EntryKind.INCOME.value: N_("Income"),
    EntryKind.CALLED.value: N_("Repaid by a call"),
    EntryKind.CONCLUDED.value: N_("Paid at the conclusion"),
    EntryKind.CLAIM.value: N_("Income claimed"),
}
BID_STATE = {
    "waits": N_("waits for the sale to close"),
    "collect": N_("units can be collected"),
    "refund": N_("money can be taken back"),
    "taken-up": N_("another took the units up"),
    "done": N_("settled"),
}
SIDE = {"sell": N_("Offer to sell"), "buy": N_("Offer to buy")}
OFFER_KIND = {
    "fixed": N_("fixed price"),
    "coupon": N_("bids of a coupon"),
    "price": N_("bids of a price"),
}
ACT = {
    "ReplacePayee": N_("Replace a payee"),
    "ReplaceSigners": N_("Replace the attestors"),
    "DeclareDefault": N_("Declare an event of default"),
    "Waive": N_("Waive a default"),
    "Amend": N_("Amend a term"),
    "OpenCall": N_("Open a call"),
    "Nothing": N_("Nothing that can be carried out"),
}
RESOLUTION_STAGE = {
    "pending": N_("Convened"),
    "active": N_("Ballots are taken"),
    "ended": N_("Voting is over"),
    "carried-out": N_("Carried out"),
    "cancelled": N_("Withdrawn"),
}
BALLOT = {"for": N_("For"), "against": N_("Against"), "abstain": N_("Abstained")}
SETS = {
    "entry": ENTRY,
    "bid_state": BID_STATE,
    "side": SIDE,
    "offer_kind": OFFER_KIND,
    "act": ACT,
    "resolution_stage": RESOLUTION_STAGE,
    "ballot": BALLOT,
}
