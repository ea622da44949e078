// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IInvestorRegistry} from "../../contracts/interfaces/IInvestorRegistry.sol";
import {IOracleDisputes} from "../../contracts/interfaces/IOracleDisputes.sol";
import {IOracleSigners} from "../../contracts/interfaces/IOracleSigners.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {IRoyaltyOracle} from "../../contracts/interfaces/IRoyaltyOracle.sol";
import {ISupervisor} from "../../contracts/interfaces/ISupervisor.sol";
import {ITrancheToken} from "../../contracts/interfaces/ITrancheToken.sol";
import {Holding} from "../../contracts/types/Holding.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @title StrangerHandler
/// @notice Somebody without any role: gives money away, and tries every door.
contract StrangerHandler is Handler {
    string private constant LAW = "R: somebody without a role got through a door";

    constructor(Ledger ledger_) Handler(ledger_) {}

    /// @notice Money that nobody asked for.
    function donate(uint256 to, uint256 amount) external {
        address[4] memory purses = [address(escrow), w.offering(), w.desk(), w.oracle()];
        (address purse, uint256 gift) = (purses[to % 4], _some(amount, 1_000_000_000));
        uint256 before = money.balanceOf(purse);
        if (!_act(w.actor("outsider"), address(money), abi.encodeCall(IERC20.transfer, (purse, gift)))) return;
        ledger.donate(purse, money.balanceOf(purse) - before);
    }

    function tokenDoors(uint256 door, uint256 tranche, uint256 who, uint256 amount) external {
        (address holder, address other, address token) = (w.signer(who), w.signer(who + 1), w.token(_tranche(tranche)));
        bytes[9] memory doors = [
            abi.encodeCall(ITrancheToken.mint, (w.actor("stranger"), amount)),
            abi.encodeCall(ITrancheToken.burn, (holder, amount)),
            abi.encodeWithSignature("forcedTransfer(address,address,uint256)", holder, other, amount),
            abi.encodeWithSignature("setFrozenTokens(address,uint256)", holder, amount),
            abi.encodeCall(ITrancheToken.assignIncome, (holder, other, amount)),
            abi.encodeCall(ITrancheToken.recoveryAddress, (holder, other, holder)),
            abi.encodeCall(ITrancheToken.setAddressFrozen, (holder, amount % 2 == 0)),
            abi.encodeCall(ITrancheToken.pause, ()),
            abi.encodeCall(ITrancheToken.unpause, ())
        ];
        _mustFail(w.actor("stranger"), token, doors[door % 9], LAW);
    }

    function escrowDoors(uint256 door, uint256 amount) external {
        (uint256[] memory some, address[] memory who) = (new uint256[](1), new address[](1));
        (some[0], who[0]) = (amount, w.actor("stranger"));
        bytes[6] memory doors = [
            abi.encodeCall(IRoyaltyEscrow.openBooks, (who[0], amount, who[0], some, who, some)),
            abi.encodeCall(IRoyaltyEscrow.receiveFrom, (w.actor("licensee"), amount % 3, amount)),
            abi.encodeCall(IRoyaltyEscrow.shut, ()),
            abi.encodeCall(IRoyaltyEscrow.distribute, (amount, some, who, some, w.tokens(), some)),
            abi.encodeCall(IRoyaltyEscrow.heed, (w.token(0), w.signer(amount), amount % 2 == 0)),
            abi.encodeCall(IRoyaltyEscrow.withdraw, ())
        ];
        _mustFail(who[0], address(escrow), doors[door % 6], LAW);
    }

    /// @notice Who writes to the books as if he were a tranche writes to books of his own, which are worth nothing.
    function ownBooks(uint256 who, uint256 amount) external {
        (address holder, address other) = (w.signer(who), w.signer(who + 1));
        bytes memory data = amount % 3 == 0
            ? abi.encodeCall(IRoyaltyEscrow.rebook, (address(0), holder, amount % 5))
            : amount % 3 == 1
                ? abi.encodeCall(IRoyaltyEscrow.amend, (holder, Holding.wrap(amount), other, Holding.wrap(0)))
                : abi.encodeCall(IRoyaltyEscrow.restrain, (holder, amount, amount));
        _act(w.actor("stranger"), address(escrow), data);
    }

    function dealDoors(uint256 door, uint256 amount) external {
        bytes memory wiring = new bytes(amount % 200);
        bytes[6] memory doors = [
            abi.encodeCall(IDeal.initialize, (wiring, wiring, wiring)),
            abi.encodeCall(IDeal.close, (amount, wiring)),
            abi.encodeCall(IDeal.carryOut, (wiring, amount, amount)),
            abi.encodeCall(IDeal.receiveSupport, (amount % 3, w.actor("licensee"), amount)),
            abi.encodeCall(IDeal.heed, (amount % 2 == 0)),
            abi.encodeCall(IDeal.exerciseCall, (amount % 3, amount))
        ];
        address target = amount % 4 == 0 ? w.implementation() : w.deal();
        _mustFail(w.actor("stranger"), target, doors[door % 6], LAW);
    }

    function officeDoors(uint256 door, uint256 amount) external {
        address stranger = w.actor("stranger");
        (address[] memory who, uint8[] memory weights) = (new address[](1), new uint8[](1));
        (who[0], weights[0]) = (stranger, 1);
        door %= 6;
        if (door == 0) _at(w.registry(), abi.encodeCall(IInvestorRegistry.admit, (stranger, 840, 1, uint48(2 ** 47))));
        if (door == 1) _at(w.registry(), abi.encodeCall(IInvestorRegistry.addWallet, (stranger, w.signer(amount))));
        if (door == 2) _at(w.oracle(), abi.encodeCall(IOracleSigners.proposeSigners, (w.deal(), 1, who, weights)));
        if (door == 3) _at(w.oracle(), abi.encodeCall(IOracleDisputes.decide, (w.deal(), 0, true, "reason")));
        if (door == 4) _at(w.supervisor(), abi.encodeCall(ISupervisor.resumeDeal, (w.deal(), "order", "evidence")));
        if (door == 5) _at(w.oracle(), abi.encodeCall(IRoyaltyOracle.open, (1, 0, abi.encodePacked(amount))));
    }

    function _at(address target, bytes memory data) private {
        _mustFail(w.actor("stranger"), target, data, LAW);
    }
}
