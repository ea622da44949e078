// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Calendar} from "../Calendar.sol";
import {Program} from "../Program.sol";
import {Running} from "../Running.sol";
import {Supports} from "../Supports.sol";
import {Tables} from "../Tables.sol";
import {Waterfall} from "../Waterfall.sol";
import {Expense} from "../steps/Expense.sol";
import {Interest} from "../steps/Interest.sol";
import {Principal} from "../steps/Principal.sol";
import {RepaySupport} from "../steps/RepaySupport.sol";
import {Reserve} from "../steps/Reserve.sol";
import {Trap} from "../steps/Trap.sol";
import {Header} from "../words/Header.sol";
import {StepWord} from "../words/StepWord.sol";
import {Refusal} from "./Refusal.sol";
import {TableCheck} from "./TableCheck.sol";

/// @title StepCheck
/// @notice Every field of a step by itself: known, in range, and only where its kind has it.
library StepCheck {
    uint256 private constant PAYEE = 0;
    uint256 private constant TRANCHE = 1;
    uint256 private constant ACCOUNT = 2;
    uint256 private constant FACILITY = 3;
    uint256 private constant RESERVE_FLAGS = 15;
    uint256 private constant EXPENSE_FLAGS = 7;
    uint256 private constant PRINCIPAL_FLAGS = 3;
    uint256 private constant UNNAMED = 0xff << 72 | 0xffff;
    /// @dev The low half of a step's word but for its carry: guard, second and third support, carry rate, table. Most steps have none of it.
    uint256 private constant SELDOM = type(uint128).max & ~uint256(0xff << 64);

    /// @notice Check step `s`, counted through both lists, for a deal with so many payees whose triggers raise these flags.
    function check(bytes memory program, Header h, uint256 s, uint256 payees, uint256 raised) internal pure {
        StepWord w = Program.step(program, h, s);
        uint256 kind = w.kind();
        Refusal.atMost("kind", s, RepaySupport.KIND, kind);
        checkSubject(h, s, w, payees);
        checkSupports(h, s, w);
        Refusal.within("tranche mask", s, (1 << h.tranches()) - 1, w.mask());
        Refusal.atMost("day count", s, Calendar.ACT_365F, w.dayCount());
        Refusal.atMost("combine", s, 1, w.combine());
        if (StepWord.unwrap(w) & SELDOM != 0) checkSeldom(s, w, raised);
        uint256 amount = Program.word(program, Program.stepAt(h, s) + 32);
        Refusal.atMost("amount", s, Running.AMOUNT_LIMIT - 1, amount);
        (uint256 flags, uint256 dueKinds) = kind == Waterfall.EXPENSE
            ? (EXPENSE_FLAGS, Expense.ABOVE_CAP)
            : kind == Principal.KIND
                ? (PRINCIPAL_FLAGS, Principal.TARGET_SHARE)
                : kind == Reserve.KIND ? (RESERVE_FLAGS, 0) : (0, 0);
        Refusal.atMost("flags", s, flags, w.flags());
        Refusal.atMost("due kind", s, dueKinds, w.dueKind());
        if (kind == Waterfall.EXPENSE) checkExpense(h, s, w);
        else if (kind == Principal.KIND) checkPrincipal(program, h, s, w);
        else if (kind == Trap.KIND) Refusal.atMost("share", s, Accrual.PPM, w.rate());
        if (w.carry() != s) checkCarry(program, h, s, w);
    }

    function checkSeldom(uint256 s, StepWord w, uint256 raised) private pure {
        Refusal.within("guard", s, raised, w.guard() >> 16 | uint16(w.guard()));
        Refusal.within("unnamed", s, ~UNNAMED, StepWord.unwrap(w));
        uint256 kind = w.kind();
        if (kind != Waterfall.EXPENSE) Refusal.equal("carry rate", s, 0, w.carryRate());
        if (kind != Waterfall.EXPENSE && kind != Principal.KIND) Refusal.equal("table", s, 0, w.table());
    }

    /// @notice Whether a step has a cap a calendar year.
    function countsYear(bytes memory program, Header h, uint256 s) internal pure returns (bool) {
        StepWord w = Program.step(program, h, s);
        if (w.kind() != Waterfall.EXPENSE || w.flags() & Expense.CAPPED == 0) return false;
        (, uint256 perYear) = Tables.cap(program, h, w.table());
        return perYear != Accrual.LARGEST;
    }

    function checkSubject(Header h, uint256 s, StepWord w, uint256 payees) private pure {
        uint256 kind = w.kind();
        uint256 subjectKind = w.subjectKind();
        uint256 needed = kind == Waterfall.EXPENSE
            ? PAYEE
            : kind == Reserve.KIND || kind == Trap.KIND ? ACCOUNT : kind == RepaySupport.KIND ? FACILITY : TRANCHE;
        if (kind != Waterfall.RESIDUAL || subjectKind != PAYEE) Refusal.equal("subject kind", s, needed, subjectKind);
        uint256 subjects = subjectKind == PAYEE
            ? payees
            : subjectKind == TRANCHE ? h.tranches() : subjectKind == ACCOUNT ? h.accounts() : h.facilities();
        Refusal.below("subject", s, subjects, w.subject());
    }

    /// @dev Known, each once, without a gap, and only where a shortfall can be made up.
    function checkSupports(Header h, uint256 s, StepWord w) private pure {
        uint256 kind = w.kind();
        uint256 sources = w.sources();
        if (sources == 0) return;
        bool supported = kind == Waterfall.EXPENSE || kind == Interest.KIND || kind == Principal.KIND;
        if (!supported) Refusal.equal("supports", s, 0, sources);
        uint256 seen;
        unchecked {
            for (uint256 i; i < 3; ++i) {
                // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
                uint256 source = uint8(sources >> 16 - 8 * i);
                if (source == 0) {
                    Refusal.equal("supports", s, 0, sources & (1 << 24 - 8 * i) - 1);
                    return;
                }
                uint256 facility = source - Accrual.smaller(source, Supports.FACILITY_BIT);
                if (source < Supports.FACILITY_BIT) Refusal.atMost("support", s, h.accounts(), source);
                else Refusal.below("support", s, h.facilities(), facility);
                if (seen >> source & 1 == 1) Refusal.wrong("support twice", s, 0, source);
                seen |= 1 << source;
            }
        }
    }

    function checkExpense(Header h, uint256 s, StepWord w) private pure {
        uint256 flags = w.flags();
        if (flags & Expense.CARRIED == 0) Refusal.equal("carry rate", s, 0, w.carryRate());
        if (flags & Expense.CAPPED == 0) {
            Refusal.equal("flags", s, 0, flags & Expense.TAKEN_ABOVE);
            Refusal.equal("table", s, 0, w.table());
        } else {
            Refusal.atLeast("table", s, 1, w.table());
            TableCheck.one(h, s, w.table());
        }
    }

    function checkPrincipal(bytes memory program, Header h, uint256 s, StepWord w) private pure {
        uint256 dueKind = w.dueKind();
        if (w.mask() >> w.subject() & 1 == 0) Refusal.wrong("tranche mask", s, 1 << w.subject(), w.mask());
        bool begins = w.flags() & Principal.GOES_ON == 0;
        bool byPeriod = dueKind == Principal.SCHEDULED_TABLE || dueKind == Principal.TARGET_TABLE;
        if (begins && byPeriod) TableCheck.periods(program, h, s, w.table());
        if (!byPeriod) Refusal.equal("table", s, 0, w.table());
        if (dueKind == Principal.TARGET_SHARE && Program.poolValue(program, h) == h.facts()) {
            Refusal.wrong("pool value", s, 1, 0);
        }
    }

    /// @dev A step keeps what is due again in its own place, or after an event of default in that of the normal step it takes over from.
    function checkCarry(bytes memory program, Header h, uint256 s, StepWord w) private pure {
        uint256 place = w.carry();
        if (s < h.steps() || place >= h.steps()) Refusal.wrong("carry", s, s, place);
        StepWord normal = Program.step(program, h, place);
        Refusal.equal("carry of a kind", s, w.kind(), normal.kind());
        if (w.kind() != Waterfall.EXPENSE) return;
        Refusal.equal("carry of an expense", s, w.flags() & Expense.CARRIED, normal.flags() & Expense.CARRIED);
    }
}
