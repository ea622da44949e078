// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {Program} from "../waterfall/Program.sol";
import {DealCore} from "./DealCore.sol";
import {DealMemory} from "./DealMemory.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealCalls
/// @notice Early repayment of whole tranches between payment dates, with interest to the day (UTC).
/// @dev The lens finds the price, and refuses a call that is not open, and one on or after a payment date that is due.
abstract contract DealCalls is DealCore {
    using Wiring for Wiring.View;

    /// @inheritdoc IDeal
    function exerciseCall(uint256 index, uint256 offered) external returns (uint256 paid) {
        _requireLive(_progress);
        uint256[] memory prices = LENS.priceOfCall(address(this), index);
        Wiring.View memory w = Wiring.read(_wiring);
        address holder = w.payee(Program.call(w.program, w.header, index).payee());
        if (msg.sender != holder) revert Deal_OnlyCallHolder(holder, msg.sender);
        for (uint256 t; t < prices.length; ++t) {
            if (prices[t] == 0) continue;
            paid += prices[t];
            _memory.owed[t] = DealMemory.Owed(0, 0);
        }
        if (paid == 0) revert Deal_NothingToCall(index);
        if (offered < paid) revert Deal_CallBelowPrice(paid, offered);
        emit CallExercised(index, holder, block.timestamp / 1 days, prices);
        IRoyaltyEscrow escrow = IRoyaltyEscrow(w.escrow());
        (uint256 collection, uint256[] memory accounts) = escrow.cash();
        escrow.receiveFrom(holder, 0, paid);
        _book(w, collection, accounts, new uint256[](w.payeeCount), prices);
    }
}
