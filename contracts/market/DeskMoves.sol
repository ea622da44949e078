// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Passport} from "../compliance/Passport.sol";
import {RoyaltyEscrow} from "../deal/RoyaltyEscrow.sol";
import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";
import {Book} from "../types/Book.sol";
import {DeskCalls} from "./DeskCalls.sol";

/// @title DeskMoves
/// @notice What orders and instructions share: what is asked of the tranche, and how units and money move.
abstract contract DeskMoves is ISettlementDesk {
    using SafeERC20 for IERC20;

    /// @dev Units from seller to buyer, by the token's own ladder; refused when the price was meant in another money or for more income to
    /// come, and between wallets of one investor.
    function _trade(
        address token,
        address paymentToken,
        uint256 mostIncome,
        address seller,
        address buyer,
        uint256 units
    ) internal {
        (address ofDeal, uint256 perUnit, address investor) = DeskCalls.tradeFrom(token, seller, buyer, units);
        if (ofDeal != paymentToken) revert SettlementDesk_OtherPaymentToken(ofDeal, paymentToken);
        if (perUnit > mostIncome) revert SettlementDesk_IncomeDistributed(mostIncome, perUnit);
        if (investor != address(0)) revert SettlementDesk_SameInvestor(investor, seller, buyer);
    }

    /// @dev The same questions before anything moves.
    /// @return paymentToken What the deal pays in.
    function _requireTradable(address token, uint256 mostIncome, address seller, address buyer)
        internal
        view
        returns (address paymentToken)
    {
        RoyaltyEscrow escrow = RoyaltyEscrow(DeskCalls.escrowOf(token));
        (Book book,,) = escrow.wordsOf(token, seller, buyer);
        if (book.perUnit() > mostIncome) revert SettlementDesk_IncomeDistributed(mostIncome, book.perUnit());
        (Passport one, Passport other) = escrow.REGISTRY().particulars(seller, buyer);
        address investor = one.investor();
        if (seller == buyer || (investor == other.investor() && investor != address(0))) {
            revert SettlementDesk_SameInvestor(investor, seller, buyer);
        }
        return address(escrow.PAYMENT_TOKEN());
    }

    /// @dev Measures what arrived: a token that keeps a fee, or moves nothing, is refused whole.
    function _pay(address paymentToken, address from, address to, uint256 amount) internal {
        if (amount == 0) return;
        uint256 before = DeskCalls.balanceOf(paymentToken, to);
        // slither-disable-next-line arbitrary-send-erc20: `from` is the buyer, who signed the order or is the caller
        IERC20(paymentToken).safeTransferFrom(from, to, amount);
        uint256 received = DeskCalls.balanceOf(paymentToken, to) - before;
        if (received != amount) revert SettlementDesk_AmountReceived(amount, received);
    }
}
