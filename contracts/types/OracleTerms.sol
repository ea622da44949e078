// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title OracleTerms
/// @notice How the receipts of a deal are attested, as bytes: u32 dispute window in seconds ‖ u16 days after the scheduled date from which a report
/// counts as missing (0: a date waits for its report) ‖ u8 threshold, the weight of signatures a report needs ‖ u96 dispute bond in the payment token's
/// smallest unit (0: only trustee and supervisor dispute), then 21 bytes an attestor, strictly rising: address ‖ u8 weight.
/// @dev Bytes rather than a struct, as a deal only hands them on. `OracleRequest.packed` of `regalia.chain.deployer` makes them.
library OracleTerms {
    /// @notice Where the attestors begin.
    uint256 internal constant HEAD = 19;

    error OracleTerms_WrongLength(uint256 attestors, uint256 weights);

    /// @notice The attestors alone.
    function pack(address[] calldata attestors, uint8[] calldata weights) internal pure returns (bytes memory code) {
        if (attestors.length != weights.length) revert OracleTerms_WrongLength(attestors.length, weights.length);
        for (uint256 i; i < attestors.length; ++i) {
            code = abi.encodePacked(code, attestors[i], weights[i]);
        }
    }
}
