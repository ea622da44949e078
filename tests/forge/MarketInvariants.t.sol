// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DealInvariants} from "./DealInvariants.sol";
import {MarketLaws} from "./MarketLaws.sol";

/// @title MarketInvariants
/// @notice Orders and instructions at the desk, among transfers, claims, payment dates and officers.
contract MarketInvariants is DealInvariants {
    MarketLaws private _desk;

    function setUp() public override {
        super.setUp();
        _desk = MarketLaws(_made("MarketLaws", abi.encode(ledger, _employ("MarketHandler"))));
        _employ("AttestorHandler");
        _employ("RegistrarHandler");
    }

    function afterInvariant() external override {
        laws.checkAll();
        _desk.checkNothingIsLocked();
    }

    function _world() internal pure override returns (string memory) {
        return "market";
    }
}
