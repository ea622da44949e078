// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What one wallet holds of one tranche, in one word. From the high end: units (48) | frozen units (48) | flags (8) | correction (152,
/// signed). Entitlement = (income per unit · units + correction) / 2^48: a move of units shifts both corrections and changes neither.
type Holding is uint256;

using Holdings for Holding global;

/// @title Holdings
/// @notice Reading and changing a holding. A correction stays within ±2^145, as an entitlement is never negative and never above all cash.
library Holdings {
    uint256 internal constant FROZEN_BIT = 152;
    /// @notice The wallet is frozen: it moves nothing but by order, receives nothing and claims nothing; it keeps earning.
    uint256 internal constant FROZEN = 1 << FROZEN_BIT;
    /// @notice The wallet holds the originator's retained units.
    uint256 internal constant RETAINS = 1 << 153;
    /// @notice The supervisor halted the holder at some time. The same bit as {Books.HALTED}.
    uint256 internal constant HALTED = 1 << 154;

    uint256 internal constant FLAGS = FROZEN | RETAINS | HALTED;
    uint256 internal constant FROZEN_UNITS_BIT = 160;
    uint256 internal constant FROZEN_UNITS = uint256(type(uint48).max) << FROZEN_UNITS_BIT;
    /// @notice Everything that can hold units back but the supervisor's mark.
    uint256 internal constant RESTRAINTS = FROZEN | RETAINS | FROZEN_UNITS;
    uint256 internal constant RESTRAINED = RESTRAINTS | HALTED;

    uint256 internal constant MOST_FROZEN = type(uint48).max;
    uint256 private constant LOW_48 = type(uint48).max;
    uint256 private constant CORRECTION = type(uint152).max;
    uint256 private constant SCALE_BITS = 48;
    uint256 internal constant UNITS = 208;

    function units(Holding self) internal pure returns (uint256) {
        return Holding.unwrap(self) >> 208;
    }

    /// @notice Units frozen by order; may be more than are held.
    function frozen(Holding self) internal pure returns (uint256) {
        return (Holding.unwrap(self) >> 160) & LOW_48;
    }

    function correction(Holding self) internal pure returns (int256 found) {
        found = int152(uint152(Holding.unwrap(self)));
    }

    function has(Holding self, uint256 flags) internal pure returns (bool) {
        return Holding.unwrap(self) & flags != 0;
    }

    /// @notice Nothing held, owed or retained and no units frozen; a freeze or halt of the wallet alone is nothing of the holder's.
    function isEmpty(Holding self) internal pure returns (bool) {
        return Holding.unwrap(self) & ~(HALTED | FROZEN) == 0;
    }

    /// @notice Units that are held and not frozen.
    function unfrozen(Holding self) internal pure returns (uint256) {
        (uint256 held, uint256 ice) = (self.units(), self.frozen());
        return held > ice ? held - ice : 0;
    }

    /// @notice Income earned and not taken, 2^48 fixed point.
    function scaledEntitlement(Holding self, uint256 perUnit) internal pure returns (uint256) {
        unchecked {
            // forge-lint: disable-next-line(unsafe-typecast): both fit a correction, see {CORRECTION}
            return uint256(int256(perUnit * self.units()) + self.correction());
        }
    }

    /// @notice Income earned and not taken, in whole smallest units, rounded down.
    function entitlementDown(Holding self, uint256 perUnit) internal pure returns (uint256) {
        return self.scaledEntitlement(perUnit) >> SCALE_BITS;
    }

    /// @notice The bits set here that the other holding has not.
    function lacks(Holding self, Holding other) internal pure returns (uint256) {
        return Holding.unwrap(self) & ~Holding.unwrap(other);
    }

    /// @notice Whether less than nothing would be owed.
    function isOverdrawn(Holding self, uint256 perUnit) internal pure returns (bool) {
        // forge-lint: disable-next-line(unsafe-typecast): both fit a correction, see {CORRECTION}
        return int256(perUnit * self.units()) + self.correction() < 0;
    }

    function with(Holding self, uint256 flag, bool on) internal pure returns (Holding) {
        return Holding.wrap(on ? Holding.unwrap(self) | flag : Holding.unwrap(self) & ~flag);
    }

    /// @dev `amount` ≤ MOST_FROZEN.
    function withFrozen(Holding self, uint256 amount) internal pure returns (Holding) {
        return Holding.wrap((Holding.unwrap(self) & ~(LOW_48 << 160)) | (amount << 160));
    }

    /// @notice The holding with so many more units that have been its own since closing, and earned for it since.
    function issued(Holding self, uint256 units_) internal pure returns (Holding) {
        return Holding.wrap(Holding.unwrap(self) + (units_ << UNITS));
    }

    /// @notice The holding without so many units, which the caller knows it has; what they earned stays.
    function less(Holding self, uint256 perUnit, uint256 moved) internal pure returns (Holding) {
        unchecked {
            uint256 word = Holding.unwrap(self);
            return _joined(word - (moved << UNITS), word + perUnit * moved);
        }
    }

    /// @notice The holding with so many more units, which have earned nothing for it yet.
    function more(Holding self, uint256 perUnit, uint256 moved) internal pure returns (Holding) {
        unchecked {
            uint256 word = Holding.unwrap(self);
            return _joined(word + (moved << UNITS), word - perUnit * moved);
        }
    }

    /// @notice Both sides of a move: {less} and {more} at once, which is what the commonest act pays for.
    function passed(Holding sender, Holding receiver, uint256 perUnit, uint256 moved)
        internal
        pure
        returns (Holding, Holding)
    {
        unchecked {
            (uint256 shift, uint256 earned) = (moved << UNITS, perUnit * moved);
            (uint256 s, uint256 r) = (Holding.unwrap(sender), Holding.unwrap(receiver));
            return (_joined(s - shift, s + earned), _joined(r + shift, r - earned));
        }
    }

    /// @notice The entitlement raised or lowered, 2^48 fixed point.
    function corrected(Holding self, int256 by) internal pure returns (Holding) {
        unchecked {
            uint256 word = Holding.unwrap(self);
            // forge-lint: disable-next-line(unsafe-typecast): two's complement is meant
            return _joined(word, word + uint256(by));
        }
    }

    /// @dev Everything but the correction of the one word, and the correction of the other: the sum of two's complements is that of numbers.
    function _joined(uint256 rest, uint256 correction_) private pure returns (Holding) {
        return Holding.wrap(((rest ^ correction_) & CORRECTION) ^ rest);
    }
}
