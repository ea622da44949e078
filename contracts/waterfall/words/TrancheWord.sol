// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type TrancheWord is uint256;

using TrancheFields for TrancheWord global;

/// @title TrancheFields
/// @notice A tranche of a program. The layout is a row of the table in docs/decisions/0003-the-whole-waterfall.md.
library TrancheFields {
    /// @notice Coupon in parts per million a year.
    function coupon(TrancheWord w) internal pure returns (uint256) {
        return TrancheWord.unwrap(w) >> 224;
    }

    function dayCount(TrancheWord w) internal pure returns (uint256) {
        return uint8(TrancheWord.unwrap(w) >> 216);
    }

    function flags(TrancheWord w) internal pure returns (uint256) {
        return uint8(TrancheWord.unwrap(w) >> 208);
    }

    /// @notice Whether arrears bear interest at the coupon.
    function interestOnArrears(TrancheWord w) internal pure returns (bool) {
        return TrancheWord.unwrap(w) & 1 << 208 != 0;
    }

    /// @notice Whether unpaid interest is added to the balance.
    function capitalises(TrancheWord w) internal pure returns (bool) {
        return TrancheWord.unwrap(w) & 2 << 208 != 0;
    }

    /// @notice Whether unpaid interest is an event of default.
    function defaults(TrancheWord w) internal pure returns (bool) {
        return TrancheWord.unwrap(w) & 4 << 208 != 0;
    }

    /// @notice Whole units issued.
    function units(TrancheWord w) internal pure returns (uint48) {
        return uint48(TrancheWord.unwrap(w) >> 160);
    }

    /// @notice Balance at closing, in the payment token's smallest unit.
    function originalBalance(TrancheWord w) internal pure returns (uint128) {
        return uint128(TrancheWord.unwrap(w) >> 32);
    }

    /// @notice The tranche as it was placed: with that coupon and so many units, its balance in proportion.
    function placed(TrancheWord w, uint256 coupon_, uint256 units_) internal pure returns (TrancheWord) {
        uint256 word = TrancheWord.unwrap(w);
        word = word & type(uint224).max | coupon_ << 224;
        if (units_ == w.units()) return TrancheWord.wrap(word);
        // slither-disable-next-line divide-before-multiply: the factory saw to it that it divides
        uint256 balance = uint256(w.originalBalance()) / w.units() * units_; // divides: the factory saw to it
        word &= ~(uint256(type(uint176).max) << 32);
        return TrancheWord.wrap(word | units_ << 160 | balance << 32);
    }

    /// @notice Table of the step-up; 0 for none.
    function stepUp(TrancheWord w) internal pure returns (uint256) {
        return uint16(TrancheWord.unwrap(w) >> 16);
    }
}
