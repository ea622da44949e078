// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Order, OrderHash} from "../types/Order.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {DeskMoves} from "./DeskMoves.sol";
import {DeskNonces} from "./DeskNonces.sol";
import {OrderSignature} from "./OrderSignature.sol";

/// @title DeskOrders
/// @notice Signed orders and how they are filled.
abstract contract DeskOrders is DeskMoves, DeskNonces, EIP712, ReentrancyGuardTransient {
    uint256 private constant MOST_PRICE = type(uint128).max;
    uint256 private constant PPM = 1_000_000;
    uint256 private constant CAP_PPM = 100;

    /// @inheritdoc ISettlementDesk
    function fill(Order calldata order, bytes calldata signature, uint256 units) external nonReentrant {
        bytes32 orderHash = hashOf(order);
        (address maker, address token) = (order.maker, order.token);
        if (!OrderSignature.isOf(maker, orderHash, signature)) revert SettlementDesk_BadSignature(maker, orderHash);
        _requireOffered(order);
        uint256 nonce = order.nonce;
        _use(maker, nonce, order.units, order.minimumFill, units);
        (bool sells, uint256 price) = (order.sells, order.price);
        (address seller, address buyer) = sells ? (maker, msg.sender) : (msg.sender, maker);
        address paymentToken = order.paymentToken;
        _trade(token, paymentToken, order.incomePerUnit, seller, buyer, units);
        uint256 cash;
        unchecked {
            cash = units * price; // below 2^48 and 2^128
        }
        uint256 fee = order.venueFee == 0 ? 0 : _fee(order, cash);
        emit OrderFilled(orderHash, maker, msg.sender, token, sells, units, price, fee, nonce);
        _pay(paymentToken, buyer, seller, sells ? cash - fee : cash);
        if (fee != 0 && order.venue != buyer) _pay(paymentToken, buyer, order.venue, fee);
    }

    /// @inheritdoc ISettlementDesk
    function cancel(uint256 nonce) external nonReentrant {
        _cancel(nonce);
    }

    /// @inheritdoc ISettlementDesk
    function cancelAll() external nonReentrant {
        _cancelAll();
    }

    /// @inheritdoc ISettlementDesk
    function hashOf(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(OrderHash.structHash(order));
    }

    function _requireOffered(Order calldata order) private view {
        if (order.price > MOST_PRICE) revert SettlementDesk_TooLarge(MOST_PRICE, order.price);
        if (block.timestamp > order.expiry) revert SettlementDesk_Expired(order.expiry, block.timestamp);
        if (order.maker == msg.sender) revert SettlementDesk_OwnOrder(msg.sender);
        address counterparty = order.counterparty;
        if (counterparty != address(0) && counterparty != msg.sender) {
            revert SettlementDesk_OtherCounterparty(counterparty, msg.sender);
        }
    }

    /// @dev Of the whole fill, rounded down: the part of a smallest unit is the maker's.
    function _fee(Order calldata order, uint256 cash) private view returns (uint256) {
        (TransferRules rules,) = ITrancheToken(order.token).transferRules();
        uint256 cap = rules.venueFeeCap() * CAP_PPM;
        if (order.venueFee > cap || order.venueFee > PPM) revert SettlementDesk_FeeTooHigh(cap, order.venueFee);
        if (order.venue == address(0)) revert SettlementDesk_NoVenue(order.venueFee);
        return cash * order.venueFee / PPM;
    }
}
