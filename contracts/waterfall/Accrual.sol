// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Accrual
/// @notice Rates over time and over amounts, with the rounding direction in the name. Rates are parts per million (a year).
library Accrual {
    uint256 internal constant PPM = 1e6;
    uint256 internal constant YEAR_PPM = 360 * PPM;

    /// @notice Interest on `base` over `dayCount` days, rounded down once.
    function interestDown(uint256 base, uint256 ratePpm, uint256 dayCount) internal pure returns (uint256) {
        return base * ratePpm * dayCount / YEAR_PPM;
    }

    /// @notice A share of an amount, rounded down.
    function shareDown(uint256 amount, uint256 ratePpm) internal pure returns (uint256) {
        return amount * ratePpm / PPM;
    }

    /// @notice A share of an amount, rounded up.
    function shareUp(uint256 amount, uint256 ratePpm) internal pure returns (uint256) {
        return (amount * ratePpm + PPM - 1) / PPM;
    }

    /// @notice Yearly interest, given as a sum of balance times ppm, over `dayCount` days, rounded up once.
    function yearlyUp(uint256 balanceTimesPpm, uint256 dayCount) internal pure returns (uint256) {
        return (balanceTimesPpm * dayCount + YEAR_PPM - 1) / YEAR_PPM;
    }
}
