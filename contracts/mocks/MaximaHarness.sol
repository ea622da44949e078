// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Maxima} from "../registry/Maxima.sol";

/// @title MaximaHarness
/// @notice {Maxima} with one tree, open to tests.
contract MaximaHarness {
    using Maxima for Maxima.Tree;

    Maxima.Tree private _tree;

    /// @notice As {Maxima-change}, for many keys one after the other.
    function change(bytes32[] calldata keys, uint256[] calldata less, uint256[] calldata more) external {
        for (uint256 i; i < keys.length; ++i) {
            _tree.change(keys[i], less[i], more[i]);
        }
    }

    /// @notice The largest of the sums.
    function largest() external view returns (uint256) {
        return _tree.largest;
    }

    /// @notice As {Maxima-sumOf}.
    function sumOf(bytes32 key) external view returns (uint256) {
        return _tree.sumOf(key);
    }
}
