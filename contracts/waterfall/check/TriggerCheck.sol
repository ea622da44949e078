// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../Calendar.sol";
import {Measures} from "../Measures.sol";
import {Program} from "../Program.sol";
import {Triggers} from "../Triggers.sol";
import {Header} from "../words/Header.sol";
import {TriggerWord} from "../words/TriggerWord.sol";
import {Refusal} from "./Refusal.sol";
import {TableCheck} from "./TableCheck.sol";

/// @title TriggerCheck
/// @notice Refuses triggers that can't be measured, or whose effect nothing could follow.
library TriggerCheck {
    /// @dev Each past date is a slot to read.
    uint256 private constant MAX_TRAILING = 60;
    uint256 internal constant MAX_MEMORY = 16;
    uint256 private constant LOOKS_AT_COUNTERS = 1;
    uint256 private constant LOOKS_BACK = 2;
    uint256 private constant LOOKS_AT_REPORT_AGE = 4;
    uint256 private constant LAST_FLAG = 15;
    uint256 private constant THRESHOLD_LIMIT = 1 << 96;

    /// @notice Check every trigger; the flags they raise, a bit each, and what they look at of {HeaderFields.looks}.
    function check(bytes memory program, Header h) internal pure returns (uint256 raised, uint256 looks) {
        for (uint256 i; i < h.triggers(); ++i) {
            TriggerWord w = Program.trigger(program, h, i);
            Refusal.atMost("measure", i, Measures.SUPPORT_UNPAID, w.measure());
            Refusal.atMost("comparison", i, Measures.ABOVE, w.comparison());
            Refusal.atMost("n", i, MAX_MEMORY, w.n());
            Refusal.atMost("k", i, w.n(), w.k());
            Refusal.atLeast("k", i, 1, w.k());
            Refusal.atMost("trigger flags", i, 3, w.flags());
            Refusal.within("trigger mask", i, (1 << h.tranches()) - 1, w.mask());
            Refusal.atMost("threshold", i, THRESHOLD_LIMIT - 1, w.threshold());
            if (w.effect() == Triggers.EVENT_OF_DEFAULT) {
                if (h.acceleration() == 0) Refusal.wrong("acceleration", i, 1, 0);
            } else {
                Refusal.atMost("effect", i, LAST_FLAG, w.effect());
                raised |= 1 << w.effect();
            }
            checkMeasure(program, h, i, w);
            looks |= looksOf(w);
        }
    }

    function looksOf(TriggerWord w) private pure returns (uint256 looks) {
        bool toDate = w.measure() == Measures.TO_FORECAST && w.trailing() == 0;
        if (toDate || w.measure() == Measures.ARREARS_AGE) looks |= LOOKS_AT_COUNTERS;
        if (w.trailing() > 1) looks |= LOOKS_BACK;
        if (w.measure() == Measures.DAYS_SINCE_REPORT) looks |= LOOKS_AT_REPORT_AGE;
    }

    /// @dev What the measure looks at is there.
    function checkMeasure(bytes memory program, Header h, uint256 i, TriggerWord w) private pure {
        uint256 measure = w.measure();
        uint256 subjects = measure == Measures.RESERVE_DEFICIENCY
            ? h.accounts()
            : measure == Measures.ARREARS_AGE
                ? h.tranches()
                : measure == Measures.FACT ? h.facts() : measure == Measures.SUPPORT_UNPAID ? h.facilities() : 1;
        Refusal.below("trigger subject", i, subjects, w.subject());
        if (measure == Measures.OVERCOLLATERALISATION && Program.poolValue(program, h) == h.facts()) {
            Refusal.wrong("pool value", i, 1, 0);
        }
        if (measure == Measures.TO_FORECAST) TableCheck.toDate(program, h, i, w.table());
        else Refusal.equal("trigger table", i, 0, w.table());
        Refusal.atMost("trailing", i, MAX_TRAILING, w.trailing());
        if (measure == Measures.LEVERAGE) {
            Refusal.equal("months of trailing dates", i, 12, w.trailing() * h.months());
        } else if (measure <= Measures.INTEREST_COVERAGE) {
            Refusal.atLeast("trailing", i, 1, w.trailing());
        } else if (measure != Measures.TO_FORECAST) {
            Refusal.atMost("trailing", i, 1, w.trailing());
        }
        if (measure == Measures.DATE_REACHED && !Calendar.isDate(w.date())) Refusal.wrong("trigger date", i, 1, w.date());
    }
}
