// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title MockDesk
/// @notice An officer that is a contract and does many acts in one transaction, as a multi-signature wallet would.
contract MockDesk {
    /// @notice All of them, in this order, or none.
    function run(address[] calldata targets, bytes[] calldata acts) external {
        for (uint256 i; i < acts.length; ++i) {
            Address.functionCall(targets[i], acts[i]);
        }
    }
}
