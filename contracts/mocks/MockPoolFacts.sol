// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPoolFacts} from "../interfaces/IPoolFacts.sol";

/// @title MockPoolFacts
/// @notice Facts that anybody sets, for tests and demonstrations on a local chain. What is not set is not known.
contract MockPoolFacts is IPoolFacts {
    /// @dev One more than the value, so that zero is "not known".
    mapping(address deal => mapping(bytes32 label => uint256)) private _known;

    error MockPoolFacts_Unknown(bytes32 label);

    /// @notice Say what a fact of a deal is.
    function set(address deal, bytes32 label, uint256 value) external {
        _known[deal][label] = value + 1;
    }

    /// @inheritdoc IPoolFacts
    function factsOf(address deal, bytes32[] calldata labels) external view returns (uint256[] memory values) {
        values = new uint256[](labels.length);
        for (uint256 i; i < labels.length; ++i) {
            uint256 known = _known[deal][labels[i]];
            if (known == 0) revert MockPoolFacts_Unknown(labels[i]);
            values[i] = known - 1;
        }
    }

    /// @inheritdoc IPoolFacts
    function requireFit(address) external pure {}
}
