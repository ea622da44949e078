// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev How a tranche is offered, in one word. The layout is a table of docs/decisions/0006-a-place-to-trade.md.
type Offer is uint256;

using Offers for Offer global;

/// @title Offers
/// @notice Reading the offer of a tranche, and the rule of its allotment. Twin of `regalia.domain.offering`.
library Offers {
    uint256 internal constant FIXED = 0;
    uint256 internal constant COUPON = 1;
    uint256 internal constant PRICE = 2;
    uint256 internal constant MOST_LEVELS = 64;

    function kind(Offer self) internal pure returns (uint256) {
        return Offer.unwrap(self) >> 248;
    }

    /// @notice How many levels a bid can choose from; level 0 is the best for the issuer.
    function levels(Offer self) internal pure returns (uint256) {
        return uint8(Offer.unwrap(self) >> 240);
    }

    /// @notice Whether investors of a class may subscribe.
    function admits(Offer self, uint256 class) internal pure returns (bool) {
        uint256 classes = uint8(Offer.unwrap(self) >> 232);
        return classes == 0 || classes >> class & 1 == 1;
    }

    /// @notice Bids and allotments are whole lots, in units.
    function lot(Offer self) internal pure returns (uint256) {
        return uint24(Offer.unwrap(self) >> 208);
    }

    /// @notice Fewest units that must be placed, with those the originator retains.
    function minimum(Offer self) internal pure returns (uint256) {
        return uint48(Offer.unwrap(self) >> 160);
    }

    /// @notice Between two levels: parts per million of coupon, or smallest units of price.
    function step(Offer self) internal pure returns (uint256) {
        return uint64(Offer.unwrap(self) >> 96);
    }

    /// @notice Price of a unit at level 0, the highest.
    function price(Offer self) internal pure returns (uint256) {
        return uint96(Offer.unwrap(self));
    }

    /// @notice Price of a unit at a level, in the payment token's smallest unit.
    function priceAt(Offer self, uint256 level) internal pure returns (uint256) {
        return self.kind() == PRICE ? self.price() - level * self.step() : self.price();
    }

    /// @notice Coupon at a level, where the program says `base`; both in parts per million a year.
    function couponAt(Offer self, uint256 base, uint256 level) internal pure returns (uint256) {
        return self.kind() == COUPON ? base + level * self.step() : base;
    }

    /// @notice What a bid at the clearing level gets of `available` units for which `demand` units are bid there. Whole lots, rounded so that
    /// all bids of the level together get exactly `available`.
    function shareOf(Offer self, uint256 place, uint256 units, uint256 available, uint256 demand)
        internal
        pure
        returns (uint256)
    {
        uint256 each = self.lot();
        // slither-disable-next-line divide-before-multiply: whole lots
        (uint256 before, uint256 afterwards) = (place / each, (place + units) / each);
        (uint256 lots, uint256 asked) = (available / each, demand / each);
        return (afterwards * lots / asked - before * lots / asked) * each;
    }
}
