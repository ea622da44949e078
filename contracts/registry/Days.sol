// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../waterfall/Calendar.sol";

/// @title Days
/// @notice Civil days as numbers yyyymmdd, which compare as days do. Rights are older than 1970, so the calendar of payment dates does not
/// serve here; only days of the chain's own time are handed to it.
library Days {
    /// @notice The last day there is: what never ends.
    uint256 internal constant NEVER = type(uint32).max;

    /// @notice Whether the number names a day from 1600-01-01 on.
    function isDay(uint256 day) internal pure returns (bool) {
        (uint256 year, uint256 month, uint256 ofMonth) = (day / 10_000, day / 100 % 100, day % 100);
        if (year < 1600 || year > 9999 || month == 0 || month > 12 || ofMonth == 0) return false;
        if (month == 2) return ofMonth <= (isLeap(year) ? 29 : 28);
        return ofMonth <= (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }

    /// @notice The day of the block, in UTC.
    function today() internal view returns (uint256) {
        return fromDate(Calendar.fromDays(block.timestamp / 1 days));
    }

    /// @notice The day before one that is after 1970-01-01.
    function before(uint256 day) internal pure returns (uint256) {
        return fromDate(Calendar.fromDays(Calendar.toDays(Calendar.fromNumber(day)) - 1));
    }

    /// @dev From the calendar's form.
    function fromDate(uint256 date) private pure returns (uint256) {
        uint256 months = date >> 5;
        // slither-disable-next-line divide-before-multiply,weak-prng: calendar: whole years and months
        return months / 12 * 10_000 + (months % 12 + 1) * 100 + (date & 31);
    }

    function isLeap(uint256 year) private pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
