// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {ITransferAgent} from "../interfaces/ITransferAgent.sol";

/// @title Officers
/// @notice Who may act on a token directly: an officer with a role at the token's agent, and only on an order.
library Officers {
    /// @notice May force transfers.
    bytes32 internal constant ENFORCER_ROLE = keccak256("ENFORCER_ROLE");

    /// @notice Refuse a caller without the role, as the agent itself would, and an act without an order.
    /// @dev The agent is asked by hand, since every forced transfer pays for it. Who isn't answered with a true is refused.
    function requireOrdered(address agent, bytes32 role, ITransferAgent.Order calldata order) internal view {
        bytes4 selector = IAccessControl.hasRole.selector;
        bool has;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            mstore(add(call_, 4), role)
            mstore(add(call_, 36), caller())
            if staticcall(gas(), agent, call_, 68, 0, 32) { has := and(eq(mload(0), 1), gt(returndatasize(), 31)) }
        }
        if (!has) revert IAccessControl.AccessControlUnauthorizedAccount(msg.sender, role);
        if (order.ref == 0 || order.evidence == 0) revert ITrancheToken.TrancheToken_NoOrder(order.ref, order.evidence);
    }
}
