// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISupportFacility} from "../../contracts/interfaces/ISupportFacility.sol";
import {AttestorHandler} from "./AttestorHandler.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @title SupportHandler
/// @notice A liquidity line and a guarantee are called on, and pay or not.
contract SupportHandler is Handler {
    AttestorHandler private immutable _attestors;
    ISupportFacility private immutable _facility;

    constructor(Ledger ledger_, AttestorHandler attestors) Handler(ledger_) {
        (_attestors, _facility) = (attestors, ISupportFacility(w.facility()));
    }

    function demand(uint256 facility) external {
        bytes memory data = abi.encodeCall(ISupportFacility.demand, (w.deal(), facility % 3, _attestors.accepted()));
        _act(w.actor("outsider"), address(_facility), data);
    }

    function pay(uint256 facility, uint256 amount) external {
        facility %= 3;
        (, uint256 demanded, uint256 paid,) = _facility.noticeOf(w.deal(), facility);
        amount = amount % 4 == 0 ? amount >> 128 : demanded - paid;
        if (_act(_provider(facility), address(_facility), abi.encodeCall(ISupportFacility.pay, (w.deal(), facility, amount)))) {
            ledger.pay(address(escrow), int256(amount));
        }
    }

    function deposit(uint256 facility, uint256 amount) external {
        facility %= 3;
        amount = amount % 8 == 0 ? amount >> 3 : amount % 10_000_000_000;
        bytes memory data = abi.encodeCall(ISupportFacility.deposit, (w.deal(), facility, amount));
        if (_act(_provider(facility), address(_facility), data)) ledger.pay(address(escrow), int256(amount));
    }

    function _provider(uint256 facility) private view returns (address) {
        return w.actor(facility == 0 ? "liquidity_provider" : "guarantor");
    }
}
