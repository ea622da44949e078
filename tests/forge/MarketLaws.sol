// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlementDesk} from "../../contracts/interfaces/ISettlementDesk.sol";
import {Ledger} from "./Ledger.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {vm} from "./Vm.sol";

/// @title MarketLaws
/// @notice What holds of the desk at the end of a history.
contract MarketLaws {
    MarketHandler private immutable _market;
    Ledger private immutable _ledger;
    ISettlementDesk private immutable _desk;
    IERC20 private immutable _money;

    constructor(Ledger ledger, MarketHandler market) {
        (_ledger, _market, _desk) = (ledger, market, market.desk());
        _money = IERC20(ledger.w().money());
    }

    /// @notice AM and L: cash at the desk is that of open instructions, and each buyer gets his back once the time is over.
    function checkNothingIsLocked() external {
        uint256[] memory ids = _market.instructions();
        uint256 paid;
        for (uint256 n; n < ids.length; ++n) {
            paid += _desk.instructionAt(ids[n]).paid;
        }
        require(_money.balanceOf(address(_desk)) == paid + _ledger.donated(address(_desk)), "AM: the desk's cash is not its instructions'");
        vm.warp(block.timestamp + 21 days);
        for (uint256 n; n < ids.length; ++n) {
            ISettlementDesk.Instruction memory i = _desk.instructionAt(ids[n]);
            if (i.paid == 0) continue;
            uint256 before = _money.balanceOf(i.buyer);
            vm.prank(i.buyer);
            _desk.takeBack(ids[n]);
            require(_money.balanceOf(i.buyer) == before + i.paid, "L: a buyer's cash is locked at the desk");
        }
    }
}
