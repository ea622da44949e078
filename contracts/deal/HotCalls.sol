// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport} from "../compliance/Passport.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {Book} from "../types/Book.sol";
import {Holding} from "../types/Holding.sol";

/// @title HotCalls
/// @notice The calls a transfer makes, encoded by hand: it is the commonest act there is, and this takes some 600 gas off it.
/// @dev A refusal is passed on as it is; an answer that is too short is none.
library HotCalls {
    /// @notice {IEligibility.particulars}.
    function particulars(IEligibility registry, address a, address b)
        internal
        view
        returns (Passport ofA, Passport ofB)
    {
        bytes4 selector = IEligibility.particulars.selector;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            mstore(add(call_, 4), a)
            mstore(add(call_, 36), b)
            if iszero(staticcall(gas(), registry, call_, 68, 0, 64)) {
                returndatacopy(call_, 0, returndatasize())
                revert(call_, returndatasize())
            }
            if lt(returndatasize(), 64) { revert(0, 0) }
            ofA := mload(0)
            ofB := mload(32)
        }
    }

    /// @notice {IEligibility.passportOf}.
    function passportOf(IEligibility registry, address wallet) internal view returns (Passport passport) {
        bytes4 selector = IEligibility.passportOf.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, wallet)
            if iszero(staticcall(gas(), registry, 0, 36, 0, 32)) {
                let refusal := mload(0x40)
                returndatacopy(refusal, 0, returndatasize())
                revert(refusal, returndatasize())
            }
            if lt(returndatasize(), 32) { revert(0, 0) }
            passport := mload(0)
        }
    }

    /// @notice {IRoyaltyEscrow.rebook}.
    function rebook(address register, address from, address to, uint256 units)
        internal
        returns (Book book, Holding sender, Holding receiver)
    {
        bytes4 selector = IRoyaltyEscrow.rebook.selector;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            mstore(add(call_, 4), from)
            mstore(add(call_, 36), to)
            mstore(add(call_, 68), units)
            if iszero(call(gas(), register, 0, call_, 100, call_, 96)) {
                returndatacopy(call_, 0, returndatasize())
                revert(call_, returndatasize())
            }
            if lt(returndatasize(), 96) { revert(0, 0) }
            book := mload(call_)
            sender := mload(add(call_, 32))
            receiver := mload(add(call_, 64))
        }
    }
}
