// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title PayerHandler
/// @notice The licensee pays, payees take what is theirs, on the deal and on the hostile one beside it.
contract PayerHandler is Handler {
    uint256 private constant MOST = 300_000_000_000;

    constructor(Ledger ledger_) Handler(ledger_) {}

    function payRoyalty(uint256 amount) external {
        uint256 paid = _some(amount, MOST);
        bytes memory data = abi.encodeCall(IRoyaltyEscrow.payRoyalty, (bytes32("licence"), paid, bytes32(amount)));
        if (_act(w.actor("licensee"), address(escrow), data)) ledger.pay(address(escrow), int256(paid));
    }

    function payRoyaltyToHostileDeal(uint256 amount) external {
        uint256 paid = _some(amount, MOST);
        bytes memory data = abi.encodeCall(IRoyaltyEscrow.payRoyalty, (bytes32("licence"), paid, bytes32(amount)));
        if (_act(w.actor("attacker"), w.hostileEscrow(), data)) ledger.pay(w.hostileEscrow(), int256(paid));
    }

    function withdraw(uint256 who) external {
        address payee = w.payee(who);
        uint256 owed = escrow.payableTo(payee);
        for (uint256 i; i < 6 && owed == 0; ++i) {
            payee = w.payee(who % 6 + i);
            owed = escrow.payableTo(payee);
        }
        if (_act(payee, address(escrow), abi.encodeCall(IRoyaltyEscrow.withdraw, ()))) {
            ledger.pay(address(escrow), -int256(owed));
        }
    }

    /// @notice By anybody, when it is over; at times that is waited for.
    function conclude(uint256 who, uint256 wait) external {
        if (wait % 8 == 0) vm.warp(block.timestamp + 500 days);
        if (!_act(w.holder(who), w.deal(), abi.encodeCall(IDeal.conclude, ()))) return;
        ledger.distributed();
    }

    function exerciseCall(uint256 index, uint256 who) external {
        address holder = who % 4 == 0 ? w.holder(who) : w.actor("call_holder");
        bytes memory data = abi.encodeCall(IDeal.exerciseCall, (index % 4, who % 8 == 1 ? 1 : 10 ** 15));
        uint256 before = money.balanceOf(holder);
        (bool done, bytes memory returned) = _acted(holder, w.deal(), data, false);
        if (!done) return;
        uint256 paid = abi.decode(returned, (uint256));
        if (before - money.balanceOf(holder) != paid) ledger.breakLaw("B: a call cost another price than it says");
        ledger.pay(address(escrow), int256(paid));
        ledger.distributed();
    }
}
