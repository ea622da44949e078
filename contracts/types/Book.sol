// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The register of one tranche in one word. From the high end: supply (48) | remainder (48) | flags (8) | income per unit (152).
/// Income per unit is 2^48 fixed point and carried exactly: perUnit · supply + remainder = all income · 2^48, at a constant supply.
type Book is uint256;

using Books for Book global;

/// @title Books
/// @notice Reading and changing the register of a tranche. Never more than 2^48 − 1 units; all income there can ever be fits the rest.
library Books {
    uint256 internal constant SCALE_BITS = 48;
    uint256 internal constant TRADABLE_BIT = 152;
    uint256 internal constant PAUSED_BIT = 153;
    /// @notice The deal has closed: units are traded, and none is created any more.
    uint256 internal constant TRADABLE = 1 << TRADABLE_BIT;
    /// @notice Trading is paused.
    uint256 internal constant PAUSED = 1 << PAUSED_BIT;
    /// @notice The supervisor halted the tranche or its deal at some time: whether that is still in force is in its own book.
    uint256 internal constant HALTED = 1 << 154;
    /// @notice All that decides whether units are traded.
    uint256 internal constant TRADING = TRADABLE | PAUSED | HALTED;
    /// @notice Fractions of those who left wait for the next distribution.
    uint256 internal constant DUST = 1 << 155;

    uint256 private constant LOW_48 = type(uint48).max;
    uint256 private constant PER_UNIT = type(uint152).max;

    function supply(Book self) internal pure returns (uint256) {
        return Book.unwrap(self) >> 208;
    }

    function remainder(Book self) internal pure returns (uint256) {
        return (Book.unwrap(self) >> 160) & LOW_48;
    }

    function perUnit(Book self) internal pure returns (uint256) {
        return Book.unwrap(self) & PER_UNIT;
    }

    function has(Book self, uint256 flag) internal pure returns (bool) {
        return Book.unwrap(self) & flag != 0;
    }

    function with(Book self, uint256 flag, bool on) internal pure returns (Book) {
        return Book.wrap(on ? Book.unwrap(self) | flag : Book.unwrap(self) & ~flag);
    }

    /// @dev The caller has seen to it that the supply stays below 2^48.
    function withSupply(Book self, uint256 units) internal pure returns (Book) {
        return Book.wrap((Book.unwrap(self) & ~(LOW_48 << 208)) | (units << 208));
    }

    /// @dev remainder < 2^48; perUnit < 2^152: all income there can be fits 104 bits. Attested and funded cash stays below 2^97; each call and each
    /// payment of support is below 2^96, and no token has hundreds of those.
    function withIncome(Book self, uint256 perUnit_, uint256 remainder_) internal pure returns (Book) {
        uint256 kept = Book.unwrap(self) & ~(LOW_48 << 160) & ~PER_UNIT;
        return Book.wrap(kept | (remainder_ << 160) | perUnit_);
    }
}
