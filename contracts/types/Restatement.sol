// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Restatement
/// @notice What attestors sign to correct a period whose payment date has been executed. Amounts in the payment token's smallest unit.
/// @param deal The deal it is for.
/// @param number 1 for the deal's first restatement, and so on.
/// @param epoch Which signer set signs.
/// @param period The period it corrects.
/// @param received By how much the royalties received were more, or less.
/// @param otherIncome By how much the other income was.
/// @param corrects The evidence root it takes the place of: of the period's report, or of the last restatement of the period that stands.
/// @param evidenceRoot Hash of the evidence the attestors looked at now.
struct Restatement {
    address deal;
    uint32 number;
    uint32 epoch;
    uint32 period;
    int256 received;
    int256 otherIncome;
    bytes32 corrects;
    bytes32 evidenceRoot;
}
