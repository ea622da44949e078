// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

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

    error ProgramCheck_OutOfRange(string field, uint256 step, uint256 limit, uint256 given);
    error ProgramCheck_WrongSubject(uint256 step, uint256 kind, uint256 subjectKind);
    error ProgramCheck_InvoicedSteps(uint256 counted, uint256 given);
    error ProgramCheck_Header(string field, uint256 given);
    error ProgramCheck_LastNotResidual(uint256 steps);

    /// @notice Check every field of a program for a deal with so many payees. Returns its header.
    function check(bytes memory program, uint256 payees) internal pure returns (Program.Header memory h) {
        h = Program.header(program);
        if (h.tranches == 0) revert ProgramCheck_Header("tranches", 0);
        if (h.accounts > MAX_ACCOUNTS) revert ProgramCheck_Header("accounts", h.accounts);
        if (h.opening == 0) revert ProgramCheck_Header("opening", 0);
        if (h.paymentDay == 0 || h.paymentDay > 28) revert ProgramCheck_Header("paymentDay", h.paymentDay);
        if (h.months == 0 || 12 % h.months != 0) revert ProgramCheck_Header("months", h.months);
        (Calendar.Date memory start, Calendar.Date memory end) = Program.accrual(h, h.opening);
        if (start.year < 1970 || start.month == 0 || start.month > 12 || start.day == 0 || start.day > 31) {
            revert ProgramCheck_Header("closing", h.closing);
        }
        if (Calendar.toDays(start) >= Calendar.toDays(end)) revert ProgramCheck_Header("closing", h.closing);
        for (uint256 t; t < h.tranches; ++t) {
            uint256 word = Program.tranche(program, t);
            if (word.dayCount() > Calendar.ACT_360) {
                revert ProgramCheck_OutOfRange("tranche day count", t, Calendar.ACT_360, word.dayCount());
            }
            if (word.units() == 0) revert ProgramCheck_OutOfRange("tranche units", t, type(uint48).max, 0);
            if (word.originalBalance() >= AMOUNT_LIMIT) {
                revert ProgramCheck_OutOfRange("tranche balance", t, AMOUNT_LIMIT - 1, word.originalBalance());
            }
        }
        uint256 invoiced;
        for (uint256 s; s < h.steps; ++s) {
            invoiced += checkStep(program, h, s, payees);
        }
        // else what a reserve gives back at the end would be left over, and nobody's
        if (!lastIsResidual(program, h)) revert ProgramCheck_LastNotResidual(h.steps);
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
        inRange("day count", s, Calendar.ACT_360, uint8(head >> 136));
        inRange("amount", s, AMOUNT_LIMIT - 1, amount);
        if (kind == Waterfall.EXPENSE) {
            inRange("due kind", s, Waterfall.DUE_AS_INVOICED, uint8(head >> 224));
            if (uint8(head >> 224) == Waterfall.DUE_AS_INVOICED) return 1;
        }
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
