// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../waterfall/Calendar.sol";
import {Calls} from "../waterfall/Calls.sol";
import {Program} from "../waterfall/Program.sol";
import {Inputs, Record, State} from "../waterfall/State.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";

/// @title WaterfallHarness
/// @notice Opens the pure libraries to the differential tests. Never deployed with a deal.
contract WaterfallHarness {
    /// @notice Run one payment date on given numbers; returns everything it found.
    function run(bytes calldata program, State memory state, Inputs memory inputs)
        external
        pure
        returns (
            Record[] memory records,
            State memory afterwards,
            uint256 left,
            uint256[] memory unmet,
            bool accelerated
        )
    {
        Program.header(program);
        (records, left, unmet, accelerated) = Waterfall.run(program, state, inputs);
        afterwards = state;
    }

    /// @notice What each tranche is owed when call `i` is exercised on `dayNumber`, before the payment date `period`.
    function callPrice(
        bytes calldata program,
        uint256 i,
        uint256[] memory balance,
        uint256[] memory arrears,
        uint256 period,
        uint256 dayNumber
    ) external pure returns (uint256[] memory) {
        return Calls.price(program, i, balance, arrears, period, dayNumber);
    }

    /// @notice The timestamp of the scheduled date of `period`.
    function paymentTimestamp(bytes calldata program, uint256 period) external pure returns (uint256) {
        return Calendar.toTimestamp(Program.paymentDate(Program.header(program), period));
    }

    /// @notice Days of the accrual period of `period`.
    function accrualDays(bytes calldata program, uint256 dayCount, uint256 period) external pure returns (uint256) {
        (uint256 start, uint256 end) = Program.accrual(Program.header(program), period);
        return Calendar.daysBetween(dayCount, start, end);
    }

    /// @notice Days between two dates written as year * 10000 + month * 100 + day.
    function daysBetween(uint256 dayCount, uint256 start, uint256 end) external pure returns (uint256) {
        return Calendar.daysBetween(dayCount, Calendar.fromNumber(start), Calendar.fromNumber(end));
    }

    /// @notice Year, month and day of the date so many days after 1970-01-01.
    function fromDays(uint256 dayNumber) external pure returns (uint256 year, uint256 month, uint256 day) {
        uint256 date = Calendar.fromDays(dayNumber);
        return (Calendar.yearOf(date), (date >> 5) % 12 + 1, date & 31);
    }
}
