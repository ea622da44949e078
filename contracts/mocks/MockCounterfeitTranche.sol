// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport} from "../compliance/Passport.sol";
import {Book} from "../types/Book.sol";
import {Holding} from "../types/Holding.sol";

/// @title MockCounterfeitTranche
/// @notice A tranche that is none: its own escrow and registry, it says what it likes, moves nothing, and calls back once when it should have moved
/// units. It can itself be a party: {act}.
contract MockCounterfeitTranche {
    // solhint-disable-next-line var-name-mixedcase
    address public PAYMENT_TOKEN;
    address public target;
    bytes public data;
    /// @notice How the callback went, and what it returned.
    bool public succeeded;
    bytes public answer;

    constructor(address paymentToken) {
        PAYMENT_TOKEN = paymentToken;
    }

    /// @notice Name another payment token from now on.
    function name(address paymentToken) external {
        PAYMENT_TOKEN = paymentToken;
    }

    /// @notice Call `target_` in the next transfer.
    function arm(address target_, bytes calldata data_) external {
        (target, data, succeeded, answer) = (target_, data_, false, "");
    }

    /// @notice Act in its own name, outside of any transfer.
    function act(address target_, bytes calldata data_) external {
        (bool done, bytes memory returned) = target_.call(data_);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(returned, 32), mload(returned))
            }
        }
    }

    function tradeFrom(address, address, uint256) external returns (address, uint256, address) {
        if (target != address(0)) {
            (succeeded, answer) = target.call(data);
            target = address(0);
        }
        return (PAYMENT_TOKEN, 0, address(0));
    }

    function escrow() external view returns (address) {
        return address(this);
    }

    function REGISTRY() external view returns (address) {
        return address(this);
    }

    function particulars(address, address) external pure returns (Passport, Passport) {}

    function wordsOf(address, address, address) external pure returns (Book, Holding, Holding) {}
}
