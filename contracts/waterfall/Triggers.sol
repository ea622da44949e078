// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Lists} from "./Lists.sol";
import {Measures} from "./Measures.sol";
import {Program} from "./Program.sol";
import {Run} from "./Running.sol";
import {Inputs, State} from "./State.sol";
import {TriggerWord} from "./words/TriggerWord.sol";

/// @title Triggers
/// @notice When each trigger is measured, what it remembers, and which flags are up. The twin of `regalia.domain.triggers`.
/// @dev Called only for programs that have triggers.
library Triggers {
    using Lists for uint256[];

    uint256 internal constant EVENT_OF_DEFAULT = 255;
    uint256 private constant MEMORY = type(uint16).max;
    uint256 private constant OLDEST = 255;

    /// @notice Find which flags are up and whose arrears age; unless the deal is wound up, find the debt service of every trigger and
    /// measure those that steer this date. Each sees the flags as those before it have left them.
    function before(Run memory r, State memory state, Inputs memory inputs) internal pure {
        unchecked {
            r.up = up(r, state.active);
            uint256 count = r.header.triggers();
            r.service = Lists.zeros(count);
            uint256 where = Program.triggersAt(r.header);
            for (uint256 i; i < count; (++i, where += 32)) {
                TriggerWord w = TriggerWord.wrap(Program.word(r.program, where));
                uint256 measure = w.measure();
                if (measure == Measures.ARREARS_AGE) r.watched |= 1 << w.subject();
                if (inputs.ending) continue;
                if (measure <= Measures.INTEREST_COVERAGE) {
                    r.service.set(i, Measures.service(r, state, inputs.period, w));
                } else if (measure == Measures.TO_FORECAST) {
                    if (w.trailing() == 0) r.counts = true;
                }
                if (w.measuredAfter()) r.isLater = true;
                else answer(r, state, inputs, i, w);
                if (w.trailing() > 1) r.isLater = true;
            }
        }
    }

    /// @notice Measure those that steer the next date, and remember what this one brought.
    function afterwards(Run memory r, State memory state, Inputs memory inputs) internal pure {
        unchecked {
            if (r.watched != 0) growOlder(r, state);
            if (r.isLater) answerLater(r, state, inputs);
            if (r.counts) state.collected = Accrual.capped(state.collected + r.received);
        }
    }

    function answerLater(Run memory r, State memory state, Inputs memory inputs) private pure {
        unchecked {
            uint256 count = r.header.triggers();
            uint256 where = Program.triggersAt(r.header);
            for (uint256 i; i < count; (++i, where += 32)) {
                TriggerWord w = TriggerWord.wrap(Program.word(r.program, where));
                if (w.measuredAfter()) answer(r, state, inputs, i, w);
                if (w.trailing() > 1) append(r, state, i, w.trailing() - 1);
            }
        }
    }

    /// @dev Bits of the flags that active triggers raise; bit 255 for an event of default.
    function up(Run memory r, uint256 active) private pure returns (uint256 flags) {
        unchecked {
            uint256 where = Program.triggersAt(r.header);
            for (; active != 0; (active >>= 1, where += 32)) {
                if (active & 1 == 1) flags |= 1 << TriggerWord.wrap(Program.word(r.program, where)).effect();
            }
        }
    }

    /// @dev One date more for the tranches left in arrears, of those that a trigger looks at.
    function growOlder(Run memory r, State memory state) private pure {
        unchecked {
            uint256 watched = r.watched;
            for (uint256 t; watched != 0; (++t, watched >>= 1)) {
                if (watched & 1 == 0) continue;
                // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
                uint256 age = uint8(state.age >> 8 * t);
                state.age ^= age << 8 * t;
                if (state.arrears[t] != 0) state.age |= Accrual.smaller(age + 1, OLDEST) << 8 * t;
            }
        }
    }

    /// @dev Measure a trigger: its answer is kept, and says together with those before whether it is active.
    function answer(Run memory r, State memory state, Inputs memory inputs, uint256 i, TriggerWord w) private pure {
        unchecked {
            // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
            uint256 past = uint16(state.history >> 16 * i);
            uint256 answers = past << 1 & MEMORY;
            if (Measures.breached(r, state, inputs, i, w)) answers |= 1;
            state.history ^= (past ^ answers) << 16 * i;
            uint256 wasActive = state.active >> i & 1;
            uint256 isActive = w.latched() ? wasActive : 0;
            if (reaches(answers & (1 << w.n()) - 1, w.k())) isActive = 1;
            if (isActive == wasActive) return;
            state.active ^= 1 << i;
            r.up = up(r, state.active);
        }
    }

    /// @dev Whether at least `k` bits are set; `k` is not zero.
    function reaches(uint256 bits, uint256 k) private pure returns (bool) {
        unchecked {
            while (bits != 0) {
                if (--k == 0) return true;
                bits &= bits - 1; // without the lowest bit that is set
            }
            return false;
        }
    }

    /// @dev The newest pair last; the oldest beyond `keeps` is dropped.
    function append(Run memory r, State memory state, uint256 i, uint256 keeps) private pure {
        unchecked {
            uint256[] memory past = state.series[i];
            uint256 pair = r.received << 128 | r.service[i];
            uint256 length = past.length;
            if (length < keeps) {
                state.series[i] = new uint256[](length + 1);
                for (uint256 j; j < length; ++j) {
                    state.series[i][j] = past[j];
                }
                state.series[i][length] = pair;
            } else {
                for (uint256 j = 1; j < length; ++j) {
                    past[j - 1] = past[j];
                }
                past[length - 1] = pair;
            }
        }
    }
}
