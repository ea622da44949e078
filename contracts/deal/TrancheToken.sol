// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IInvestorRegistry} from "../interfaces/IInvestorRegistry.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";

/// @title TrancheToken
/// @notice See {ITrancheToken}. A clone a tranche with its addresses in its own code; the register itself is in the escrow, where units and
/// income of a holder share one slot and can't come apart.
/// @dev Not OpenZeppelin's ERC20: that keeps balances in storage of its own, and a transfer would then pay for both registers.
contract TrancheToken is ITrancheToken {
    /// @dev Arguments of the clone: escrow ‖ registry ‖ offering ‖ deal ‖ u8 index ‖ u8 length of the name ‖ name ‖ symbol.
    uint256 private constant ESCROW = 0;
    uint256 private constant REGISTRY = 20;
    uint256 private constant OFFERING = 40;
    uint256 private constant DEAL = 60;
    uint256 private constant INDEX = 80;
    uint256 private constant NAME_LENGTH = 81;
    uint256 private constant TEXT = 82;

    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    /// @inheritdoc ITrancheToken
    function mint(address investor, uint256 units) external {
        bytes memory args = _onlyOffering();
        _requireEligible(args, investor);
        _move(args, address(0), investor, units);
    }

    /// @inheritdoc ITrancheToken
    function burn(address investor, uint256 units) external {
        _move(_onlyOffering(), investor, address(0), units);
    }

    /// @notice Move units to an eligible holder. Income earned so far stays with the sender.
    /// @return Always true; refusals revert.
    function transfer(address to, uint256 units) external returns (bool) {
        _transfer(msg.sender, to, units);
        return true;
    }

    /// @notice Move units on an allowance; the greatest allowance is never used up.
    /// @return Always true; refusals revert.
    function transferFrom(address from, address to, uint256 units) external returns (bool) {
        uint256 allowed = _allowances[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < units) revert TrancheToken_InsufficientAllowance(msg.sender, allowed, units);
            _allowances[from][msg.sender] = allowed - units;
        }
        _transfer(from, to, units);
        return true;
    }

    /// @notice Let a spender move up to so many units.
    /// @return Always true; refusals revert.
    function approve(address spender, uint256 units) external returns (bool) {
        if (spender == address(0)) revert TrancheToken_ZeroAddress();
        _allowances[msg.sender][spender] = units;
        emit Approval(msg.sender, spender, units);
        return true;
    }

    /// @notice Units a spender may still move.
    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    /// @notice Units held.
    function balanceOf(address holder) external view returns (uint256) {
        return IRoyaltyEscrow(escrow()).unitsOf(address(this), holder);
    }

    /// @notice All units.
    function totalSupply() external view returns (uint256) {
        return IRoyaltyEscrow(escrow()).supplyOf(address(this));
    }

    /// @inheritdoc ITrancheToken
    function entitlementOf(address holder) external view returns (uint256) {
        return IRoyaltyEscrow(escrow()).entitlementOf(address(this), holder);
    }

    /// @notice Units are whole.
    function decimals() external pure returns (uint8) {
        return 0;
    }

    /// @notice Name of the tranche.
    function name() external view returns (string memory) {
        bytes memory args = _args();
        return _text(args, TEXT, TEXT + uint8(args[NAME_LENGTH]));
    }

    /// @notice Ticker of the tranche.
    function symbol() external view returns (string memory) {
        bytes memory args = _args();
        return _text(args, TEXT + uint8(args[NAME_LENGTH]), args.length);
    }

    /// @inheritdoc ITrancheToken
    function deal() external view returns (address) {
        return _address(_args(), DEAL);
    }

    /// @inheritdoc ITrancheToken
    function escrow() public view returns (address) {
        return _address(_args(), ESCROW);
    }

    /// @inheritdoc ITrancheToken
    function trancheIndex() external view returns (uint256) {
        return uint8(_args()[INDEX]);
    }

    /// @inheritdoc ITrancheToken
    function identityRegistry() external view returns (address) {
        return _address(_args(), REGISTRY);
    }

    function _transfer(address from, address to, uint256 units) private {
        if (to == address(0) || from == address(0)) revert TrancheToken_ZeroAddress();
        bytes memory args = _args();
        _requireEligible(args, to);
        _move(args, from, to, units);
    }

    function _move(bytes memory args, address from, address to, uint256 units) private {
        emit Transfer(from, to, units);
        IRoyaltyEscrow(_address(args, ESCROW)).move(from, to, units);
    }

    function _requireEligible(bytes memory args, address account) private view {
        address registry = _address(args, REGISTRY);
        if (!IInvestorRegistry(registry).isVerified(account)) revert TrancheToken_NotEligible(registry, account);
    }

    function _onlyOffering() private view returns (bytes memory args) {
        args = _args();
        address offering = _address(args, OFFERING);
        if (msg.sender != offering) revert TrancheToken_OnlyOffering(offering, msg.sender);
    }

    function _args() private view returns (bytes memory) {
        return Clones.fetchCloneArgs(address(this));
    }

    function _address(bytes memory args, uint256 offset) private pure returns (address found) {
        assembly ("memory-safe") {
            found := shr(96, mload(add(add(args, 32), offset)))
        }
    }

    function _text(bytes memory args, uint256 start, uint256 end) private pure returns (string memory) {
        bytes memory text = new bytes(end - start);
        for (uint256 i; i < text.length; ++i) {
            text[i] = args[start + i];
        }
        return string(text);
    }
}
