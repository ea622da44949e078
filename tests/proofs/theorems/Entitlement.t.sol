// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Book} from "contracts/types/Book.sol";
import {Holding} from "contracts/types/Holding.sol";
import {vm} from "./Symbolic.sol";

/// @title EntitlementTheorems
/// @notice The steps from "a move shifts the two words" (see {HoldingsTheorems}) to "a move changes nobody's claim", and what is paid of income.
/// @dev Bounds where they are not all words: corrections and income within 2^145, those of {Holding} and {Book}.
contract EntitlementTheorems {
    uint256 private constant MOST = 1 << 145;

    /// @notice A claim is income per unit times units, plus the correction, for every word.
    function check_aClaimIsItsTwoFields(uint256 word, uint256 perUnit) external pure {
        Holding h = Holding.wrap(word);
        unchecked {
            int256 correction = int152(uint152(word));
            assert(int256(h.scaledEntitlement(perUnit)) == int256(perUnit * (word >> 208)) + correction);
        }
    }

    function reach_aClaimIsItsTwoFields(uint256 word, uint256 perUnit) external pure {
        assert(Holding.wrap(word).scaledEntitlement(perUnit) == 0);
    }

    /// @notice A correction that gains or loses what was earned is that sum, as a number: it never wraps.
    function check_aCorrectionNeverWraps(int152 correction, uint256 earned) external pure {
        (uint256 word, int256 c) = _bounded(correction, earned);
        unchecked {
            assert(Holding.wrap(word).less(earned, 1).correction() == c + int256(earned));
            assert(Holding.wrap(word).more(earned, 1).correction() == c - int256(earned));
        }
    }

    function reach_aCorrectionNeverWraps(int152 correction, uint256 earned) external pure {
        (uint256 word, int256 c) = _bounded(correction, earned);
        assert(c >= 0 || Holding.wrap(word).less(earned, 1).correction() < 0);
    }

    /// @notice Products distribute, for all words: perUnit · kept + perUnit · moved is what perUnit · held was.
    function check_productsDistribute(uint256 perUnit, uint256 kept, uint256 moved) external pure {
        unchecked {
            assert(perUnit * (kept + moved) == perUnit * kept + perUnit * moved);
        }
    }

    function reach_productsDistribute(uint256 perUnit, uint256 kept, uint256 moved) external pure {
        unchecked {
            assert(perUnit * (kept + moved) == perUnit * kept);
        }
    }

    /// @notice Income is spread without loss: per unit times supply and the remainder are all of it (law B).
    /// @dev Bounds: a supply of seven units; any income below 2^96 and any remainder.
    function check_spreadingLosesNothing(uint96 income, uint48 carried) external pure {
        (Book book, uint256 total) = _spread(income, carried);
        unchecked {
            assert(book.perUnit() * 7 + book.remainder() == total && book.remainder() < 7);
        }
    }

    function reach_spreadingLosesNothing(uint96 income, uint48 carried) external pure {
        (Book book,) = _spread(income, carried);
        assert(book.perUnit() == 0 || book.remainder() != 6);
    }

    /// @notice Holders of one, two and four of seven units together claim no more than came in, and less than three units fewer (law C).
    function check_claimsNeverExceedIncome(uint96 income, uint48 carried) external pure {
        uint256 claimed = _claimed(income, carried);
        unchecked {
            uint256 total = (uint256(income) << 48) + carried % 7;
            assert(claimed << 48 <= total && total < (claimed + 3) << 48);
        }
    }

    function reach_claimsNeverExceedIncome(uint96 income, uint48 carried) external pure {
        assert(_claimed(income, carried) + 1 != income);
    }

    function _bounded(int152 correction, uint256 earned) private pure returns (uint256, int256) {
        vm.assume(earned < MOST && correction < int256(MOST) && correction > -int256(MOST));
        return (uint256(5) << 208 | uint152(correction), correction);
    }

    /// @dev What the escrow does with income of a tranche.
    function _spread(uint256 income, uint256 carried) private pure returns (Book book, uint256 total) {
        unchecked {
            total = (income << 48) + carried % 7;
            book = Book.wrap(7 << 208).withIncome(total / 7, total % 7);
        }
    }

    function _claimed(uint256 income, uint256 carried) private pure returns (uint256 claimed) {
        (Book book,) = _spread(income, carried);
        unchecked {
            for (uint256 units = 1; units < 8; units *= 2) {
                claimed += Holding.wrap(units << 208).entitlementDown(book.perUnit());
            }
        }
    }
}
