// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Lists} from "../Lists.sol";
import {Program} from "../Program.sol";
import {Run, Running} from "../Running.sol";
import {Inputs, Record, State} from "../State.sol";
import {Tables} from "../Tables.sol";
import {StepWord} from "../words/StepWord.sol";
import {TrancheWord} from "../words/TrancheWord.sol";

/// @title Reserve
/// @notice Fills an account to its target, or releases what is above it.
library Reserve {
    using Lists for uint256[];

    uint256 internal constant KIND = 2;
    uint256 internal constant PART_FIXED = 1;
    uint256 internal constant PART_INTEREST = 2;
    uint256 internal constant PART_OUTSTANDING = 4;
    uint256 internal constant SET_BY_REPORT = 8;

    /// @notice Step `s`, counted through both lists.
    function run(Run memory r, State memory state, Inputs memory inputs, uint256 s, StepWord step, Record memory record)
        internal
        pure
    {
        unchecked {
            uint256 a = step.subject();
            uint256 held = state.account.get(a);
            uint256 target = targetUp(r, state, inputs, s, step);
            if (held > target) {
                record.released = held - target;
                r.available += held - target;
                state.account.set(a, target);
            } else {
                record.due = Accrual.capped(target - held);
                record.paid = Running.take(r, record.due);
                state.account.set(a, held + record.paid);
            }
        }
    }

    /// @notice What step `s` keeps in its account, with the balances of this moment.
    function targetUp(Run memory r, State memory state, Inputs memory inputs, uint256 s, StepWord step)
        internal
        pure
        returns (uint256 target)
    {
        unchecked {
            uint256 flags = step.flags();
            if (r.isFinal) return 0;
            if (flags & SET_BY_REPORT != 0 && inputs.hasTarget) return inputs.target;
            uint256 mask = step.mask();
            uint256 balances = Running.outstanding(state, mask);
            // what it protects is repaid
            if (mask != 0 && balances == 0 && state.arrears.sum(mask) == 0) return 0;
            bool smallest = step.combine() == 1;
            bool known;
            if (flags & PART_FIXED != 0) {
                (target, known) = (Program.word(r.program, Program.stepAt(r.header, s) + 32), true);
            }
            if (flags & PART_INTEREST != 0) {
                uint256 part = Accrual.yearlyUp(yearly(r, state, mask), step.number() * 30 * r.header.months());
                (target, known) = (combine(smallest, known, target, part), true);
            }
            if (flags & PART_OUTSTANDING != 0) {
                target = combine(smallest, known, target, Accrual.shareUp(balances, step.rate()));
            }
        }
    }

    function combine(bool smallest, bool known, uint256 a, uint256 b) private pure returns (uint256) {
        if (!known) return b;
        return (a < b) == smallest ? a : b;
    }

    /// @dev Balance times coupon in force, over a mask.
    function yearly(Run memory r, State memory state, uint256 mask) private pure returns (uint256 total) {
        unchecked {
            for (uint256 t; mask != 0; (++t, mask >>= 1)) {
                if (mask & 1 == 0) continue;
                TrancheWord w = Program.tranche(r.program, t);
                uint256 coupon = w.stepUp() == 0 ? w.coupon() : Tables.couponOn(r.program, r.header, w, r.end);
                total += state.balance.get(t) * coupon;
            }
        }
    }
}
