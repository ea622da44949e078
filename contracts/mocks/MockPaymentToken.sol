// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title MockPaymentToken
/// @notice A stand-in for a 6-decimal stablecoin on test networks. Anybody may mint: it is worth nothing.
contract MockPaymentToken is ERC20 {
    constructor() ERC20("Test Dollar", "tUSD") {}

    /// @notice 6, as USDC has.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Create test money.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
