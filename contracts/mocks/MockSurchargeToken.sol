// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockPaymentToken} from "./MockPaymentToken.sol";

/// @title MockSurchargeToken
/// @notice While it charges it takes 1% more from the sender than it was told to move.
contract MockSurchargeToken is MockPaymentToken {
    bool public charging;

    /// @notice Switch the surcharge.
    function charge(bool on) external {
        charging = on;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (charging && from != address(0) && to != address(0)) super._update(from, address(0), value / 100);
    }
}
