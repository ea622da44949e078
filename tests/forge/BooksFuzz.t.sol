// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {RoyaltyReport} from "../../contracts/types/RoyaltyReport.sol";
import {ReportBase} from "./ReportBase.sol";
import {vm} from "./Vm.sol";

/// @title BooksFuzz
/// @notice Acts after which everybody's books are read: slower, so fewer runs.
contract BooksFuzz is ReportBase {
    function testFuzz_transfer__anything__changesNobodysClaim(uint256 t, uint256 from, uint256 to, uint256 units) external {
        IERC20 token = IERC20(w.token(t));
        (address sender, address receiver) = (w.signer(from), w.holder(to));
        uint256[] memory before = _claims();
        uint256 held = token.balanceOf(sender);
        (bool done,) = _try(sender, address(token), abi.encodeCall(IERC20.transfer, (receiver, units % (held + 2))));
        require(keccak256(abi.encode(before)) == keccak256(abi.encode(_claims())), "F");
        require(!done || units % (held + 2) <= held, "I: more was sent than was held");
    }

    function testFuzz_transfer__thereAndBack__isAsBefore(uint256 t, uint256 units) external {
        address token = w.token(t % 2);
        (address one, address other) = (w.signer(0), w.signer(1));
        units %= IERC20(token).balanceOf(one) + 1;
        (, bytes memory said) = _try(one, token, abi.encodeCall(IERC20.transfer, (other, units)));
        _try(other, token, abi.encodeCall(IERC20.transfer, (one, units)));
        require(abi.decode(said, (bool)), "a transfer between holders was refused");
        laws.checkAll();
    }

    /// @notice Any sum is distributed: everybody's claim may grow, books and cash agree, then each takes what is his.
    function testFuzz_execute__anyAmount__isConservedAndClaimable(uint256 amount, uint256 reported) external {
        amount = amount % 10 ** 14 + 1;
        vm.prank(w.actor("licensee"));
        escrow.payRoyalty(0, amount, 0);
        ledger.pay(address(escrow), int256(amount));
        RoyaltyReport memory r = _report(reported % 3 == 0 ? reported % 10 ** 14 : amount);
        _submit(r, _signed(r));
        vm.warp(IDeal(w.deal()).scheduledAt(r.period) + 30 days);
        (bool done,) = _try(w.actor("outsider"), w.deal(), abi.encodeCall(IDeal.execute, (r)));
        require(done, "L: a reported date was refused");
        ledger.distributed();
        laws.checkAll();
        for (uint256 i; i < 4; ++i) {
            address token = w.token(i);
            uint256 owed = escrow.entitlementOf(token, w.signer(i));
            (done,) = _try(w.signer(i), address(escrow), abi.encodeCall(IRoyaltyEscrow.claim, (token)));
            require(done == (owed != 0), "L: a claim was refused");
        }
    }
}
