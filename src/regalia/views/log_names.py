# SPDX-License-Identifier: Apache-2.0
"""What events are about, and which of their arguments are amounts of a deal's currency."""

from __future__ import annotations

CATEGORIES: dict[str, tuple[str, ...]] = {
    "cash": (
        *("RoyaltyPaid", "PaymentDateExecuted", "FactsTaken", "IncomeClaimed", "PayableClaimed", "CallExercised"),
        *("DealClosed", "DealConcluded", "BooksOpened"),
        *("SupportDemanded", "SupportPaid", "SupportDeposited", "SupportReceived"),
    ),
    "holders": (
        *("Transfer", "Approval", "Subscribed", "TrancheCleared", "Collected", "TakenUp", "Refunded", "PlaceGivenUp"),
        *("BidMoved", "InvestorAdmitted", "InvestorRemoved", "WalletAdded", "WalletClosed"),
    ),
    "orders": (
        *("UnitsFrozen", "WalletFrozen", "UnitsForced", "WalletRecovered", "UnitsRedeemed", "TradingPaused"),
        *("TradingResumed", "Ordered", "Frozen", "AddressFrozen", "ForcedTransfer", "IncomeCarried", "RecoverySuccess"),
        *("Paused", "Unpaused", "DealHalted", "DealResumed", "TrancheHalted", "TrancheResumed", "HolderHalted"),
        *("HolderResumed", "ResolutionHalted", "ResolutionResumed"),
    ),
    "oracle": (
        *("StreamOpened", "ReportAccepted", "ReportMissing", "ReportConsumed", "ReportStruck", "RestatementAccepted"),
        *("RestatementsTaken", "RestatementStruck", "Disputed", "DisputeDecided", "DisputeAppealed", "DisputeSettled"),
        *("DoubleSigningShown", "BondOwed", "BondForfeited", "BondWithdrawn", "ForfeitOwed", "SignersProposed"),
        *("ProposalWithdrawn", "SignersChanged", "SignaturesVoided"),
    ),
    "rights": (
        *("RightEntered", "TitleTransferred", "LienEntered", "LienReleased", "LicenceGranted", "LicenceTerminated"),
        *("RightValued", "LegalEventReported", "DocumentSuperseded", "RightBound", "RightFreed", "LegalReportTaken"),
        *("ValuationReportTaken", "PoolOpened", "RightPledged", "RightCounted", "RightReturned", "RightSubstituted"),
        *("RepurchaseDemanded", "DemandWithdrawn", "RightRepurchased"),
    ),
    "governance": (
        *("DealCreated", "DealRules", "DealWired", "MeetingOpened", "Convened", "ProposalCreated", "ProposalQueued"),
        *("ProposalCanceled", "ProposalExecuted", "VoteCast", "VoteCastWithParams", "VotesCounted", "Excused"),
        *("PayeeReplaced", "TermAmended", "CallOpened", "DefaultDeclared", "DefaultWaived", "RoleGranted"),
        *("RoleRevoked", "RoleAdminChanged", "DefaultAdminTransferScheduled", "DefaultAdminTransferCanceled"),
        *("DefaultAdminDelayChangeScheduled", "DefaultAdminDelayChangeCanceled", "ThresholdSet", "IssuerAdded"),
        *("IssuerRemoved", "EIP712DomainChanged"),
    ),
    "market": (
        *("OrderFilled", "OrderCancelled", "AllOrdersCancelled", "Instructed", "PaidIn", "InstructionSettled"),
        *("InstructionCancelled", "CashReturned"),
    ),
}
"""Names of events by what they are about."""
CATEGORY_OF = {name: category for category, names in CATEGORIES.items() for name in names}
AMOUNTS: dict[str, frozenset[str]] = {
    name: frozenset(arguments.split())
    for name, arguments in {
        "RoyaltyPaid": "amount",
        "PaymentDateExecuted": "available left",
        "IncomeClaimed": "gross tax",
        "PayableClaimed": "amount",
        "DealClosed": "proceeds",
        "DealConcluded": "available",
        "BooksOpened": "proceeds",
        "SupportDemanded": "amount outstanding",
        "SupportPaid": "amount",
        "SupportDeposited": "amount",
        "SupportReceived": "amount",
        "Subscribed": "paid",
        "TrancheCleared": "price",
        "TakenUp": "paid",
        "Refunded": "paid",
        "UnitsForced": "income",
        "IncomeCarried": "amount",
        "StreamOpened": "disputeBond",
        "ReportAccepted": "received otherIncome reserveTarget",
        "RestatementAccepted": "received otherIncome",
        "RestatementsTaken": "received claimed left",
        "Disputed": "bond",
        "DisputeAppealed": "bond",
        "BondForfeited": "amount",
        "ForfeitOwed": "amount",
        "RightPledged": "valueAtPledge",
        "RightRepurchased": "price",
        "OrderFilled": "price fee",
        "Instructed": "price",
        "PaidIn": "amount paid",
        "InstructionSettled": "paid",
        "CashReturned": "amount",
    }.items()
}
"""Arguments in the smallest unit of the deal's currency, by event. What another currency may be in is not among them."""
