// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RoyaltyReport
/// @notice What attestors sign for one collection period. Amounts in the payment token's smallest unit.
/// @param deal The deal it is for.
/// @param period The payment date it feeds; the first is 1.
/// @param epoch Which signer set signs.
/// @param received Royalties received and reconciled for the period.
/// @param otherIncome Any other income of the period (interest on deposits).
/// @param hasTarget Whether the trustee sets the reserve for this period.
/// @param reserveTarget That target; zero without `hasTarget`.
/// @param invoices One amount per as-invoiced step of the deal, in step order.
/// @param evidenceRoot Hash of the evidence the attestors looked at.
struct RoyaltyReport {
    address deal;
    uint32 period;
    uint32 epoch;
    uint256 received;
    uint256 otherIncome;
    bool hasTarget;
    uint256 reserveTarget;
    uint256[] invoices;
    bytes32 evidenceRoot;
}
