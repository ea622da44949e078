// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title IERC7943Fungible
/// @notice ERC-7943 (final) for fungible tokens, interface id 0x3edbb4c4. Names and signatures are the standard's; the words are ours.
interface IERC7943Fungible is IERC165 {
    /// @notice Units were taken from one holder and given to another.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);
    /// @notice So many units of the account are frozen from now on.
    event Frozen(address indexed account, uint256 amount);

    /// @dev The standard's general errors; a tranche token names the question instead, and raises only the last one.
    error ERC7943CannotSend(address account);
    error ERC7943CannotReceive(address account);
    error ERC7943CannotTransfer(address from, address to, uint256 amount);
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    /// @notice Take units from one holder and give them to another.
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Freeze so many units of an account, whatever was frozen; may be more than it holds.
    function setFrozenTokens(address account, uint256 amount) external returns (bool result);

    /// @notice Whether the account may send units at all. Never reverts.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Whether the account may receive units at all. Never reverts.
    function canReceive(address account) external view returns (bool allowed);

    /// @notice How many units of the account are frozen; may be more than it holds. Never reverts.
    function getFrozenTokens(address account) external view returns (uint256 amount);

    /// @notice Whether this transfer is allowed; a mere lack of units does not make it false. Never reverts.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed);
}
