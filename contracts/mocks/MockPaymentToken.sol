// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title MockPaymentToken
/// @notice A stand-in for a 6-decimal stablecoin with permit on test networks. Anybody may mint: it is worth nothing.
contract MockPaymentToken is ERC20Permit {
    constructor() ERC20("Test Dollar", "tUSD") ERC20Permit("Test Dollar") {}

    /// @notice 6, as USDC has.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Create test money.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
