// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {ITransferAgent} from "../interfaces/ITransferAgent.sol";
import {Holdings} from "../types/Holding.sol";
import {Officers} from "./Officers.sol";

/// @title TransferAgent
/// @notice See {ITransferAgent}. One for many deals; a token of another agent refuses its calls.
/// @dev It holds neither units nor cash and keeps no state but its roles. How to stop it: revoke the roles.
contract TransferAgent is ITransferAgent, AccessControlDefaultAdminRules {
    /// @notice May freeze and release.
    bytes32 public constant FREEZER_ROLE = keccak256("FREEZER_ROLE");
    /// @notice May force transfers.
    bytes32 public constant ENFORCER_ROLE = Officers.ENFORCER_ROLE;
    /// @notice May recover lost wallets.
    bytes32 public constant RECOVERER_ROLE = keccak256("RECOVERER_ROLE");
    /// @notice May pause.
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    /// @notice May let trading go on.
    bytes32 public constant RESUMER_ROLE = keccak256("RESUMER_ROLE");
    /// @notice May burn units of redeemed tranches.
    bytes32 public constant REDEEMER_ROLE = keccak256("REDEEMER_ROLE");

    modifier ordered(bytes32 role, Order calldata order) {
        _checkRole(role);
        if (order.ref == 0 || order.evidence == 0) revert TransferAgent_NoOrder(order.ref, order.evidence);
        _;
    }

    /// @param admin Grants and revokes the roles.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay) AccessControlDefaultAdminRules(delay, admin) {}

    /// @inheritdoc ITransferAgent
    function setFrozenTokens(address token, address holder, uint256 units, Order calldata order)
        external
        ordered(FREEZER_ROLE, order)
    {
        _setFrozenTokens(token, holder, units, order);
    }

    /// @inheritdoc ITransferAgent
    function freezePartialTokens(address token, address holder, uint256 units, Order calldata order)
        external
        ordered(FREEZER_ROLE, order)
    {
        uint256 frozen = ITrancheToken(token).freezePartialTokens(holder, units);
        emit UnitsFrozen(token, holder, frozen, order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc ITransferAgent
    function unfreezePartialTokens(address token, address holder, uint256 units, Order calldata order)
        external
        ordered(FREEZER_ROLE, order)
    {
        uint256 frozen = ITrancheToken(token).unfreezePartialTokens(holder, units);
        emit UnitsFrozen(token, holder, frozen, order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc ITransferAgent
    function setAddressFrozen(address token, address holder, bool frozen, Order calldata order)
        external
        ordered(FREEZER_ROLE, order)
    {
        _setAddressFrozen(token, holder, frozen, order);
    }

    /// @inheritdoc ITransferAgent
    function batchSetFrozenTokens(
        address token,
        address[] calldata holders,
        uint256[] calldata units,
        Order calldata order
    ) external ordered(FREEZER_ROLE, order) {
        _sameLength(holders.length, units.length);
        for (uint256 i; i < holders.length; ++i) {
            _setFrozenTokens(token, holders[i], units[i], order);
        }
    }

    /// @inheritdoc ITransferAgent
    function batchSetAddressFrozen(
        address token,
        address[] calldata holders,
        bool[] calldata frozen,
        Order calldata order
    ) external ordered(FREEZER_ROLE, order) {
        _sameLength(holders.length, frozen.length);
        for (uint256 i; i < holders.length; ++i) {
            _setAddressFrozen(token, holders[i], frozen[i], order);
        }
    }

    /// @inheritdoc ITransferAgent
    function batchForcedTransfer(
        address token,
        address[] calldata from,
        address[] calldata to,
        uint256[] calldata units,
        uint256[] calldata income,
        Order calldata order
    ) external ordered(ENFORCER_ROLE, order) {
        _sameLength(from.length, to.length);
        _sameLength(from.length, units.length);
        _sameLength(from.length, income.length);
        for (uint256 i; i < from.length; ++i) {
            _force(token, from[i], to[i], units[i], income[i], order);
        }
    }

    /// @inheritdoc ITransferAgent
    function recoverWallet(address token, address lost, address fresh, address investor, Order calldata order)
        external
        ordered(RECOVERER_ROLE, order)
    {
        // slither-disable-next-line unused-return: true, or it reverts
        ITrancheToken(token).recoveryAddress(lost, fresh, investor);
        emit WalletRecovered(token, lost, fresh, order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc ITransferAgent
    function pause(address token, Order calldata order) external ordered(PAUSER_ROLE, order) {
        ITrancheToken(token).pause();
        emit TradingPaused(token, order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc ITransferAgent
    function unpause(address token, Order calldata order) external ordered(RESUMER_ROLE, order) {
        ITrancheToken(token).unpause();
        emit TradingResumed(token, order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc ITransferAgent
    function redeem(address token, address holder, uint256 units, Order calldata order)
        external
        ordered(REDEEMER_ROLE, order)
    {
        ITrancheToken(token).burn(holder, units);
        emit UnitsRedeemed(token, holder, units, order.ref, order.evidence, msg.sender);
    }

    /// @dev The event says what the register keeps.
    // slither-disable-next-line calls-loop: of one transaction of an officer, who says how many
    function _setFrozenTokens(address token, address holder, uint256 units, Order calldata order) private {
        // slither-disable-next-line unused-return: true, or it reverts
        ITrancheToken(token).setFrozenTokens(holder, units);
        uint256 kept = units > Holdings.MOST_FROZEN ? Holdings.MOST_FROZEN : units;
        emit UnitsFrozen(token, holder, kept, order.ref, order.evidence, msg.sender);
    }

    // slither-disable-next-line calls-loop: of one transaction of an officer, who says how many
    function _setAddressFrozen(address token, address holder, bool frozen, Order calldata order) private {
        ITrancheToken(token).setAddressFrozen(holder, frozen);
        emit WalletFrozen(token, holder, frozen, order.ref, order.evidence, msg.sender);
    }

    // slither-disable-next-line calls-loop: of one transaction of an officer, who says how many
    function _force(address token, address from, address to, uint256 units, uint256 income, Order calldata order)
        private
    {
        // slither-disable-next-line unused-return: true, or it reverts
        ITrancheToken(token).forcedTransfer(from, to, units);
        uint256 carried = income == 0 ? 0 : ITrancheToken(token).assignIncome(from, to, income);
        emit UnitsForced(token, from, to, units, carried, order.ref, order.evidence, msg.sender);
    }

    function _sameLength(uint256 expected, uint256 given) private pure {
        if (expected != given) revert TransferAgent_WrongLength(expected, given);
    }
}
