# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when the oracle of receipts refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_STREAMS = {
    "RoyaltyOracle_StreamExists": "A deal opens its stream once: use the one it has.",
    "RoyaltyOracle_NoStream": "Check the deal's address: its factory opens the stream when it makes the deal.",
    "RoyaltyOracle_BadTerms": "Make them from the deal file (deploy deal): a head of 19 bytes, then 21 bytes an attestor.",
    "RoyaltyOracle_WindowTooLong": "Set dispute_window_hours to 2,160 or less: a longer window would keep a report from its payment date.",
    "OracleTerms_WrongLength": "Give one weight for each attestor.",
    "RoyaltyOracle_BadThreshold": "Set a threshold between 1 and the weight of all attestors together.",
    "RoyaltyOracle_NoWeight": "Give every attestor a weight from 1 to 255.",
    "RoyaltyOracle_TooManySigners": "Name fewer attestors.",
    "RoyaltyOracle_NoReportPending": "Hand in the period's report first.",
    "RoyaltyOracle_ReportMismatch": "Bring the report as it was accepted: read it from the ReportAccepted event.",
    "RoyaltyOracle_ReportNotFinal": "Wait until then (seconds since 1970): the dispute window, of an empty report three days, has to pass.",
    "RoyaltyOracle_ReportDisputed": "Wait until the dispute has ended: oracle dispute-status tells where it stands and until when.",
}
_REPORTS = {
    "RoyaltyOracle_TooFewSignatures": "Collect signatures of more weight over the same report before handing it in.",
    "RoyaltyOracle_SignersNotRising": "Sort the signatures by the signer's address and give each signer once.",
    "RoyaltyOracle_UnknownSigner": "Have the deal's attestors sign this very report: over another they are strangers.",
    "RoyaltyOracle_ContractSignatureRefused": "The contract disowns this signature: sign the same report again.",
    "RoyaltyOracle_BadContractSignature": "Encode it: r = the contract's address, s = the offset of its bytes, v = 0.",
    "RoyaltyOracle_PeriodOutOfOrder": "Hand in the reports one by one: the expected period comes first.",
    "RoyaltyOracle_PreviousNotExecuted": "Execute the payment date of the pending period first; anybody may. If an empty report is final "
    "for it, what was received follows as a restatement.",
    "RoyaltyOracle_WrongEpoch": "The attestors changed: have the present set sign a report with the present epoch.",
    "RoyaltyOracle_InvoiceCount": "Give one amount for each as-invoiced step, in step order; zero where there is none.",
    "RoyaltyOracle_AmountTooLarge": "Check the amount and its unit: it is in the payment token's smallest unit. If all bits are given, "
    "hasTarget is neither 0 nor 1.",
    "RoyaltyOracle_TargetWithoutFlag": "Set hasTarget, or leave the reserve target at zero.",
    "PendingReport_OutOfRange": "Check the period: it is below 2^24, and the chain's time below 2^32.",
}
_MISSING = {
    "RoyaltyOracle_NeverMissing": "The deal's terms have no missing_after_days: its payment dates wait for their reports.",
    "RoyaltyOracle_NotMissingYet": "Wait until then (seconds since 1970), or hand the signed report in.",
    "RoyaltyOracle_DealNotLive": "Only a live deal has reports that are missing: look at its status.",
}
_SIGNERS = {
    "OracleSigners_NoProposal": "There is none, or it was withdrawn, or fell when a signer was removed: oracle propose-signers makes one.",
    "OracleSigners_TooEarly": "Wait until then (seconds since 1970): everybody shall see a proposed set before it is in force.",
    "OracleSigners_TooLate": "A proposal lapses 14 days after it could be put in force: have a governor propose the set again "
    "(oracle propose-signers).",
    "OracleSigners_NotOneOffice": "A proposal is withdrawn by an oracle-governor or oracle-supervisor, signatures are made void by an "
    "oracle-governor or oracle-trustee: have the administrator appoint one (manage appoint).",
    "OracleSigners_SameReport": "Both are the same report, which may be signed as often as one likes: it proves nothing.",
    "OracleSigners_OtherPlace": "Two reports of one deal, period and epoch prove it; of two deals, periods or epochs both may be signed.",
    "OracleSigners_OtherSigner": "The two signatures are of two signers: bring two of the same.",
}
_DISPUTES = {
    "OracleDisputes_NothingToDispute": "Nothing of that number waits that says anything: 0 is the report that does, any other number a "
    "restatement. An empty report in place of a missing one gives way to a signed one for three days; then a restatement makes it good.",
    "OracleDisputes_WindowOver": "It is final. What is wrong in it is corrected by a restatement, which the attestors sign.",
    "OracleDisputes_Reserved": "The deal's terms name no bond: ask a trustee or supervisor of the oracle to dispute it.",
    "OracleDisputes_StruckTooOften": "After so many struck reports of a period only a supervisor of the oracle disputes: ask one.",
    "OracleDisputes_WrongStage": "Look where the dispute stands and until when: oracle dispute-status.",
    "OracleDisputes_OwnCause": "Ask another holder of the office: nobody decides a dispute that he opened or appealed, or a second time.",
    "OracleDisputes_AmountReceived": "The payment token keeps a fee or pays short: a deal needs one that moves it all.",
    "OracleDisputes_NothingOwed": "There is nothing: a bond is owed back, or forfeited, once its dispute is settled, and goes out once.",
}
_RESTATEMENTS = {
    "OracleRestatements_OutOfOrder": "Hand in the restatements of a deal one by one: the expected number comes first.",
    "OracleRestatements_TooManyWaiting": "Execute the next payment date first: it takes in those that wait and are final.",
    "OracleRestatements_NotExecuted": "Only a period from the deal's first on whose payment date is over is restated; a report that waits "
    "is disputed.",
    "OracleRestatements_DeltaOutOfRange": "Check the amount and its unit: in smallest units it is below the limit, either way.",
}

ORACLE_HINTS: Mapping[str, str] = MappingProxyType(
    _STREAMS | _REPORTS | _MISSING | _SIGNERS | _DISPUTES | _RESTATEMENTS
)
