// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IOffering} from "../../contracts/interfaces/IOffering.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title ClockHandler
/// @notice Time passes: seconds, days, to the next payment date or the end of the window.
contract ClockHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function wait(uint256 seconds_) external {
        // an offering is over in days, a deal in years
        bool slow = IDeal(w.deal()).status() == IDeal.Status.Offered || seconds_ % 2 == 0;
        uint256 most = slow ? 1 hours : seconds_ % 8 == 1 ? 50 days : 7 days;
        vm.warp(block.timestamp + (seconds_ >> 3) % most);
    }

    /// @notice The window stays open three times in four, so that there are bids.
    function waitForDate(uint256 seed) external {
        IDeal deal = IDeal(w.deal());
        if (deal.status() == IDeal.Status.Offered) {
            (, uint256 deadline) = IOffering(w.offering()).window();
            if (block.timestamp <= deadline && seed % 4 == 0) vm.warp(deadline + 1);
            return;
        }
        uint256 scheduled = deal.scheduledAt(deal.nextPeriod());
        if (scheduled > block.timestamp) vm.warp(scheduled);
    }
}
