// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @title OneTransaction
/// @notice A permit and what it is for in one transaction: `multicall([permit, act])`. For wallets that can't bundle calls themselves.
abstract contract OneTransaction is Multicall {
    /// @notice Let this contract take so much of the caller's tokens, by a signed permit.
    /// @dev A permit that fails is passed over: somebody else may have used it first, and then the allowance is there. If it is not, what
    /// follows says so.
    function permit(IERC20Permit token, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        try token.permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
    }
}
