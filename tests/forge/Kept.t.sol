// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AttestorHandler} from "./AttestorHandler.sol";
import {InvestorHandler} from "./InvestorHandler.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {MarketLaws} from "./MarketLaws.sol";
import {FuzzBase} from "./FuzzBase.sol";
import {vm} from "./Vm.sol";

/// @title MarketKept
/// @notice Sequences that found something once, real or planted, on the market's world; each must end with every law whole. See README.md.
contract MarketKept is FuzzBase {
    /// @notice Planted: a desk that gave a buyer his cash back and still owed it to him (AM).
    function test_kept_takenBackTwice() external {
        MarketHandler market = MarketHandler(_made("MarketHandler"));
        market.instruct(0, 0, 1, 1, 1_000);
        market.payIn(0, 0);
        market.cancelInstruction(0);
        market.takeBack(0);
        require(money.balanceOf(w.desk()) == 0, "AM");
        (bool again,) = address(market).call(abi.encodeCall(MarketHandler.takeBack, (0)));
        require(!again, "AM: taken back twice");
        MarketLaws(vm.deployCode("MarketLaws.sol:MarketLaws", abi.encode(ledger, market))).checkNothingIsLocked();
        _end();
    }

    /// @notice Planted: a receiver of units who was given what they had earned before (F).
    function test_kept_unitsArriveWithoutPastIncome() external {
        InvestorHandler(_made("InvestorHandler")).transfer(0, 0, 24, 1);
        _end();
    }

    /// @notice Planted: an oracle that took a report with one signature too few (J).
    function test_kept_oneSignatureTooFew() external {
        AttestorHandler(_made("AttestorHandler")).lie(0, 4);
        _end();
    }

    function _end() private view {
        require(bytes(ledger.broken()).length == 0, ledger.broken());
        laws.checkAll();
    }

    function _made(string memory handler) private returns (address) {
        return vm.deployCode(string.concat(handler, ".sol:", handler), abi.encode(ledger));
    }

    function _world() internal pure override returns (string memory) {
        return "market";
    }
}
