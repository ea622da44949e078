# SPDX-License-Identifier: Apache-2.0
"""Every refusal of ``IIPRegistry`` and ``IRightsPool`` in words: what is wrong, and what to do.

In braces stand the arguments of the error, by their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ST13 = "Give the number as WIPO ST.13 has it: office, type, year, serial, 17 characters."
_DAYS = "Give a day from 1600-01-01 on as yyyymmdd."
_ORDER = "Enter what happened in the order in which it happened."
_DOCUMENT = "Give the hash of the document of this very act; a newer text of one comes by superseding it."
_FREE_FIRST = "Wait until the deal that holds it is over, or have it substituted or repurchased."
_CLEAR_FIRST = "Clear this first, or pledge another right."
_ADDRESS = "Give the party's address."
_WHOLE = "Give shares that are parts of one whole, in parts per million."

_REGISTRY = {
    "BadNumber": ("the number {0} has something else than it should at position {1}", _ST13),
    "UnknownOffice": ("WIPO ST.3 knows no office {0}", "Give a two-letter code of ST.3."),
    "WrongType": ("the number's type is {1}, which isn't that of kind {0}", _ST13),
    "NoKind": (
        "the right has no kind",
        "Say whether it is a patent, utility model, trademark, copyright, software or trade secret.",
    ),
    "WrongHash": (
        "the id should be the hash {0}, and is {1}",
        "Make the id as sha256 of the kind and the document's hash.",
    ),
    "AlreadyEntered": ("the right {0} is entered already", "Report what happened to it; a right is entered once."),
    "UnknownRight": ("nobody entered the right {0}", "Enter it first, or check its number."),
    "BadDay": ("the day of {0}, {1}, is no day", _DAYS),
    "ExpiryBeforePriority": ("the right expires on {1}, before its priority of {0}", "Check both days."),
    "SharesNotWhole": ("the owners' shares add up to {1} ppm instead of {0}", _WHOLE),
    "TooMany": ("there would be {2} {0}, and there may be {1}", "End or merge some of them first."),
    "ZeroAddress": ("the address of {0} is zero", _ADDRESS),
    "ZeroShare": ("the share of {0} is zero", _WHOLE),
    "WrongLength": ("there are {1} where there should be {0}", "Give as many of one as of the other."),
    "NoDocument": ("the document's hash is zero", "Give the hash of the document this rests on."),
    "DocumentMeans": ("the document {0} stands for {1}, not for {2}", _DOCUMENT),
    "SameOwner": ("{0} would transfer to itself", "Name two parties."),
    "NotOwner": ("{0} owns {1} ppm of the right, and {2} are asked", "Check the owner of record and its share."),
    "OutOfOrder": ("{0} {2} doesn't follow on {1}", _ORDER),
    "InFuture": ("the day of {0}, {2}, is after today, {1}", "Enter it once it has happened."),
    "Bound": ("the right {0} is held by the pool {1}", _FREE_FIRST),
    "NotBound": ("the right {0} is held by {1}, not by the pool that asks", "Ask the pool that holds it."),
    "RankTaken": ("rank {0} is {1}'s", "Enter the lien with a rank nobody has."),
    "NoLien": ("the right has {0} liens, so none with number {1}", "Give the number of one of them."),
    "LienReleased": ("the lien {0} is released already", "Nothing is left to do."),
    "NoLicence": ("the right has {0} licences, so none with number {1}", "Give the number of one of them."),
    "LicenceTerminated": ("the licence {0} is terminated", "Name one that isn't."),
    "NotLicensor": (
        "{0} may grant licences under the parent, and {1} is none",
        "Name the licensee of the parent as licensor.",
    ),
    "BeyondParent": (
        "the licence's {0}, {2}, goes beyond its parent's, {1}",
        "Stay within the licence it is granted under.",
    ),
    "ExclusiveGranted": (
        "the exclusive licence {0} covers the same place and time",
        "Change place or time, or end the other first.",
    ),
    "SharesExceeded": ("shares add up to {1} ppm, more than {0}", _WHOLE),
    "ParentCarriesShare": (
        "the licence {0} carries a share of {1} ppm itself",
        "Let the value rest on one of them: end the parent, grant it anew without.",
    ),
    "ValuedByOwner": (
        "{1} owns part of the right {0} and can't value it",
        "Have it valued by somebody without a stake.",
    ),
    "ValuedByOriginator": (
        "{1} is the originator of the deal of {0} and can't value it",
        "Have it valued by somebody without a stake.",
    ),
    "NoMethod": ("the valuation has no method", "Say income, market, cost or relief from royalty."),
    "AmountTooLarge": ("the amount {1} is not below {0}", "Check the amount and its decimals."),
    "NotAllowed": (
        "act {2} can't happen to the right {0} in status {1}",
        "Report the acts that lead there first; the table of them is in docs/decisions/0004.",
    ),
    "BeforePriority": ("the event of {1} is before the right's priority, {0}", _ORDER),
    "DateWithout": ("act {0} has a date, {1}, and sets none", "Give a date with extensions and renewals only."),
}

_POOL = {
    "OnlyOriginator": ("only the originator {0} may do this, and {1} is none", "Let the originator do it."),
    "NotItsSource": ("the deal {0} asks {1} for facts", "Make the deal with this pool as its source of facts."),
    "AlreadyOpen": ("the pool of the deal {0} is open already", "Pledge rights to it."),
    "NotOpen": ("the deal {0} has no pool", "Open one before the deal closes."),
    "DealStatus": ("the status of the deal {0} is {1}", "Pledges come before closing; changes while the deal is live."),
    "BadTerms": ("the terms' {0} is {2}, beyond {1}", "Correct the terms of the pool."),
    "UnknownLabel": ("nobody knows the label {0}", "Use a label of docs/decisions/0004."),
    "AlreadyPledged": ("the right {0} backs the deal {1} already", _FREE_FIRST),
    "NotPledged": ("the right {0} backs no deal", "Check its number, or pledge it."),
    "NotInForce": ("the right {0} has status {1} and is not in force", _CLEAR_FIRST),
    "TitleDisputed": ("the title of {0} is disputed {1} times", _CLEAR_FIRST),
    "LienAhead": ("a lien of {1} on the right {0} ranks ahead", _CLEAR_FIRST),
    "NotTransferable": ("the right {0} is barred from transfer", _CLEAR_FIRST),
    "OnNegativeList": ("the right {0} is on a negative list", _CLEAR_FIRST),
    "ExpiresBefore": (
        "the right {0} expires on {2}, before the deal's maturity of {1}",
        "Pledge rights that outlive the deal.",
    ),
    "NotOwned": (
        "{1} owns {2} ppm of the right {0}",
        "Pledge what is owned whole, or name the exclusive licence it is held under.",
    ),
    "LicenceTooNarrow": (
        "the licence {1} of the right {0} is too narrow: {2}",
        "Name an exclusive licence of the originator for the jurisdiction until maturity.",
    ),
    "NotValued": ("the right {0} has no valuation in {1}", "Have it valued in the deal's token."),
    "ValuationStale": ("the valuation of {0} was good until {1}, and today is {2}", "Have it valued anew."),
    "ValuedByOriginator": (
        "the right {0} was valued by the originator {1}",
        "Have it valued by somebody without a stake.",
    ),
    "TooManyRights": ("there would be {1} rights, and there may be {0}", "Pledge fewer."),
    "Due": ("what the day {0} brought is not looked at, and today is {1}", "Settle the pool first; anybody may."),
    "TooFewRights": ("the pool has {1} rights and needs {0}", "Pledge more before closing."),
    "ValueTooSmall": ("the pool is worth {1} and must be worth {0}", "Pledge more before closing."),
    "LimitBroken": ("{0} is {2} ppm, above its most of {1}", "Change the pool so that the limit holds."),
    "NotOver": ("the deal {0} still owes", "Rights are released once it is concluded, lapsed or redeemed."),
    "SubstitutionOver": (
        "substitutions ended on {0}, and today is {1}",
        "Repurchase instead, where a warranty is breached.",
    ),
    "SubstitutionTooMuch": ("{1} would be replaced, and at most {0} may be", "Leave the right where it is."),
    "WorthLess": ("the right that comes in counts for {1}, and {0} goes", "Give one that counts for at least as much."),
    "AlreadyDemanded": ("the repurchase of {0} is demanded already", "Wait for the seller, or withdraw the demand."),
    "NothingDemanded": ("nobody demanded the repurchase of {0}", "A trustee demands it first."),
    "WrongLength": ("there are {1} where there should be {0}", "Give as many licences as rights."),
    "LostBefore": ("the deal {1} lost {0} before", "What it lost it counts already: pledge another right."),
    "StillHeld": (
        "{0} is held under licence {1}, which is not over (0: it is owned whole)",
        "Only a right whose licence ended is let go of.",
    ),
    "AbovePrice": ("the price is {1}, above the {0} that is offered", "Offer at least the price."),
}

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {f"IPRegistry_{name}": words for name, words in _REGISTRY.items()}
    | {f"RightsPool_{name}": words for name, words in _POOL.items()}
)
"""Sentence and hint by the Solidity error's name."""
