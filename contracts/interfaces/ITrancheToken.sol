// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

/// @title ITrancheToken
/// @notice The security: whole units of one tranche, held by eligible investors only, whose income follows the unit.
interface ITrancheToken is IERC20Metadata {
    error TrancheToken_OnlyOffering(address offering, address caller);
    error TrancheToken_NotEligible(address registry, address account);
    error TrancheToken_InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error TrancheToken_ZeroAddress();

    /// @notice Create units for a subscriber, who must be eligible. Only the offering, until the deal closes.
    function mint(address investor, uint256 units) external;

    /// @notice Destroy units of a refunded subscriber. Only the offering, of a deal that lapsed.
    function burn(address investor, uint256 units) external;

    /// @notice Income the holder has earned and not claimed, in the payment token's smallest unit, rounded down.
    function entitlementOf(address holder) external view returns (uint256);

    /// @notice The deal.
    function deal() external view returns (address);

    /// @notice The escrow, which keeps the register and pays income.
    function escrow() external view returns (address);

    /// @notice Which tranche of the deal, from 0, the most senior.
    function trancheIndex() external view returns (uint256);

    /// @notice The registry that knows eligible investors.
    function identityRegistry() external view returns (address);
}
