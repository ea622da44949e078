// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./Calendar.sol";
import {Program} from "./Program.sol";
import {Waterfall} from "./Waterfall.sol";

/// @title ProgramCheck
/// @notice Refuses a program that could not be executed, before a deal is made of it. Not part of a payment date.
library ProgramCheck {
    using Program for uint256;

    uint256 private constant PAYEE = 0;
    uint256 private constant TRANCHE = 1;
    uint256 private constant ACCOUNT = 2;
    uint256 private constant MAX_ACCOUNTS = 15;
    uint256 private constant AMOUNT_LIMIT = 1 << 96;
    /// @dev Seconds since 1970 are kept in 32 bits, which end in 2106.
    uint256 private constant LAST_YEAR = 2105;
    uint256 private constant RESERVE_FLAGS = 15;

    error ProgramCheck_OutOfRange(string field, uint256 step, uint256 limit, uint256 given);
    error ProgramCheck_WrongSubject(uint256 step, uint256 kind, uint256 subjectKind);
    error ProgramCheck_InvoicedSteps(uint256 counted, uint256 given);
    error ProgramCheck_Header(string field, uint256 given);
    error ProgramCheck_LastNotResidual(uint256 steps);
    error ProgramCheck_AccountWithoutReserve(uint256 accounts, uint256 withReserve);

    /// @notice Check every field an engine reads, for a deal with so many payees. Returns the header.
    function check(bytes memory program, uint256 payees) internal pure returns (Program.Header memory h) {
        h = Program.header(program);
        if (h.tranches == 0) revert ProgramCheck_Header("tranches", 0);
        if (h.accounts > MAX_ACCOUNTS) revert ProgramCheck_Header("accounts", h.accounts);
        if (h.opening == 0) revert ProgramCheck_Header("opening", 0);
        if (h.paymentDay == 0 || h.paymentDay > 28) revert ProgramCheck_Header("paymentDay", h.paymentDay);
        if (h.months == 0 || 12 % h.months != 0) revert ProgramCheck_Header("months", h.months);
        (Calendar.Date memory start, Calendar.Date memory end) = Program.accrual(h, h.opening);
        if (start.year < 1970 || start.month == 0 || start.month > 12 || start.day == 0 || start.day > lastDay(start)) {
            revert ProgramCheck_Header("closing", h.closing);
        }
        if (end.year < 1970 || end.year > LAST_YEAR) revert ProgramCheck_Header("first payment year", end.year);
        if (Calendar.toDays(start) >= Calendar.toDays(end)) revert ProgramCheck_Header("closing", h.closing);
        for (uint256 t; t < h.tranches; ++t) {
            uint256 word = Program.tranche(program, t);
            if (word.dayCount() > Calendar.ACT_360) {
                revert ProgramCheck_OutOfRange("tranche day count", t, Calendar.ACT_360, word.dayCount());
            }
            if (uint8(word >> 208) > 1) revert ProgramCheck_OutOfRange("tranche flags", t, 1, uint8(word >> 208));
            if (word.units() == 0) revert ProgramCheck_OutOfRange("tranche units", t, type(uint48).max, 0);
            if (word.originalBalance() >= AMOUNT_LIMIT) {
                revert ProgramCheck_OutOfRange("tranche balance", t, AMOUNT_LIMIT - 1, word.originalBalance());
            }
        }
        uint256 invoiced;
        uint256 reserved;
        for (uint256 s; s < h.steps; ++s) {
            invoiced += checkStep(program, h, s, payees);
            reserved |= reservedBy(program, h, s);
        }
        // else what a reserve gives back at the end would be left over, and nobody's
        if (!lastIsResidual(program, h)) revert ProgramCheck_LastNotResidual(h.steps);
        // what no step gives back would stay in its account for ever
        if (reserved != (1 << h.accounts) - 1) revert ProgramCheck_AccountWithoutReserve(h.accounts, reserved);
        if (invoiced != h.invoiced) revert ProgramCheck_InvoicedSteps(invoiced, h.invoiced);
    }

    function checkStep(bytes memory program, Program.Header memory h, uint256 s, uint256 payees)
        private
        pure
        returns (uint256 invoiced)
    {
        (uint256 head, uint256 amount) = Program.step(program, h.tranches, s);
        (uint256 kind, uint256 subjectKind) = (head >> 248, uint8(head >> 240));
        inRange("kind", s, Waterfall.RESIDUAL, kind);
        uint256 needed = kind == Waterfall.EXPENSE ? PAYEE : kind == Waterfall.RESERVE ? ACCOUNT : TRANCHE;
        bool fits = subjectKind == needed || (kind == Waterfall.RESIDUAL && subjectKind == PAYEE);
        if (!fits) revert ProgramCheck_WrongSubject(s, kind, subjectKind);
        uint256 subjects = subjectKind == PAYEE ? payees : subjectKind == TRANCHE ? h.tranches : h.accounts;
        if (uint8(head >> 232) >= subjects) {
            revert ProgramCheck_OutOfRange("subject", s, subjects, uint8(head >> 232));
        }
        inRange("support", s, h.accounts, uint8(head >> 208));
        inRange("tranche mask", s, (1 << h.tranches) - 1, uint16(head >> 192));
        uint256 flags = kind == Waterfall.RESERVE ? RESERVE_FLAGS : kind == Waterfall.EXPENSE ? Waterfall.FLAG_CARRIED : 0;
        inRange("flags", s, flags, uint8(head >> 216));
        inRange("day count", s, Calendar.ACT_360, uint8(head >> 136));
        inRange("combine", s, 1, uint8(head >> 128));
        inRange("amount", s, AMOUNT_LIMIT - 1, amount);
        if (kind == Waterfall.EXPENSE) {
            inRange("due kind", s, Waterfall.DUE_AS_INVOICED, uint8(head >> 224));
            if (uint8(head >> 224) == Waterfall.DUE_AS_INVOICED) return 1;
        }
    }

    /// @dev The bit of the account a reserve step fills and releases.
    function reservedBy(bytes memory program, Program.Header memory h, uint256 s) private pure returns (uint256) {
        (uint256 head,) = Program.step(program, h.tranches, s);
        return head >> 248 == Waterfall.RESERVE ? 1 << uint8(head >> 232) : 0;
    }

    /// @dev The last day of a date's month.
    function lastDay(Calendar.Date memory date) private pure returns (uint256) {
        uint256 next = date.year * 12 + date.month;
        return Calendar.toDays(Calendar.fromMonth(next, 1)) - Calendar.toDays(Calendar.fromMonth(next - 1, 1));
    }

    function lastIsResidual(bytes memory program, Program.Header memory h) private pure returns (bool) {
        if (h.steps == 0) return false;
        (uint256 head,) = Program.step(program, h.tranches, h.steps - 1);
        return head >> 248 == Waterfall.RESIDUAL;
    }

    function inRange(string memory field, uint256 step, uint256 largest, uint256 given) private pure {
        if (given > largest) revert ProgramCheck_OutOfRange(field, step, largest, given);
    }
}
