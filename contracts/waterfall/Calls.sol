// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Lists} from "./Lists.sol";
import {Program} from "./Program.sol";
import {Tables} from "./Tables.sol";
import {CallWord} from "./words/CallWord.sol";
import {Header} from "./words/Header.sol";
import {TrancheWord} from "./words/TrancheWord.sol";

/// @title Calls
/// @notice What the holder of a call pays to repay whole tranches between two payment dates. Pure: the day is given.
library Calls {
    uint256 internal constant OPTIONAL = 0;
    uint256 internal constant CLEAN_UP = 1;

    error Calls_NoCall(uint256 calls, uint256 given);
    error Calls_NotYet(uint256 since, uint256 given);
    error Calls_TooMuchOutstanding(uint256 limit, uint256 outstanding);
    error Calls_PaymentDateDue(uint256 scheduled, uint256 given);

    /// @notice What each tranche is owed when call `i` is exercised on `dayNumber`, days since 1970-01-01; zero for those it leaves alone.
    /// @param balance A tranche each, as is `arrears`.
    /// @param period The next payment date: interest runs from the one before it, or from closing.
    function price(
        bytes memory program,
        uint256 i,
        uint256[] memory balance,
        uint256[] memory arrears,
        uint256 period,
        uint256 dayNumber
    ) internal pure returns (uint256[] memory owed) {
        unchecked {
            Header h = Program.headerOf(program);
            if (i >= h.calls()) revert Calls_NoCall(h.calls(), i);
            CallWord w = Program.call(program, h, i);
            (uint256 start, uint256 end) = Program.accrual(h, period);
            uint256 date = Calendar.fromDays(dayNumber);
            if (date >= end) revert Calls_PaymentDateDue(Calendar.toDays(end), dayNumber);
            uint256 mask = maskOf(program, h, w, balance, date);
            // a deal may go live before the day its terms say
            if (date < start) date = start;
            owed = new uint256[](h.tranches());
            for (uint256 t; t < owed.length; ++t) {
                if (mask >> t & 1 == 0) continue;
                uint256 accrued = accruedDown(program, h, Program.tranche(program, t), balance[t], arrears[t], start, date);
                owed[t] = Accrual.shareUp(balance[t], w.price()) + arrears[t] + accrued;
            }
        }
    }

    /// @dev The tranches that may be repaid on that date.
    function maskOf(bytes memory program, Header h, CallWord w, uint256[] memory balance, uint256 date)
        private
        pure
        returns (uint256)
    {
        unchecked {
            if (w.since() != 0) {
                uint256 since = Calendar.fromNumber(w.since());
                if (date < since) revert Calls_NotYet(Calendar.toDays(since), Calendar.toDays(date));
            }
            if (w.kind() == OPTIONAL) return w.mask();
            uint256 all = (1 << h.tranches()) - 1;
            uint256 original;
            for (uint256 t; t < h.tranches(); ++t) {
                original += Program.tranche(program, t).originalBalance();
            }
            uint256 limit = Accrual.shareDown(original, w.remaining());
            uint256 outstanding = Lists.sum(balance, all);
            if (outstanding > limit) revert Calls_TooMuchOutstanding(limit, outstanding);
            return all;
        }
    }

    function accruedDown(
        bytes memory program,
        Header h,
        TrancheWord w,
        uint256 balance,
        uint256 arrears,
        uint256 start,
        uint256 date
    ) private pure returns (uint256) {
        unchecked {
            uint256 base = w.interestOnArrears() ? balance + arrears : balance;
            uint256 dayTotal = Calendar.daysBetween(w.dayCount(), start, date);
            uint256 rateDays = Tables.rateDays(program, h, w, start, date, dayTotal);
            return Accrual.interestDown(base, rateDays, w.dayCount());
        }
    }
}
