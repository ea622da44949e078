// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "contracts/waterfall/Accrual.sol";
import {vm} from "./Symbolic.sol";

/// @title AccrualTheorems
/// @notice Interest and shares against the exact fraction. Unchecked: the bounds keep every product below 2^192.
contract AccrualTheorems {
    uint256 private constant MOST_BASE = 1 << 133;
    uint256 private constant MOST_RATE_DAYS = 1 << 58;

    /// @notice 30/360 and actual/360: never more than the exact interest, and less than a smallest unit below it.
    /// @dev Bounds: those of {Accrual}, base below 2^133, rate times days below 2^58.
    function check_interestOn360(uint256 base, uint256 rateDays) external pure {
        (uint256 exact, uint256 interest) = _interest(base, rateDays, 1);
        unchecked {
            assert(interest * 360e6 <= exact && exact < (interest + 1) * 360e6);
        }
    }

    function reach_interestOn360(uint256 base, uint256 rateDays) external pure {
        (uint256 exact, uint256 interest) = _interest(base, rateDays, 1);
        unchecked {
            assert(interest == 0 || interest * 360e6 == exact); // a case with something rounded off
        }
    }

    /// @notice Actual/365: the same.
    function check_interestOn365(uint256 base, uint256 rateDays) external pure {
        (uint256 exact, uint256 interest) = _interest(base, rateDays, 3);
        unchecked {
            assert(interest * 365e6 <= exact && exact < (interest + 1) * 365e6);
        }
    }

    function reach_interestOn365(uint256 base, uint256 rateDays) external pure {
        (uint256 exact, uint256 interest) = _interest(base, rateDays, 3);
        unchecked {
            assert(interest == 0 || interest * 365e6 == exact);
        }
    }

    /// @notice A larger balance never earns less.
    function check_interestGrowsWithTheBalance(uint128 base, uint128 larger, uint64 rateDays) external pure {
        vm.assume(base <= larger);
        assert(Accrual.interestDown(base, rateDays, 0) <= Accrual.interestDown(larger, rateDays, 0));
    }

    function reach_interestGrowsWithTheBalance(uint128 base, uint128 larger, uint64 rateDays) external pure {
        vm.assume(base <= larger);
        assert(Accrual.interestDown(base, rateDays, 0) == Accrual.interestDown(larger, rateDays, 0));
    }

    /// @notice More days, or a higher rate, never earn less.
    function check_interestGrowsWithRateAndDays(uint128 base, uint64 rateDays, uint64 more) external pure {
        vm.assume(rateDays <= more);
        assert(Accrual.interestDown(base, rateDays, 0) <= Accrual.interestDown(base, more, 0));
    }

    function reach_interestGrowsWithRateAndDays(uint128 base, uint64 rateDays, uint64 more) external pure {
        vm.assume(rateDays <= more);
        assert(Accrual.interestDown(base, rateDays, 0) == Accrual.interestDown(base, more, 0));
    }

    /// @notice A share rounded down: never more than the exact one, and less than a smallest unit below it.
    function check_shareDown(uint128 amount, uint32 rate) external pure {
        unchecked {
            (uint256 exact, uint256 down) = (uint256(amount) * rate, Accrual.shareDown(amount, rate));
            assert(down * 1e6 <= exact && exact < (down + 1) * 1e6);
        }
    }

    function reach_shareDown(uint128 amount, uint32 rate) external pure {
        unchecked {
            uint256 down = Accrual.shareDown(amount, rate);
            assert(down == 0 || down * 1e6 == uint256(amount) * rate);
        }
    }

    /// @notice A share rounded up: never less than the exact one, and less than a smallest unit above it.
    function check_shareUp(uint128 amount, uint32 rate) external pure {
        unchecked {
            (uint256 exact, uint256 up) = (uint256(amount) * rate, Accrual.shareUp(amount, rate));
            assert(up * 1e6 >= exact && up * 1e6 < exact + 1e6);
        }
    }

    function reach_shareUp(uint128 amount, uint32 rate) external pure {
        unchecked {
            assert(Accrual.shareUp(amount, rate) * 1e6 == uint256(amount) * rate);
        }
    }

    /// @notice A year's interest that a reserve has to hold is never less than the exact one, and less than a smallest unit above it.
    function check_reserveInterestRoundsUp(uint160 balanceTimesPpm, uint16 dayCount) external pure {
        (uint256 exact, uint256 up) = _yearly(balanceTimesPpm, dayCount);
        unchecked {
            assert(up * 360e6 >= exact && up * 360e6 < exact + 360e6);
        }
    }

    function reach_reserveInterestRoundsUp(uint160 balanceTimesPpm, uint16 dayCount) external pure {
        (uint256 exact, uint256 up) = _yearly(balanceTimesPpm, dayCount);
        unchecked {
            assert(up * 360e6 == exact);
        }
    }

    /// @notice The branchless helpers are what their names say, for every pair of words.
    function check_smallerAndAbove(uint256 a, uint256 b) external pure {
        assert(Accrual.smaller(a, b) == (a < b ? a : b));
        assert(Accrual.above(a, b) == (a > b ? a - b : 0));
        assert(Accrual.capped(a) <= type(uint128).max && Accrual.capped(a) <= a);
    }

    function reach_smallerAndAbove(uint256 a, uint256 b) external pure {
        assert(Accrual.smaller(a, b) == b || Accrual.capped(a) == a);
    }

    function _interest(uint256 base, uint256 rateDays, uint256 dayCount) private pure returns (uint256, uint256) {
        vm.assume(base < MOST_BASE && rateDays < MOST_RATE_DAYS);
        unchecked {
            return (base * rateDays, Accrual.interestDown(base, rateDays, dayCount));
        }
    }

    function _yearly(uint256 balanceTimesPpm, uint256 dayCount) private pure returns (uint256, uint256) {
        unchecked {
            return (balanceTimesPpm * dayCount, Accrual.yearlyUp(balanceTimesPpm, dayCount));
        }
    }
}
