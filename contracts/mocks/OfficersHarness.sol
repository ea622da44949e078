// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Officers} from "../compliance/Officers.sol";
import {ITransferAgent} from "../interfaces/ITransferAgent.sol";

/// @title OfficersHarness
/// @notice {Officers} asked when the memory it writes to is not empty.
contract OfficersHarness {
    /// @notice As {Officers-requireOrdered}, with that word at the start of memory.
    function requireOrdered(address agent, bytes32 role, ITransferAgent.Order calldata order, uint256 left)
        external
        view
    {
        assembly ("memory-safe") {
            mstore(0, left)
        }
        Officers.requireOrdered(agent, role, order);
    }
}
