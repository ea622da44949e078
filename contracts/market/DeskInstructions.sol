// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";
import {DeskMoves} from "./DeskMoves.sol";

/// @title DeskInstructions
/// @notice A sale in two steps, for a buyer whose cash arrives later.
/// @dev Law: for each payment token the desk's balance ≥ the sum of `paid`. Cash comes in by a measured pull and goes out once, by as much: `paid`
/// is zero again before anybody else is called. The payment token is the one of the time the instruction was given, whatever the tranche says later.
abstract contract DeskInstructions is DeskMoves, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc ISettlementDesk
    uint256 public instructions;

    mapping(uint256 id => Instruction) private _instructions;

    /// @inheritdoc ISettlementDesk
    function instruct(
        address token,
        address buyer,
        uint256 units,
        uint256 price,
        uint256 deadline,
        uint256 incomePerUnit
    ) external nonReentrant returns (uint256 id) {
        if (buyer == address(0)) revert SettlementDesk_ZeroAddress();
        if (units == 0) revert SettlementDesk_ZeroUnits();
        _requireInTime(deadline);
        _requireAtMost(type(uint48).max, units);
        _requireAtMost(type(uint48).max, deadline);
        _requireAtMost(type(uint96).max / units, price); // all that is due fits 96 bits
        address paymentToken = _requireTradable(token, incomePerUnit, msg.sender, buyer);
        id = ++instructions;
        _instructions[id] = Instruction(
            msg.sender,
            // forge-lint: disable-next-line(unsafe-typecast): seen above
            uint48(units),
            // forge-lint: disable-next-line(unsafe-typecast): seen above
            uint48(deadline),
            buyer,
            // forge-lint: disable-next-line(unsafe-typecast): seen above
            uint96(price),
            token,
            Status.Open,
            paymentToken,
            0,
            incomePerUnit
        );
        emit Instructed(id, msg.sender, buyer, token, paymentToken, units, price, deadline, incomePerUnit);
    }

    /// @inheritdoc ISettlementDesk
    function payIn(uint256 id, bytes32 terms, uint256 amount) external nonReentrant {
        Instruction storage i = _open(id);
        if (msg.sender != i.buyer) revert SettlementDesk_OnlyBuyer(i.buyer, msg.sender);
        bytes32 agreed = termsOf(id);
        if (terms != agreed) revert SettlementDesk_OtherTerms(agreed, terms);
        if (amount == 0) revert SettlementDesk_ZeroAmount();
        uint256 paid = i.paid;
        uint256 due = _price(i) - paid;
        if (amount > due) revert SettlementDesk_MoreThanDue(due, amount);
        paid += amount;
        // forge-lint: disable-next-line(unsafe-typecast): at most what is due, which fits
        i.paid = uint96(paid);
        emit PaidIn(id, amount, paid);
        _pay(i.paymentToken, msg.sender, address(this), amount);
    }

    /// @inheritdoc ISettlementDesk
    function settle(uint256 id) external nonReentrant {
        Instruction storage i = _open(id);
        (uint256 due, uint256 paid) = (_price(i), i.paid);
        if (paid != due) revert SettlementDesk_NotPaid(due, paid);
        (i.status, i.paid) = (Status.Settled, 0);
        emit InstructionSettled(id, paid);
        (address seller, address paymentToken) = (i.seller, i.paymentToken);
        _trade(i.token, paymentToken, i.incomePerUnit, seller, i.buyer, i.units);
        if (paid == 0) return;
        uint256 before = IERC20(paymentToken).balanceOf(seller);
        _send(paymentToken, seller, paid);
        uint256 received = IERC20(paymentToken).balanceOf(seller) - before;
        if (received != paid) revert SettlementDesk_AmountReceived(paid, received);
    }

    /// @inheritdoc ISettlementDesk
    function cancelInstruction(uint256 id) external nonReentrant {
        Instruction storage i = _known(id);
        if (msg.sender != i.seller) revert SettlementDesk_OnlySeller(i.seller, msg.sender);
        if (i.status != Status.Open) revert SettlementDesk_NotOpen(id, i.status);
        i.status = Status.Cancelled;
        emit InstructionCancelled(id);
    }

    /// @inheritdoc ISettlementDesk
    function takeBack(uint256 id) external nonReentrant returns (uint256 amount) {
        Instruction storage i = _known(id);
        if (msg.sender != i.buyer) revert SettlementDesk_OnlyBuyer(i.buyer, msg.sender);
        if (i.status == Status.Settled) revert SettlementDesk_NotOpen(id, i.status);
        if (i.status == Status.Open && block.timestamp <= i.deadline) {
            revert SettlementDesk_NotReturnable(i.deadline, block.timestamp);
        }
        amount = i.paid;
        if (amount == 0) revert SettlementDesk_ZeroAmount();
        i.paid = 0;
        emit CashReturned(id, amount);
        _send(i.paymentToken, msg.sender, amount);
    }

    /// @inheritdoc ISettlementDesk
    function instructionAt(uint256 id) external view returns (Instruction memory i) {
        i = _instructions[id];
        if (i.status == Status.Open && block.timestamp > i.deadline) i.status = Status.Expired;
    }

    /// @inheritdoc ISettlementDesk
    function termsOf(uint256 id) public view returns (bytes32) {
        Instruction storage i = _known(id);
        return keccak256(
            abi.encode(i.seller, i.buyer, i.token, i.paymentToken, i.units, i.price, i.deadline, i.incomePerUnit)
        );
    }

    /// @dev The desk's own balance is measured: a token that takes more than it is told would take it from other buyers.
    function _send(address paymentToken, address to, uint256 amount) private {
        uint256 before = IERC20(paymentToken).balanceOf(address(this));
        IERC20(paymentToken).safeTransfer(to, amount);
        uint256 sent = before - IERC20(paymentToken).balanceOf(address(this));
        if (sent != amount) revert SettlementDesk_AmountSent(amount, sent);
    }

    function _known(uint256 id) private view returns (Instruction storage i) {
        i = _instructions[id];
        if (i.status == Status.None) revert SettlementDesk_NoInstruction(id);
    }

    /// @dev One in which cash can be taken and that can be settled.
    function _open(uint256 id) private view returns (Instruction storage i) {
        i = _known(id);
        if (i.status != Status.Open) revert SettlementDesk_NotOpen(id, i.status);
        _requireInTime(i.deadline);
    }

    function _price(Instruction storage i) private view returns (uint256) {
        return uint256(i.units) * i.price;
    }

    function _requireInTime(uint256 deadline) private view {
        if (block.timestamp > deadline) revert SettlementDesk_Expired(deadline, block.timestamp);
    }

    function _requireAtMost(uint256 limit, uint256 given) private pure {
        if (given > limit) revert SettlementDesk_TooLarge(limit, given);
    }
}
