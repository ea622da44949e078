// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";

/// @title DeskCalls
/// @notice The calls of a fill, encoded by hand as in {HotCalls}.
library DeskCalls {
    /// @notice {ITrancheToken.tradeFrom}.
    function tradeFrom(address token, address seller, address buyer, uint256 units)
        internal
        returns (address paymentToken, uint256 incomePerUnit, address sharedInvestor)
    {
        bytes4 selector = ITrancheToken.tradeFrom.selector;
        bool answered;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            mstore(add(call_, 4), seller)
            mstore(add(call_, 36), buyer)
            mstore(add(call_, 68), units)
            answered := call(gas(), token, 0, call_, 100, call_, 96)
            answered := and(answered, gt(returndatasize(), 95))
            paymentToken := mload(call_)
            incomePerUnit := mload(add(call_, 32))
            sharedInvestor := mload(add(call_, 64))
        }
        if (!answered) _refuse(token);
    }

    /// @notice {ITrancheToken.escrow}.
    function escrowOf(address token) internal view returns (address) {
        bytes4 selector = ITrancheToken.escrow.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
        }
        return address(uint160(_ask(token, 0, 4)));
    }

    /// @notice {IERC20.balanceOf}.
    function balanceOf(address token, address holder) internal view returns (uint256) {
        bytes4 selector = IERC20.balanceOf.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, holder)
        }
        return _ask(token, 0, 36);
    }

    /// @dev The first word that is answered to a question in memory.
    function _ask(address whom, uint256 question, uint256 size) private view returns (uint256 answer) {
        bool answered;
        assembly ("memory-safe") {
            answered := staticcall(gas(), whom, question, size, 0, 32)
            answered := and(answered, gt(returndatasize(), 31))
            answer := mload(0)
        }
        if (!answered) _refuse(whom);
    }

    /// @dev A refusal is passed on as it is; silence has a name.
    function _refuse(address whom) private pure {
        uint256 size;
        assembly ("memory-safe") {
            size := returndatasize()
        }
        if (size == 0) revert ISettlementDesk.SettlementDesk_NoAnswer(whom);
        assembly ("memory-safe") {
            let refusal := mload(0x40)
            returndatacopy(refusal, 0, size)
            revert(refusal, size)
        }
    }
}
