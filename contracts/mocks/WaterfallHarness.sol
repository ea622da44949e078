// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../waterfall/Calendar.sol";
import {Program} from "../waterfall/Program.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";

/// @title WaterfallHarness
/// @notice Opens the pure libraries to the differential tests. Never deployed with a deal.
contract WaterfallHarness {
    /// @notice Run one payment date on given numbers; returns everything it found.
    function run(bytes calldata program, Waterfall.State memory state, Waterfall.Inputs memory inputs)
        external
        pure
        returns (Waterfall.Record[] memory records, Waterfall.State memory afterwards, uint256 left)
    {
        (records, left) = Waterfall.run(program, state, inputs);
        afterwards = state;
    }

    /// @notice The timestamp of the scheduled date of `period`.
    function paymentTimestamp(bytes calldata program, uint256 period) external pure returns (uint256) {
        return Calendar.toTimestamp(Program.paymentDate(Program.header(program), period));
    }

    /// @notice Days of the accrual period of `period`.
    function accrualDays(bytes calldata program, uint8 dayCount, uint256 period) external pure returns (uint256) {
        (Calendar.Date memory start, Calendar.Date memory end) = Program.accrual(Program.header(program), period);
        return Calendar.daysBetween(dayCount, start, end);
    }
}
