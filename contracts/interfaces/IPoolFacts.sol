// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IPoolFacts
/// @notice Says what is in force about the rights behind a deal when a payment date is executed: what its triggers look at and no
/// receipts report says.
interface IPoolFacts {
    /// @notice Values of the facts with these labels, in the same order: the pool's value as an amount in the payment token's smallest unit
    /// (`pool-value`), the others as shares in parts per million (`rights-lapsed`, `licensee-concentration/4`, …). Each below 2^96.
    /// @dev Reverts when one isn't known: the payment date then waits.
    function factsOf(address deal, bytes32[] calldata labels) external view returns (uint256[] memory values);

    /// @notice Revert, naming what is missing, unless the rights behind the deal are what its terms ask at closing.
    function requireFit(address deal) external view;
}
