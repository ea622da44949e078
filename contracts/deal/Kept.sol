// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Program} from "../waterfall/Program.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {Header} from "../waterfall/words/Header.sol";
import {StepWord} from "../waterfall/words/StepWord.sol";
import {TriggerWord} from "../waterfall/words/TriggerWord.sol";

/// @title Kept
/// @notice What of its state a program uses, so that a deal reads and writes no more.
library Kept {
    /// @notice Bits of {HeaderFields.looks}.
    uint256 internal constant COUNTERS = 1;
    uint256 internal constant PAST_DATES = 2;
    uint256 internal constant REPORT_AGE = 4;
    uint256 internal constant YEARS = 8;

    uint256 private constant STEP = 64;

    /// @notice Bits of the places in which a shortfall is carried: of expenses that are due again, of scheduled principal.
    function carried(bytes memory program, Header h) internal pure returns (uint256 bits) {
        unchecked {
            uint256 where = Program.stepAt(h, 0);
            for (uint256 end = Program.stepAt(h, h.allSteps()); where < end; where += STEP) {
                StepWord step = StepWord.wrap(Program.word(program, where));
                if (Waterfall.carries(step)) bits |= 1 << step.carry();
            }
        }
    }

    /// @notice How many past dates a trigger remembers.
    function dates(TriggerWord trigger) internal pure returns (uint256) {
        unchecked {
            return trigger.trailing() > 1 ? trigger.trailing() - 1 : 0;
        }
    }
}
