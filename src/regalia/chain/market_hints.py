# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when the offering or the settlement desk refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_OFFERS = {
    "DealFactory_BadOffer": "Compile the offers from the deal file: the named field of one is beyond the limit.",
    "DealFactory_OpensAfterDeadline": "Let the offering open before its deadline, both in seconds since 1970.",
}
_BIDS = {
    "Offering_NotOpen": "Wait until the window opens, in seconds since 1970.",
    "Offering_Ended": "The window is over: no more bids are taken. Collect, or take a refund, once it is closed or has lapsed.",
    "Offering_NoTranche": "Number the tranches from 0, the most senior first.",
    "Offering_NoLevel": "Number the levels from 0, the best for the issuer; manage status says how many there are.",
    "Offering_NotInLots": "Bid for whole lots, at least one.",
    "Offering_TooManyUnits": "Bid for no more units than are for sale; the originator keeps those that it retains.",
    "Offering_TooMuchDemand": "Bid at another level: fewer than 2^48 units are bid for at each.",
    "Offering_ClassNotOffered": "The tranche is offered to other classes of investors: see the deal file.",
    "Offering_AboveLargestHolding": "Bid for fewer units: all bids of one investor together keep to the largest holding.",
    "Offering_TooManyInvestors": "As many investors have bid as may hold units: only they can bid for more.",
    "Offering_AmountReceived": "The payment token keeps a fee or pays short: a deal needs one that moves it all.",
}
_CLOSING = {
    "Offering_NotEnded": "Wait until the window is over: the deal can be closed in the seven days after its last second.",
    "Offering_MinimumNotMet": "The offering has lapsed, as too little was bid for: take each bid back with a refund.",
    "Offering_ProceedsBelowFunding": "The deal's accounts could not be funded: a week after the window take each bid back with a refund.",
    "Offering_ClosingWindowOver": "The deal was not closed in time: take each bid back with a refund.",
}
_OUTCOMES = {
    "Offering_NotSettled": "Wait until the deal is closed, or has lapsed: after the window where a minimum is missed, else a week later.",
    "Offering_NoBid": "Name a bid by its tranche, level and place, as its event has them.",
    "Offering_NothingLeft": "Units and money of this bid are given out already, or it got none.",
    "Offering_HeldBack": "The bidder is frozen or halted: what he is owed waits for him.",
    "Offering_TooEarly": "Units wait ten days after closing for their bidder: take them up from then on, in seconds since 1970.",
    "Offering_NoPlaceLeft": "As many investors as may hold units do, or have some to come: let one of them take these up.",
    "Offering_NotYourBid": "Only another wallet of the investor can take a bid over, once the registry closed the wallet that made it.",
    "Offering_MayHold": "The bidder can hold his units: collect them for him (invest collect).",
}
_FILLS = {
    "SettlementDesk_BadSignature": "Let the maker sign the order again, for this desk and chain, with the address that it names.",
    "SettlementDesk_ZeroUnits": "Name at least one unit.",
    "SettlementDesk_TooLarge": "Name a number within the limit.",
    "SettlementDesk_Expired": "Ask the maker for a new order: this one ended, in seconds since 1970.",
    "SettlementDesk_OtherCounterparty": "Only the counterparty named in the order can fill it.",
    "SettlementDesk_NoSuchPlace": "Let the maker sign again: the last byte of a nonce is a place from 0 to 4.",
    "SettlementDesk_WrongEpoch": "Ask the maker for a new order: he cancelled all of this epoch, or has not reached it.",
    "SettlementDesk_Cancelled": "Ask the maker for a new order: this nonce was cancelled.",
    "SettlementDesk_TooManyUnits": "Take no more units than are left of the order.",
    "SettlementDesk_BelowMinimumFill": "Take at least the order's minimum, or all that is left.",
    "SettlementDesk_OtherPaymentToken": "Let the order name the deal's payment token.",
    "SettlementDesk_IncomeDistributed": "A payment date came since: the price was without that income, so ask for a new one.",
    "SettlementDesk_OwnOrder": "Nobody fills his own order: cancel it instead.",
    "SettlementDesk_SameInvestor": "Both wallets are one investor's: a plain transfer moves units between them.",
    "SettlementDesk_FeeTooHigh": "Let the order ask no more for its venue than the deal allows, in millionths of the price.",
    "SettlementDesk_NoVenue": "Let the order name the venue that gets its fee, or no fee.",
    "SettlementDesk_NoAnswer": "Check the address of the tranche: what is there does not answer as one.",
    "SettlementDesk_AmountReceived": "The payment token keeps a fee or pays short: a deal needs one that moves it all.",
    "SettlementDesk_AmountSent": "The payment token takes more than it is asked for: a deal needs one that does not.",
    "SettlementDesk_ZeroAddress": "Name the address.",
}
_INSTRUCTIONS = {
    "SettlementDesk_NoInstruction": "Number the instructions from 1, as their events have them.",
    "SettlementDesk_NotOpen": "It is settled, cancelled or past its deadline: a buyer takes back what he paid for one of the last two.",
    "SettlementDesk_OnlySeller": "Only the seller can cancel an instruction.",
    "SettlementDesk_OnlyBuyer": "Only the buyer named in an instruction pays for it, and takes back what he paid.",
    "SettlementDesk_OtherTerms": "Look at the instruction again: the chain was rewritten, and this number is of another one.",
    "SettlementDesk_ZeroAmount": "Pay more than nothing.",
    "SettlementDesk_MoreThanDue": "Pay no more than is still due.",
    "SettlementDesk_NotPaid": "Wait until the buyer has paid all of it.",
    "SettlementDesk_NotReturnable": "Cash can be taken back once the instruction is cancelled or its deadline has passed, and once.",
}

MARKET_HINTS: Mapping[str, str] = MappingProxyType(_OFFERS | _BIDS | _CLOSING | _OUTCOMES | _FILLS | _INSTRUCTIONS)
