// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Program} from "./Program.sol";
import {Running} from "./Running.sol";
import {Supports} from "./Supports.sol";
import {Calls} from "./Calls.sol";
import {Waterfall} from "./Waterfall.sol";
import {ListCheck} from "./check/ListCheck.sol";
import {Refusal} from "./check/Refusal.sol";
import {StepCheck} from "./check/StepCheck.sol";
import {TableCheck} from "./check/TableCheck.sol";
import {TriggerCheck} from "./check/TriggerCheck.sol";
import {CallWord} from "./words/CallWord.sol";
import {FacilityWord} from "./words/FacilityWord.sol";
import {Header} from "./words/Header.sol";
import {TrancheWord} from "./words/TrancheWord.sol";

/// @title ProgramCheck
/// @notice Refuses a program that could not be executed, or could lock a deal or strand its money, before a deal is made of it. Not part of
/// a payment date: the engine relies on what is seen here.
library ProgramCheck {
    uint256 internal constant MAX_TRANCHES = 16;
    /// @notice Accounts and facilities together.
    uint256 internal constant MAX_ACCOUNTS = 15;
    /// @notice Of both lists together.
    uint256 internal constant MAX_STEPS = 40;
    uint256 internal constant MAX_TRIGGERS = 14;
    uint256 internal constant MAX_FACTS = 16;
    uint256 internal constant MAX_CALLS = 8;

    uint256 internal constant MAX_NOTICE_HOURS = 90 * 24;

    /// @dev Seconds since 1970 are kept in 32 bits, which end in 2106.
    uint256 private constant LAST_YEAR = 2105;
    uint256 private constant LOOKS_AT_YEARS = 8;
    uint256 private constant ARREARS_FLAG = 1;
    uint256 private constant CAPITALISED_OR_DEFAULT = 6;
    uint256 private constant FACILITY_UNNAMED = 0xff << 224 | 0xffffffffffff << 128;

    /// @notice Check every field an engine reads, for a deal with so many payees. Returns the header.
    function check(bytes memory program, uint256 payees) internal pure returns (Header h) {
        h = Program.header(program);
        checkSizes(h);
        checkDates(h);
        for (uint256 t; t < h.tranches(); ++t) {
            checkTranche(program, h, t);
        }
        (uint256 raised, uint256 looks) = TriggerCheck.check(program, h);
        for (uint256 s; s < h.allSteps(); ++s) {
            StepCheck.check(program, h, s, payees, raised);
            if (StepCheck.countsYear(program, h, s)) looks |= LOOKS_AT_YEARS;
        }
        // what a deal keeps and asks goes by this byte
        Refusal.equal("looks", 0, looks, h.looks());
        (uint256 invoices, uint256 repaid) = ListCheck.check(program, h, 0, h.steps());
        if (h.acceleration() != 0) {
            (uint256 others, uint256 repaidToo) = ListCheck.check(program, h, h.steps(), h.allSteps());
            (invoices, repaid) = (invoices | others, repaid | repaidToo);
        }
        Refusal.equal("invoices", 0, (1 << h.invoices()) - 1, invoices);
        // what a facility pays would never be given back
        Refusal.equal("facilities repaid", 0, (1 << h.facilities()) - 1, repaid);
        for (uint256 f; f < h.facilities(); ++f) {
            checkFacility(program, h, f, payees);
        }
        if (h.facilities() != 0 && h.legalFinal() == 0) checkEnds(program, h);
        for (uint256 i; i < h.calls(); ++i) {
            checkCall(program, h, i, payees);
        }
    }

    function checkSizes(Header h) private pure {
        Refusal.header(h.tranches() != 0 && h.tranches() <= MAX_TRANCHES, "tranches", h.tranches());
        Refusal.header(h.accounts() + h.facilities() <= MAX_ACCOUNTS, "accounts", h.accounts() + h.facilities());
        Refusal.header(h.allSteps() <= MAX_STEPS, "steps", h.allSteps());
        Refusal.header(h.triggers() <= MAX_TRIGGERS, "triggers", h.triggers());
        Refusal.header(h.facts() <= MAX_FACTS, "facts", h.facts());
        Refusal.header(h.calls() <= MAX_CALLS, "calls", h.calls());
        // an invoice is asked for by a step; so the bits of `ListCheck` are enough
        Refusal.header(h.invoices() <= h.allSteps(), "invoices", h.invoices());
    }

    function checkDates(Header h) private pure {
        Refusal.header(h.opening() != 0, "opening", h.opening());
        Refusal.header(h.paymentDay() != 0 && h.paymentDay() <= 28, "paymentDay", h.paymentDay());
        Refusal.header(h.months() != 0 && 12 % h.months() == 0, "months", h.months());
        Refusal.header(Calendar.isDate(h.closing()), "closing", h.closing());
        bool ends = h.legalFinal() == 0 || Calendar.isDate(h.legalFinal());
        Refusal.header(ends, "legal final", h.legalFinal());
        (uint256 start, uint256 end) = Program.accrual(h, h.opening());
        uint256 year = Calendar.yearOf(end);
        Refusal.header(year >= 1970 && year <= LAST_YEAR, "first payment year", year);
        Refusal.header(start < end, "closing", h.closing());
    }

    function checkTranche(bytes memory program, Header h, uint256 t) private pure {
        TrancheWord w = Program.tranche(program, t);
        Refusal.atMost("tranche day count", t, Calendar.ACT_365F, w.dayCount());
        Refusal.atMost("tranche flags", t, CAPITALISED_OR_DEFAULT | ARREARS_FLAG, w.flags());
        bool one = !w.capitalises() || !w.defaults();
        if (!one) Refusal.wrong("tranche flags", t, CAPITALISED_OR_DEFAULT, w.flags());
        if (w.defaults() && h.acceleration() == 0) Refusal.wrong("acceleration", t, 1, 0);
        Refusal.atLeast("tranche units", t, 1, w.units());
        Refusal.atMost("tranche balance", t, Running.AMOUNT_LIMIT - 1, w.originalBalance());
        Refusal.equal("unnamed", t, 0, uint16(TrancheWord.unwrap(w)));
        TableCheck.stepUp(program, h, t, w.stepUp());
    }

    /// @dev Cash that a provider put in and no date draws comes back at the end, so there has to be one.
    function checkEnds(bytes memory program, Header h) private pure {
        for (uint256 s; s < h.allSteps(); ++s) {
            for (uint256 t; t < h.tranches(); ++t) {
                bool endless = Waterfall.isResidualOf(Program.step(program, h, s), t);
                if (endless) Refusal.wrong("legal final", s, 1, 0);
            }
        }
    }

    function checkFacility(bytes memory program, Header h, uint256 f, uint256 payees) private pure {
        FacilityWord w = Program.facility(program, h, f);
        Refusal.atMost("facility kind", f, Supports.LIQUIDITY + 1, w.kind());
        Refusal.below("facility payee", f, payees, w.payee());
        Refusal.atMost("facility day count", f, Calendar.ACT_365F, w.dayCount());
        // a provider has time to pay, and a date waits no longer than that
        Refusal.atLeast("notice hours", f, 1, w.noticeHours());
        Refusal.atMost("notice hours", f, MAX_NOTICE_HOURS, w.noticeHours());
        Refusal.within("unnamed", f, ~FACILITY_UNNAMED, FacilityWord.unwrap(w));
    }

    function checkCall(bytes memory program, Header h, uint256 i, uint256 payees) private pure {
        CallWord w = Program.call(program, h, i);
        Refusal.atMost("call kind", i, Calls.CLEAN_UP, w.kind());
        Refusal.below("call payee", i, payees, w.payee());
        Refusal.within("call mask", i, (1 << h.tranches()) - 1, w.mask());
        bool named = w.kind() == Calls.CLEAN_UP || w.mask() != 0;
        if (!named) Refusal.wrong("call mask", i, 1, 0);
        bool dated = w.since() == 0 || Calendar.isDate(w.since());
        if (!dated) Refusal.wrong("call date", i, 1, w.since());
        Refusal.atMost("remaining", i, Accrual.PPM, w.remaining());
        // below par a call would strike notes out
        Refusal.atLeast("call price", i, Accrual.PPM, w.price());
        Refusal.equal("unnamed", i, 0, uint128(CallWord.unwrap(w)));
    }
}
