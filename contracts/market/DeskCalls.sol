// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Book} from "../types/Book.sol";

/// @title DeskCalls
/// @notice The questions of a fill, encoded by hand as in {HotCalls}.
library DeskCalls {
    bytes4 private constant PAYMENT_TOKEN = bytes4(keccak256("PAYMENT_TOKEN()"));
    bytes4 private constant REGISTRY = bytes4(keccak256("REGISTRY()"));

    /// @notice {ITrancheToken.escrow}.
    function escrowOf(address token) internal view returns (address) {
        return _addressOf(token, ITrancheToken.escrow.selector);
    }

    /// @notice What the deal of an escrow pays in.
    function paymentTokenOf(address escrow) internal view returns (address) {
        return _addressOf(escrow, PAYMENT_TOKEN);
    }

    /// @notice Who knows the investors of the deal of an escrow.
    function registryOf(address escrow) internal view returns (address) {
        return _addressOf(escrow, REGISTRY);
    }

    /// @notice The book of {IRoyaltyEscrow.wordsOf}. It is asked with the two holdings the transfer reads next: then no slot is read for nothing.
    function bookOf(address escrow, address token, address a, address b) internal view returns (Book) {
        bytes4 selector = IRoyaltyEscrow.wordsOf.selector;
        uint256 question;
        assembly ("memory-safe") {
            question := mload(0x40)
            mstore(question, selector)
            mstore(add(question, 4), token)
            mstore(add(question, 36), a)
            mstore(add(question, 68), b)
        }
        return Book.wrap(_ask(escrow, question, 100));
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

    function _addressOf(address whom, bytes4 selector) private view returns (address) {
        assembly ("memory-safe") {
            mstore(0, selector)
        }
        return address(uint160(_ask(whom, 0, 4)));
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
