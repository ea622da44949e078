// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {DealCore} from "./DealCore.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealSupport
/// @notice The cash that providers of facilities put in. Only a payment date draws it.
abstract contract DealSupport is DealCore {
    using Wiring for Wiring.View;

    /// @inheritdoc IDeal
    function receiveSupport(uint256 facility, address provider, uint256 amount) external {
        if (msg.sender != address(SUPPORT)) revert Deal_OnlySupportFacility(address(SUPPORT), msg.sender);
        // not refused by a halt, which must not make a provider miss its deadline
        _requireOpen(_progress);
        Wiring.View memory w = Wiring.read(_wiring);
        emit SupportReceived(facility, provider, amount);
        IRoyaltyEscrow(w.escrow()).receiveFrom(provider, w.header.accounts() + facility + 1, amount);
    }
}
