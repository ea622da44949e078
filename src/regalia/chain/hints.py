# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when a contract refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eth_utils.crypto import keccak

from regalia.chain.market_hints import MARKET_HINTS
from regalia.chain.meeting_hints import MEETING_HINTS
from regalia.chain.oracle_hints import ORACLE_HINTS
from regalia.chain.right_hints import RIGHT_HINTS

HINTS = {
    **ORACLE_HINTS,
    **RIGHT_HINTS,
    **MARKET_HINTS,
    **MEETING_HINTS,
    "Deal_NotLive": "The deal is not live: its offering has not closed, or it is concluded. Look at its status.",
    "Deal_AlreadyWired": "A deal is wired once, when it is made; the contract deals are cloned from never is.",
    "Deal_OnlySupportFacility": "Providers pay through the support facility: manage pay-support or deposit-support.",
    "Deal_OnlyCallHolder": "Only the holder named in the terms can exercise this call.",
    "Deal_CallBelowPrice": "Offer at least the price: manage exercise-call asks for it; it grows with every day.",
    "Deal_NothingToCall": "The tranches of this call are repaid already.",
    "DealLens_NotOver": "Conclude a deal once nobody is owed anything and it has ended, or a year after its legal final date.",
    "DealLens_PaymentDateDue": "Execute the payment date that is due first.",
    "Calls_NoCall": "Number the calls from 0, in the order of the deal file.",
    "Calls_NotYet": "Wait for the day from which the call is open (days since 1970).",
    "Calls_TooMuchOutstanding": "A clean-up call opens once no more than the limit is outstanding.",
    "Calls_PaymentDateDue": "Execute the payment date that is due first; then exercise the call.",
    "DealLens_NotLive": "The deal is not live: look at its status.",
    "DealLens_ForeignReport": "Bring the report of this deal: the one given names another.",
    "DealLens_PeriodOutOfOrder": "Bring the report of the next period.",
    "DealLens_ReportNotAccepted": "Bring the report that was accepted: read it from the ReportAccepted event.",
    "DealLens_ReportNotFinal": "Wait until the dispute window has passed.",
    "DealLens_NoFacility": "Number the facilities from 0, in the order of the deal file.",
    "DealLens_PriceTooLarge": "The books take less than 2^96 smallest units at a time: let payment dates repay the tranches.",
    "DealLens_NoTranche": "Number the tranches from 0, the most senior first.",
    "SupportFacility_NoFacility": "Number the facilities from 0, in the order of the deal file.",
    "SupportFacility_NothingNeeded": "The date needs nothing of this facility: execute it.",
    "SupportFacility_AlreadyDemanded": "The provider was asked for just this: wait until it pays, or until the deadline.",
    "SupportFacility_DeadlineMissed": "The provider missed its deadline for this date: execute it without that cash.",
    "SupportFacility_OnlyProvider": "Only the provider named in the terms pays for this facility.",
    "SupportFacility_NoDemand": "Nothing is demanded for the next date: wait, or deposit ahead.",
    "SupportFacility_TooLate": "The deadline has passed (seconds since 1970). Cash can still be deposited for the dates to come.",
    "SupportFacility_WrongAmount": "Pay exactly what is outstanding: manage pay-support does.",
    "SupportFacility_AboveLimit": "Deposit more than nothing, and no more than is left of the facility's limit.",
    "SupportFacility_Outstanding": "A provider can still be made to pay: manage demand-support, then wait for it or for its deadline.",
    "DealFactory_FactsSource": "Name the source of facts of a deal that looks at any, and none for one that doesn't.",
    "DealFactory_OtherSupervisor": "The deal to clone and the token to clone must heed the same supervisor.",
    "ProgramCheck_Header": "Compile the program from the deal file: its header has a field that can't be.",
    "ProgramCheck_OutOfRange": "Compile the program from the deal file: a field is beyond its limit.",
    "ProgramCheck_Wrong": "Compile the program from the deal file: a field is not what it must be.",
    "Waterfall_AmountTooLarge": "Check the amount and its unit: it is in the payment token's smallest unit, below 2^96.",
    "Deal_ForeignReport": "Bring the report of this deal: the one given names another.",
    "Deal_PeriodOutOfOrder": "Execute the payment dates one by one: the expected period comes first.",
    "Deal_BeforeScheduledDate": "Wait for the scheduled date: it is in seconds since 1970, on the chain's clock.",
    "Deal_Halted": "The supervisor halted the deal: wait until the halt ends, in seconds since 1970, or is lifted.",
    "DealFactory_DeadlinePassed": "Set a deadline of the offering that is still to come.",
    "DealFactory_FundingAboveProceeds": "Lower what the accounts start with, or raise the tranches' prices.",
    "DealFactory_ProceedsTooLarge": "Lower the prices: proceeds are in smallest units, below 2^96 in all.",
    "DealFactory_RetainsTooMuch": "Let the originator retain no more units than the tranche has.",
    "DealFactory_TextTooLong": "Shorten the names and symbols of the tranches.",
    "DealFactory_WrongLength": "Give one value for each tranche, account or payee of the program.",
    "DealFactory_ZeroAddress": "Name the address: it has none, or no contract is there.",
    "TransferRules_Unknown": "Compile the transfer rules from the deal file: these have bits that mean nothing.",
    "WithholdingTax_BadTable": "Compile the tax table from the deal file: a rate is at most 10^6, the last fits all.",
    "WithholdingTax_NoAuthority": "Name a tax authority where tax is withheld, and none where it is not.",
    "WithholdingTax_WrongLength": "Compile the tax table from the deal file: 8 bytes a rate, at most 64 rates.",
    "Erc3643Registry_NoCode": "Check the address of the ERC-3643 registry: no contract is there.",
    "Erc3643Registry_TooLittleGas": "Send the transaction with more gas: the registry's answers need it.",
    "Erc3643Registry_UnknownClass": "Use 1 retail, 2 professional, 3 institutional or 4 originator.",
    "InvestorRegistry_AlreadyExpired": "Admit the investor until a time that is still to come.",
    "InvestorRegistry_UnknownClass": "Use 1 retail, 2 professional, 3 institutional or 4 originator.",
    "InvestorRegistry_NotAdmitted": "Admit the wallet first.",
    "InvestorRegistry_AlreadyIssuer": "The issuer is in force already: nothing has to be done.",
    "InvestorRegistry_AttestationExpired": "Ask the issuer for a new attestation.",
    "InvestorRegistry_BadSignature": "Submit the attestation as it was signed, to the registry and chain it names.",
    "InvestorRegistry_ForeignInvestor": "Ask who vouches for the investor now, or have an agent take it over.",
    "InvestorRegistry_NotAnIssuer": "Have the registry's administrator appoint the issuer, or use another's attestation.",
    "InvestorRegistry_OnlyWallet": "Submit the attestation from the wallet it names: that is its consent.",
    "InvestorRegistry_TooManyWallets": "Use one of the wallets the investor has.",
    "InvestorRegistry_WalletClosed": "A closed wallet stays closed: add another wallet of the investor.",
    "InvestorRegistry_WalletTaken": "A wallet belongs to its investor for good: add one that is not known yet.",
    "InvestorRegistry_WrongInvestor": "Name the investor the wallet belongs to; a new one is named by its first wallet.",
    "DealFactory_Unsellable": "Under this rule not all units could be sold: change the rule or the number of units.",
    "DealFactory_NoCountry": "Admit at least one country, or leave the list out.",
    "DealFactory_OwedToItself": "Name another originator, payee or tax authority: a deal can't withdraw.",
    "FailedDeployment": "A deal of this sender with this salt exists already: use it, or give another salt.",
    "RoyaltyEscrow_AmountReceived": "The payment token keeps a fee or pays short: a deal needs one that moves it all.",
    "RoyaltyEscrow_HolderFrozen": "The wallet is frozen by order: its income waits and is paid once it is released.",
    "RoyaltyEscrow_HolderHalted": "The supervisor halted the holder: its income waits until the halt ends.",
    "RoyaltyEscrow_NoCode": "Check the payment token's address: no contract is there.",
    "RoyaltyEscrow_NotOpen": "Royalties are taken once the offering has closed: look at the deal's status.",
    "RoyaltyEscrow_NothingOwed": "There is nothing to claim: wait for the next payment date.",
    "RoyaltyEscrow_SupplyFixed": "Units are fixed at closing: no more are issued than are still to be collected.",
    "RoyaltyEscrow_ZeroAmount": "Pay more than nothing.",
    "Supervisor_BadExpiry": "Let the halt end in the future, at most 90 days ahead; renew it when it takes longer.",
    "Supervisor_NoContract": "Check the address: nothing of a deal is there to be halted.",
    "Supervisor_NoOrder": "Name the order, and the hash of its document: a halt rests on both.",
    "Supervisor_NoReason": "Give the reason in words.",
    "Supervisor_NotHalted": "There is no halt in force: nothing has to be lifted.",
    "Supervisor_Shortens": "A halt in force is renewed, not cut short: whoever may resume ends it early.",
    "Supervisor_ZeroAddress": "Name the holder's wallet.",
    "TrancheToken_NoOrder": "Name the order, and the hash of its document: an act rests on both.",
    "TransferAgent_NoOrder": "Name the order, and the hash of its document: an act rests on both.",
    "TransferAgent_WrongLength": "Give one value for each holder.",
    "TrancheToken_TransferRefused": "See every question of the ladder with its answer: regalia explain-transfer.",
    "ERC7943InsufficientUnfrozenBalance": "Move or freeze no more units than are held and not frozen.",
    "ERC20InsufficientBalance": "The balance is too low: of units for a transfer (collect those bid for once the deal is closed), or of "
    "the payment token.",
    "ERC20InsufficientAllowance": "Let the holder approve the spender for the number of units first.",
    "ERC20InvalidReceiver": "Name a receiver: units are not sent to nobody.",
    "TrancheToken_NoRecordDates": "The tranche keeps no past balances: its transfer rules would have to say so.",
    "TrancheToken_NotEnoughIncome": "Carry no more income than is owed, or all of it.",
    "TrancheToken_NotPast": "Ask about a time that is past, in seconds since 1970.",
    "TrancheToken_NotRedeemed": "Units are burnt once the tranche is repaid in full and gets no residual.",
    "TrancheToken_NotSoManyFrozen": "Release no more units than are frozen.",
    "TrancheToken_NothingToRecover": "The wallet has nothing in this tranche: try the other tranches of the deal.",
    "TrancheToken_OnlyAgent": "Use the transfer agent's contract, or forcedTransferByOrder here: on an order, by role.",
    "TrancheToken_OtherInvestor": "Add the new wallet to the same investor in the registry first.",
    "TrancheToken_Paused": "Trading is in that state already.",
    "TrancheToken_PermitExpired": "Let the owner sign a permit with a later deadline.",
    "TrancheToken_PermitSigner": "Let the owner sign: for this token and chain, with its present nonce.",
    "TrancheToken_SameHolder": "Name two different wallets.",
    "TrancheToken_ZeroAddress": "Name the wallet.",
    "InvalidAccountNonce": "It was used already, or was withdrawn: have it signed again with the present nonce.",
    "MockBlockingToken_Blocked": "The payment token blocks the wallet: income waits, or is recovered to another wallet.",
    "ECDSAInvalidSignature": "One of the signatures is not a signature: sign again.",
    "ECDSAInvalidSignatureS": "A signature is in its malleable form (high s): use the one the signer made.",
    "ECDSAInvalidSignatureLength": "A signature has 65 bytes: r, s and v.",
}

