// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./Calendar.sol";

/// @title Accrual
/// @notice Rates over time and over amounts, with the rounding direction in the name. Rates are parts per million (a year).
/// @dev Nothing here overflows: bases stay below 2^133 (sixteen balances of at most 2^128), rates below 2^32, days below 2^26, so that
/// no product reaches 2^192. The twin of `regalia.domain.accrual`.
library Accrual {
    uint256 internal constant PPM = 1e6;
    uint256 internal constant YEAR_PPM = 360 * PPM;
    /// @dev Where what is kept stops growing: arrears that compound for ever would else overflow one day and lock the deal.
    uint256 internal constant LARGEST = type(uint128).max;

    /// @notice Interest on `base`: `rateDays` is the rate times the days, added up over the parts of the period. Rounded down once.
    function interestDown(uint256 base, uint256 rateDays, uint256 dayCount) internal pure returns (uint256) {
        unchecked {
            return base * rateDays / (dayCount == Calendar.ACT_365F ? 365 * PPM : YEAR_PPM);
        }
    }

    /// @notice A share of an amount, rounded down.
    function shareDown(uint256 amount, uint256 ratePpm) internal pure returns (uint256) {
        unchecked {
            return amount * ratePpm / PPM;
        }
    }

    /// @notice A share of an amount, rounded up.
    function shareUp(uint256 amount, uint256 ratePpm) internal pure returns (uint256) {
        unchecked {
            return (amount * ratePpm + PPM - 1) / PPM;
        }
    }

    /// @notice Yearly interest, given as a sum of balance times ppm, over `dayCount` days of a year of 360, rounded up once.
    function yearlyUp(uint256 balanceTimesPpm, uint256 dayCount) internal pure returns (uint256) {
        unchecked {
            return (balanceTimesPpm * dayCount + YEAR_PPM - 1) / YEAR_PPM;
        }
    }

    /// @notice The amount, or the largest there is.
    function capped(uint256 amount) internal pure returns (uint256) {
        return amount >> 128 == 0 ? amount : LARGEST;
    }

    /// @notice The smaller of two.
    /// @dev Without a branch, which costs twice as much.
    function smaller(uint256 a, uint256 b) internal pure returns (uint256 c) {
        assembly ("memory-safe") {
            c := xor(b, mul(xor(a, b), lt(a, b)))
        }
    }

    /// @notice How much `a` exceeds `b`; zero when it doesn't.
    function above(uint256 a, uint256 b) internal pure returns (uint256 c) {
        assembly ("memory-safe") {
            c := mul(sub(a, b), gt(a, b))
        }
    }
}
