// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title IOracleSigners
/// @notice How the attestors of a deal change. Each change begins an epoch: signatures given before are void.
interface IOracleSigners {
    /// @notice A new set was proposed; it can be enacted from `readyAt` (seconds) on.
    event SignersProposed(
        address indexed deal, uint256 readyAt, uint8 threshold, address[] signers, uint8[] weights, address indexed by
    );
    /// @notice A proposed set was withdrawn, or fell because a signer was removed.
    event ProposalWithdrawn(address indexed deal, address indexed by);
    /// @notice The set in force from now on.
    event SignersChanged(address indexed deal, uint32 epoch, uint8 threshold, address[] signers, uint8[] weights);
    /// @notice All signatures given so far are void; the set is the same.
    event SignaturesVoided(address indexed deal, uint32 epoch, address indexed by);
    /// @notice A signer signed two reports of one period. He is no signer of the deal any more.
    event DoubleSigningShown(
        address indexed deal, address indexed signer, uint32 indexed period, bytes32 first, bytes32 second, address by
    );

    error OracleSigners_NoProposal(address deal);
    error OracleSigners_TooEarly(uint256 readyAt, uint256 now_);
    error OracleSigners_TooLate(uint256 last, uint256 now_);
    error OracleSigners_NotOneOffice(address caller);
    error OracleSigners_SameReport(bytes32 digest);
    error OracleSigners_OtherPlace(uint256 expected, uint256 given);
    error OracleSigners_OtherSigner(address first, address second);

    /// @notice Propose the next set of signers. Only a governor; it takes the place of an earlier proposal.
    /// @param weights What each signer weighs, 1 to 255.
    function proposeSigners(address deal, uint8 threshold, address[] calldata signers, uint8[] calldata weights) external;

    /// @notice Take a proposal back. Only a governor or a supervisor.
    function withdrawProposal(address deal) external;

    /// @notice Put the proposed set in force, after the delay and within fourteen days of it. Anybody may.
    function enactSigners(address deal) external;

    /// @notice Make all signatures given so far void. Only a governor or a trustee.
    function voidSignatures(address deal) external;

    /// @notice Show that a signer in force signed two reports of one deal, period and epoch; he is removed at once. Anybody may.
    /// @dev Signatures of keys only: a contract may answer otherwise tomorrow.
    function showDoubleSigning(
        RoyaltyReport calldata first,
        bytes calldata firstSignature,
        RoyaltyReport calldata second,
        bytes calldata secondSignature
    ) external;

    /// @notice When the proposed set can be enacted, in seconds; zero when none is proposed.
    function proposalReadyAt(address deal) external view returns (uint256);
}
