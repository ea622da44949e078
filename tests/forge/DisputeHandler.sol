// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IOracleDisputes} from "../../contracts/interfaces/IOracleDisputes.sol";
import {IOracleRestatements} from "../../contracts/interfaces/IOracleRestatements.sol";
import {IOracleSigners} from "../../contracts/interfaces/IOracleSigners.sol";
import {IRoyaltyOracle} from "../../contracts/interfaces/IRoyaltyOracle.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title DisputeHandler
/// @notice Disputes of reports and corrections up to their end, bonds, and the governor's changes of attestors.
contract DisputeHandler is Handler {
    IOracleDisputes private immutable _oracle;

    constructor(Ledger ledger_) Handler(ledger_) {
        _oracle = IOracleDisputes(w.oracle());
    }

    function dispute(uint256 number, uint256 who) external {
        address by = w.actor(who % 3 == 0 ? "trustee" : "disputer");
        _bonded(by, abi.encodeCall(IOracleDisputes.dispute, (w.deal(), _number(number), "evidence")));
    }

    function appeal(uint256 number, uint256 who) external {
        _bonded(w.signer(who), abi.encodeCall(IOracleDisputes.appeal, (w.deal(), _number(number), "evidence")));
    }

    function decide(uint256 number, bool strike, uint256 who) external {
        address by = w.actor(who % 2 == 0 ? "trustee" : "supervisor");
        if (_act(by, address(_oracle), abi.encodeCall(IOracleDisputes.decide, (w.deal(), _number(number), strike, "reason")))) {
            _strike();
        }
    }

    function settle(uint256 number, uint256 who) external {
        if (_act(w.holder(who), address(_oracle), abi.encodeCall(IOracleDisputes.settle, (w.deal(), _number(number))))) {
            _strike();
        }
    }

    function withdrawBonds(uint256 who) external {
        address by = who % 2 == 0 ? w.actor("disputer") : w.signer(who >> 1);
        uint256 owed = _oracle.bondsOwed(money, by);
        if (_act(by, address(_oracle), abi.encodeCall(IOracleDisputes.withdrawBonds, (money)))) {
            ledger.pay(address(_oracle), -int256(owed));
        }
    }

    function payForfeited() external {
        uint256 before = money.balanceOf(address(escrow));
        if (!_act(w.actor("outsider"), address(_oracle), abi.encodeCall(IOracleDisputes.payForfeited, (w.deal())))) return;
        int256 paid = int256(money.balanceOf(address(escrow)) - before);
        ledger.pay(address(_oracle), -paid);
        ledger.pay(address(escrow), paid);
    }

    /// @notice Two or three of five attestors.
    function proposeSigners(uint256 seed, uint256 by) external {
        (address[] memory signers, uint8[] memory weights) = _chosen(seed);
        bytes memory data = abi.encodeCall(IOracleSigners.proposeSigners, (w.deal(), 2, signers, weights));
        if (by % 4 != 0) _act(w.actor("governor"), address(_oracle), data);
        else _mustFail(w.actor("trustee"), address(_oracle), data, "R: attestors were proposed by another than the governor");
    }

    function withdrawProposal() external {
        _act(w.actor("supervisor"), address(_oracle), abi.encodeCall(IOracleSigners.withdrawProposal, (w.deal())));
    }

    function enactSigners(uint256 wait) external {
        uint256 ready = IOracleSigners(address(_oracle)).proposalReadyAt(w.deal());
        if (wait % 4 != 0 && ready > block.timestamp) vm.warp(ready);
        _act(w.actor("outsider"), address(_oracle), abi.encodeCall(IOracleSigners.enactSigners, (w.deal())));
    }

    function voidSignatures(uint256 by) external {
        address who = w.actor(by % 2 == 0 ? "governor" : "trustee");
        _act(who, address(_oracle), abi.encodeCall(IOracleSigners.voidSignatures, (w.deal())));
    }

    /// @dev Whether the report fell or stood.
    function _strike() private {
        (, bool waiting,,) = IRoyaltyOracle(address(_oracle)).latest(w.deal());
        if (!waiting) ledger.strike();
    }

    /// @dev Half of the time the waiting report, else the last correction.
    function _number(uint256 seed) private view returns (uint32) {
        if (seed % 2 == 0) return 0;
        (uint256 count,) = IOracleRestatements(address(_oracle)).restatementsOf(w.deal());
        return uint32(count);
    }

    function _bonded(address by, bytes memory data) private {
        uint256 before = money.balanceOf(by);
        if (_act(by, address(_oracle), data)) ledger.pay(address(_oracle), int256(before - money.balanceOf(by)));
    }

    function _chosen(uint256 seed) private view returns (address[] memory signers, uint8[] memory weights) {
        uint256 size = 2 + seed % 2;
        (signers, weights) = (new address[](size), new uint8[](size));
        string[5] memory names = ["attestor 0", "attestor 1", "attestor 2", "attestor 3", "attestor 4"];
        for (uint256 i; i < size; ++i) {
            (signers[i], weights[i]) = (vm.addr(uint256(keccak256(bytes(names[(seed >> 8) % 3 + i])))), 1);
            for (uint256 j = i; j > 0 && signers[j] < signers[j - 1]; --j) {
                (signers[j], signers[j - 1]) = (signers[j - 1], signers[j]);
            }
        }
    }
}
