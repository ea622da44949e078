// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Lists} from "../Lists.sol";
import {Program} from "../Program.sol";
import {Run, Running} from "../Running.sol";
import {Inputs, Record, State} from "../State.sol";
import {Supports} from "../Supports.sol";
import {Tables} from "../Tables.sol";
import {StepWord} from "../words/StepWord.sol";

/// @title Principal
/// @notice What a group of tranches is due, and each one's part of it. A step a tranche; its mask is the tranche and those after it.
library Principal {
    using Lists for uint256[];

    uint256 internal constant KIND = 3;
    uint256 internal constant TURBO = 0;
    uint256 internal constant SCHEDULED_SHARE = 1;
    uint256 internal constant SCHEDULED_TABLE = 2;
    uint256 internal constant TARGET_TABLE = 3;
    uint256 internal constant TARGET_SHARE = 4;

    uint256 internal constant GOES_ON = 1;
    uint256 internal constant PRO_RATA = 2;

    /// @notice Pay a tranche its part.
    function run(Run memory r, State memory state, Inputs memory inputs, StepWord step, Record memory record)
        internal
        pure
    {
        unchecked {
            uint256 t = step.subject();
            uint256 balance = state.balance.get(t);
            if (step.isAlone()) {
                // by itself, all that is left of it
                record.due = balance;
                // slither-disable-next-line unused-return: what was paid is in the record
                Supports.pay(r, state, step, record, balance);
            } else {
                if (step.flags() & GOES_ON == 0) begin(r, state, inputs, step);
                if (step.flags() & PRO_RATA != 0) inProportion(r, state, step, balance, record);
                else inSequence(r, state, step, balance, record);
                if (r.groupPlace != 0) state.carried.set(r.groupPlace - 1, state.carried.get(r.groupPlace - 1) - record.paid);
            }
            state.balance.set(t, balance - record.paid);
        }
    }

    /// @notice Whether a principal step begins a group that is due by a schedule.
    function isScheduled(StepWord step) internal pure returns (bool) {
        if (step.flags() & GOES_ON != 0) return false;
        return step.dueKind() == SCHEDULED_SHARE || step.dueKind() == SCHEDULED_TABLE;
    }

    /// @notice What the schedule of a group asks for on this date, without what was missed before.
    function scheduledDown(Run memory r, uint256 period, StepWord step) internal pure returns (uint256 amount) {
        unchecked {
            if (step.dueKind() == SCHEDULED_TABLE) return Tables.exact(r.program, r.header, step.table(), period);
            uint256 mask = step.mask();
            for (uint256 t; mask != 0; (++t, mask >>= 1)) {
                if (mask & 1 == 1) amount += Program.tranche(r.program, t).originalBalance();
            }
            return Accrual.shareDown(amount, step.rate());
        }
    }

    /// @dev What the group is due, what of it can be paid, and where the rest is carried.
    function begin(Run memory r, State memory state, Inputs memory inputs, StepWord step) private pure {
        unchecked {
            r.groupPlace = isScheduled(step) ? step.carry() + 1 : 0;
            uint256 due = Accrual.capped(dueOf(r, state, inputs, step));
            r.groupDue = due;
            if (step.flags() & PRO_RATA != 0) r.groupPayable = Supports.affordable(r, state, step.sources(), due);
            // each step takes what it pays off it
            if (r.groupPlace != 0) state.carried.set(r.groupPlace - 1, due);
        }
    }

    function dueOf(Run memory r, State memory state, Inputs memory inputs, StepWord step)
        private
        pure
        returns (uint256 due)
    {
        unchecked {
            due = Running.outstanding(state, step.mask());
            uint256 dueKind = step.dueKind();
            if (r.isFinal || dueKind == TURBO) return due;
            if (r.groupPlace != 0) {
                uint256 scheduled = scheduledDown(r, inputs.period, step);
                return Accrual.smaller(due, state.carried.get(step.carry()) + scheduled);
            }
            if (dueKind == TARGET_TABLE) {
                (bool begun, uint256 goal) = Tables.latest(r.program, r.header, step.table(), inputs.period);
                return begun ? Accrual.above(due, goal) : 0;
            }
            uint256 value = inputs.facts[Program.poolValue(r.program, r.header)];
            return Accrual.above(due, Accrual.shareUp(value, step.rate()));
        }
    }

    function inSequence(Run memory r, State memory state, StepWord step, uint256 balance, Record memory record)
        private
        pure
    {
        unchecked {
            uint256 due = Accrual.smaller(balance, r.groupDue);
            r.groupDue -= due;
            record.due = due;
            // slither-disable-next-line unused-return: what was paid is in the record
            Supports.pay(r, state, step, record, due);
        }
    }

    /// @dev The last one's share is all that is left: nothing is lost to rounding. No product reaches 2^256, as what a group is due is
    /// below 2^128, and a balance too.
    function inProportion(Run memory r, State memory state, StepWord step, uint256 balance, Record memory record)
        private
        pure
    {
        unchecked {
            uint256 rest = Running.outstanding(state, step.mask());
            if (rest == 0) return;
            uint256 due = r.groupDue * balance / rest;
            uint256 share = r.groupPayable * balance / rest;
            r.groupDue -= due;
            record.due = due;
            uint256 paid = Running.take(r, share);
            // what facilities promised was counted for the whole group
            record.drawn = Supports.draw(r, state, step.sources(), share - paid, false);
            record.paid = paid + record.drawn;
            r.groupPayable -= record.paid;
        }
    }
}
