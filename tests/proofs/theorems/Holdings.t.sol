// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Holding, Holdings} from "contracts/types/Holding.sol";
import {vm} from "./Symbolic.sol";

/// @title HoldingsTheorems
/// @notice What a move of units does to the packed words of both sides, for every word there can be.
contract HoldingsTheorems {
    /// @dev Income per unit stays below 2^145 (see {Books}), units below 2^48.
    uint256 private constant MOST_PER_UNIT = 1 << 145;

    /// @notice A move shifts exactly the units moved; frozen units and flags of both sides stay.
    function check_aMoveMovesUnitsAndNothingElse(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left, Holding got) = _move(s, r, perUnit, moved);
        (Holding sender, Holding receiver) = (Holding.wrap(s), Holding.wrap(r));
        assert(left.units() == sender.units() - moved && got.units() == receiver.units() + moved);
        assert(left.frozen() == sender.frozen() && got.frozen() == receiver.frozen());
        assert((Holding.unwrap(left) ^ s) & Holdings.FLAGS == 0 && (Holding.unwrap(got) ^ r) & Holdings.FLAGS == 0);
    }

    function reach_aMoveMovesUnitsAndNothingElse(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left, Holding got) = _move(s, r, perUnit, moved);
        assert(left.units() == 0 || got.units() < 2 || left.correction() == 0);
    }

    /// @notice What the sender's correction gains, the receiver's loses: perUnit times the units moved, to the last bit.
    function check_correctionsShiftByWhatWasEarned(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left, Holding got) = _move(s, r, perUnit, moved);
        unchecked {
            uint152 earned = uint152(uint256(perUnit) * moved);
            assert(uint152(Holding.unwrap(left)) == uint152(s) + earned);
            assert(uint152(Holding.unwrap(got)) == uint152(r) - earned);
        }
    }

    function reach_correctionsShiftByWhatWasEarned(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left,) = _move(s, r, perUnit, moved);
        assert(uint152(Holding.unwrap(left)) == uint152(s));
    }

    /// @notice Both sides at once are the same as one after the other.
    function check_passedIsLessAndMore(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left, Holding got) = _move(s, r, perUnit, moved);
        assert(Holding.unwrap(left) == Holding.unwrap(Holding.wrap(s).less(perUnit, moved)));
        assert(Holding.unwrap(got) == Holding.unwrap(Holding.wrap(r).more(perUnit, moved)));
    }

    function reach_passedIsLessAndMore(uint256 s, uint256 r, uint152 perUnit, uint48 moved) external pure {
        (Holding left, Holding got) = _move(s, r, perUnit, moved);
        assert(left.units() == 0 || got.units() < 2);
    }

    /// @notice Freezing units writes that field and no other.
    function check_frozenUnitsAreAFieldOfTheirOwn(uint256 h, uint48 amount) external pure {
        Holding after_ = Holding.wrap(h).withFrozen(amount);
        assert(after_.frozen() == amount && after_.units() == Holding.wrap(h).units());
        assert(uint160(Holding.unwrap(after_)) == uint160(h));
        assert(after_.unfrozen() == (after_.units() > amount ? after_.units() - amount : 0));
    }

    function reach_frozenUnitsAreAFieldOfTheirOwn(uint256 h, uint48 amount) external pure {
        Holding after_ = Holding.wrap(h).withFrozen(amount);
        assert(Holding.unwrap(after_) == h || after_.unfrozen() == 0);
    }

    /// @dev A sender who has the units and a receiver in whom they fit: all supply is below 2^48.
    function _move(uint256 s, uint256 r, uint256 perUnit, uint256 moved) private pure returns (Holding, Holding) {
        vm.assume(perUnit < MOST_PER_UNIT && moved <= s >> 208 && (s >> 208) + (r >> 208) < 1 << 48);
        return Holding.wrap(s).passed(Holding.wrap(r), perUnit, moved);
    }
}
