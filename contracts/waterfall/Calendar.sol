// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Calendar
/// @notice Civil dates and day counts. Pure: no clock. The twin of `regalia.domain.calendar`.
/// @dev A date is one number, month index * 32 + day of the month, so that dates compare as numbers; a month index is year * 12 + month -
/// 1. Unchecked, as years have at most six digits (a month index is 32 bits), and a later date is never taken from an earlier one.
library Calendar {
    /// @notice 30E/360.
    uint256 internal constant THIRTY_E_360 = 0;
    /// @notice Actual days over a year of 360.
    uint256 internal constant ACT_360 = 1;
    /// @notice 30/360 US, with its rules for the end of February.
    uint256 internal constant THIRTY_US_360 = 2;
    /// @notice Actual days over a year of 365.
    uint256 internal constant ACT_365F = 3;

    /// @dev From 1 March of the year 0 to 1 January 1970, and the days of four centuries.
    uint256 private constant EPOCH = 719_468;
    uint256 private constant ERA = 146_097;

    /// @notice The date `day` of the month with that index.
    function fromMonth(uint256 monthIndex, uint256 day) internal pure returns (uint256) {
        unchecked {
            return monthIndex << 5 | day;
        }
    }

    /// @notice The date written as year * 10000 + month * 100 + day.
    function fromNumber(uint256 yyyymmdd) internal pure returns (uint256) {
        unchecked {
            uint256 months = yyyymmdd / 100;
            // slither-disable-next-line divide-before-multiply: calendar: whole years and months
            return fromMonth(months / 100 * 12 + months % 100 - 1, yyyymmdd % 100);
        }
    }

    /// @notice The date so many days after 1970-01-01.
    function fromDays(uint256 dayNumber) internal pure returns (uint256) {
        unchecked {
            uint256 fromMarch = dayNumber + EPOCH;
            uint256 ofEra = fromMarch % ERA;
            // years of 365 days, less the leap days there were before
            // slither-disable-next-line divide-before-multiply: calendar: whole years and months
            uint256 year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
            uint256 ofYear = ofEra - (365 * year + year / 4 - year / 100);
            // slither-disable-next-line divide-before-multiply: calendar: whole years and months
            uint256 month = (5 * ofYear + 2) / 153;
            return fromMonth((fromMarch / ERA * 400 + year) * 12 + month + 2, ofYear - (153 * month + 2) / 5 + 1);
        }
    }

    /// @notice Days since 1970-01-01, for dates from then on.
    function toDays(uint256 date) internal pure returns (uint256) {
        unchecked {
            uint256 fromMarch = (date >> 5) - 2; // years that begin in March have the leap day last
            // slither-disable-next-line divide-before-multiply: calendar: whole years and months
            uint256 year = fromMarch / 12;
            uint256 dayOfYear = (153 * (fromMarch % 12) + 2) / 5 + (date & 31) - 1;
            return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - EPOCH;
        }
    }

    /// @notice Midnight UTC of the date, in seconds since 1970.
    function toTimestamp(uint256 date) internal pure returns (uint256) {
        unchecked {
            return toDays(date) * 1 days;
        }
    }

    /// @notice The calendar year.
    function yearOf(uint256 date) internal pure returns (uint256) {
        return (date >> 5) / 12;
    }

    /// @notice Days from `start` to `end` (not earlier) under a day count.
    function daysBetween(uint256 dayCount, uint256 start, uint256 end) internal pure returns (uint256) {
        unchecked {
            if (dayCount == THIRTY_E_360) return thirties(start, end, atMost30(start), atMost30(end));
            if (dayCount != THIRTY_US_360) return toDays(end) - toDays(start);
            uint256 startDay = start & 31;
            uint256 endDay = end & 31;
            if (endsFebruary(start)) {
                if (endsFebruary(end)) endDay = 30;
                startDay = 30;
            }
            if (endDay == 31 && startDay >= 30) endDay = 30;
            if (startDay == 31) startDay = 30;
            return thirties(start, end, startDay, endDay);
        }
    }

    /// @notice Whether a number year * 10000 + month * 100 + day names a day from 1970 on.
    function isDate(uint256 yyyymmdd) internal pure returns (bool) {
        uint256 month = yyyymmdd / 100 % 100;
        if (yyyymmdd < 19_700_101 || month == 0 || month > 12 || yyyymmdd % 100 > 31) return false;
        uint256 date = fromNumber(yyyymmdd);
        return fromDays(toDays(date)) == date;
    }

    /// @dev Months of thirty days, and the days of both months as a convention sees them.
    function thirties(uint256 start, uint256 end, uint256 startDay, uint256 endDay) private pure returns (uint256) {
        unchecked {
            return 30 * ((end >> 5) - (start >> 5)) + endDay - startDay;
        }
    }

    function atMost30(uint256 date) private pure returns (uint256) {
        return date & 31 == 31 ? 30 : date & 31;
    }

    function endsFebruary(uint256 date) private pure returns (bool) {
        unchecked {
            if (date & 31 < 28 || (date >> 5) % 12 != 1) return false;
            return date & 31 == 29 || toDays(fromMonth((date >> 5) + 1, 1)) - toDays(date) == 1;
        }
    }
}
