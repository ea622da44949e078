// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Program} from "../waterfall/Program.sol";
import {Tables} from "../waterfall/Tables.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {Header} from "../waterfall/words/Header.sol";
import {StepWord} from "../waterfall/words/StepWord.sol";
import {TriggerWord} from "../waterfall/words/TriggerWord.sol";

/// @title Kept
/// @notice What of its state a program uses, so that a deal reads and writes no more.
library Kept {
        uint256 private constant CAPPED = 2;
    uint256 private constant FORECAST = 4;
    uint256 private constant ARREARS_AGE = 6;
    uint256 private constant DAYS_SINCE_REPORT = 8;

    /// @notice Bits of the places in which a shortfall is carried: of expenses that are due again, of scheduled principal.
    function carried(bytes memory program, Header h) internal pure returns (uint256 bits) {
        unchecked {
            uint256 size = h.allSteps();
            for (uint256 s; s < size; ++s) {
                StepWord step = Program.step(program, h, s);
                if (Waterfall.carries(step)) bits |= 1 << step.carry();
            }
        }
    }

    /// @notice Bits of the places in which payments of a calendar year are counted.
    function used(bytes memory program, Header h) internal pure returns (uint256 bits) {
        unchecked {
            uint256 size = h.tables() == 0 ? 0 : h.allSteps();
            for (uint256 s; s < size; ++s) {
                StepWord step = Program.step(program, h, s);
                if (step.kind() != Waterfall.EXPENSE || step.flags() & CAPPED == 0) continue;
                (, uint256 perYear) = Tables.cap(program, h, step.table());
                if (perYear != type(uint128).max) bits |= 1 << step.carry();
            }
        }
    }

    /// @notice Whether ages of arrears or all collections are counted, and whether any trigger looks back.
    function counters(bytes memory program, Header h) internal pure returns (bool counts, bool lookingBack) {
        unchecked {
            uint256 size = h.triggers();
            for (uint256 i; i < size; ++i) {
                TriggerWord trigger = Program.trigger(program, h, i);
                uint256 measure = trigger.measure();
                if (measure == ARREARS_AGE || (measure == FORECAST && trigger.trailing() == 0)) counts = true;
                if (dates(trigger) != 0) lookingBack = true;
            }
        }
    }

    /// @notice Whether a trigger looks at the days between two reports.
    function reportAge(bytes memory program, Header h) internal pure returns (bool) {
        unchecked {
            uint256 size = h.triggers();
            for (uint256 i; i < size; ++i) {
                if (Program.trigger(program, h, i).measure() == DAYS_SINCE_REPORT) return true;
            }
            return false;
        }
    }

    /// @notice How many past dates a trigger remembers.
    function dates(TriggerWord trigger) internal pure returns (uint256) {
        unchecked {
            return trigger.trailing() > 1 ? trigger.trailing() - 1 : 0;
        }
    }
}