ROLES = {
    "AGENT_ROLE": "registrar",
    "FREEZER_ROLE": "freezer",
    "ENFORCER_ROLE": "enforcer",
    "RECOVERER_ROLE": "recoverer",
    "PAUSER_ROLE": "pauser",
    "RESUMER_ROLE": "resumer, or chief-supervisor for halts",
    "REDEEMER_ROLE": "redeemer",
    "HALTER_ROLE": "supervisor",
    "REGISTRAR_ROLE": "rights-registrar",
    "APPRAISER_ROLE": "appraiser",
    "ATTESTOR_ROLE": "legal-attestor, or valuation-attestor of valuations",
    "TRUSTEE_ROLE": "rights-trustee, or oracle-trustee for disputes about reports",
    "GOVERNOR_ROLE": "oracle-governor",
    "SUPERVISOR_ROLE": "oracle-supervisor",
}
"""Roles of the contracts, which know them by hash only, and the names that people use."""
_BY_HASH = {keccak(text=role): name for role, name in ROLES.items()}


def hint_for(name: str, arguments: Mapping[str, Any]) -> str:
    """What to do next; empty where there is nothing to say."""
    if name != "AccessControlUnauthorizedAccount":
        return HINTS.get(name, "")
    role = _BY_HASH.get(bytes(arguments["neededRole"]))
    if role is None:
        return "Only the administrator may."
    return f"Have the administrator of the roles give the account the role of {role} (manage appoint)."
