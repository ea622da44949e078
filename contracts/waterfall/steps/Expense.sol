// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Calendar} from "../Calendar.sol";
import {Lists} from "../Lists.sol";
import {Program} from "../Program.sol";
import {Run, Running} from "../Running.sol";
import {Inputs, Record, State} from "../State.sol";
import {Supports} from "../Supports.sol";
import {Tables} from "../Tables.sol";
import {StepWord} from "../words/StepWord.sol";

/// @title Expense
/// @notice A fee or cost: found, carried when it can't be paid, and no more than its cap in its place.
library Expense {
    using Lists for uint256[];

    uint256 internal constant FIXED = 0;
    uint256 internal constant COLLECTIONS_RATE = 1;
    uint256 internal constant OUTSTANDING_RATE = 2;
    uint256 internal constant AS_INVOICED = 3;
    uint256 internal constant ABOVE_CAP = 4;

    uint256 internal constant CARRIED = 1;
    uint256 internal constant CAPPED = 2;
    uint256 internal constant TAKEN_ABOVE = 4;

    /// @notice Step `s`, counted through both lists.
    function run(Run memory r, State memory state, Inputs memory inputs, uint256 s, StepWord step, Record memory record)
        internal
        pure
    {
        unchecked {
            uint256 flags = step.flags();
            uint256 place = step.carry();
            uint256 owed = found(r, state, inputs, s, step);
            if (flags & CARRIED != 0) {
                uint256 before = state.carried.get(place);
                if (before != 0) owed += withInterest(r, step, before);
            }
            owed = Accrual.capped(owed);
            if (flags & CAPPED != 0) {
                // when the deal is wound up, what nobody takes above the cap would wait for ever
                bool binds = flags & TAKEN_ABOVE != 0 || !inputs.ending;
                owed = payCapped(r, state, s, step, record, owed, binds);
            } else {
                record.due = owed;
                owed -= Supports.pay(r, state, step, record, owed);
            }
            if (flags & CARRIED != 0) state.carried.set(place, owed);
        }
    }

    /// @dev No more than the caps allow; what is above goes to a later step, or is still owed here. Returns what is owed and was not paid.
    function payCapped(
        Run memory r,
        State memory state,
        uint256 s,
        StepWord step,
        Record memory record,
        uint256 owed,
        bool binds
    ) private pure returns (uint256) {
        unchecked {
            (uint256 perPeriod, uint256 perYear) = Tables.cap(r.program, r.header, step.table());
            bool counts = perYear != Accrual.LARGEST;
            uint256 due = owed;
            if (binds) {
                due = Accrual.smaller(due, perPeriod);
                if (counts) due = Accrual.smaller(due, Accrual.above(perYear, state.used[step.carry()]));
            }
            if (step.flags() & TAKEN_ABOVE != 0) {
                if (r.above.length == 0) r.above = new uint256[](r.header.allSteps());
                (r.above[s], owed) = (owed - due, due);
            }
            record.due = due;
            uint256 paid = Supports.pay(r, state, step, record, due);
            if (counts) state.used[step.carry()] = Accrual.capped(state.used[step.carry()] + paid);
            return owed - paid;
        }
    }

    /// @dev What was carried to this date, with its interest.
    function withInterest(Run memory r, StepWord step, uint256 owed) private pure returns (uint256) {
        unchecked {
            uint256 rate = step.carryRate();
            if (rate == 0) return owed;
            uint256 rateDays = rate * Running.daysOf(r, Calendar.THIRTY_E_360);
            return owed + Accrual.interestDown(owed, rateDays, Calendar.THIRTY_E_360);
        }
    }

    /// @dev What this date adds. Nothing new at the end; what a cap left out is not new.
    function found(Run memory r, State memory state, Inputs memory inputs, uint256 s, StepWord step)
        private
        pure
        returns (uint256)
    {
        unchecked {
            uint256 dueKind = step.dueKind();
            if (dueKind == ABOVE_CAP) return r.above.length == 0 ? 0 : r.above[step.number()];
            if (inputs.ending) return 0;
            if (dueKind == FIXED) return Program.word(r.program, Program.stepAt(r.header, s) + 32);
            if (dueKind == COLLECTIONS_RATE) return Accrual.shareDown(r.received, step.rate());
            if (dueKind == AS_INVOICED) return inputs.invoices[step.number()];
            uint256 rateDays = step.rate() * Running.daysOf(r, step.dayCount());
            return Accrual.interestDown(Running.outstanding(state, step.mask()), rateDays, step.dayCount());
        }
    }
}
