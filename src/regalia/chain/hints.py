# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when a contract refuses, by the error's name in Solidity."""

from __future__ import annotations

HINTS = {
    "RoyaltyOracle_StreamExists": "A deal opens its stream once: use the one it has.",
    "RoyaltyOracle_NoStream": "Check the deal's address: its factory opens the stream when it makes the deal.",
    "RoyaltyOracle_BadThreshold": "Set a threshold between 1 and the number of attestors.",
    "RoyaltyOracle_TooManySigners": "Name fewer attestors.",
    "RoyaltyOracle_TooFewSignatures": "Collect more signatures over the same report before handing it in.",
    "RoyaltyOracle_SignersNotRising": "Sort the signatures by the signer's address and give each signer once.",
    "RoyaltyOracle_UnknownSigner": "Have the deal's attestors sign this very report: over another they are strangers.",
    "RoyaltyOracle_ContractSignatureRefused": "The contract disowns this signature: sign the same report again.",
    "RoyaltyOracle_BadContractSignature": "Encode it: r = the contract's address, s = the offset of its bytes, v = 0.",
    "RoyaltyOracle_PeriodOutOfOrder": "Hand in the reports one by one: the expected period comes first.",
    "RoyaltyOracle_PreviousNotExecuted": "Execute the payment date of the pending period first; anybody may.",
    "RoyaltyOracle_WrongEpoch": "The attestors changed: have the present set sign a report with the present epoch.",
    "RoyaltyOracle_InvoiceCount": "Give one amount for each as-invoiced step, in step order; zero where there is none.",
    "RoyaltyOracle_AmountTooLarge": "Check the amount and its unit: it is in the payment token's smallest unit.",
    "RoyaltyOracle_TargetWithoutFlag": "Set hasTarget, or leave the reserve target at zero.",
    "RoyaltyOracle_NoReportPending": "Hand in the period's report first.",
    "RoyaltyOracle_ReportMismatch": "Bring the report as it was accepted: read it from the ReportAccepted event.",
    "RoyaltyOracle_ReportNotFinal": "Wait until the dispute window has passed.",
    "ECDSAInvalidSignature": "One of the signatures is not a signature: sign again.",
    "ECDSAInvalidSignatureS": "A signature is in its malleable form (high s): use the one the signer made.",
    "ECDSAInvalidSignatureLength": "A signature has 65 bytes: r, s and v.",
}
