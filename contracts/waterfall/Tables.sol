// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Program} from "./Program.sol";
import {Header} from "./words/Header.sol";
import {TrancheWord} from "./words/TrancheWord.sol";

/// @title Tables
/// @notice Reads what doesn't fit a word of its own: step-ups, caps and amounts by period, at the end of a program.
/// @dev A table is 1 + the index of its first word; 0 is none. Unchecked: `ProgramCheck` has seen that each table is there as a whole.
// forge-lint: disable-next-item(unsafe-typecast): a field is cut out of its word
library Tables {
    /// @notice Where a table is.
    function placeOf(bytes memory program, Header h, uint256 table) internal pure returns (uint256) {
        unchecked {
            return program.length - 32 * (h.tables() + 1 - table);
        }
    }

    /// @notice Rate of a step-up and the date from which it counts.
    function stepUp(bytes memory program, Header h, uint256 table) internal pure returns (uint256 rate, uint256 since) {
        uint256 w = Program.word(program, placeOf(program, h, table));
        return (w >> 224, Calendar.fromNumber(uint32(w >> 192)));
    }

    /// @notice The most a step is due a period and a calendar year; 2^128 - 1 for no limit.
    function cap(bytes memory program, Header h, uint256 table)
        internal
        pure
        returns (uint256 perPeriod, uint256 perYear)
    {
        uint256 w = Program.word(program, placeOf(program, h, table));
        return (w >> 128, uint128(w));
    }

    /// @notice First period of a table of amounts, and how many it has.
    function span(bytes memory program, Header h, uint256 table) internal pure returns (uint256 first, uint256 count) {
        uint256 w = Program.word(program, placeOf(program, h, table));
        return (w >> 224, uint32(w >> 192));
    }

    /// @notice Entry `i` of a table of amounts; two a word, the first in the high half.
    function entry(bytes memory program, Header h, uint256 table, uint256 i) internal pure returns (uint256) {
        unchecked {
            // slither-disable-next-line divide-before-multiply: two entries a word
            uint256 w = Program.word(program, placeOf(program, h, table) + 32 + i / 2 * 32);
            return i & 1 == 0 ? w >> 128 : uint128(w);
        }
    }

    /// @notice The amount of that period; zero outside the table.
    function exact(bytes memory program, Header h, uint256 table, uint256 period) internal pure returns (uint256) {
        unchecked {
            (uint256 first, uint256 count) = span(program, h, table);
            return period >= first && period - first < count ? entry(program, h, table, period - first) : 0;
        }
    }

    /// @notice The amount of that period, or the last one; `begun` is false before the first.
    function latest(bytes memory program, Header h, uint256 table, uint256 period)
        internal
        pure
        returns (bool begun, uint256 amount)
    {
        unchecked {
            (uint256 first, uint256 count) = span(program, h, table);
            if (period < first) return (false, 0);
            return (true, entry(program, h, table, Accrual.smaller(period - first, count - 1)));
        }
    }

    /// @notice Rate times days of an accrual period at a tranche's coupon: before and after its step-up, if it has one.
    /// @dev The days after it are what the period has more than those before: so both add up under every day count.
    function rateDays(bytes memory program, Header h, TrancheWord w, uint256 start, uint256 end, uint256 dayTotal)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            if (w.stepUp() == 0) return w.coupon() * dayTotal;
            (uint256 higher, uint256 since) = stepUp(program, h, w.stepUp());
            if (since >= end) return w.coupon() * dayTotal;
            uint256 before = since > start ? Calendar.daysBetween(w.dayCount(), start, since) : 0;
            return w.coupon() * before + higher * (dayTotal - before);
        }
    }

    /// @notice The coupon in force on a date.
    function couponOn(bytes memory program, Header h, TrancheWord w, uint256 date) internal pure returns (uint256) {
        if (w.stepUp() == 0) return w.coupon();
        (uint256 higher, uint256 since) = stepUp(program, h, w.stepUp());
        return since <= date ? higher : w.coupon();
    }
}
