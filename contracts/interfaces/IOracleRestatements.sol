// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Restatement} from "../types/Restatement.sol";

/// @title IOracleRestatements
/// @notice Corrections of periods that were executed, signed by the quorum and taken in by a later payment date.
interface IOracleRestatements {
    /// @notice A restatement was accepted. `signerSet` as of a report.
    event RestatementAccepted(
        address indexed deal,
        uint32 indexed number,
        uint32 indexed period,
        uint256 signerSet,
        int256 received,
        int256 otherIncome,
        bytes32 corrects,
        bytes32 evidenceRoot
    );
    /// @notice The payment date of `period` took in the restatements from `first` to `last`: its collections are `received`, and what is attested
    /// to date changes by `claimed`. `left`, never positive, is what of the last lowers the collections of the next date.
    event RestatementsTaken(
        address indexed deal,
        uint32 indexed period,
        uint32 first,
        uint32 last,
        uint256 received,
        int256 claimed,
        int256 left
    );

    error OracleRestatements_OutOfOrder(uint256 expected, uint256 given);
    error OracleRestatements_TooManyWaiting(uint256 limit);
    /// @dev The first and the last period that were executed.
    error OracleRestatements_NotExecuted(uint256 first, uint256 executed, uint256 given);
    error OracleRestatements_DeltaOutOfRange(int256 limit, int256 given);

    /// @notice Hand in a signed restatement; anybody may.
    /// @param signatures As of a report.
    function restate(Restatement calldata restatement, bytes calldata signatures) external;

    /// @notice The EIP-712 digest attestors sign.
    function restatementDigestOf(Restatement calldata restatement) external view returns (bytes32);

    /// @notice How many were accepted, and how many of them payment dates have taken in.
    function restatementsOf(address deal) external view returns (uint256 accepted, uint256 taken);

    /// @notice A restatement that waits.
    /// @return received What it still changes of collections.
    /// @return attested What it still changes of what is attested to date.
    /// @return finalAt When it is final, in seconds; 2^256 - 1 while it is disputed.
    /// @return struck Whether it was struck.
    function restatementAt(address deal, uint32 number)
        external
        view
        returns (int256 received, int256 attested, uint256 finalAt, bool struck);
}
