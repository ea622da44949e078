// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Calendar
/// @notice Civil dates and day counts. Pure: no clock. The twin of `regalia.domain.calendar`.
/// @dev A date is (year, month 1..12, day); a month index is year * 12 + month - 1.
library Calendar {
    struct Date {
        uint256 year;
        uint256 month;
        uint256 day;
    }

    /// @notice 30E/360.
    uint8 internal constant THIRTY_E_360 = 0;
    /// @notice Actual days over a year of 360.
    uint8 internal constant ACT_360 = 1;

    error Calendar_UnknownDayCount(uint8 dayCount, uint8 largestKnown);

    /// @notice The date `day` of the month with that index.
    function fromMonth(uint256 monthIndex, uint256 day) internal pure returns (Date memory) {
        return Date(monthIndex / 12, monthIndex % 12 + 1, day);
    }

    /// @notice The date written as year * 10000 + month * 100 + day.
    function fromNumber(uint256 yyyymmdd) internal pure returns (Date memory) {
        return Date(yyyymmdd / 10_000, yyyymmdd / 100 % 100, yyyymmdd % 100);
    }

    /// @notice Days since 1970-01-01, for dates from then on (March-based years make the leap day the last of a year).
    function toDays(Date memory date) internal pure returns (uint256) {
        unchecked {
            uint256 year = date.month > 2 ? date.year : date.year - 1;
            uint256 shifted = date.month > 2 ? date.month - 3 : date.month + 9;
            uint256 dayOfYear = (153 * shifted + 2) / 5 + date.day - 1;
            return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468;
        }
    }

    /// @notice Midnight UTC of the date, in seconds since 1970.
    function toTimestamp(Date memory date) internal pure returns (uint256) {
        return toDays(date) * 1 days;
    }

    /// @notice Days from `start` to `end` (not earlier) under a day count.
    function daysBetween(uint8 dayCount, Date memory start, Date memory end) internal pure returns (uint256) {
        if (dayCount == ACT_360) return toDays(end) - toDays(start);
        if (dayCount != THIRTY_E_360) revert Calendar_UnknownDayCount(dayCount, ACT_360);
        uint256 endDay = end.day > 30 ? 30 : end.day;
        uint256 startDay = start.day > 30 ? 30 : start.day;
        return 360 * end.year + 30 * end.month + endDay - 360 * start.year - 30 * start.month - startDay;
    }
}
