// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IAttestorQuorum
/// @notice Holders of a role sign what the registry of rights is told, and so many of them must. What they say is the business of the contract that
/// is one: {ILegalOracle}, {IValuationOracle}.
interface IAttestorQuorum {
    /// @notice So many attestors must sign a report.
    event ThresholdSet(uint256 threshold, address indexed by);

    error AttestorQuorum_ReportExpired(uint256 deadline, uint256 timestamp);
    error AttestorQuorum_BadThreshold(uint256 given);
    error AttestorQuorum_TooFewSigners(uint256 threshold, uint256 given);
    error AttestorQuorum_WrongLength(uint256 expected, uint256 given);
    error AttestorQuorum_NotAnAttestor(address signer);
    error AttestorQuorum_SignersNotRising(address previous, address signer);
    error AttestorQuorum_BadSignature(address signer, bytes32 digest);

    // slither-disable-start shadowing-local: what {threshold} returns from then on
    /// @notice How many attestors must sign. The administrator only.
    function setThreshold(uint256 threshold) external;
    // slither-disable-end shadowing-local

    /// @notice How many attestors must sign.
    function threshold() external view returns (uint256);
}
