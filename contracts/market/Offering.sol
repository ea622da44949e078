// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IPoolFacts} from "../interfaces/IPoolFacts.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {TransferRules} from "../types/TransferRules.sol";

/// @title Offering
/// @notice See {IOffering}. A clone a deal, its terms in its own code. Units are minted when they are subscribed and can't be traded before
/// the deal closes (an order can move them, and the refund goes along), so what is to be refunded is read from the register and stored nowhere else.
/// @dev Needed for liveness: the payment token lets the escrow, or a refunded investor, receive.
contract Offering is IOffering, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct Terms {
        IDeal deal;
        address escrow;
        IERC20 paymentToken;
        uint256 deadline;
        uint256[] prices;
    }

    /// @notice How long after the deadline a deal that is sold out can be closed. Then subscribers get their money back, whatever keeps
    /// it from closing.
    uint256 public constant CLOSING_WINDOW = 7 days;

    /// @inheritdoc IOffering
    function subscribe(uint256 tranche, uint256 units) external nonReentrant {
        Terms memory t = _terms();
        if (units == 0) revert Offering_ZeroUnits();
        if (block.timestamp > t.deadline) revert Offering_Ended(t.deadline, block.timestamp);
        (address token, uint256 offered) = t.deal.trancheAt(tranche);
        uint256 unsold = offered - ITrancheToken(token).totalSupply();
        if (units > unsold) revert Offering_TooManyUnits(unsold, units);
        _requireSellable(token, unsold - units);
        uint256 paid = units * t.prices[tranche];
        ITrancheToken(token).mint(msg.sender, units);
        emit Subscribed(tranche, msg.sender, units, paid);
        if (paid != 0) _pull(t.paymentToken, paid);
    }

    /// @inheritdoc IOffering
    function close() external nonReentrant {
        Terms memory t = _terms();
        if (!soldOut()) revert Offering_NotSoldOut();
        uint256 until = t.deadline + CLOSING_WINDOW;
        if (block.timestamp > until) revert Offering_ClosingWindowOver(until, block.timestamp);
        uint256 proceeds;
        for (uint256 i; i < t.prices.length; ++i) {
            (, uint256 units) = t.deal.trancheAt(i);
            proceeds += units * t.prices[i];
        }
        _requireFit(t.deal);
        t.paymentToken.forceApprove(t.escrow, proceeds);
        t.deal.close(proceeds);
    }

    /// @inheritdoc IOffering
    function refund(uint256 tranche) external nonReentrant returns (uint256 paid) {
        Terms memory t = _terms();
        if (t.deal.status() != IDeal.Status.Lapsed) revert Offering_NotLapsed();
        (address token,) = t.deal.trancheAt(tranche);
        uint256 units = ITrancheToken(token).balanceOf(msg.sender);
        if (units == 0) revert Offering_ZeroUnits();
        paid = units * t.prices[tranche];
        ITrancheToken(token).burn(msg.sender, units);
        emit Refunded(tranche, msg.sender, units, paid);
        t.paymentToken.safeTransfer(msg.sender, paid);
    }

    /// @inheritdoc IOffering
    function deadline() external view returns (uint256) {
        return _terms().deadline;
    }

    /// @inheritdoc IOffering
    function lapsed() external view returns (bool) {
        uint256 ends = _terms().deadline;
        if (block.timestamp <= ends) return false;
        return !soldOut() || block.timestamp > ends + CLOSING_WINDOW;
    }

    /// @inheritdoc IOffering
    function priceOf(uint256 tranche) external view returns (uint256) {
        return _terms().prices[tranche];
    }

    /// @inheritdoc IOffering
    function soldOut() public view returns (bool) {
        Terms memory t = _terms();
        for (uint256 i; i < t.prices.length; ++i) {
            (address token, uint256 units) = t.deal.trancheAt(i);
            if (ITrancheToken(token).totalSupply() != units) return false;
        }
        return true;
    }

    /// @dev A rest below the smallest denomination could be sold to nobody, and the deal would lapse.
    function _requireSellable(address token, uint256 rest) private view {
        if (rest == 0) return;
        (TransferRules rules,) = ITrancheToken(token).transferRules();
        if (rest < rules.denomination()) revert Offering_RestBelowDenomination(rules.denomination(), rest);
    }

    /// @dev What backs the deal is what its terms ask, where it rests on rights.
    function _requireFit(IDeal deal) private view {
        (, address facts) = deal.sources();
        if (facts != address(0)) IPoolFacts(facts).requireFit(address(deal));
    }

    function _pull(IERC20 paymentToken, uint256 amount) private {
        uint256 before = paymentToken.balanceOf(address(this));
        paymentToken.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = paymentToken.balanceOf(address(this)) - before;
        if (received != amount) revert Offering_AmountReceived(amount, received);
    }

    function _terms() private view returns (Terms memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Terms));
    }
}
